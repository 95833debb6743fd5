//! What somebody is told who names an action, a resource or a key as many do:
//! in one run all that is wrong, with what to write instead.

use aclc::diag::{Format, render};
use aclc::load::{Input, Texts};
use aclc::pipeline::{Options, compile};

#[test]
fn one_run_shows_all_that_is_wrong() {
    let cases = include_str!("../../cases/catalog/traps.acl");
    let (given, lines) = cases.split_once("\n\n").unwrap();
    let drawn: Vec<String> = lines.lines().map(|line| drawn(given, line)).collect();
    assert!(drawn.len() >= 30);
    insta::assert_snapshot!(drawn.join("\n"));
}

/// A line, and what is said of it.
fn drawn(given: &str, line: &str) -> String {
    let input = Input::Text {
        name: "trap.acl".to_owned(),
        bytes: format!("{given}\n{line}\n").into_bytes(),
    };
    let options = Options {
        lints: true,
        ..Options::default()
    };
    let compilation = compile(&[input], &mut Texts::default(), &options);
    let format = Format::Human { color: false };
    let said = render(format, &compilation.sources, &compilation.diagnostics);
    assert!(!said.is_empty(), "nothing is said of {line}");
    // Ways out of the catalog are the same everywhere.
    let is_told = |line: &&str| !line.contains("what is newer than the catalog");
    let said: Vec<&str> = said.lines().filter(is_told).collect();
    format!("{line}\n{}\n", said.join("\n"))
}
