//! Two actions, or two condition keys, of a service of one's own that differ by one
//! edit: perhaps one thing, mistyped where it is written only once.
//!
//! Nobody but the program says what such a service has, so that a slip in a name
//! declares another action, of which a grant or a deny is about nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::pattern;
use crate::source::Span;

use super::View;
use super::shared::holder::holders;
use super::shared::own::is_own_action;

/// Of shorter names one edit makes another word.
const SHORTEST: usize = 5;

/// So many names are compared with each other, in the order of their letters.
const MOST: usize = 1_000;

/// Where each name is written.
type Places<'p> = BTreeMap<&'p str, BTreeSet<Span>>;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let (mut actions, mut keys) = (Places::new(), Places::new());
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for action in statement.actions.patterns() {
            actions.entry(action).or_default().insert(statement.origin);
        }
        for atom in &statement.condition {
            keys.entry(&atom.key).or_default().insert(statement.origin);
        }
    }
    for case in view.program.tests.iter().flat_map(|test| &test.cases) {
        for request in &case.requests {
            actions.entry(&request.action).or_default().insert(case.origin);
        }
    }
    for (noun, places) in [("actions", actions), ("condition keys", keys)] {
        report(view, noun, &places, diagnostics);
    }
}

fn report(view: &View<'_>, noun: &str, places: &Places<'_>, diagnostics: &mut Diagnostics) {
    let own = places.iter().filter(|(name, _)| !pattern::has_wildcard(name) && is_own_action(view, name));
    let own: Vec<(&str, &BTreeSet<Span>)> = own.take(MOST).map(|(name, spans)| (*name, spans)).collect();
    for (at, (earlier, one)) in own.iter().enumerate() {
        for (later, other) in own.iter().skip(at + 1).filter(|(later, _)| is_slip(earlier, later)) {
            // What is written more often is right.
            let (slip, places, right, others) = if other.len() <= one.len() {
                (later, other, earlier, one)
            } else {
                (earlier, one, later, other)
            };
            let (Some(place), Some(right_place), 1) = (places.first(), others.first(), places.len()) else {
                continue;
            };
            diagnostics.push(
                Diagnostic::new(
                    codes::NEAR_ACTIONS,
                    format!("the {noun} `{right}` and `{slip}` differ by one character, and `{slip}` is written only here"),
                )
                .at(*place)
                .label(*right_place, "the other one")
                .hint("if they are one and the same, write the name in one way"),
            );
        }
    }
}

/// Whether one name can be a slip for the other: one edit apart, within a word. A
/// number, a plural and the first letter of a word tell things apart on purpose.
fn is_slip(one: &str, other: &str) -> bool {
    let (service, one) = one.split_once(':').unwrap_or_default();
    let (other_service, other) = other.split_once(':').unwrap_or_default();
    if service != other_service || one.len().min(other.len()) < SHORTEST {
        return false;
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let most = one.len().min(other.len()) - start;
    let ends = one.iter().rev().zip(other.iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count().min(most);
    let middle = |name: &[char]| name.get(start..name.len() - end).map(<[char]>::to_vec);
    let (middle, other_middle) = (middle(&one).unwrap_or_default(), middle(&other).unwrap_or_default());
    let is_one_edit = match (middle.as_slice(), other_middle.as_slice()) {
        ([a, b], [c, d]) => a == d && b == c,
        ([_], [] | [_]) | ([], [_]) => true,
        _ => false,
    };
    let is_plural = end == 0 && matches!((middle.as_slice(), other_middle.as_slice()), (['s'], []) | ([], ['s']));
    let mut edited = middle.iter().chain(&other_middle);
    is_one_edit && !is_plural && start > 0 && edited.all(|letter| letter.is_lowercase())
}
