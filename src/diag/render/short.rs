//! One line each, as compilers have always printed them:
//! `file:line:column: error[ACL0201]: message`.

use std::collections::BTreeSet;

use super::text;
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Sources;

/// One diagnostic on one line; hints are left out.
pub(super) fn diagnostic(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place().map_or_else(String::new, |span| {
        let name = text::message(sources.name(span));
        let position = sources.position(span);
        format!("{name}:{}:{}: ", position.line, position.column)
    });
    let severity = diagnostic.severity.name();
    let message = text::message(&diagnostic.message);
    format!("{place}{severity}[{}]: {message}\n", diagnostic.code)
}

/// All of them, with the hints of each below it. What is said of many lines is
/// said how to mend once.
pub(super) fn with_hints(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let mut said = BTreeSet::new();
    let mut shown = String::new();
    for found in diagnostics.iter() {
        shown.push_str(&diagnostic(sources, found));
        for hint in found.hints.iter().filter(|hint| said.insert(*hint)) {
            shown.push_str(&format!("  help: {}\n", text::lines(hint)));
        }
    }
    shown
}
