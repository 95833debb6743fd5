//! What rests on a missing key, and other conditions that read safe and are not.

use hashbrown::HashSet;

use super::complement::is_typed;
use super::expression::Literal;
use super::place::Place;
use super::variable::{Piece, pieces};
use crate::catalog::KnownKey;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::keys::Sent;
use crate::iam::{Atom, Base, Effect, PolicyKind, SetOperator, ValueType};

/// Says of the conjunctions of a grant what a request without a key does to
/// them. `false`: an error among it.
pub(super) fn advise(
    conjunctions: &[Vec<Literal>],
    place: &Place<'_>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut found: Vec<Diagnostic> = Vec::new();
    for conjunction in conjunctions {
        let guards = Guards::of(conjunction);
        for literal in conjunction {
            found.extend(order_on_text(literal, place));
            match place.effect {
                Effect::Allow => {
                    found.extend(rests_on_missing_key(literal, &guards, place));
                    found.extend(rests_on_missing_value(literal, &guards, place));
                }
                Effect::Deny => found.extend(false_is_not_missing(literal, &guards, place)),
            }
        }
    }
    // A literal stands in several conjunctions.
    let mut good = true;
    let mut said = HashSet::new();
    for diagnostic in found {
        if said.insert(diagnostic.clone()) {
            good &= diagnostic.severity != crate::diag::Severity::Error;
            diagnostics.push(diagnostic);
        }
    }
    good
}

/// The keys, in lower case, that have a value in every request that satisfies a
/// conjunction.
#[derive(Default)]
struct Guards {
    all: HashSet<String>,
    /// Those that the conjunction asks for by themselves.
    by_presence: HashSet<String>,
}

impl Guards {
    fn of(conjunction: &[Literal]) -> Self {
        let mut guards = Self::default();
        let guarding = conjunction
            .iter()
            .filter(|literal| !literal.atom.holds_without_key());
        for literal in guarding {
            if literal.atom.operator.base == Base::Null {
                guards.by_presence.insert(literal.folded_key());
            }
            guards.all.insert(literal.folded_key());
        }
        guards
    }

    fn has(&self, key: &str) -> bool {
        self.all.contains(&key.to_ascii_lowercase())
    }
}

/// Whether AWS always sends the key with the requests that the policy is asked
/// about.
fn is_always_sent(key: &str, place: &Place<'_>) -> bool {
    let known = place.catalog.known_key(key);
    match known.map_or(Sent::Sometimes, KnownKey::sent) {
        Sent::Always => true,
        Sent::Signed => match place.kind {
            PolicyKind::Identity
            | PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::ServiceControl => true,
            PolicyKind::Resource | PolicyKind::Trust | PolicyKind::ResourceControl => false,
        },
        Sent::Sometimes => false,
    }
}

fn rests_on_missing_key(
    literal: &Literal,
    guards: &Guards,
    place: &Place<'_>,
) -> Option<Diagnostic> {
    let Atom { operator, key, .. } = &literal.atom;
    let asks_for_absence = operator.base == Base::Null;
    if asks_for_absence
        || !literal.atom.holds_without_key()
        || guards.has(key)
        || is_always_sent(key, place)
    {
        return None;
    }
    let all_of = operator.set == Some(SetOperator::ForAllValues) && !operator.base.row().negated;
    if all_of && !literal.by_name {
        return Some(
            Diagnostic::new(
                codes::ALL_OF_IN_CAN,
                format!("`all of` also allows a request that has no `{key}`"),
            )
            .label(literal.span, "")
            .hint(format!(
                "write `only {}`: these values, and at least one",
                shown(key)
            )),
        );
    }
    Some(
        Diagnostic::new(
            codes::RESTS_ON_MISSING_KEY,
            format!("this also allows a request that has no `{key}`"),
        )
        .label(literal.span, "")
        .hint(format!(
            "if it must have one, add `and {} exists`",
            shown(key)
        )),
    )
}

/// A negated operator holds where there is nothing to fill in.
fn rests_on_missing_value(
    literal: &Literal,
    guards: &Guards,
    place: &Place<'_>,
) -> Option<Diagnostic> {
    if !literal.atom.operator.base.row().negated {
        return None;
    }
    let variables = literal
        .atom
        .values
        .iter()
        .flat_map(|value| pieces(value).unwrap_or_default());
    let absent = variables.filter_map(|piece| match piece {
        Piece::Variable {
            key,
            has_default: false,
            ..
        } => Some(key),
        Piece::Variable { .. } | Piece::Plain(_) | Piece::Escape(_) => None,
    });
    let key = absent
        .into_iter()
        .find(|key| !guards.has(key) && !is_always_sent(key, place))?
        .to_owned();
    Some(
        Diagnostic::new(
            codes::RESTS_ON_MISSING_KEY,
            format!("this also allows a request that has no `{key}` to fill in"),
        )
        .label(literal.span, "")
        .hint(format!(
            "if it must have one, add `and {} exists`",
            shown(&key)
        )),
    )
}

/// `cannot ... when aws:MultiFactorAuthPresent == false` lets a request through
/// that has no such key, as those with access keys.
fn false_is_not_missing(
    literal: &Literal,
    guards: &Guards,
    place: &Place<'_>,
) -> Option<Diagnostic> {
    let Atom {
        operator,
        key,
        values,
    } = &literal.atom;
    let is_false = operator.base == Base::Bool
        && operator.set.is_none()
        && !operator.if_exists
        && values.iter().any(|value| value == "false");
    let asks_for_presence = guards.by_presence.contains(&literal.folded_key());
    (is_false && !asks_for_presence && !is_always_sent(key, place)).then(|| {
        Diagnostic::new(
            codes::FALSE_IS_NOT_MISSING,
            format!("this does not deny a request that has no `{key}`"),
        )
        .label(literal.span, "")
        .hint(format!("write `unless {} == true`", shown(key)))
    })
}

/// Tags and claims of tokens hold whatever somebody wrote into them.
fn order_on_text(literal: &Literal, place: &Place<'_>) -> Option<Diagnostic> {
    let Atom { operator, key, .. } = &literal.atom;
    let (what, hint) = match operator.base.row().value_type {
        ValueType::Numeric => (
            "a number",
            "list the texts that are meant: `in \"3\", \"4\"`",
        ),
        ValueType::Date => ("a date", "see to it that nobody writes anything else there"),
        ValueType::Bool => ("`true` or `false`", "compare the text: `== \"true\"`"),
        ValueType::String
        | ValueType::Binary
        | ValueType::Ip
        | ValueType::Arn
        | ValueType::Presence => return None,
    };
    let is_known = place.catalog.known_key(key).is_some();
    (is_known && !is_typed(key, operator.base, place.catalog)).then(|| {
        Diagnostic::new(
            codes::ORDER_ON_TEXT,
            format!(
                "AWS does not see to it that `{key}` holds {what}, and anything else never matches"
            ),
        )
        .label(literal.span, "")
        .hint(hint)
    })
}

/// A key as the language writes it.
pub(super) fn shown(key: &str) -> String {
    match key.split_once('/') {
        Some((prefix, name)) if name.contains(' ') => format!("{prefix}/\"{name}\""),
        _ => key.to_owned(),
    }
}
