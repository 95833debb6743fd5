//! AWS's own managed policies, as they were in September 2026: the documents
//! that people write by.

use std::io::Read as _;

use aclc::iam::PolicyKind;
use flate2::read::GzDecoder;

use super::read;
use crate::reference::json::Json;

const PACKED: &[u8] = include_bytes!("../../cases/managed-policies.jsonl.gz");

/// Name and document of every one, in order of name.
pub(crate) fn managed_policies() -> Vec<(String, String)> {
    let mut text = String::new();
    GzDecoder::new(PACKED).read_to_string(&mut text).unwrap();
    let member = |line: &Json, name: &str| {
        let members = line.members().unwrap().iter();
        let mut found = members.filter(|(key, _)| key == name);
        found.next().unwrap().1.clone()
    };
    text.lines()
        .map(|line| {
            let line = Json::parse(line).unwrap();
            let name = member(&line, "name").text().unwrap().to_owned();
            (name, member(&line, "document").to_string())
        })
        .collect()
}

#[test]
fn every_managed_policy_is_read() {
    let policies = managed_policies();
    assert_eq!(policies.len(), 1_594);
    let mut statements = 0;
    let mut wrong = Vec::new();
    for (name, document) in &policies {
        for kind in [
            PolicyKind::Identity,
            PolicyKind::Boundary,
            PolicyKind::Session,
        ] {
            match read(document, kind) {
                Ok(document) => statements += document.statements.len(),
                Err(messages) => wrong.push(format!("{name}\n{messages}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(statements > 10_000, "only {statements} statements");
}
