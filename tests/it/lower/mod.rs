//! Clauses to statements: what each line becomes, and what is refused.
//!
//! `cases/lower/json` are shown as IAM JSON with their warnings,
//! `cases/lower/errors` by what is wrong with them, `cases/lower/requests` by
//! the requests that their tests ask.

mod pattern;
mod tried;

use aclc::diag::{Diagnostics, Format, render};
use aclc::model::{ContextValue, Program, Request};
use aclc::resolve::resolve;
use aclc::source::Sources;
use aclc::syntax::parse_all;
use aclc::target::iam::emit;

/// One text as far as it goes.
struct Resolved {
    sources: Sources,
    program: Program,
    diagnostics: Diagnostics,
}

fn resolved(name: &str, text: &str) -> Resolved {
    let mut sources = Sources::new();
    sources.add(name, text);
    let (asts, mut diagnostics) = parse_all(&sources);
    let (program, found) = resolve(&asts, &sources, Default::default());
    diagnostics.append(found);
    diagnostics.sort();
    drop(asts);
    Resolved {
        sources,
        program,
        diagnostics,
    }
}

fn messages(resolved: &Resolved) -> String {
    let format = Format::Human { color: false };
    render(format, &resolved.sources, &resolved.diagnostics)
}

fn documents(resolved: &Resolved) -> String {
    let (output, diagnostics) = emit(&resolved.program);
    let mut text = render(
        Format::Human { color: false },
        &resolved.sources,
        &diagnostics,
    );
    for file in &output.files {
        if file.path != "manifest.json" {
            text.push_str(&format!("-- {} --\n{}\n", file.path, file.text.trim_end()));
        }
    }
    text
}

fn requests(program: &Program) -> String {
    let mut text = String::new();
    for test in &program.tests {
        text.push_str(&format!("{}\n", test.name));
        for case in &test.cases {
            text.push_str(&format!("  {:?}\n", case.expectation));
            for request in &case.requests {
                text.push_str(&format!("    {}\n", one_request(request)));
            }
        }
    }
    text
}

fn one_request(request: &Request) -> String {
    let mut text = format!(
        "{:?} {} {}",
        request.principal, request.action, request.resource
    );
    for (key, value) in &request.context {
        match value {
            ContextValue::One(value) => text.push_str(&format!("\n      {key} = {value}")),
            ContextValue::Many(values) => text.push_str(&format!("\n      {key} = {values:?}")),
        }
    }
    for policy in &request.session_policies {
        text.push_str(&format!("\n      {policy:?}"));
    }
    text
}

/// The name that messages show for a case.
fn name(path: &std::path::Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn lines_become_statements() {
    insta::glob!("../../cases/lower/json", "*.acl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let resolved = resolved(&name(path), &text);
        let messages = messages(&resolved);
        assert!(!resolved.diagnostics.has_errors(), "{messages}");
        let shown = format!("{messages}{}", documents(&resolved));
        insta::with_settings!({description => text, omit_expression => true}, {
            insta::assert_snapshot!(shown);
        });
    });
}

#[test]
fn slips_are_refused() {
    insta::glob!("../../cases/lower/errors", "*.acl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let resolved = resolved(&name(path), &text);
        assert!(resolved.diagnostics.has_errors(), "accepted: {text}");
        insta::with_settings!({omit_expression => true}, {
            insta::assert_snapshot!(messages(&resolved));
        });
    });
}

#[test]
fn tests_become_requests() {
    insta::glob!("../../cases/lower/requests", "*.acl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let resolved = resolved(&name(path), &text);
        let messages = messages(&resolved);
        let shown = format!("{messages}{}", requests(&resolved.program));
        insta::with_settings!({description => text, omit_expression => true}, {
            insta::assert_snapshot!(shown);
        });
    });
}
