//! One atom under several operators that say the same, so that two atoms on one
//! key can stand side by side.

use super::complement::present;
use super::expression::Literal;
use super::join::{Pair, insert};
use super::variable::{Piece, pieces};
use crate::iam::{Base, Operator, SetOperator};

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
        let spelled = assign(&literals).ok_or(stuck)?;
        return respelled(literals, &spelled);
    }
    Ok(literals)
}

fn first_clash(literals: &[Literal]) -> Option<(&Literal, &Literal)> {
    literals.iter().enumerate().find_map(|(index, one)| {
        literals
            .iter()
            .skip(index + 1)
            .find(|other| clashes(one, one.atom.operator, other, other.atom.operator))
            .map(|other| (one, other))
    })
}

fn clashes(one: &Literal, as_one: Operator, other: &Literal, as_other: Operator) -> bool {
    as_one == as_other && one.same_key(other)
}

/// A spelling for each atom, no two the same on one key: an assignment, found
/// by augmenting paths. Every atom first keeps its own spelling if it is free.
fn assign(literals: &[Literal]) -> Option<Vec<Spelling>> {
    let choices: Vec<Vec<Spelling>> = literals
        .iter()
        .enumerate()
        .map(|(index, literal)| spellings(literals, index, literal))
        .collect();
    let mut chosen: Vec<Option<usize>> = vec![None; literals.len()];
    for index in 0..literals.len() {
        if !place(index, literals, &choices, &mut chosen, &mut Vec::new()) {
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
/// All atoms on the way are about one key, and no operator is tried twice, so
/// that it ends after the few operators of one key.
fn place(
    index: usize,
    literals: &[Literal],
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
        .map(|(choice, spelling)| (choice, holder(index, spelling, literals, choices, chosen)))
        .collect();
    let free = untried.iter().find(|(_, holder)| holder.is_none());
    let found = free.map(|(choice, _)| *choice).or_else(|| {
        untried.iter().find_map(|(choice, holder)| {
            tried.push(own.get(*choice)?.operator);
            place((*holder)?, literals, choices, chosen, tried).then_some(*choice)
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
    literals: &[Literal],
    choices: &[Vec<Spelling>],
    chosen: &[Option<usize>],
) -> Option<usize> {
    let literal = literals.get(index)?;
    (0..literals.len()).find(|other| {
        let spelled = chosen
            .get(*other)
            .copied()
            .flatten()
            .and_then(|choice| choices.get(*other)?.get(choice));
        match (literals.get(*other), spelled) {
            (Some(candidate), Some(spelled)) if *other != index => {
                clashes(literal, spelling.operator, candidate, spelled.operator)
            }
            _ => false,
        }
    })
}

/// Every spelling of an atom, its own first.
fn spellings(literals: &[Literal], index: usize, literal: &Literal) -> Vec<Spelling> {
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
fn suffixed(literals: &[Literal], index: usize, literal: &Literal) -> Option<bool> {
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
                other.same_key(literal)
                    && other.atom.operator.set == Some(SetOperator::ForAnyValue)
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

fn respelled(literals: Vec<Literal>, spelled: &[Spelling]) -> Result<Vec<Literal>, Pair> {
    let mut found = Vec::with_capacity(literals.len() + 1);
    let mut guards = Vec::new();
    for (mut literal, spelling) in literals.into_iter().zip(spelled) {
        let respelled = literal.atom.operator != spelling.operator;
        if respelled && spelling.needs_presence {
            guards.push(literal.with(present(&literal.atom.key)));
        }
        literal.atom.operator = spelling.operator;
        literal.atom.values.clone_from(&spelling.values);
        found.push(literal);
    }
    for guard in guards {
        insert(&mut found, guard)?;
    }
    Ok(found)
}
