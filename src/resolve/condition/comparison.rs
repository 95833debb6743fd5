//! `KEY == V` and its kin: the operator family follows the key's type where it
//! is known, else the values.

use core::cmp::Ordering;

use super::bound;
use super::date::{self, Written};
use super::expression::{Expression, Literal};
use super::names::{Names, Text};
use super::reader::Reader;
use super::reading;
use super::shape::Shape;
use super::value::Against;
use crate::diag::{Diagnostic, codes};
use crate::iam::{Atom, Base, Operator, SetOperator, ValueType};
use crate::source::Span;
use crate::syntax::ast::{Comparison, Operand, Party, Quantifier, Relation, Value};

impl Reader<'_> {
    /// One comparison.
    pub(super) fn comparison<'s>(
        &mut self,
        comparison: &Comparison<'s>,
        span: Span,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        let (key, texts) = self.sides(comparison, names)?;
        self.arity(&key, comparison.quantifier, comparison.operand.span())?;
        let family = self.family(&key, comparison, &texts)?;
        let base = self.base(&key, family, comparison)?;
        let against = Against {
            base,
            key: &key,
            by_name: false,
            span,
        };
        let (base, values) = match (family, base.is_ordering()) {
            (ValueType::Date, _) => self.dates(&texts, against)?,
            (_, true) => {
                let values = self.checked(&texts, against)?;
                (base, vec![bound::weakest(base, &values)?])
            }
            (_, false) => (base, self.checked(&texts, against)?),
        };
        let literal = self.quantified(base, key, values, comparison, span)?;
        let negates_bool = base == Base::Bool
            && matches!(comparison.relation, Relation::NotEqual | Relation::NotIn);
        Some(if negates_bool {
            Expression::Not(Box::new(literal))
        } else {
            literal
        })
    }

    /// The key and the texts that it is compared with. Of two tags the
    /// principal's is the one that IAM fills in, as AWS's own examples have it:
    /// equality reads the same both ways.
    fn sides<'s>(
        &mut self,
        comparison: &Comparison<'s>,
        names: &dyn Names<'s>,
    ) -> Option<(String, Vec<Text>)> {
        let left = self.operand(&comparison.operand, names);
        let mut texts = Some(Vec::new());
        for value in &comparison.values.list {
            let found = match value {
                Value::Word(word) => self.texts_of(*word, names),
                Value::Tag { party, name, span } => {
                    self.tag_value(*party, *name, *span, comparison, names)
                }
            };
            texts = texts.zip(found).map(|(mut all, found)| {
                all.extend(found);
                all
            });
        }
        let (left, texts) = left.zip(texts)?;
        if let (
            Operand::Tag {
                party: Party::Principal,
                span,
                ..
            },
            [
                Value::Tag {
                    party: Party::Resource | Party::Request,
                    ..
                },
            ],
            [text],
        ) = (
            &comparison.operand,
            comparison.values.list.as_slice(),
            texts.as_slice(),
        ) {
            let right = text
                .text
                .strip_prefix("${")
                .and_then(|inside| inside.strip_suffix('}'));
            return Some((right?.to_owned(), vec![variable(&left, *span)]));
        }
        Some((left, texts))
    }

    /// `resource.team` on the right side: the policy variable.
    fn tag_value<'s>(
        &mut self,
        party: Party,
        name: crate::syntax::ast::Word<'s>,
        span: Span,
        comparison: &Comparison<'s>,
        names: &dyn Names<'s>,
    ) -> Option<Vec<Text>> {
        match comparison.relation {
            Relation::Equal | Relation::NotEqual | Relation::In | Relation::NotIn => {}
            Relation::Like
            | Relation::NotLike
            | Relation::Less
            | Relation::LessOrEqual
            | Relation::Greater
            | Relation::GreaterOrEqual => {
                return self.report(
                    Diagnostic::new(
                        codes::RELATION_OF_TYPE,
                        "the value of another tag is compared as a whole",
                    )
                    .at(comparison.relation_span)
                    .hint("write `==` or `!=`"),
                );
            }
        }
        let key = self.tag(party, name, span, names)?;
        Some(vec![variable(&key, span)])
    }

    /// What kind of values are compared.
    fn family(
        &mut self,
        key: &str,
        comparison: &Comparison<'_>,
        texts: &[Text],
    ) -> Option<ValueType> {
        let Some(known) = self.known_key(key) else {
            return self.family_of_values(key, comparison, texts);
        };
        let (held, is_catalogued) = (known.value_type(), known.is_catalogued());
        if held == ValueType::String && is_ordering(comparison.relation) {
            return self.family_of_order(key, comparison, texts);
        }
        if is_catalogued {
            let warning = reading::differs(key, held, comparison, texts, self.place.catalog);
            if let Some(warning) = warning {
                self.diagnostics.push(warning);
            }
        }
        Some(held)
    }

    /// Of a key of which nothing is known the values decide.
    fn family_of_values(
        &mut self,
        key: &str,
        comparison: &Comparison<'_>,
        texts: &[Text],
    ) -> Option<ValueType> {
        let family = reading::by_values(texts);
        family.or_else(|| {
            self.report(
                Diagnostic::new(
                    codes::VALUE_TYPE,
                    format!("the type of `{key}` is not known, and its values are of several types"),
                )
                .at(comparison.values.span)
                .hint("quote them all, if they are texts; else write a comparison for each type, with `or` between"),
            )
        })
    }

    /// Text has no order; what is written in it may have one.
    fn family_of_order(
        &mut self,
        key: &str,
        comparison: &Comparison<'_>,
        texts: &[Text],
    ) -> Option<ValueType> {
        let types = texts.iter().map(|text| order_type(&text.text));
        reading::common(types).flatten().or_else(|| {
            self.report(
                Diagnostic::new(
                    codes::RELATION_OF_TYPE,
                    format!("`{key}` is text, and text has no order"),
                )
                .at(comparison.relation_span)
                .hint("compare it with a number or a date, or list the texts: `in \"a\", \"b\"`"),
            )
        })
    }

    fn base(&mut self, key: &str, family: ValueType, comparison: &Comparison<'_>) -> Option<Base> {
        let relation = comparison.relation;
        if comparison.ignoring_case {
            return match (family, relation) {
                (ValueType::String, Relation::Equal | Relation::In) => {
                    Some(Base::StringEqualsIgnoreCase)
                }
                (ValueType::String, Relation::NotEqual | Relation::NotIn) => {
                    Some(Base::StringNotEqualsIgnoreCase)
                }
                _ => self.report(
                    Diagnostic::new(
                        codes::RELATION_OF_TYPE,
                        "IAM ignores case only where texts are compared for being equal",
                    )
                    .at(comparison.relation_span)
                    .hint("`ignoring case` goes with `==`, `!=`, `in` and `not in` of texts"),
                ),
            };
        }
        if let Some(base) = base_of(family, relation) {
            return Some(base);
        }
        let (what, instead) = match family {
            ValueType::String => ("text", "`==`, `!=`, `in`, `not in` and `like`"),
            ValueType::Arn => ("an ARN", "`==`, `!=`, `in`, `not in` and `like`"),
            ValueType::Numeric => ("a number", "`==`, `!=`, `in`, `<`, `<=`, `>` and `>=`"),
            ValueType::Date => ("a date", "`<`, `<=`, `>` and `>=`"),
            ValueType::Bool => ("true or false", "`== true` and `== false`"),
            ValueType::Ip => ("an address", "`==`, `!=`, `in` and `not in`"),
            ValueType::Binary | ValueType::Presence => ("of another type", "operators by name"),
        };
        self.report(
            Diagnostic::new(
                codes::RELATION_OF_TYPE,
                format!("`{key}` is {what}, which does not compare so"),
            )
            .at(comparison.relation_span)
            .hint(format!("it goes with {instead}")),
        )
    }

    /// Dates, a day standing for all of it: `<= 2026-06-30` ends with that day,
    /// and `> 2026-06-30` begins after it.
    fn dates(&mut self, texts: &[Text], against: Against<'_>) -> Option<(Base, Vec<String>)> {
        let values = self.checked(texts, against)?;
        if !against.base.is_ordering() {
            let day = texts
                .iter()
                .find(|text| matches!(Written::parse(&text.text), Ok(Written::Day(_))));
            if let Some(day) = day {
                return self.report(
                    Diagnostic::new(
                        codes::CONDITION_DATE,
                        format!(
                            "`{}` is a day, and only its first instant would be equal",
                            day.text
                        ),
                    )
                    .at(day.span)
                    .hint(format!(
                        "write `between {0} and {0}`, or a time: `{0}T12:00:00Z`",
                        day.text
                    )),
                );
            }
            return Some((against.base, values));
        }
        let bounds: Option<Vec<(Base, String)>> = values
            .into_iter()
            .map(|value| whole_day(against.base, value))
            .collect();
        let (base, value) = bounds?.into_iter().reduce(weaker)?;
        Some((base, vec![value]))
    }

    /// The atom with its quantifier and `if present`.
    fn quantified(
        &mut self,
        base: Base,
        key: String,
        values: Vec<String>,
        comparison: &Comparison<'_>,
        span: Span,
    ) -> Option<Expression> {
        let set = match comparison.quantifier {
            None => None,
            Some(Quantifier::AnyOf) => Some(SetOperator::ForAnyValue),
            Some(Quantifier::AllOf | Quantifier::Only) => Some(SetOperator::ForAllValues),
        };
        let mut operator = Operator {
            set,
            base,
            if_exists: false,
        };
        if comparison.if_present {
            operator = self.if_present(operator, &key, comparison, span)?;
        }
        // `Null K false` would not do: a key with an empty list is there.
        let guard = (comparison.quantifier == Some(Quantifier::Only)).then(|| Atom {
            operator: Operator {
                set: Some(SetOperator::ForAnyValue),
                ..operator
            },
            key: key.clone(),
            values: values.clone(),
        });
        let literal = Literal::new(
            Atom {
                operator,
                key,
                values,
            },
            span,
        );
        Some(match guard {
            None => literal.into(),
            Some(guard) => {
                let guard = literal.with(guard);
                Expression::All(vec![literal.into(), guard.into()])
            }
        })
    }

    fn if_present(
        &mut self,
        operator: Operator,
        key: &str,
        comparison: &Comparison<'_>,
        span: Span,
    ) -> Option<Operator> {
        match comparison.quantifier {
            Some(Quantifier::AnyOf) => self.report(
                Diagnostic::new(
                    codes::ANY_OF_IF_PRESENT,
                    "AWS leaves open what a missing key does to `any of ... if present`",
                )
                .at(span)
                .hint(format!("write `(any of {key} ... or {key} missing)`")),
            ),
            Some(Quantifier::Only) => self.report(
                Diagnostic::new(
                    codes::ANY_OF_IF_PRESENT,
                    "`only` asks for a value, and `if present` does not",
                )
                .at(span)
                .hint("leave `if present` out"),
            ),
            Some(Quantifier::AllOf) => {
                self.changes_nothing(key, span);
                Some(operator)
            }
            None => {
                let negated = operator.base.row().negated
                    || matches!(comparison.relation, Relation::NotEqual | Relation::NotIn);
                if negated {
                    self.changes_nothing(key, span);
                    return Some(operator);
                }
                Some(operator.if_exists())
            }
        }
    }

    /// Warns of a suffix that a missing key does not need.
    pub(super) fn changes_nothing(&mut self, key: &str, span: Span) {
        self.diagnostics.push(
            Diagnostic::new(
                codes::SUFFIX_CHANGES_NOTHING,
                format!("a request without `{key}` satisfies this anyway"),
            )
            .at(span)
            .hint("leave `if present` out"),
        );
    }
}

