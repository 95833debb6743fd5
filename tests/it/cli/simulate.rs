//! `aclc simulate`: raw documents, with no program.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use super::{Folder, aclc};
use crate::reference::Decision;
use crate::reference::table::{TableRow, table_rows};

#[test]
fn every_case_of_the_manuals_is_decided_in_order() {
    let rows = table_rows().unwrap();
    let lines: Vec<&str> = rows.iter().map(|row| row.line.as_str()).collect();
    let folder = Folder::new(&[("cases.jsonl", &lines.join("\n"))]);
    let output = aclc(["simulate", "cases.jsonl"])
        .within(folder.path())
        .run();
    // Some documents are such that AWS would not store them.
    assert_eq!(output.code, 1);
    let answers = output.stdout;
    assert_eq!(answers.lines().count(), rows.len());
    let wrong: Vec<String> = rows
        .iter()
        .zip(answers.lines())
        .filter_map(|(row, answer)| wrong_answer(row, answer))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn wrong_answer(row: &TableRow, answer: &str) -> Option<String> {
    let read: serde_json::Value = serde_json::from_str(answer).unwrap();
    let expected = match row.expect {
        Some(Decision::Allow) => Some("Allow"),
        Some(Decision::ExplicitDeny) => Some("ExplicitDeny"),
        Some(Decision::ImplicitDeny) => Some("ImplicitDeny"),
        None => None,
    };
    let is_right = read["id"] == row.id
        && read["decision"].as_str() == expected
        && read["error"].is_string() == expected.is_none();
    (!is_right).then(|| {
        format!(
            "{}: {}\n  {expected:?} expected: {answer}",
            row.id, row.rule
        )
    })
}

const REQUEST: &str = r#""request": {"principal": "arn:aws:iam::111111111111:user/ana", "action": "s3:GetObject",
    "resource": "arn:aws:s3:::bkt/key"}"#;

