//! One atom under several operators that say the same, so that two atoms on one
//! key can stand side by side.

use super::complement::present;
use super::expression::{Literal, grouped};
use super::join::{Joined, Pair};
use super::variable::{Piece, pieces};
use crate::iam::operators::ROWS;
use crate::iam::{Base, Operator, SetOperator};

/// How many operators there are: each alone or for a set of values, and each of
/// those with `IfExists` or without.
const MOST_ON_ONE_KEY: usize = ROWS.len() * 6;

/// A spelling of an atom.
#[derive(Clone, Debug)]
struct Spelling {
    operator: Operator,
    values: Vec<String>,
    /// Whether it says the same only where the key is there, so that `Null K
    /// false` must stand beside it.
    needs_presence: bool,
}

/// Merged atoms as one document can hold them, saying exactly the same: those
/// that share an operator and a key are spelled differently. The error: two that
/// no document can hold.
///
/// INVARIANT (one list a key): no two of the result have the same operator and,
/// ignoring case, the same key.
pub(super) fn apart(literals: Vec<Literal>) -> Result<Vec<Literal>, Pair> {
    if let Some((one, other)) = first_clash(&literals) {
        let stuck = Pair::of(one, other);
        let spelled = respellings(&literals).ok_or(stuck)?;
        return respelled(literals, spelled);
    }
    Ok(literals)
}

fn first_clash(literals: &[Literal]) -> Option<(&Literal, &Literal)> {
    if literals.len() < 2 {
        return None;
    }
    let slots = grouped(literals.iter(), |literal| literal.atom.slot());
    slots.iter().find_map(|same| match same.as_slice() {
        [one, other, ..] => Some((*one, *other)),
        [_] | [] => None,
    })
}

/// A spelling for each atom, no two the same on one key.
fn respellings(literals: &[Literal]) -> Option<Vec<Spelling>> {
    let places = literals.iter().enumerate();
    let mut found = Vec::with_capacity(literals.len());
    for on_one_key in grouped(places, |(_, literal)| literal.folded_key()) {
        let (places, literals): (Vec<usize>, Vec<&Literal>) = on_one_key.into_iter().unzip();
        found.extend(places.into_iter().zip(assign(&literals)?));
    }
    found.sort_unstable_by_key(|(place, _)| *place);
    Some(found.into_iter().map(|(_, spelling)| spelling).collect())
}

/// A spelling for each of the atoms on one key, found by augmenting paths. Every
/// atom first keeps its own spelling if it is free.
fn assign(literals: &[&Literal]) -> Option<Vec<Spelling>> {
    if literals.len() > MOST_ON_ONE_KEY {
        return None;
    }
    let choices: Vec<Vec<Spelling>> = literals
        .iter()
        .enumerate()
        .map(|(index, literal)| spellings(literals, index, literal))
        .collect();
    let mut chosen: Vec<Option<usize>> = vec![None; literals.len()];
    for index in 0..literals.len() {
        if !place(index, &choices, &mut chosen, &mut Vec::new()) {
            return None;
        }
    }
    choices
        .into_iter()
        .zip(chosen)
        .map(|(mut choices, chosen)| {
            let chosen = chosen.filter(|chosen| *chosen < choices.len())?;
            Some(choices.swap_remove(chosen))
        })
        .collect()
}

/// Finds a spelling for one atom: a free one, else one whose holder can move.
///
/// No operator is tried twice, so that it ends after the few operators there are.
fn place(
    index: usize,
    choices: &[Vec<Spelling>],
    chosen: &mut Vec<Option<usize>>,
    tried: &mut Vec<Operator>,
) -> bool {
    let Some(own) = choices.get(index) else {
        return false;
    };
    let untried: Vec<(usize, Option<usize>)> = own
        .iter()
        .enumerate()
        .filter(|(_, spelling)| !tried.contains(&spelling.operator))
        .map(|(choice, spelling)| (choice, holder(index, spelling, choices, chosen)))
        .collect();
    let free = untried.iter().find(|(_, holder)| holder.is_none());
    let found = free.map(|(choice, _)| *choice).or_else(|| {
        untried.iter().find_map(|(choice, holder)| {
            tried.push(own.get(*choice)?.operator);
            place((*holder)?, choices, chosen, tried).then_some(*choice)
        })
    });
    if let (Some(found), Some(slot)) = (found, chosen.get_mut(index)) {
        *slot = Some(found);
    }
    found.is_some()
}

/// The other atom that has this spelling now.
fn holder(
    index: usize,
    spelling: &Spelling,
    choices: &[Vec<Spelling>],
    chosen: &[Option<usize>],
) -> Option<usize> {
    let mut others = chosen.iter().zip(choices).enumerate();
    let holds = |(choice, choices): (&Option<usize>, &Vec<Spelling>)| {
        let spelled = choice.and_then(|choice| choices.get(choice));
        spelled.is_some_and(|spelled| spelled.operator == spelling.operator)
    };
    others
        .find(|(other, held)| *other != index && holds(*held))
        .map(|(other, _)| other)
}

