//! Whether IAM takes a document's statements in a policy of its kind.
//!
//! What the language refuses never comes here; these checks hold whatever else
//! makes a program to the same. Nothing is mended: a statement that IAM would
//! not take as it is stops the compilation. What IAM takes and nobody should
//! want (everyone in a trust policy, an Allow with `NotPrincipal`) only a
//! `verbatim` line says, and passes.

use std::collections::HashSet;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::quotas::is_document_character;
use crate::iam::{Atom, Match, PolicyKind, PrincipalMatch, has_slot_twice};
use crate::model::Statement;

use super::document::kind_and_name;

/// Reports every statement that IAM would not take in a policy of this kind.
pub(super) fn check_statements(
    kind: PolicyKind,
    statements: &[Statement],
    diagnostics: &mut Diagnostics,
) {
    let mut sids = HashSet::new();
    for statement in statements {
        check_characters(statement, diagnostics);
        let problem = check_lists(statement)
            .and_then(|()| check_conditions(&statement.condition))
            .and_then(|()| statement.fits(kind))
            .and_then(|()| check_sid(statement));
        if let Err(problem) = problem {
            diagnostics.push(
                Diagnostic::new(
                    codes::MALFORMED_STATEMENT,
                    format!("{} cannot hold this statement: {problem}", kind.name()),
                )
                .at(statement.origin),
            );
        }
        if let Some(sid) = &statement.sid
            && !sids.insert(sid.as_str())
        {
            diagnostics.push(repeated_sid(sid, statement, statements));
        }
    }
}

/// A statement with a missing key or an empty list has no meaning that AWS's
/// manuals agree on.
fn check_lists(statement: &Statement) -> Result<(), &'static str> {
    let is_empty = |list: Option<&Match>| list.is_some_and(|list| list.patterns().is_empty());
    let no_principal = match &statement.principals {
        Some(PrincipalMatch::Any(list) | PrincipalMatch::NoneOf(list)) => list.is_empty(),
        Some(PrincipalMatch::Everyone) | None => false,
    };
    if is_empty(Some(&statement.actions)) {
        Err("it lists no action")
    } else if is_empty(statement.resources.as_ref()) {
        Err("it lists no resource")
    } else if no_principal {
        Err("it lists no principal")
    } else {
        Ok(())
    }
}

/// A document holds an operator once and a key once under it, and the values
/// under a key are alternatives: two atoms in one place would become one
/// weaker or stronger one.
fn check_conditions(condition: &[Atom]) -> Result<(), &'static str> {
    if condition.iter().any(|atom| atom.values.is_empty()) {
        Err("a condition lists no value")
    } else if has_slot_twice(condition) {
        Err("two conditions have one operator and one key")
    } else {
        Ok(())
    }
}

/// Sids are letters and digits (IAM User Guide, "IAM JSON policy elements:
/// Sid").
fn check_sid(statement: &Statement) -> Result<(), &'static str> {
    let is_plain = |sid: &String| {
        !sid.is_empty()
            && sid
                .chars()
                .all(|character| character.is_ascii_alphanumeric())
    };
    if statement.sid.as_ref().is_none_or(is_plain) {
        Ok(())
    } else {
        Err("its `Sid` is not made of letters and digits")
    }
}

fn repeated_sid(sid: &str, statement: &Statement, statements: &[Statement]) -> Diagnostic {
    let first = statements
        .iter()
        .find(|earlier| earlier.sid.as_deref() == Some(sid));
    let mut diagnostic = Diagnostic::new(
        codes::SID_TWICE,
        format!("two statements of one policy are called `{sid}`"),
    )
    .at(statement.origin);
    if let Some(first) = first.filter(|first| first.origin != statement.origin) {
        diagnostic = diagnostic.label(first.origin, "the first one");
    }
    diagnostic.hint("give each `as NAME` of a policy a name of its own")
}

/// Policy documents hold the characters up to U+00FF only (IAM User Guide, "IAM
/// and AWS STS quotas").
fn check_characters(statement: &Statement, diagnostics: &mut Diagnostics) {
    let foreign = texts_of(statement).find_map(|text| {
        let foreign = text.chars().find(|it| !is_document_character(*it))?;
        Some((text, foreign))
    });
    if let Some((text, foreign)) = foreign {
        let code_point = u32::from(foreign);
        diagnostics.push(
            Diagnostic::new(
                codes::UNSUPPORTED_CHARACTER,
                format!("`{text}` holds the character U+{code_point:04X}, which no policy may hold"),
            )
            .at(statement.origin)
            .hint("IAM takes the characters U+0020 to U+00FF; `?` matches any one and `*` any run of them"),
        );
    }
}

fn texts_of(statement: &Statement) -> impl Iterator<Item = &str> {
    let principals = match &statement.principals {
        Some(PrincipalMatch::Any(list) | PrincipalMatch::NoneOf(list)) => list.as_slice(),
        Some(PrincipalMatch::Everyone) | None => &[],
    };
    let resources = statement.resources.as_ref();
    let conditions = statement
        .condition
        .iter()
        .flat_map(|atom| std::iter::once(&atom.key).chain(&atom.values));
    principals
        .iter()
        .map(|principal| kind_and_name(principal).1)
        .chain(statement.actions.patterns().iter().map(String::as_str))
        .chain(
            resources
                .map_or(&[][..], Match::patterns)
                .iter()
                .map(String::as_str),
        )
        .chain(conditions.map(String::as_str))
}
