//! The conditions of a document that writes one key in two letter cases.

use super::expression::Literal;
use super::join::union;
use super::respell;
use crate::iam::{Atom, Conjunction, SetOperator};
use crate::model::Statement;

/// The statement, where a key stands twice under one operator: it says the same
/// and has every key once, in the terms of `Version` 2012-10-17. The other
/// spelling of the second atom is what tells them apart.
///
/// `Some(None)`: no document that has each key once says the same.
pub(crate) fn with_each_key_once(statement: &Statement) -> Option<Option<Statement>> {
    let condition = &statement.condition;
    let is_twice = |(place, atom): (usize, &Atom)| {
        let mut others = condition.iter().take(place);
        others.any(|other| is_same_key(other, atom))
    };
    if !condition.iter().enumerate().any(is_twice) {
        return None;
    }
    let mut modern = statement.modern().into_owned();
    Some(apart(&modern).map(|condition| {
        modern.condition = condition;
        modern
    }))
}

fn apart(statement: &Statement) -> Option<Conjunction> {
    let mut literals: Vec<Literal> = Vec::new();
    for atom in &statement.condition {
        let earlier = literals.iter_mut().map(|literal| &mut literal.atom);
        let joined = earlier
            .filter(|earlier| is_same_key(earlier, atom))
            .find_map(|earlier| Some((both(earlier, atom)?, earlier)));
        match joined {
            Some((values, earlier)) => earlier.values = values,
            None => literals.push(Literal::new(atom.clone(), statement.origin)),
        }
    }
    let literals = respell::apart(literals).ok()?;
    Some(literals.into_iter().map(|literal| literal.atom).collect())
}

fn is_same_key(one: &Atom, other: &Atom) -> bool {
    one.operator == other.operator && one.key.eq_ignore_ascii_case(&other.key)
}

/// The values of one atom that says what both say, where that follows from the
/// lists alone, whatever is in them.
fn both(one: &Atom, other: &Atom) -> Option<Vec<String>> {
    let holds = |many: &[String], few: &[String]| few.iter().all(|value| many.contains(value));
    if holds(&one.values, &other.values) && holds(&other.values, &one.values) {
        return Some(one.values.clone());
    }
    // None of these and none of those.
    let is_none_of =
        one.operator.base.row().negated && one.operator.set != Some(SetOperator::ForAnyValue);
    is_none_of.then(|| union(&one.values, &other.values))
}
