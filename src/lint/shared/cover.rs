//! Whether one statement says all that another says.
//!
//! `true` is certain as far as the patterns' shapes show it; a cover that is
//! not seen is `false`.

use crate::iam::{Atom, Match, PrincipalMatch, pattern};
use crate::model::Statement;

/// Whether the wide statement applies wherever the narrow one does. Effects are
/// not looked at.
pub(in crate::lint) fn covers(wide: &Statement, narrow: &Statement) -> bool {
    covers_condition(&wide.condition, &narrow.condition)
        && covers_principals(wide.principals.as_ref(), narrow.principals.as_ref())
        && covers_match(&wide.actions, &narrow.actions, covers_action)
        && covers_resources(wide.resources.as_ref(), narrow.resources.as_ref())
}

fn covers_principals(wide: Option<&PrincipalMatch>, narrow: Option<&PrincipalMatch>) -> bool {
    match (wide, narrow) {
        (None, None) | (Some(PrincipalMatch::Everyone), Some(_)) => true,
        (Some(PrincipalMatch::Any(wide)), Some(PrincipalMatch::Any(narrow))) => {
            narrow.iter().all(|principal| wide.contains(principal))
        }
        (Some(PrincipalMatch::NoneOf(wide)), Some(PrincipalMatch::NoneOf(narrow))) => {
            wide == narrow
        }
        _ => false,
    }
}

/// Whether one `Resource` takes in all that another does.
pub(in crate::lint) fn covers_resources(wide: Option<&Match>, narrow: Option<&Match>) -> bool {
    match (wide, narrow) {
        (None, None) => true,
        (Some(wide), Some(narrow)) => covers_match(wide, narrow, covers_resource),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

/// With fewer conditions, a statement applies more often.
fn covers_condition(wide: &[Atom], narrow: &[Atom]) -> bool {
    wide.iter().all(|atom| narrow.contains(atom))
}

fn covers_match(wide: &Match, narrow: &Match, covers: fn(&str, &str) -> bool) -> bool {
    let covered_by = |wide: &[String], narrow: &[String]| {
        narrow
            .iter()
            .all(|narrow| wide.iter().any(|wide| covers(wide, narrow)))
    };
    match (wide, narrow) {
        (Match::Any(wide), Match::Any(narrow)) => covered_by(wide, narrow),
        (Match::Any(wide), Match::NoneOf(_)) => wide.iter().any(|pattern| pattern == "*"),
        (Match::NoneOf(wide), Match::NoneOf(narrow)) => covered_by(narrow, wide),
        (Match::NoneOf(wide), Match::Any(narrow)) => {
            let meets = |narrow: &String| wide.iter().any(|wide| may_overlap(wide, narrow));
            !narrow.iter().any(meets)
        }
    }
}

/// Whether an action pattern matches all that another does.
pub(in crate::lint) fn covers_action(wide: &str, narrow: &str) -> bool {
    if !pattern::has_wildcard(wide) {
        return wide.eq_ignore_ascii_case(narrow);
    }
    if narrow.is_ascii() && !pattern::has_wildcard(narrow) {
        return pattern::matches_ignoring_case(wide, narrow);
    }
    let plain = literal(wide);
    let begins_alike = narrow
        .get(..plain.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(plain));
    begins_alike && pattern::covers(&wide.to_ascii_lowercase(), &narrow.to_ascii_lowercase())
}

/// Whether a resource pattern matches all that another does: field by field,
/// as IAM compares ARNs.
pub(in crate::lint) fn covers_resource(wide: &str, narrow: &str) -> bool {
    if wide == "*" || wide == narrow {
        return true;
    }
    // A variable stands for any text, and the same one for the same text.
    let is_open = pattern::has_wildcard(wide) && !wide.contains("${");
    if !is_open || !narrow.starts_with(literal(wide)) {
        return false;
    }
    let (wide, narrow): (Vec<_>, Vec<_>) = (
        wide.splitn(6, ':').collect(),
        narrow.splitn(6, ':').collect(),
    );
    wide.len() == 6
        && narrow.len() == 6
        && wide
            .iter()
            .zip(narrow)
            .all(|(wide, narrow)| pattern::covers(wide, narrow))
}

/// What a pattern begins with, up to its first wildcard or variable.
fn literal(pattern: &str) -> &str {
    pattern.split(['*', '?', '$']).next().unwrap_or_default()
}

/// Whether two patterns begin with different text, letter case aside. Most
/// pairs do, and it costs nothing to see.
fn begin_apart(one: &str, other: &str) -> bool {
    let (one, other) = (literal(one).as_bytes(), literal(other).as_bytes());
    let pairs = one.iter().zip(other);
    pairs
        .into_iter()
        .any(|(one, other)| !one.eq_ignore_ascii_case(other))
}

/// Whether a request can match both actions.
pub(in crate::lint) fn actions_overlap(one: &str, other: &str) -> bool {
    if !pattern::has_wildcard(one) && !pattern::has_wildcard(other) {
        return one.eq_ignore_ascii_case(other);
    }
    !begin_apart(one, other)
        && pattern::overlap(&one.to_ascii_lowercase(), &other.to_ascii_lowercase())
}

/// Whether a request can match both, letter case and the fields of ARNs left
/// aside: `false` is certain.
fn may_overlap(one: &str, other: &str) -> bool {
    !begin_apart(one, other) && actions_overlap(&open(one), &open(other))
}

/// Whether a request can match both resources: `false` is certain.
pub(in crate::lint) fn resources_overlap(one: &str, other: &str) -> bool {
    let is_open = |text: &str| text.contains(['*', '?', '$']);
    if !is_open(one) && !is_open(other) {
        return one == other;
    }
    !begin_apart(one, other) && pattern::overlap(&open(one), &open(other))
}

/// The pattern with `*` for each policy variable.
fn open(pattern: &str) -> String {
    let mut open = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((_, after)) = after.split_once('}') else {
            break;
        };
        open.push_str(before);
        open.push('*');
        rest = after;
    }
    open + rest
}

/// Whether an element can match one of these: `false` is certain.
pub(in crate::lint) fn match_overlaps(
    element: &Match,
    text: &str,
    overlap: fn(&str, &str) -> bool,
    covers: fn(&str, &str) -> bool,
) -> bool {
    match element {
        Match::Any(list) => list.iter().any(|pattern| overlap(pattern, text)),
        Match::NoneOf(list) => !list.iter().any(|pattern| covers(pattern, text)),
    }
}

/// Whether a statement can be about this action.
pub(in crate::lint) fn meets_action(statement: &Statement, action: &str) -> bool {
    match_overlaps(&statement.actions, action, actions_overlap, covers_action)
}

/// Whether a statement can be about this resource.
pub(in crate::lint) fn meets_resource(statement: &Statement, resource: &str) -> bool {
    statement.resources.as_ref().is_none_or(|resources| {
        match_overlaps(resources, resource, resources_overlap, covers_resource)
    })
}

/// Whether some request is about both statements' actions and resources.
pub(in crate::lint) fn meet(one: &Statement, other: &Statement) -> bool {
    let actions = &other.actions;
    let any_action = match actions {
        Match::Any(list) => list.iter().any(|action| meets_action(one, action)),
        Match::NoneOf(_) => true,
    };
    let any_resource = match &other.resources {
        Some(Match::Any(list)) => list.iter().any(|resource| meets_resource(one, resource)),
        Some(Match::NoneOf(_)) | None => true,
    };
    any_action && any_resource
}
