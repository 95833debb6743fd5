//! Conditions on one key that no request satisfies together.
//!
//! What is found is certain; what is not found may still be a contradiction.
//! A key is missing or has values, and a bare operator reads a key with one
//! value. So where a bare operator asks for a key, every set operator beside it
//! speaks of that one value too; where none does, each `ForAnyValue:` asks for a
//! value of its own, of which every `ForAllValues:` speaks. `ForAllValues:` alone
//! is satisfied by no value at all.

use core::cmp::Ordering;

use super::address;
use super::bound;
use super::expression::{Literal, grouped};
use super::join::Pair;
use super::variable::has_variable;
use crate::iam::pattern::{covers, has_wildcard, overlap};
use crate::iam::{Atom, Base, Relation, SetOperator, ValueType};

/// How many pairs of values two lists may make before they are no longer
/// compared: a warning is not worth more.
const MOST_PAIRS: usize = 10_000;

/// Two atoms of a conjunction that no request satisfies both of, or that leave
/// nothing together with the others on their key.
pub(super) fn find(conjunction: &[Literal]) -> Option<Pair> {
    if conjunction.len() < 2 {
        return None;
    }
    let keys = grouped(conjunction.iter(), Literal::folded_key);
    keys.iter().find_map(|literals| on_one_key(literals))
}

fn on_one_key(literals: &[&Literal]) -> Option<Pair> {
    // Where a request without the key satisfies all of them, nothing is wrong.
    let asks = literals
        .iter()
        .find(|literal| !literal.atom.holds_without_key())?;
    let is_null = |literal: &&&Literal| literal.atom.operator.base == Base::Null;
    if let Some(absent) = literals
        .iter()
        .find(|literal| is_null(literal) && literal.atom.holds_without_key())
    {
        return Some(Pair::of(absent, asks));
    }
    let set = |literal: &Literal| literal.atom.operator.set;
    let valued: Vec<&Literal> = literals
        .iter()
        .filter(|literal| !is_null(literal))
        .copied()
        .collect();
    if valued.iter().any(|literal| set(literal).is_none()) {
        return of_one_value(&valued);
    }
    let of_all = |literal: &&&Literal| set(literal) == Some(SetOperator::ForAllValues);
    valued
        .iter()
        .filter(|literal| set(literal) == Some(SetOperator::ForAnyValue))
        .find_map(|any| {
            let all = valued.iter().filter(of_all);
            of_one_value(
                &core::iter::once(any)
                    .chain(all)
                    .copied()
                    .collect::<Vec<_>>(),
            )
        })
}

/// Two of these, all of which speak of one value that is there, if no value
/// satisfies them all.
fn of_one_value(literals: &[&Literal]) -> Option<Pair> {
    let pairs = literals.iter().enumerate().flat_map(|(index, one)| {
        let rest = literals.iter().skip(index + 1);
        rest.map(move |other| (one, other))
    });
    for (one, other) in pairs {
        if apart(&one.atom, &other.atom) {
            return Some(Pair::of(one, other));
        }
    }
    literals.iter().find_map(|listing| {
        let mut against = None;
        for candidate in candidates(&listing.atom)? {
            against = Some(
                literals
                    .iter()
                    .find(|other| refuses(&other.atom, listing.atom.operator.base, candidate))?,
            );
        }
        Some(Pair::of(listing, against?))
    })
}

// -- two atoms ----------------------------------------------------------------------

/// Whether it is certain that no value satisfies both.
fn apart(one: &Atom, other: &Atom) -> bool {
    if one.values.len().saturating_mul(other.values.len()) > MOST_PAIRS {
        return false;
    }
    let is_negated = |atom: &Atom| atom.operator.base.row().negated;
    match (is_negated(one), is_negated(other)) {
        (true, true) => false,
        (false, true) => is_ruled_out(one, other),
        (true, false) => is_ruled_out(other, one),
        (false, false) => {
            let meets = |value: &String| {
                let mut others = other.values.iter();
                others.any(|second| may_meet(one.operator.base, value, other.operator.base, second))
            };
            !one.values.iter().any(meets)
        }
    }
}

