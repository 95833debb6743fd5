//! Disjunctive normal form: IAM has "and" within a statement and "or" between
//! statements, and nothing else.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::expression::{Expression, Literal};
use crate::iam::{Atom, Conjunction, Operator};

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
        Expression::All(list) => list.iter().fold(vec![Vec::new()], |mut left, part| {
            let right = conjunctions(part);
            if let [only] = right.as_slice() {
                for one in &mut left {
                    one.extend_from_slice(only);
                }
                return left;
            }
            left.iter()
                .flat_map(|one| right.iter().map(move |other| [&one[..], other].concat()))
                .collect()
        }),
    }
}

/// Leaves out what another conjunction already says: an identical one, and one
/// that asks for more besides. Of two that say the same, the first stays.
pub(super) fn without_subsumed(conditions: Vec<Conjunction>) -> Vec<Conjunction> {
    if conditions.len() < 2 {
        return conditions;
    }
    let mut numbers = HashMap::new();
    let asked: Vec<BTreeSet<usize>> = conditions
        .iter()
        .map(|condition| asked(condition, &mut numbers))
        .collect();
    drop(numbers);
    let needed: Vec<bool> = asked
        .iter()
        .enumerate()
        .map(|(index, condition)| {
            !asked.iter().enumerate().any(|(other_index, other)| {
                other_index != index
                    && other.is_subset(condition)
                    && (other_index < index || !condition.is_subset(other))
            })
        })
        .collect();
    conditions
        .into_iter()
        .zip(needed)
        .filter_map(|(condition, needed)| needed.then_some(condition))
        .collect()
}

/// A number for what each atom asks, the same for those that ask the same.
fn asked<'c>(
    condition: &'c Conjunction,
    numbers: &mut HashMap<((Operator, String), BTreeSet<&'c str>), usize>,
) -> BTreeSet<usize> {
    let number = |atom: &'c Atom| {
        let values = atom.values.iter().map(String::as_str).collect();
        let next = numbers.len();
        *numbers.entry((atom.slot(), values)).or_insert(next)
    };
    condition.iter().map(number).collect()
}
