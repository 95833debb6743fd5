//! The IAM JSON target: documents, folder, manifest, limits.

mod folder;
mod meaning;
mod refusals;
mod room;

use aclc::diag::Diagnostics;
use aclc::target::iam::{Output, emit};

use crate::builder::Builder;

/// The output of a program that has no error; warnings are not looked at.
fn emitted(builder: &Builder) -> Output {
    let (output, diagnostics) = emit(&builder.program);
    assert!(!diagnostics.has_errors(), "{}", listed(&diagnostics));
    output
}

/// What is wrong with a program, and that it gives no file.
fn refused(builder: &Builder) -> String {
    let (output, diagnostics) = emit(&builder.program);
    assert!(diagnostics.has_errors(), "nothing is wrong");
    assert_eq!(output.files, [], "an erroneous program gives files");
    listed(&diagnostics)
}

/// Code and message of each, with what the hints say.
fn listed(diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        text.push_str(&format!("{}: {}\n", diagnostic.code, diagnostic.message));
        for hint in &diagnostic.hints {
            text.push_str(&format!("  hint: {hint}\n"));
        }
    }
    text
}

fn text_of<'o>(output: &'o Output, path: &str) -> &'o str {
    let paths: Vec<&str> = output.files.iter().map(|file| file.path.as_str()).collect();
    let file = output.files.iter().find(|file| file.path == path);
    &file
        .unwrap_or_else(|| panic!("no {path} in {paths:?}"))
        .text
}
