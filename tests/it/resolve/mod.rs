//! From the text of a program to what it means, and to what is wrong with it.

mod dump;
mod limits;

use std::fs;

use aclc::diag::{Diagnostics, Format, render};
use aclc::model::Program;
use aclc::resolve::resolve;
use aclc::source::Sources;
use aclc::syntax::parse_all;

/// A line of a case that begins another file of the same program.
const FILE: &str = "#--- ";

/// The texts of a case, its files apart.
fn sources(case: &str) -> Sources {
    let mut sources = Sources::new();
    let mut name = "main.acl".to_owned();
    let mut text = String::new();
    for line in case.lines() {
        if let Some(next) = line.strip_prefix(FILE) {
            sources.add(
                core::mem::replace(&mut name, next.to_owned()),
                core::mem::take(&mut text),
            );
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    sources.add(name, text);
    sources
}

fn check(sources: &Sources) -> (Program, Diagnostics) {
    let (asts, mut diagnostics) = parse_all(sources);
    let (program, found) = resolve(&asts, sources, Default::default());
    diagnostics.append(found);
    diagnostics.sort();
    (program, diagnostics)
}

/// The codes of what is wrong with a program.
fn codes(text: &str) -> Vec<&'static str> {
    let (_, diagnostics) = check(&sources(text));
    diagnostics.iter().map(|found| found.code.name()).collect()
}

/// Every case: the program where there is no error, and all messages.
#[test]
fn cases() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/resolve");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::glob!("../../cases/resolve", "*.acl", |path| {
            let case = fs::read_to_string(path).unwrap();
            let sources = sources(&case);
            let (program, diagnostics) = check(&sources);
            let mut shown = String::new();
            if !diagnostics.has_errors() {
                shown.push_str(&dump::dump(&program));
            }
            if !diagnostics.is_empty() {
                shown.push_str("\n---- messages ----\n");
                shown.push_str(&render(
                    Format::Human { color: false },
                    &sources,
                    &diagnostics,
                ));
            }
            insta::assert_snapshot!("case", shown);
        });
    });
}
