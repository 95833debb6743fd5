//! Disjunctive normal form: IAM has "and" within a statement and "or" between
//! statements, and nothing else.

use super::expression::{Expression, Literal};
use crate::iam::{Atom, Conjunction};

/// How many statements one grant may become.
pub(super) const MAX_STATEMENTS: u64 = 256;

/// How many conjunctions an expression without `Not` multiplies out to; the
/// largest number there is where it is more.
pub(super) fn count(expression: &Expression) -> u64 {
    match expression {
        Expression::Literal(_) | Expression::Not(_) => 1,
        Expression::All(list) => list
            .iter()
            .fold(1, |product, part| product.saturating_mul(count(part))),
        Expression::Any(list) => list
            .iter()
            .fold(0, |sum, part| sum.saturating_add(count(part))),
    }
}

/// The conjunctions of an expression without `Not`, in source order.
///
/// The caller has counted them: no product on the way is larger than the whole.
pub(super) fn conjunctions(expression: &Expression) -> Vec<Vec<Literal>> {
    match expression {
        Expression::Literal(literal) => vec![vec![literal.clone()]],
        // `without_not` has left none.
        Expression::Not(_) => Vec::new(),
        Expression::Any(list) => list.iter().flat_map(conjunctions).collect(),
        Expression::All(list) => list.iter().fold(vec![Vec::new()], |left, part| {
            let right = conjunctions(part);
            left.iter()
                .flat_map(|one| right.iter().map(move |other| [&one[..], other].concat()))
                .collect()
        }),
    }
}

/// Leaves out what another conjunction already says: an identical one, and one
/// that asks for more besides. Of two that say the same, the first stays.
pub(super) fn without_subsumed(conditions: Vec<Conjunction>) -> Vec<Conjunction> {
    let needed: Vec<bool> = conditions
        .iter()
        .enumerate()
        .map(|(index, condition)| {
            !conditions.iter().enumerate().any(|(other_index, other)| {
                other_index != index
                    && asks_no_more(other, condition)
                    && (other_index < index || !asks_no_more(condition, other))
            })
        })
        .collect();
    conditions
        .into_iter()
        .zip(needed)
        .filter_map(|(condition, needed)| needed.then_some(condition))
        .collect()
}

/// Whether every atom of `weaker` stands in `stronger` too.
fn asks_no_more(weaker: &Conjunction, stronger: &Conjunction) -> bool {
    weaker.len() <= stronger.len()
        && weaker
            .iter()
            .all(|atom| stronger.iter().any(|other| same(atom, other)))
}

fn same(one: &Atom, other: &Atom) -> bool {
    one.operator == other.operator
        && one.key.eq_ignore_ascii_case(&other.key)
        && one.values.iter().all(|value| other.values.contains(value))
        && other.values.iter().all(|value| one.values.contains(value))
}