#[test]
fn a_line_that_is_no_case_gets_an_error_in_its_place() {
    let allow = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let lines = [
        format!(r#"{{"id": 1, "identity": [{allow}], {REQUEST}}}"#),
        r#"{"id": 2, "#.to_owned(),
        format!(r#"{{"id": [3, "x"], "identity": [{allow}, {{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": ["s3:Get*", "GetObject"], "Resource": "bkt"}}]}}], {REQUEST}}}"#),
        format!(r#"{{"id": 4, "id": 5, {REQUEST}}}"#),
        r#"{"id": 6}"#.to_owned(),
        String::new(),
        "[]".to_owned(),
        format!(r#"{{"id": 7, "scps": [{{}}], "identities": [], {REQUEST}}}"#),
        format!(r#"{{"id": 8, "scps": {{}}, {REQUEST}}}"#),
        format!(r#"{{"id": 9, "boundary": [], "rcps": [[{allow}]], {REQUEST}}}"#),
        r#"{"id": 10, "request": {"principal": "user/ana", "action": "s3:Get*", "resource": "bkt"}}"#.to_owned(),
        r#"{"id": 11, "request": {"principal": "user/ana", "action": "s3:GetObject"}}"#.to_owned(),
        r#"{"id": 12, "request": {"principal": "arn:aws:iam::1:user/ana", "action": "s3:GetObject"}}"#.to_owned(),
        r#"{"id": 13, "request": {"principal": "anonymous", "action": "s3:GetObject", "context": {"a:b": [{}]}}}"#.to_owned(),
        r#"{"id": 14, "request": {"principal": "anonymous", "action": "s3:GetObject", "context": {"a:b": 1, "A:B": 2}}}"#.to_owned(),
        r#"{"id": 15, "request": {"principal": "anonymous", "action": "s3:GetObject", "role_arn": "arn:aws:iam::111111111111:role/a"}}"#.to_owned(),
        r#"{"id": 16, "request": {"principal": "arn:aws:sts::111111111111:assumed-role/a/s", "role_arn": "arn:aws:iam::111111111111:role/b", "action": "s3:GetObject"}}"#.to_owned(),
        r#"{"id": 17, "request": {"principal": "anonymous", "action": "s3:GetObject", "resource_account": "1"}}"#.to_owned(),
        format!(r#"{{"id": 18, {}, "resource_account": "222222222222"}}}}"#, r#""request": {"principal": "anonymous", "action": "sqs:SendMessage", "resource": "arn:aws:sqs:us-east-1:111111111111:q""#),
        r#"{"id": 19, "resource_policy": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": ["sts:AssumeRole", "iam:PassRole"]}},
            "request": {"principal": "anonymous", "action": "iam:PassRole", "resource": "arn:aws:iam::111111111111:role/a"}}"#.to_owned(),
        format!(r#"{{"id": 20, "scps": [{allow}, {allow}], {REQUEST}}}"#),
        format!(r#"{{"id": 21, {REQUEST}}} {{"id": 22, {REQUEST}}}"#),
        "identity".to_owned(),
        format!(r#"{{"id": 1.50, "boundary": null, {REQUEST}}}"#),
    ];
    // The request of the constant is broken over two lines.
    let lines: Vec<String> = lines.iter().map(|line| line.replace('\n', " ")).collect();
    let folder = Folder::new(&[("cases.jsonl", &lines.join("\r\n"))]);
    let mut bytes = std::fs::read(folder.path().join("cases.jsonl")).unwrap();
    bytes.extend_from_slice(b"\n\xff\n");
    std::fs::write(folder.path().join("cases.jsonl"), bytes).unwrap();
    let output = aclc(["simulate", "cases.jsonl"])
        .within(folder.path())
        .run();
    assert_eq!(output.code, 1);
    insta::assert_snapshot!(output.stdout);
}

#[test]
fn an_answer_is_written_before_the_next_case_is_waited_for() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_aclc"))
        .args(["simulate", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut cases = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    for id in 0..3 {
        let request = REQUEST.replace('\n', " ");
        writeln!(cases, r#"{{"id": {id}, {request}}}"#).unwrap();
        cases.flush().unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert_eq!(
            answer,
            format!("{{\"id\":{id},\"decision\":\"ImplicitDeny\"}}\n")
        );
    }
    drop(cases);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn many_cases_keep_their_order() {
    let request = REQUEST.replace('\n', " ");
    let allow = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    let lines: Vec<String> = (0..10_000)
        .map(|id| match id % 3 {
            0 => format!(r#"{{"id": {id}, "identity": [{allow}], {request}}}"#),
            1 => format!(r#"{{"id": {id}, {request}}}"#),
            _ => format!(r#"{{"id": {id}}}"#),
        })
        .collect();
    let folder = Folder::new(&[("cases.jsonl", &lines.join("\n"))]);
    let output = aclc(["simulate", "cases.jsonl"])
        .within(folder.path())
        .run();
    let answers = output.stdout;
    assert_eq!(answers.lines().count(), lines.len());
    for (id, answer) in answers.lines().enumerate() {
        let start = match id % 3 {
            0 => format!(r#"{{"id":{id},"decision":"Allow"}}"#),
            1 => format!(r#"{{"id":{id},"decision":"ImplicitDeny"}}"#),
            _ => format!(r#"{{"id":{id},"error":"the case has no `request`""#),
        };
        assert!(answer.starts_with(&start), "{answer}");
    }
}

#[test]
fn a_file_that_is_not_there_exits_3() {
    let folder = Folder::new(&[]);
    let output = aclc(["simulate", "cases.jsonl"])
        .within(folder.path())
        .run();
    assert_eq!(output.code, 3);
}

/// What the lines of a file are answered by.
fn answers(cases: &str) -> Vec<String> {
    let folder = Folder::new(&[("cases.jsonl", cases)]);
    let output = aclc(["simulate", "cases.jsonl"])
        .within(folder.path())
        .run();
    output.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_case() {
    let request = REQUEST.replace('\n', " ");
    let case = |id| format!("{{\"id\": {id}, {request}}}\n");
    let cases = format!("\u{feff}{}\u{feff}{}", case(1), case(2));
    let answers = answers(&cases);
    assert_eq!(answers[0], r#"{"id":1,"decision":"ImplicitDeny"}"#);
    // Only a file begins with one.
    assert!(answers[1].contains("error"), "{answers:?}");
}

/// Where every key is held against every other, this does not end.
#[test]
fn many_context_keys_cost_what_they_are() {
    let keys: Vec<String> = (0..50_000)
        .map(|number| format!(r#""a:k{number}": "x""#))
        .collect();
    let case = |more: &str| {
        format!(
            r#"{{"id": 1, "request": {{"principal": "anonymous", "action": "s3:GetObject", "context": {{{}{more}}}}}}}"#,
            keys.join(", ")
        )
    };
    let cases = [case(""), case(r#", "A:K7": "y""#)].join("\n");
    let answers = answers(&cases);
    assert_eq!(answers[0], r#"{"id":1,"decision":"ImplicitDeny"}"#);
    assert!(
        answers[1].contains("`A:K7` is given twice"),
        "{}",
        answers[1]
    );
}
