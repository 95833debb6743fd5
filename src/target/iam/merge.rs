//! Fewer statements that say the same.
//!
//! A statement applies to a request when its principals, its actions, its
//! resources and its condition all match. Take two statements of one effect
//! that have the same text everywhere but in one part, `p` and `q`, where both
//! parts are lists of alternatives. With `c` for the common rest, one of them
//! applies when `(p ∧ c) ∨ (q ∧ c)`, which is `(p ∨ q) ∧ c`: what one statement
//! with both lists says. Statements of one policy count as a set, so which one
//! of the same effect applies, and in which order they stand, changes no
//! decision.
//!
//! Nothing else is merged. `NotAction`, `NotResource` and `NotPrincipal` lists
//! are left alone: `¬p ∨ ¬q` is `¬(p ∧ q)`, and the patterns that both lists
//! match are in general no list of patterns. Conditions are never joined, and
//! a statement with a `Sid` keeps to itself, because somebody gave it a name to
//! find it by.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::document::compact_statement;
use crate::iam::{Match, Principal, PrincipalMatch};
use crate::model::Statement;

/// Merging one part can make statements equal in another; each round does all
/// parts once. What a few rounds leave is worth no more of them.
const ROUNDS: usize = 8;

/// Merges statements that differ in one part only, each into the first of its
/// kind.
pub(super) fn merge_statements<'s>(statements: Vec<Cow<'s, Statement>>) -> Vec<Cow<'s, Statement>> {
    let mut merged = statements;
    for _ in 0..ROUNDS {
        let before = merged.len();
        for part in [Part::Actions, Part::Resources, Part::Principals] {
            merged = merge_part(part, merged);
        }
        if merged.len() == before {
            break;
        }
    }
    merged
}

/// Where two statements may differ.
#[derive(Clone, Copy)]
enum Part {
    Actions,
    Resources,
    Principals,
}

fn merge_part(part: Part, statements: Vec<Cow<'_, Statement>>) -> Vec<Cow<'_, Statement>> {
    let mut merged: Vec<Cow<'_, Statement>> = Vec::with_capacity(statements.len());
    let mut first_of_kind: HashMap<String, usize> = HashMap::new();
    for statement in statements {
        let rest = rest_of(part, &statement);
        let first = rest.as_ref().and_then(|rest| first_of_kind.get(rest));
        if let Some(first) = first.and_then(|place| merged.get_mut(*place)) {
            unite(part, first.to_mut(), statement.into_owned());
        } else {
            if let Some(rest) = rest {
                first_of_kind.insert(rest, merged.len());
            }
            merged.push(statement);
        }
    }
    for statement in &mut merged {
        if let Cow::Owned(statement) = statement {
            drop_repeats(statement);
        }
    }
    merged
}

/// The text of all but the part, if the part is a list of alternatives and the
/// statement has no name.
fn rest_of(part: Part, statement: &Statement) -> Option<String> {
    let nothing = || Match::Any(Vec::new());
    let mut rest = statement.clone();
    match (part, &statement.resources, &statement.principals) {
        (Part::Actions, _, _) if !statement.actions.is_negated() => rest.actions = nothing(),
        (Part::Resources, Some(Match::Any(_)), _) => rest.resources = Some(nothing()),
        (Part::Principals, _, Some(PrincipalMatch::Any(_))) => {
            rest.principals = Some(PrincipalMatch::Any(Vec::new()));
        }
        (Part::Actions | Part::Resources | Part::Principals, _, _) => return None,
    }
    statement.sid.is_none().then(|| compact_statement(&rest))
}

/// Adds the alternatives of a statement's part to those of another's.
fn unite(part: Part, into: &mut Statement, from: Statement) {
    match part {
        Part::Actions => unite_patterns(Some(&mut into.actions), Some(from.actions)),
        Part::Resources => unite_patterns(into.resources.as_mut(), from.resources),
        Part::Principals => {
            if let (Some(PrincipalMatch::Any(into)), Some(PrincipalMatch::Any(from))) =
                (&mut into.principals, from.principals)
            {
                into.extend(from);
            }
        }
    }
}

fn unite_patterns(into: Option<&mut Match>, from: Option<Match>) {
    if let (Some(Match::Any(into)), Some(Match::Any(from))) = (into, from) {
        into.extend(from);
    }
}

/// Keeps the first of equal alternatives.
fn drop_repeats(statement: &mut Statement) {
    if let Match::Any(list) = &mut statement.actions {
        keep_first(list);
    }
    if let Some(Match::Any(list)) = &mut statement.resources {
        keep_first(list);
    }
    if let Some(PrincipalMatch::Any(list)) = &mut statement.principals {
        keep_first::<Principal>(list);
    }
}

fn keep_first<T: Clone + Eq + Hash>(list: &mut Vec<T>) {
    let mut seen = HashSet::with_capacity(list.len());
    list.retain(|item| seen.insert(item.clone()));
}
