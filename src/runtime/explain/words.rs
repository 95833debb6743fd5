//! Conditions in plain words.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::iam::{Base, Operator, Relation, SetOperator, ValueType};

/// How a condition is spoken of.
///
/// ```
/// use aclc::iam::Operator;
/// use aclc::runtime::{Mood, condition_in_words};
///
/// let operator = Operator::parse("Bool").ok_or("no such operator")?;
/// let words = |mood| condition_in_words(operator, "aws:SecureTransport", &["true"], mood);
/// assert_eq!(words(Mood::Is), "aws:SecureTransport is true");
/// assert_eq!(words(Mood::Were), "aws:SecureTransport were true");
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As it is: `aws:SecureTransport is true`.
    Is,
    /// As it would have to be: `aws:SecureTransport were true`.
    Were,
}

impl Mood {
    fn verb(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::Were => "were",
        }
    }
}

/// A condition in words, such as `aws:SourceIp is in 203.0.113.0/24`.
///
/// ```
/// use aclc::iam::Operator;
/// use aclc::runtime::{Mood, condition_in_words};
///
/// let operator = Operator::parse("IpAddress").ok_or("no such operator")?;
/// let words = |mood| condition_in_words(operator, "aws:SourceIp", &["203.0.113.0/24"], mood);
/// assert_eq!(words(Mood::Is), "aws:SourceIp is in 203.0.113.0/24");
/// assert_eq!(words(Mood::Were), "aws:SourceIp were in 203.0.113.0/24");
/// # Ok::<(), &str>(())
/// ```
pub fn condition_in_words(operator: Operator, key: &str, values: &[&str], mood: Mood) -> String {
    let verb = mood.verb();
    let predicate = predicate(operator.base, values, operator.base.row().negated);
    match operator.set {
        Some(SetOperator::ForAnyValue) => format!("some value of {key} {verb} {predicate}"),
        Some(SetOperator::ForAllValues) => {
            format!("every value of {key}, if any, {verb} {predicate}")
        }
        None => {
            let row = operator.base.row();
            let or_missing = match mood {
                Mood::Is if operator.if_exists || row.negated => ", or is missing",
                Mood::Is | Mood::Were => "",
            };
            format!("{key} {verb} {predicate}{or_missing}")
        }
    }
}

/// What would have to be for a condition to fail, in words, such as
/// `aws:MultiFactorAuthPresent were true`.
///
/// ```
/// use aclc::iam::Operator;
/// use aclc::runtime::negation_in_words;
///
/// let operator = Operator::parse("Bool").ok_or("no such operator")?;
/// let words = negation_in_words(operator, "aws:MultiFactorAuthPresent", &["false"]);
/// assert_eq!(words, "aws:MultiFactorAuthPresent were true");
/// # Ok::<(), &str>(())
/// ```
pub fn negation_in_words(operator: Operator, key: &str, values: &[&str]) -> String {
    let predicate = predicate(operator.base, values, !operator.base.row().negated);
    match operator.set {
        Some(SetOperator::ForAnyValue) => format!("every value of {key}, if any, were {predicate}"),
        Some(SetOperator::ForAllValues) => format!("some value of {key} were {predicate}"),
        None => format!("{key} were {predicate}"),
    }
}

/// What a value is said to be. `negated` is how it is to be said, whatever the
/// operator's own form.
fn predicate(base: Base, values: &[&str], negated: bool) -> String {
    let row = base.row();
    let quoted: Vec<String> = values
        .iter()
        .map(|value| quote(row.value_type, value))
        .collect();
    match (row.relation, values) {
        // These have an opposite of their own.
        (Relation::Absent, [value]) => {
            let missing = value.eq_ignore_ascii_case("true") != negated;
            if missing { "missing" } else { "there" }.to_string()
        }
        (Relation::Equal, [value]) if negated && row.value_type == ValueType::Bool => {
            match *value {
                "true" => "false".to_string(),
                "false" => "true".to_string(),
                other => format!("not {other}"),
            }
        }
        (
            Relation::Less | Relation::LessOrEqual | Relation::Greater | Relation::GreaterOrEqual,
            [_],
        ) => {
            let relation = if negated {
                opposite(row.relation)
            } else {
                row.relation
            };
            format!(
                "{}{}",
                comparison(relation, row.value_type),
                list(&quoted, "or")
            )
        }
        (relation, _) => {
            let comparison = comparison(relation, row.value_type);
            let listed = match (negated, quoted.as_slice()) {
                (false, _) => format!("{comparison}{}", list(&quoted, "or")),
                (true, [_]) => format!("not {comparison}{}", list(&quoted, "or")),
                (true, _) => format!("neither {comparison}{}", list(&quoted, "nor")),
            };
            let ignoring = if relation == Relation::EqualIgnoringCase {
                ", ignoring case"
            } else {
                ""
            };
            format!("{listed}{ignoring}")
        }
    }
}

fn opposite(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::GreaterOrEqual,
        Relation::LessOrEqual => Relation::Greater,
        Relation::Greater => Relation::LessOrEqual,
        Relation::GreaterOrEqual => Relation::Less,
        Relation::Equal
        | Relation::EqualIgnoringCase
        | Relation::Like
        | Relation::Within
        | Relation::Absent => relation,
    }
}

/// How a value stands to another, with a blank where there is a word for it.
fn comparison(relation: Relation, value_type: ValueType) -> &'static str {
    let is_date = value_type == ValueType::Date;
    match relation {
        Relation::Less if is_date => "before ",
        Relation::LessOrEqual if is_date => "at or before ",
        Relation::Greater if is_date => "after ",
        Relation::GreaterOrEqual if is_date => "at or after ",
        Relation::Less => "less than ",
        Relation::LessOrEqual => "at most ",
        Relation::Greater => "more than ",
        Relation::GreaterOrEqual => "at least ",
        Relation::Like => "like ",
        Relation::Within => "in ",
        Relation::Equal | Relation::EqualIgnoringCase | Relation::Absent => "",
    }
}

fn quote(value_type: ValueType, value: &str) -> String {
    match value_type {
        ValueType::String | ValueType::Arn | ValueType::Binary => format!("\"{value}\""),
        ValueType::Numeric
        | ValueType::Date
        | ValueType::Bool
        | ValueType::Ip
        | ValueType::Presence => value.to_string(),
    }
}

/// `a`, `a or b`, `a, b or c`.
pub(crate) fn list(items: &[String], word: &str) -> String {
    match items {
        [] => "nothing".to_string(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}
