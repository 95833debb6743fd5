//! The two readings of a comparison: by the type of its key, and by the look of
//! its values where nothing is known of the key.
//!
//! A catalog that learns of a key must not change in silence what a program
//! means. So wherever the two readings are different operators, the key's type
//! decides and a warning says so: whatever compiles without that warning means
//! the same before and after.

use super::comparison::base_of;
use super::names::Text;
use super::shape::Shape;
use crate::catalog::Catalog;
use crate::diag::{Diagnostic, codes};
use crate::iam::ValueType;
use crate::syntax::ast::{Comparison, Relation};

/// The type that values have by themselves; none where they differ.
pub(super) fn by_values(texts: &[Text]) -> Option<ValueType> {
    common(texts.iter().map(by_value))
}

/// An ARN may have to be quoted.
fn by_value(text: &Text) -> ValueType {
    if text.quoted && !text.text.starts_with("arn:") {
        return ValueType::String;
    }
    Shape::of(&text.text).map_or(ValueType::String, Shape::value_type)
}

/// What all items are.
pub(super) fn common<T: PartialEq>(mut types: impl Iterator<Item = T>) -> Option<T> {
    let first = types.next()?;
    types.all(|other| other == first).then_some(first)
}

/// A warning where the values look like another type than the catalog gives the
/// key, so that without it the comparison would be another one.
pub(super) fn differs(
    key: &str,
    held: ValueType,
    comparison: &Comparison<'_>,
    texts: &[Text],
    catalog: &Catalog,
) -> Option<Diagnostic> {
    let looks_like = by_values(texts)?;
    if held == looks_like || are_alike(held, looks_like, comparison.relation, texts) {
        return None;
    }
    let value = &texts.first()?.text;
    let (values, others) = (in_words(held), in_words(looks_like));
    let message = format!(
        "the values of `{key}` are {values} in the catalog of {}: this compares {values}, not {others}",
        catalog.date()
    );
    let found = Diagnostic::new(codes::READ_BY_TYPE, message).at(comparison.values.span);
    let found = if Shape::of(value).map(Shape::value_type) == Some(held) {
        found.hint(format!("write `{value}`, without quotes"))
    } else if held == ValueType::Arn {
        found.hint("write an ARN, with `*` for each field that does not matter")
    } else if held == ValueType::String && looks_like != ValueType::Arn {
        found.hint(format!("write `\"{value}\"`"))
    } else {
        found
    };
    let base = base_of(looks_like, comparison.relation);
    Some(match base {
        Some(base) => found.hint(format!(
            "to compare {others} all the same, name the operator: `{}({key}, \"{value}\")`",
            base.name()
        )),
        None => found,
    })
}

/// Whether both readings hold for the same requests. An ARN without wildcards is
/// equal to itself alone, as a text and as an ARN; `==` takes no wildcards. That
/// binary values are compared otherwise is an error.
fn are_alike(held: ValueType, looks_like: ValueType, relation: Relation, texts: &[Text]) -> bool {
    let is_equality = match relation {
        Relation::Equal | Relation::NotEqual | Relation::In | Relation::NotIn => true,
        Relation::Like
        | Relation::NotLike
        | Relation::Less
        | Relation::LessOrEqual
        | Relation::Greater
        | Relation::GreaterOrEqual => false,
    };
    let as_text = held == ValueType::String && looks_like == ValueType::Arn;
    // Twelve digits look like an account.
    let as_number = held == ValueType::Numeric && looks_like == ValueType::String;
    held == ValueType::Binary
        || as_text && is_equality
        || as_number && texts.iter().all(|text| !text.quoted)
}

/// What values of a type are.
fn in_words(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::String => "texts",
        ValueType::Numeric => "numbers",
        ValueType::Date => "dates",
        ValueType::Bool | ValueType::Presence => "truth values",
        ValueType::Ip => "addresses",
        ValueType::Arn => "ARNs",
        ValueType::Binary => "binary values",
    }
}