/// A bound on dates with the days in it made instants.
fn whole_day(base: Base, value: String) -> Option<(Base, String)> {
    let Ok(day @ Written::Day(_)) = Written::parse(&value) else {
        return Some((base, value));
    };
    let (base, instant) = match base {
        Base::DateLessThanEquals => (Base::DateLessThan, day.end()?),
        Base::DateGreaterThan => (Base::DateGreaterThanEquals, day.end()?),
        other => (other, day.start()),
    };
    Some((base, date::write(instant)))
}

/// The one of two bounds in one direction that more dates pass; of two at one
/// instant, the one that includes it.
fn weaker(one: (Base, String), other: (Base, String)) -> (Base, String) {
    let includes = |base| matches!(base, Base::DateLessThanEquals | Base::DateGreaterThanEquals);
    let same = bound::compare(ValueType::Date, &one.1, &other.1).is_some_and(Ordering::is_eq);
    let first = if same {
        includes(one.0) || !includes(other.0)
    } else {
        bound::choose(one.0, &one.1, &other.1, true) == Some(one.1.as_str())
    };
    if first { one } else { other }
}

fn variable(key: &str, span: Span) -> Text {
    Text {
        text: format!("${{{key}}}"),
        quoted: true,
        span,
    }
}

fn is_ordering(relation: Relation) -> bool {
    match relation {
        Relation::Less | Relation::LessOrEqual | Relation::Greater | Relation::GreaterOrEqual => {
            true
        }
        Relation::Equal
        | Relation::NotEqual
        | Relation::In
        | Relation::NotIn
        | Relation::Like
        | Relation::NotLike => false,
    }
}

