//! The conditions of a document that writes one key in two letter cases.

use hashbrown::HashMap;

use super::expression::Literal;
use super::join::{holds, union};
use super::respell;
use crate::iam::{Atom, Conjunction, SetOperator, has_slot_twice};
use crate::model::Statement;

/// The statement, where a key stands twice under one operator: it says the same
/// and has every key once, in the terms of `Version` 2012-10-17. The other
/// spelling of the second atom is what tells them apart.
///
/// `Some(None)`: no document that has each key once says the same.
pub(crate) fn with_each_key_once(statement: &Statement) -> Option<Option<Statement>> {
    if !has_slot_twice(&statement.condition) {
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
    let mut places: HashMap<_, Vec<usize>> = HashMap::new();
    for atom in &statement.condition {
        let earlier = places.entry(atom.slot()).or_default();
        let joined = earlier.iter().find_map(|place| {
            let earlier = &literals.get(*place)?.atom;
            Some((*place, both(earlier, atom)?))
        });
        match joined.and_then(|(place, values)| Some((literals.get_mut(place)?, values))) {
            Some((earlier, values)) => earlier.atom.values = values,
            None => {
                earlier.push(literals.len());
                literals.push(Literal::new(atom.clone(), statement.origin));
            }
        }
    }
    let literals = respell::apart(literals).ok()?;
    Some(literals.into_iter().map(|literal| literal.atom).collect())
}

/// The values of one atom that says what both say, where that follows from the
/// lists alone, whatever is in them.
fn both(one: &Atom, other: &Atom) -> Option<Vec<String>> {
    if holds(&one.values, &other.values) && holds(&other.values, &one.values) {
        return Some(one.values.clone());
    }
    // None of these and none of those.
    let is_none_of =
        one.operator.base.row().negated && one.operator.set != Some(SetOperator::ForAnyValue);
    is_none_of.then(|| union(&one.values, &other.values))
}
