//! Conditions (IAM User Guide: Condition; Condition operators; Conditions with multiple context keys or values).

use std::cmp::Ordering;

use super::case::{Context, ContextValue};
use super::document::Version;
use super::operator::{Comparison, Operator, SetOperator, Test};
use super::pattern::{Pattern, Reading, fold};
use super::{address, binary, date, number, resource};

/// One operator, one key, its values. A Condition holds where all of them do.
#[derive(Clone, Debug)]
pub(crate) struct ConditionTest {
    pub(crate) operator: Operator,
    /// In lower case: the names of condition keys ignore case.
    pub(crate) key: String,
    pub(crate) values: Vec<String>,
}

impl ConditionTest {
    pub(crate) fn holds(&self, version: Version, context: &Context) -> bool {
        let found = context.get(&self.key);
        if self.operator.test == Test::Null {
            return self.values.iter().any(|value| match fold(value).as_str() {
                "true" => found.is_none(),
                "false" => found.is_some(),
                _ => false,
            });
        }
        if self.values.is_empty() {
            return self.holds_without_values(found);
        }
        let accepted = |value: &String| self.accepts(value, version, context);
        match (self.operator.set, found) {
            // A missing key is a set operator's own question: neither `Not` nor `IfExists` changes the answer (open for
            // `ForAnyValue:...IfExists`).
            (Some(SetOperator::ForAllValues), None) => true,
            (Some(SetOperator::ForAnyValue), None) => false,
            (Some(SetOperator::ForAllValues), Some(found)) => found.values().iter().all(accepted),
            (Some(SetOperator::ForAnyValue), Some(found)) => found.values().iter().any(accepted),
            (None, None) => self.operator.negated || self.operator.if_exists,
            (None, Some(ContextValue::One(value))) => accepted(value),
            // AWS does not define a multivalued key without a set operator; here it never holds, negated or not.
            (None, Some(ContextValue::Many(_))) => false,
        }
    }

    /// An empty list of policy values, by Access Analyzer's notes on empty arrays (open where they disagree).
    fn holds_without_values(&self, found: Option<&ContextValue>) -> bool {
        match self.operator.set {
            Some(SetOperator::ForAllValues) => found.is_none_or(|found| found.values().is_empty()),
            Some(SetOperator::ForAnyValue) => false,
            None if self.operator.if_exists => found.is_none(),
            None => self.operator.negated && !matches!(found, Some(ContextValue::Many(_))),
        }
    }

    /// Whether one value of the request satisfies the operator: it matches one of the policy's values, or, for a
    /// negated operator, none of them.
    fn accepts(&self, value: &str, version: Version, context: &Context) -> bool {
        let matched = self
            .values
            .iter()
            .any(|wanted| self.operator.test.matches(value, wanted, version, context));
        matched != self.operator.negated
    }
}

impl Test {
    /// Whether the request's value matches the policy's. A value that is not of the operator's type matches nothing.
    fn matches(self, value: &str, wanted: &str, version: Version, context: &Context) -> bool {
        let variables = version.has_variables();
        match self {
            Self::Text => Pattern::parse(
                wanted,
                Reading {
                    variables,
                    wildcards: false,
                },
            )
            .matches(value, context),
            Self::TextIgnoringCase => {
                // Folding comes after filling in, so that the value of a variable is folded too.
                let pattern = Pattern::parse(
                    wanted,
                    Reading {
                        variables,
                        wildcards: false,
                    },
                );
                pattern
                    .fill_text(context)
                    .is_some_and(|wanted| fold(&wanted) == fold(value))
            }
            Self::TextLike => Pattern::parse(
                wanted,
                Reading {
                    variables,
                    wildcards: true,
                },
            )
            .matches(value, context),
            Self::Number(comparison) => {
                let (value, wanted) = (number::Number::parse(value), number::Number::parse(wanted));
                comparison.holds(value.zip(wanted).map(|(value, wanted)| value.cmp(&wanted)))
            }
            Self::Date(comparison) => {
                let (value, wanted) = (date::Instant::parse(value), date::Instant::parse(wanted));
                comparison.holds(value.zip(wanted).map(|(value, wanted)| value.cmp(&wanted)))
            }
            Self::Boolean => {
                let (value, wanted) = (fold(value), fold(wanted));
                value == wanted && matches!(value.as_str(), "true" | "false")
            }
            Self::Binary => {
                let (value, wanted) = (binary::decode_base64(value), binary::decode_base64(wanted));
                value
                    .zip(wanted)
                    .is_some_and(|(value, wanted)| value == wanted)
            }
            Self::Address => address::Range::parse(wanted).is_some_and(|range| range.holds(value)),
            Self::Arn => arn_matches(value, wanted, variables, context),
            // Decided by the key's presence alone, before any value is looked at.
            Self::Null => false,
        }
    }
}

impl Comparison {
    fn holds(self, ordering: Option<Ordering>) -> bool {
        ordering.is_some_and(|ordering| match self {
            Self::Equal => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        })
    }
}

/// `ArnEquals` and `ArnLike`, which are the same: each of the six fields by itself, so that a `*` never crosses the
/// border of a field. What is not an ARN of six fields, on either side, matches nothing (open: AWS does not say).
fn arn_matches(value: &str, wanted: &str, variables: bool, context: &Context) -> bool {
    let Some(texts) = resource::arn_fields(value) else {
        return false;
    };
    let fields = Pattern::parse(
        wanted,
        Reading {
            variables,
            wildcards: true,
        },
    )
    .arn_fields();
    fields.len() == texts.len()
        && fields
            .iter()
            .zip(&texts)
            .all(|(field, text)| field.matches(text, context))
}