/// Whether everything that satisfies the positive atom is something that the
/// negated one rules out.
fn is_ruled_out(positive: &Atom, negated: &Atom) -> bool {
    let (base, against) = (positive.operator.base, negated.operator.base);
    positive.values.iter().all(|value| {
        let mut ruled_out = negated.values.iter();
        ruled_out.any(|other| {
            // Even a variable is the same on both sides.
            (base.row().partner == Some(against) && value == other)
                || is_within(base, value, against, other)
        })
    })
}

/// Whether some value may satisfy a value of both positive operators.
fn may_meet(base: Base, value: &str, other_base: Base, other: &str) -> bool {
    let (row, other_row) = (base.row(), other_base.row());
    if !are_alike(row.value_type, other_row.value_type) {
        // Different types of one key: only single texts are looked at.
        return true;
    }
    match row.value_type {
        ValueType::Numeric | ValueType::Date => orders_meet(base, value, other_base, other),
        ValueType::Bool | ValueType::Binary => value == other,
        ValueType::Presence => true,
        ValueType::Ip => match (address::parse(value), address::parse(other)) {
            (Some(range), Some(other)) => address::intersection(&range, &other).is_some(),
            _ => true,
        },
        ValueType::String | ValueType::Arn => {
            let (Some(pattern), Some(other)) = (pattern(base, value), pattern(other_base, other))
            else {
                return true;
            };
            if ignores_case(base) || ignores_case(other_base) {
                return !(pattern.is_ascii() && other.is_ascii())
                    || overlap(&pattern.to_ascii_lowercase(), &other.to_ascii_lowercase());
            }
            let both_are_arns =
                row.value_type == ValueType::Arn && other_row.value_type == ValueType::Arn;
            match (fields(pattern), fields(other)) {
                (Some(fields), Some(others)) if both_are_arns => fields
                    .iter()
                    .zip(others)
                    .all(|(field, other)| overlap(field, other)),
                _ => overlap(pattern, other),
            }
        }
    }
}

/// Whether values of two types can be held against each other.
fn are_alike(one: ValueType, other: ValueType) -> bool {
    one == other || one.is_text() && other.is_text()
}

/// Whether some number or instant stands right to both: there is one between
/// any two.
fn orders_meet(base: Base, value: &str, other_base: Base, other: &str) -> bool {
    let row = base.row();
    let Some(order) = bound::compare(row.value_type, value, other) else {
        return true;
    };
    let (one, other) = (row.relation, other_base.row().relation);
    let both = |to_one, to_other| one.holds_in_order(to_one) && other.holds_in_order(to_other);
    let between = match order {
        Ordering::Less => both(Ordering::Greater, Ordering::Less),
        Ordering::Equal => false,
        Ordering::Greater => both(Ordering::Less, Ordering::Greater),
    };
    between
        || both(Ordering::Less, Ordering::Less)
        || both(Ordering::Greater, Ordering::Greater)
        || both(Ordering::Equal, order)
        || both(order.reverse(), Ordering::Equal)
}

/// Whether everything that a value of a positive operator stands for is ruled
/// out by a value of a negated one.
fn is_within(base: Base, value: &str, negated: Base, other: &str) -> bool {
    let (row, negated_row) = (base.row(), negated.row());
    if !are_alike(row.value_type, negated_row.value_type) {
        return false;
    }
    match row.value_type {
        ValueType::Bool | ValueType::Binary | ValueType::Presence => false,
        ValueType::Numeric | ValueType::Date => {
            row.relation == Relation::Equal
                && bound::compare(row.value_type, value, other).is_some_and(Ordering::is_eq)
        }
        ValueType::Ip => match (address::parse(value), address::parse(other)) {
            (Some(range), Some(other)) => other.contains(&range),
            _ => false,
        },
        ValueType::String | ValueType::Arn => {
            let (Some(pattern), Some(other)) = (pattern(base, value), pattern(negated, other))
            else {
                return false;
            };
            match (row.value_type, negated_row.value_type) {
                (ValueType::Arn, ValueType::Arn) => match (fields(pattern), fields(other)) {
                    (Some(fields), Some(others)) => others
                        .iter()
                        .zip(fields)
                        .all(|(other, field)| covers(other, field)),
                    _ => false,
                },
                // That a text is an ARN has to be seen in it.
                (_, ValueType::Arn) => false,
                _ if ignores_case(negated) => {
                    pattern.is_ascii()
                        && other.is_ascii()
                        && covers(&other.to_ascii_lowercase(), &pattern.to_ascii_lowercase())
                }
                _ => !ignores_case(base) && covers(other, pattern),
            }
        }
    }
}

