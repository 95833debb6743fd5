//! What no program should be, given to the built command: a clear error with
//! its place and what to do, nothing written, and an end.

use std::fs;

use crate::cli::{Folder, Ran, aclc};

const TRUST: &str = "account prod = 111122223333\n";

/// Compiles the files of a folder; nothing may come of it.
fn refused(path: &str, folder: &Folder) -> Ran {
    let before = folder.files("");
    let ran = aclc(["compile", path, "-o", "out"])
        .within(folder.path())
        .run();
    assert_eq!(ran.stdout, "", "{path}");
    assert!(!ran.stderr.contains("panicked"), "{path}: {}", ran.stderr);
    assert_eq!(folder.files(""), before, "{path}");
    ran
}

/// What is said of a program that exits with this code.
fn said_with(code: i32, text: &[u8]) -> String {
    let folder = Folder::new(&[]);
    fs::write(folder.path().join("a.acl"), text).unwrap();
    let ran = refused("a.acl", &folder);
    assert_eq!(ran.code, code, "{}", ran.stderr);
    ran.stderr
}

fn said(text: impl AsRef<[u8]>) -> String {
    said_with(1, text.as_ref())
}

/// Each of these, with its message in full.
#[test]
fn mistakes_are_answered_with_place_and_remedy() {
    let group = |line: &str| format!("group A: Ann\ngroup A {line}\n");
    let role = |line: &str| format!("{TRUST}role R {{\n    {line}\n    can s3:* on *\n}}\n");
    let cases = [
        ("empty file", String::new()),
        (
            "unterminated string",
            group("can s3:* on * when s3:prefix == \"abc"),
        ),
        ("NUL byte in a word", group("can s3:\0Get on *")),
        ("NUL byte in a string", "let a = \"x\0y\"\n".to_owned()),
        ("group in itself", "group A includes A\n".to_owned()),
        (
            "group in itself, around",
            "group A includes B\ngroup B includes A\n".to_owned(),
        ),
        (
            "session of 30 minutes",
            role("trusts account prod\n    max session 30m"),
        ),
        (
            "session of 13 hours",
            role("trusts account prod\n    max session 13h"),
        ),
        ("date in place of a declaration", "2012-10-17\n".to_owned()),
        ("date in place of a keyword", group("2012-10-17 s3:* on *")),
        ("`Version`", "Version 2012-10-17\n".to_owned()),
        (
            "ARN of five fields",
            group("can s3:* on arn:aws:s3::bucket"),
        ),
        ("ARN of three fields", group("can s3:* on arn:aws:s3")),
        (
            "capitalised service",
            group("can s3:* on arn:aws:S3:::bucket"),
        ),
        (
            "account of 11 digits",
            "account a = 11112222333\n".to_owned(),
        ),
        (
            "ARN's account of 11 digits",
            group("can iam:* on arn:aws:iam::11112222333:user/x"),
        ),
        (
            "trusted group without members",
            format!("{}group A {{ }}\n", role("trusts group A")),
        ),
        (
            "bad range of addresses",
            group("can s3:* on * when from 203.0.113.0/33"),
        ),
        (
            "bad address",
            group("can s3:* on * when from 203.0.113.256"),
        ),
        ("bad day", group("can s3:* on * until 2027-02-30")),
        ("bad month", group("can s3:* on * when before 2027-13-01")),
        (
            "date of another order",
            group("can s3:* on * until 31.12.2027"),
        ),
        (
            "bad number",
            group("can s3:* on * when s3:max-keys < \"ten\""),
        ),
        ("`use` of itself", "use \"a.acl\"\n".to_owned()),
        ("`use` of a folder", "use \".\"\n".to_owned()),
    ];
    let mut all = String::new();
    for (what, text) in cases {
        all.push_str(&format!("== {what}\n{}\n", said(text)));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_file_that_is_not_there_exits_3() {
    let said = said_with(3, b"use \"gone.acl\"\n");
    assert!(said.starts_with("error[ACL0050]: "), "{said}");
}

#[test]
fn other_encodings_are_refused() {
    let utf_16: Vec<u8> = "group A: Ann\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for text in [
        b"\xff\xfe".as_slice(),
        b"# caf\xe9\n",
        &[&b"\xff\xfe"[..], &utf_16].concat(),
    ] {
        let said = said(text);
        assert!(said.starts_with("error[ACL0052]: "), "{said}");
    }
    // Without its mark it is valid UTF-8 that is full of NUL bytes.
    let said = said(utf_16);
    assert!(said.starts_with("error[ACL0002]: "), "{said}");
}

#[test]
fn a_hundred_thousand_brackets_are_too_many() {
    const COUNT: usize = 100_000;
    let around = |open: &str, inside: &str, close: &str| {
        format!("{}{inside}{}", open.repeat(COUNT), close.repeat(COUNT))
    };
    let condition = |text: String| format!("group A can s3:* on * when {text}\n");
    let cases = [
        condition(around("(", "mfa", ")")),
        condition(around("(", "", "")),
        condition(around("not ", "mfa", "")),
        condition(around("not (", "mfa", ")")),
        condition(format!("s3:prefix in {}", around("[", "", "]"))),
        format!("group A can s3:{} on *\n", around("{a,", "b", "}")),
        around("{", "", "}"),
        around("in account a {", "", "}"),
        around("for a in b {", "", "}"),
    ];
    for text in cases {
        let said = said(&text);
        let head = text.get(..60).unwrap();
        assert!(said.starts_with("error[ACL0102]: "), "{head}: {said}");
    }
}

#[test]
fn a_line_of_ten_megabytes_ends_in_short_words() {
    const SIZE: usize = 10_000_000;
    let cases = [
        ("ACL0101", "%".repeat(SIZE / 10)),
        ("ACL0104", format!("let a = \"{}\n", "x".repeat(SIZE))),
        ("ACL0205", format!("group {}: Ann\n", "A".repeat(SIZE / 10))),
    ];
    for (code, text) in cases {
        let said = said(text);
        assert!(said.starts_with(&format!("error[{code}]: ")), "{said}");
        assert!(said.len() < 2_000, "{}", said.len());
    }
}

/// Each line of it is a mistake of its own; so many are not looked at.
#[test]
fn a_file_that_is_no_program_at_all_ends() {
    for text in ["% nonsense\n", "group A can\n", "group A: Ann,\n", "\"\n"] {
        let said = said(text.repeat(5_000));
        assert!(said.starts_with("error[ACL01"), "{text}");
    }
}

#[test]
fn a_thousand_million_things_are_too_many() {
    let nested = "for a in 1..1000 { for b in 1..1000 { for c in 1..1000 {";
    let cases = [
        format!("{nested} }} }} }}\n"),
        "for a in 1..1000000000 { group g{a}: Ann }\n".to_owned(),
    ];
    for text in cases {
        let said = said(&text);
        assert!(said.starts_with("error[ACL0230]: "), "{text}: {said}");
    }
    let said = said("for a in 1..99999999999999999999999 { group g{a}: Ann }\n");
    assert!(said.starts_with("error[ACL0231]: "), "{said}");
}
