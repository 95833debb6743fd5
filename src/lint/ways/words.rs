//! How ways are told.

use crate::diag::Diagnostic;

use super::{Finding, Way};

/// Whose ways they are.
pub(in crate::lint) fn who(finding: &Finding<'_>) -> String {
    let subject = finding.subjects.first();
    let first = subject.map_or_else(String::new, |(noun, name)| format!("the {noun} `{name}`"));
    match finding.subjects.len().saturating_sub(1) {
        0 => first,
        1 => format!("{first} (and one more)"),
        more => format!("{first} (and {more} more)"),
    }
}

/// The actions of ways, each once.
pub(in crate::lint) fn actions_of(ways: &[Way<'_>]) -> String {
    let mut actions: Vec<String> = Vec::new();
    for action in ways.iter().flat_map(|way| way.method.actions()) {
        let shown = format!("`{action}`");
        if !actions.contains(&shown) {
            actions.push(shown);
        }
    }
    actions.join(", ")
}

/// A way, by its name and actions.
pub(in crate::lint) fn shown(way: &Way<'_>) -> String {
    let actions: Vec<_> = way.method.actions().map(|it| format!("`{it}`")).collect();
    let roles: Vec<_> = way.roles.iter().map(|it| format!("`{it}`")).collect();
    let by = match roles.is_empty() {
        true => String::new(),
        false => format!(", partly as {}", roles.join(" and ")),
    };
    let as_whom = match way.administrator {
        Some(role) => format!(", as the administrator `{role}`"),
        None => String::new(),
    };
    format!("{} ({}{by}{as_whom})", way.method.name, actions.join(", "))
}

/// Points at the statement of the first piece, and at every other that has one.
pub(in crate::lint) fn labelled(found: Diagnostic, ways: &[Way<'_>]) -> Diagnostic {
    let mut found = found;
    let mut seen = Vec::new();
    for piece in ways.iter().flat_map(|way| &way.pieces) {
        let origin = piece.statement.origin;
        if seen.contains(&origin) {
            continue;
        }
        let is_first = seen.is_empty();
        seen.push(origin);
        found = match is_first {
            true => found.at(origin),
            false => found.label(origin, format!("`{}` is allowed here", piece.action)),
        };
    }
    found
}