fn ignores_case(base: Base) -> bool {
    base.row().relation == Relation::EqualIgnoringCase
}

/// A value as a pattern in which `*` and `?` are wildcards. `None`: it is filled
/// in at run time, or holds such a character as itself.
fn pattern(base: Base, value: &str) -> Option<&str> {
    let is_pattern = base.row().relation == Relation::Like;
    (!has_variable(value) && (is_pattern || !has_wildcard(value))).then_some(value)
}

/// The six fields of an ARN; the sixth keeps its colons.
fn fields(arn: &str) -> Option<[&str; 6]> {
    arn.splitn(6, ':').collect::<Vec<_>>().try_into().ok()
}

// -- single values ------------------------------------------------------------------

/// The only values that satisfy a positive atom, where there are few. `None`:
/// there are others, or which they are is not known before a request.
fn candidates(atom: &Atom) -> Option<&[String]> {
    let row = atom.operator.base.row();
    let is_equal = row.relation == Relation::Equal;
    let is_like = row.relation == Relation::Like;
    let are_single = match row.value_type {
        ValueType::Numeric | ValueType::Date | ValueType::Bool => is_equal,
        ValueType::String => is_equal || is_like,
        ValueType::Arn => is_like,
        ValueType::Binary | ValueType::Ip | ValueType::Presence => false,
    };
    let is_itself = |value: &String| !has_variable(value) && !has_wildcard(value);
    let few = !row.negated && atom.values.len() <= MOST_PAIRS / 100;
    let are_themselves = !row.value_type.is_text() || atom.values.iter().all(is_itself);
    (few && are_single && are_themselves).then_some(atom.values.as_slice())
}

/// Whether it is certain that a value which is `candidate` to an operator does
/// not satisfy the atom. To an operator of texts it is that text; to one of
/// numbers or dates every spelling of it.
fn refuses(atom: &Atom, listing: Base, candidate: &str) -> bool {
    let row = atom.operator.base.row();
    let is_text = listing.row().value_type.is_text();
    if atom.values.len() > MOST_PAIRS || !(is_text || row.value_type == listing.row().value_type) {
        return false;
    }
    let satisfies = |value: &String| satisfies(atom.operator.base, value, candidate);
    if row.negated {
        atom.values
            .iter()
            .any(|value| satisfies(value) == Some(true))
    } else {
        atom.values
            .iter()
            .all(|value| satisfies(value) == Some(false))
    }
}

/// Whether a text stands right to one value, as if the operator were not
/// negated. `None`: that is not certain, as of a text under an operator of
/// another type.
fn satisfies(base: Base, value: &str, text: &str) -> Option<bool> {
    let row = base.row();
    if has_variable(value) {
        return None;
    }
    match row.value_type {
        ValueType::String => match row.relation {
            Relation::EqualIgnoringCase => {
                (value.is_ascii() && text.is_ascii()).then(|| value.eq_ignore_ascii_case(text))
            }
            Relation::Like => Some(covers(value, text)),
            Relation::Equal
            | Relation::Less
            | Relation::LessOrEqual
            | Relation::Greater
            | Relation::GreaterOrEqual
            | Relation::Within
            | Relation::Absent => Some(value == text),
        },
        ValueType::Arn => {
            let mut pairs = fields(value)?.into_iter().zip(fields(text)?);
            Some(pairs.all(|(pattern, field)| covers(pattern, field)))
        }
        ValueType::Numeric | ValueType::Date => {
            let order = bound::compare(row.value_type, text, value)?;
            Some(row.relation.holds_in_order(order))
        }
        ValueType::Bool => matches!(text, "true" | "false").then_some(value == text),
        ValueType::Ip => {
            let address = address::parse(text).filter(|_| !text.contains('/'))?;
            Some(address::parse(value)?.contains(&address))
        }
        ValueType::Binary | ValueType::Presence => None,
    }
}
