//! What is said of documents that are not read: the snapshots are to be read.

use std::fmt::Write as _;

use aclc::iam::PolicyKind;

use super::read;

const KINDS: [(&str, PolicyKind); 7] = [
    ("identity", PolicyKind::Identity),
    ("boundary", PolicyKind::Boundary),
    ("session", PolicyKind::Session),
    ("resource", PolicyKind::Resource),
    ("trust", PolicyKind::Trust),
    ("scp", PolicyKind::ServiceControl),
    ("rcp", PolicyKind::ResourceControl),
];

/// Each file holds cases, apart by a line `--- KIND`.
#[test]
fn mistakes_are_shown_where_they_are() {
    insta::glob!("../../cases/import", "*.txt", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let mut shown = String::new();
        for case in text.split("--- ").skip(1) {
            let (kind, document) = case.split_once('\n').unwrap();
            let (_, kind) = KINDS.iter().find(|(name, _)| *name == kind).unwrap();
            let document = document.trim_end();
            match read(document, *kind) {
                Ok(_) => panic!("this is read:\n{document}"),
                Err(messages) => writeln!(shown, "{document}\n\n{messages}").unwrap(),
            }
        }
        insta::assert_snapshot!(shown);
    });
}

#[test]
fn what_is_told_of_one_document_has_an_end() {
    let wrong = r#"{"effect": "Allow", "action": "*", "resource": "*"}"#;
    let document = format!(r#"{{"Statement": [{}]}}"#, vec![wrong; 5_000].join(","));
    let messages = read(&document, PolicyKind::Identity).unwrap_err();
    assert_eq!(messages.matches("error[").count(), 100);
}