/// Every spelling of an atom, its own first.
fn spellings(literals: &[&Literal], index: usize, literal: &Literal) -> Vec<Spelling> {
    let operator = literal.atom.operator;
    let mut bases = vec![(operator.base, literal.atom.values.clone())];
    bases.extend(other_base(operator.base, &literal.atom.values));
    let suffix = suffixed(literals, index, literal);
    let mut found = Vec::new();
    for (base, values) in bases {
        let same = Operator { base, ..operator };
        let mut push = |operator| {
            found.push(Spelling {
                operator,
                values: values.clone(),
                needs_presence: false,
            });
        };
        push(same);
        // The suffix changes nothing under `ForAllValues:`.
        if operator.if_exists && operator.set == Some(SetOperator::ForAllValues) {
            push(Operator {
                if_exists: false,
                ..same
            });
        }
        if let Some(needs_presence) = suffix {
            found.push(Spelling {
                operator: same.if_exists(),
                values,
                needs_presence,
            });
        }
    }
    found
}

/// Whether the atom can also be written with `IfExists`, and then whether it
/// needs `Null K false` beside it.
fn suffixed(literals: &[&Literal], index: usize, literal: &Literal) -> Option<bool> {
    let operator = literal.atom.operator;
    if operator.if_exists || operator.base == Base::Null {
        return None;
    }
    match operator.set {
        None => Some(!operator.base.row().negated),
        // The suffix changes nothing there: a missing key satisfies it anyway.
        Some(SetOperator::ForAllValues) => Some(false),
        // AWS leaves open what a missing key does to `ForAnyValue:...IfExists`.
        // Beside an un-suffixed one on the key, which stays as it is, it does
        // not matter.
        Some(SetOperator::ForAnyValue) => literals
            .iter()
            .take(index)
            .any(|other| {
                other.atom.operator.set == Some(SetOperator::ForAnyValue)
                    && !other.atom.operator.if_exists
            })
            .then_some(false),
    }
}

/// Another operator that says the same.
fn other_base(base: Base, values: &[String]) -> Option<(Base, Vec<String>)> {
    let same = || values.to_vec();
    let escaped = || values.iter().map(|value| escape(value)).collect();
    Some(match base {
        Base::StringEquals => (Base::StringLike, escaped()),
        Base::StringNotEquals => (Base::StringNotLike, escaped()),
        Base::ArnEquals => (Base::ArnLike, same()),
        Base::ArnLike => (Base::ArnEquals, same()),
        Base::ArnNotEquals => (Base::ArnNotLike, same()),
        Base::ArnNotLike => (Base::ArnNotEquals, same()),
        Base::StringEqualsIgnoreCase
        | Base::StringNotEqualsIgnoreCase
        | Base::StringLike
        | Base::StringNotLike
        | Base::NumericEquals
        | Base::NumericNotEquals
        | Base::NumericLessThan
        | Base::NumericLessThanEquals
        | Base::NumericGreaterThan
        | Base::NumericGreaterThanEquals
        | Base::DateEquals
        | Base::DateNotEquals
        | Base::DateLessThan
        | Base::DateLessThanEquals
        | Base::DateGreaterThan
        | Base::DateGreaterThanEquals
        | Base::Bool
        | Base::BinaryEquals
        | Base::IpAddress
        | Base::NotIpAddress
        | Base::Null => return None,
    })
}

/// A text as a pattern that matches exactly it.
fn escape(value: &str) -> String {
    let mut pattern = String::with_capacity(value.len());
    for piece in pieces(value).unwrap_or_default() {
        match piece {
            Piece::Plain(plain) => {
                for character in plain.chars() {
                    match character {
                        '*' => pattern.push_str("${*}"),
                        '?' => pattern.push_str("${?}"),
                        '$' => pattern.push_str("${$}"),
                        other => pattern.push(other),
                    }
                }
            }
            Piece::Escape(character) => {
                pattern.push_str("${");
                pattern.push_str(character);
                pattern.push('}');
            }
            Piece::Variable { text, .. } => pattern.push_str(text),
        }
    }
    pattern
}

fn respelled(literals: Vec<Literal>, spelled: Vec<Spelling>) -> Result<Vec<Literal>, Pair> {
    let mut found = Vec::with_capacity(literals.len() + 1);
    let mut guards = Vec::new();
    for (mut literal, spelling) in literals.into_iter().zip(spelled) {
        let respelled = literal.atom.operator != spelling.operator;
        if respelled && spelling.needs_presence {
            guards.push(literal.with(present(&literal.atom.key)));
        }
        literal.atom.operator = spelling.operator;
        literal.atom.values = spelling.values;
        found.push(literal);
    }
    let mut found = Joined::from(found);
    for guard in guards {
        found.insert(guard)?;
    }
    Ok(found.into_literals())
}