/// What an order of texts can mean.
fn order_type(text: &str) -> Option<ValueType> {
    match Shape::of(text)? {
        Shape::Number | Shape::Account => Some(ValueType::Numeric),
        Shape::Date => Some(ValueType::Date),
        Shape::Boolean
        | Shape::Address
        | Shape::Arn
        | Shape::Endpoint
        | Shape::Network
        | Shape::Organization
        | Shape::Region => None,
    }
}

/// The operator for a relation between values of a type; none where IAM has none.
pub(super) fn base_of(family: ValueType, relation: Relation) -> Option<Base> {
    use Relation as R;
    Some(match (family, relation) {
        (ValueType::String, R::Equal | R::In) => Base::StringEquals,
        (ValueType::String, R::NotEqual | R::NotIn) => Base::StringNotEquals,
        (ValueType::String, R::Like) => Base::StringLike,
        (ValueType::String, R::NotLike) => Base::StringNotLike,
        (ValueType::Arn, R::Equal | R::In) => Base::ArnEquals,
        (ValueType::Arn, R::NotEqual | R::NotIn) => Base::ArnNotEquals,
        (ValueType::Arn, R::Like) => Base::ArnLike,
        (ValueType::Arn, R::NotLike) => Base::ArnNotLike,
        (ValueType::Numeric, R::Equal | R::In) => Base::NumericEquals,
        (ValueType::Numeric, R::NotEqual | R::NotIn) => Base::NumericNotEquals,
        (ValueType::Numeric, R::Less) => Base::NumericLessThan,
        (ValueType::Numeric, R::LessOrEqual) => Base::NumericLessThanEquals,
        (ValueType::Numeric, R::Greater) => Base::NumericGreaterThan,
        (ValueType::Numeric, R::GreaterOrEqual) => Base::NumericGreaterThanEquals,
        (ValueType::Date, R::Equal | R::In) => Base::DateEquals,
        (ValueType::Date, R::NotEqual | R::NotIn) => Base::DateNotEquals,
        (ValueType::Date, R::Less) => Base::DateLessThan,
        (ValueType::Date, R::LessOrEqual) => Base::DateLessThanEquals,
        (ValueType::Date, R::Greater) => Base::DateGreaterThan,
        (ValueType::Date, R::GreaterOrEqual) => Base::DateGreaterThanEquals,
        // `!=` is the complement, which minds the missing key.
        (ValueType::Bool, R::Equal | R::In | R::NotEqual | R::NotIn) => Base::Bool,
        (ValueType::Ip, R::Equal | R::In) => Base::IpAddress,
        (ValueType::Ip, R::NotEqual | R::NotIn) => Base::NotIpAddress,
        (
            ValueType::String
            | ValueType::Arn
            | ValueType::Numeric
            | ValueType::Date
            | ValueType::Bool
            | ValueType::Binary
            | ValueType::Ip
            | ValueType::Presence,
            _,
        ) => return None,
    })
}
