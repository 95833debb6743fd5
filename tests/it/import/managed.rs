//! AWS's own managed policies, as they were in September 2026: the documents
//! that people write by.

use std::io::Read as _;

use aclc::format::format_document;
use aclc::iam::PolicyKind;
use aclc::load::{Input, Texts};
use aclc::pipeline::{Options, compile};
use aclc::runtime::Request;
use aclc::source::{Language, Sources};
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
fn every_managed_policy_is_a_program_of_its_own() {
    let mut wrong = Vec::new();
    for (name, document) in managed_policies() {
        let path = format!("{name}.json");
        let mut texts: Texts = [(path.as_str(), document)].into_iter().collect();
        let compilation = compile(&[Input::File(path)], &mut texts, &Options::default());
        let decided = compilation.compiled.as_ref().map(|compiled| {
            let anyone = compiled.tree.principal("user/anyone").unwrap();
            let request = Request::new(&anyone, "nothing:Nothing", "*");
            compiled.tree.decide(&request).is_ok()
        });
        if decided != Some(true) {
            wrong.push(super::shown(&compilation.sources, &compilation.diagnostics));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} fail\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_managed_policy_is_laid_out_and_stays_so() {
    let mut wrong = Vec::new();
    for (name, document) in managed_policies() {
        let mut sources = Sources::new();
        let id = sources.add_in(Language::Document, name.as_str(), document);
        let once = format_document(&sources, id, None).unwrap_or_default();
        let id = sources.add_in(Language::Document, name.as_str(), once.as_str());
        let twice = format_document(&sources, id, None).unwrap_or_default();
        if once.is_empty() || once != twice {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
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
