//! Programs as texts that a host project's tests hold: they say all there is,
//! and a change of the program changes the lines that are about it.

use aclc::testing::{Failure, Program, Question};
use similar::{ChangeTag, TextDiff};

use crate::cli::Folder;

const TEAM: &str = r#"account prod = 111122223333
let lake = arn:aws:s3:::lake
group Readers: Ann, Ben
group Readers can s3:GetObject on lake/*
group Readers cannot s3:GetObject on lake/secret/* unless mfa
user Ben has arn:aws:iam::aws:policy/ReadOnlyAccess
role Cleaner {
    trusts service lambda
    can s3:DeleteObject on lake/* until 2026-06-30
}
session policy Narrow { can s3:GetObject on lake/open/* }
test "readers do not write" {
    Ann cannot s3:PutObject on lake/a.csv
}
"#;

fn program(text: &str) -> Program {
    let folder = Folder::new(&[("access/team.acl", text)]);
    Program::read(&[folder.path().join("access")]).unwrap()
}

fn questions() -> Vec<Question> {
    let secret = "arn:aws:s3:::lake/secret/a.csv";
    vec![
        Question::new("s3:GetObject", "arn:aws:s3:::lake/a.csv"),
        Question::new("s3:GetObject", secret),
        Question::new("s3:GetObject", secret).with("aws:MultiFactorAuthPresent", true),
        Question::new("s3:GetObject", "arn:aws:s3:::lake/a.csv").within("Narrow"),
        Question::new("s3:DeleteObject", "arn:aws:s3:::lake/a.csv").at("2026-06-01T00:00:00Z"),
        Question::new("s3:DeleteObject", "arn:aws:s3:::lake/a.csv")
            .with("aws:TagKeys", &["team", "env"])
            .with("aws:SourceIp", "203.0.113.9")
            .at("2026-07-01T00:00:00Z"),
    ]
}

#[test]
fn the_access_of_everyone() {
    insta::assert_snapshot!(program(TEAM).access(&questions()).unwrap());
}

#[test]
fn the_access_of_some() {
    let program = program(TEAM);
    let whom = [
        "user/Ann",
        "anonymous",
        "service/lambda",
        "arn:aws:iam::111122223333:root",
    ];
    let questions = [Question::new("s3:GetObject", "arn:aws:s3:::lake/a.csv")];
    insta::assert_snapshot!(program.access_of(&whom, &questions).unwrap());
}

#[test]
fn the_tree_and_the_documents() {
    let program = program(TEAM);
    insta::assert_snapshot!(program.tree());
    insta::assert_snapshot!(program.documents());
}

#[test]
fn two_accounts_are_told_apart() {
    let program = program(
        "account prod = 111122223333
         account dev = 444455556666
         in account prod { user Ann can s3:GetObject on arn:aws:s3:::lake/* }
         in account dev { user Ann can s3:PutObject on arn:aws:s3:::lake/* }",
    );
    let questions = [Question::new("s3:PutObject", "arn:aws:s3:::lake/a.csv")
        .with("aws:RequestedRegion", "us-east-1")];
    insta::assert_snapshot!(program.access(&questions).unwrap());
}

/// The lines that differ, with `-` and `+` before them.
fn changes(before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let changes = diff.iter_all_changes();
    changes
        .filter_map(|change| match change.tag() {
            ChangeTag::Delete => Some(format!("-{change}")),
            ChangeTag::Insert => Some(format!("+{change}")),
            ChangeTag::Equal => None,
        })
        .collect()
}

/// Everything that a host project would hold of a program.
fn held(text: &str) -> String {
    let program = program(text);
    let access = program.access(&questions()).unwrap();
    [access, program.tree(), program.documents()].join("\n")
}

#[test]
fn what_means_the_same_gives_the_same_texts() {
    let moved = format!(
        "# a remark\n\n\n{}",
        TEAM.replace("lake/*\n", "lake/*   # all\n")
    );
    assert_eq!(changes(&held(TEAM), &held(&moved)), "");
}

/// A name that is longer than all others aligns nothing anew.
#[test]
fn one_more_user_changes_no_line_about_others() {
    let more = TEAM.replace("Readers: Ann", "Readers: Ann, Maximiliane");
    let changes = changes(&held(TEAM), &held(&more));
    let strangers: Vec<&str> = changes
        .lines()
        .filter(|line| !line.contains("Maximiliane"))
        .collect();
    insta::assert_snapshot!(strangers.join("\n"));
}

#[test]
fn one_more_grant_is_seen_where_it_counts() {
    let more = TEAM.replace("until 2026-06-30", "");
    insta::assert_snapshot!(changes(&held(TEAM), &held(&more)));
}

fn failure(result: Result<impl Sized, Failure>) -> String {
    let Err(failure) = result else {
        panic!("there is no failure");
    };
    assert_eq!(format!("{failure:?}"), format!("\n{failure}"));
    failure.to_string()
}

#[test]
fn what_cannot_be_asked_is_a_failure() {
    let program = program(TEAM);
    let failures = [
        Question::new("s3:Get*", "arn:aws:s3:::lake/a.csv"),
        Question::new("s3:GetObject", "lake/a.csv"),
        Question::new("s3:DeleteObject", "arn:aws:s3:::lake/a.csv"),
        Question::new("s3:GetObject", "*").at("yesterday"),
        Question::new("s3:GetObject", "*")
            .with("a:b", 1)
            .with("A:B", "2"),
        Question::new("s3:GetObject", "*").within("Narow"),
    ]
    .map(|question| failure(program.access(&[question])));
    insta::assert_snapshot!(failures.join("\n"));
    let asked = [Question::new("s3:GetObject", "*")];
    insta::assert_snapshot!(failure(
        program.access_of(&["user/Ann", "user/Eve"], &asked)
    ));
}

#[test]
fn a_program_with_errors_is_a_failure() {
    let folder = Folder::new(&[(
        "a.acl",
        "group Readers: Ann\ngroup Readers can s3:GetObject on lakes\n",
    )]);
    let read = |path: &str| {
        let path = folder.path().join(path);
        failure(Program::read(&[&path])).replace(&*folder.path().to_string_lossy(), "")
    };
    insta::assert_snapshot!(read("a.acl"));
    insta::assert_snapshot!(read("b.acl"));
}

#[test]
fn the_tests_of_a_program_hold_or_say_why_not() {
    assert_eq!(program(TEAM).run_tests().unwrap(), 1);
    let untrue = TEAM.replace("Ann cannot s3:Put", "Ann can s3:Put");
    let failure = failure(program(&untrue).run_tests());
    let start = failure.find("error[").unwrap();
    let end = failure.find('\n').unwrap();
    assert_eq!(
        &failure[start..end],
        "error[ACL0708]: the test `readers do not write` does not hold: expected Allow, was ImplicitDeny"
    );
}
