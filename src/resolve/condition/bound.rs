//! The order of numbers and dates.

use core::cmp::Ordering;

use super::date;
use super::number::Number;
use crate::iam::{Base, Relation, ValueType};

/// How two values of a type stand to each other; `None` where they have no
/// order or are not of that type.
pub(super) fn compare(value_type: ValueType, one: &str, other: &str) -> Option<Ordering> {
    match value_type {
        ValueType::Numeric => Some(Number::parse(one)?.cmp(&Number::parse(other)?)),
        ValueType::Date => Some(date::read_as_iam(one)?.cmp(&date::read_as_iam(other)?)),
        ValueType::String
        | ValueType::Bool
        | ValueType::Binary
        | ValueType::Ip
        | ValueType::Arn
        | ValueType::Presence => None,
    }
}

/// Of two bounds of an ordering, the one that fewer values pass, or with
/// `weaker` the one that more pass. The first of two equal ones.
pub(super) fn choose<'v>(
    base: Base,
    one: &'v str,
    other: &'v str,
    weaker: bool,
) -> Option<&'v str> {
    let row = base.row();
    let upper = match row.relation {
        Relation::Less | Relation::LessOrEqual => true,
        Relation::Greater | Relation::GreaterOrEqual => false,
        Relation::Equal
        | Relation::EqualIgnoringCase
        | Relation::Like
        | Relation::Within
        | Relation::Absent => return None,
    };
    let greater_wins = upper == weaker;
    Some(match compare(row.value_type, one, other)? {
        Ordering::Equal => one,
        Ordering::Greater if greater_wins => one,
        Ordering::Less if !greater_wins => one,
        Ordering::Greater | Ordering::Less => other,
    })
}

/// The list of an ordering is an "or", so it says what its weakest bound says.
pub(super) fn weakest(base: Base, values: &[String]) -> Option<String> {
    let (first, rest) = values.split_first()?;
    let bound = rest
        .iter()
        .try_fold(first.as_str(), |one, other| choose(base, one, other, true))?;
    Some(bound.to_owned())
}
