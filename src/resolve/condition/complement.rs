//! The complement of an atom: for every request exactly one of the two holds.
//!
//! | operator | complement |
//! | --- | --- |
//! | one with a `Not` partner | the partner, same list |
//! | a positive one with `IfExists` | the partner, and the key is there |
//! | a `Not` form with `IfExists` | the positive partner |
//! | an ordering | the opposite ordering with `IfExists` |
//! | an ordering with `IfExists` | the opposite ordering |
//! | `Bool K b`, `BoolIfExists K b` | `BoolIfExists K (not b)`, `Bool K (not b)` |
//! | `Null K b` | `Null K (not b)` |
//! | `ForAnyValue:`, `ForAllValues:` | the other, on the complement of what it says of one value |
//! | `BinaryEquals` | none |
//!
//! `docs/CONDITIONS.md` has the argument for each row.

use super::expression::{Expression, Literal};
use crate::catalog::Catalog;
use crate::iam::{Atom, Base, Operator, SetOperator, ValueType};
use crate::source::Span;

/// Why an atom has no complement.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The atom's place.
    pub(super) span: Span,
    /// Its key.
    pub(super) key: String,
    /// Its operator.
    pub(super) operator: Operator,
    /// What would be compared with the key where its values had the type.
    pub(super) opposite: Option<String>,
    /// The reason.
    pub(super) reason: Reason,
}

/// A reason to have no complement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// IAM has no negated form of the operator.
    NoPartner,
    /// The key's values are not of the operator's type by AWS's own word, and a
    /// value of another type would match neither side.
    Untyped,
}

/// What holds exactly where `literal` does not.
pub(super) fn complement(literal: &Literal, catalog: &Catalog) -> Result<Expression, Refusal> {
    let Atom {
        operator,
        key,
        values,
    } = &literal.atom;
    let refuse = |reason| Refusal {
        span: literal.span,
        key: key.clone(),
        operator: *operator,
        opposite: opposite(operator.base, values).and_then(|(base, values)| {
            let sign = sign(base)?;
            Some(format!("{sign} {}", values.join(", ")))
        }),
        reason,
    };
    if splits_by_type(operator.base) && !is_typed(key, operator.base, catalog) {
        return Err(refuse(Reason::Untyped));
    }
    let Some((base, values)) = opposite(operator.base, values) else {
        return Err(refuse(Reason::NoPartner));
    };
    let partnered = operator.base.row().partner.is_some();
    let opposed = Operator {
        set: operator.set.map(other_set),
        base,
        // Without a set operator a missing key satisfies a `Not` form and
        // nothing else that is un-suffixed; the complement of what it does not
        // satisfy must have it, and the other way round.
        if_exists: operator.set.is_none()
            && !partnered
            && base != Base::Null
            && !operator.if_exists,
    };
    let atom = Atom {
        operator: opposed,
        key: key.clone(),
        values,
    };
    let opposed = Expression::Literal(literal.opposed_by(atom));
    let missing_satisfies_both =
        operator.set.is_none() && partnered && operator.if_exists && !operator.base.row().negated;
    Ok(if missing_satisfies_both {
        Expression::All(vec![opposed, literal.opposed_by(present(key)).into()])
    } else {
        opposed
    })
}

/// `Null K false`: the key is there.
pub(super) fn present(key: &str) -> Atom {
    null(key, false)
}

/// `Null K true`: the key is missing.
pub(super) fn missing(key: &str) -> Atom {
    null(key, true)
}

fn null(key: &str, absent: bool) -> Atom {
    Atom {
        operator: Operator::plain(Base::Null),
        key: key.to_owned(),
        values: vec![absent.to_string()],
    }
}

/// Whether a value that is not of the operator's type matches neither the
/// operator nor its complement.
fn splits_by_type(base: Base) -> bool {
    match base.row().value_type {
        ValueType::Numeric | ValueType::Date | ValueType::Bool => true,
        ValueType::String
        | ValueType::Binary
        | ValueType::Ip
        | ValueType::Arn
        | ValueType::Presence => false,
    }
}

/// Whether AWS itself fills in the key with values of the operator's type.
pub(super) fn is_typed(key: &str, base: Base, catalog: &Catalog) -> bool {
    let known = catalog.known_key(key);
    known.is_some_and(|known| known.holds(base.row().value_type))
}

/// How the language writes an operator of which values have an order or are true
/// or false.
fn sign(base: Base) -> Option<&'static str> {
    let name = base.name();
    let signs = [
        ("LessThanEquals", "<="),
        ("LessThan", "<"),
        ("GreaterThanEquals", ">="),
        ("GreaterThan", ">"),
        ("Bool", "=="),
    ];
    let found = signs.iter().find(|(end, _)| name.ends_with(end));
    found.map(|(_, sign)| *sign)
}

fn other_set(set: SetOperator) -> SetOperator {
    match set {
        SetOperator::ForAnyValue => SetOperator::ForAllValues,
        SetOperator::ForAllValues => SetOperator::ForAnyValue,
    }
}

/// For one value of the right type: the base that holds where this one does
/// not, and its values.
///
/// INVARIANT (one bound): the list of an ordering has been reduced to its
/// weakest bound, so that it needs no look here; and a `Bool` has one value.
fn opposite(base: Base, values: &[String]) -> Option<(Base, Vec<String>)> {
    if let Some(partner) = base.row().partner {
        return Some((partner, values.to_vec()));
    }
    let opposed = match base {
        Base::NumericLessThan => Base::NumericGreaterThanEquals,
        Base::NumericLessThanEquals => Base::NumericGreaterThan,
        Base::NumericGreaterThan => Base::NumericLessThanEquals,
        Base::NumericGreaterThanEquals => Base::NumericLessThan,
        Base::DateLessThan => Base::DateGreaterThanEquals,
        Base::DateLessThanEquals => Base::DateGreaterThan,
        Base::DateGreaterThan => Base::DateLessThanEquals,
        Base::DateGreaterThanEquals => Base::DateLessThan,
        Base::Bool | Base::Null => {
            let [value] = values else { return None };
            let other = if value == "true" { "false" } else { "true" };
            return Some((base, vec![other.to_owned()]));
        }
        Base::BinaryEquals
        | Base::StringEquals
        | Base::StringNotEquals
        | Base::StringEqualsIgnoreCase
        | Base::StringNotEqualsIgnoreCase
        | Base::StringLike
        | Base::StringNotLike
        | Base::NumericEquals
        | Base::NumericNotEquals
        | Base::DateEquals
        | Base::DateNotEquals
        | Base::IpAddress
        | Base::NotIpAddress
        | Base::ArnEquals
        | Base::ArnNotEquals
        | Base::ArnLike
        | Base::ArnNotLike => return None,
    };
    let [bound] = values else { return None };
    Some((opposed, vec![bound.clone()]))
}
