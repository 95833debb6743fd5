//! `StringNotEqualsIfExists(KEY, V, ...)`: IAM's operators by their own names.
//! Everything that IAM can say can be said; what it does not define is refused.

use super::bound;
use super::complement::is_typed;
use super::expression::{Expression, Literal};
use super::names::Names;
use super::reader::Reader;
use super::value::Against;
use crate::diag::{Diagnostic, codes, nearest};
use crate::iam::keys::Arity;
use crate::iam::{Atom, Base, Operator, SetOperator, ValueType, keys};
use crate::source::Span;
use crate::syntax::ast::{Value, Word};

impl Reader<'_> {
    /// An operator by its name.
    pub(super) fn operator_by_name<'s>(
        &mut self,
        operator: Word<'s>,
        key: Word<'s>,
        values: &[Value<'s>],
        span: Span,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        let found = self.operator(operator);
        let key_word = key;
        let key = self.key(key, true, names);
        let words = self.plain_values(values);
        let texts = words.and_then(|words| self.texts(words, names));
        let ((operator, key), texts) = found.zip(key).zip(texts)?;
        self.set_of(operator, &key, key_word.span)?;
        self.type_of(operator, &key, key_word.span)?;
        let against = Against {
            base: operator.base,
            key: &key,
            by_name: true,
            span,
        };
        let mut values = self.checked(&texts, against)?;
        if operator.base.is_ordering() {
            values = vec![bound::weakest(operator.base, &values)?];
        }
        let needless = operator.base.row().negated || operator.set.is_some();
        if operator.if_exists && needless {
            self.changes_nothing(&key, span);
        }
        let atom = Atom {
            operator,
            key,
            values,
        };
        Some(Expression::Literal(Literal {
            atom,
            span,
            by_name: true,
            opposed: false,
        }))
    }

    fn operator(&mut self, word: Word<'_>) -> Option<Operator> {
        if let Some(operator) = Operator::parse(word.text) {
            let name = operator.to_string();
            if name == word.text {
                return Some(operator);
            }
            return self.report(
                Diagnostic::new(
                    codes::UNKNOWN_OPERATOR,
                    format!("IAM writes `{}` as `{name}`", word.text),
                )
                .at(word.span)
                .hint(format!("write `{name}`")),
            );
        }
        let stem = word.text.rsplit(':').next().unwrap_or(word.text);
        let (stem, suffix) = match stem.strip_suffix("IfExists") {
            Some(stem) => (stem, "IfExists"),
            None => (stem, ""),
        };
        let rows = crate::iam::operators::ROWS.iter();
        let near = nearest(stem, rows.map(|row| row.name));
        let mut found = Diagnostic::new(
            codes::UNKNOWN_OPERATOR,
            format!("IAM has no operator `{}`", word.text),
        )
        .at(word.span);
        if stem == "Null" {
            found = found.hint("write `Null` alone: it asks whether the key is there");
        } else if let Some(near) = near {
            found = found.hint(format!("did you mean `{near}{suffix}`?"));
        } else {
            found = found.hint("the operators are those of the IAM User Guide, such as `StringEquals` or `ForAnyValue:StringLike`");
        }
        self.report(found)
    }

    fn plain_values<'s>(&mut self, values: &[Value<'s>]) -> Option<Vec<Word<'s>>> {
        let mut words = Vec::with_capacity(values.len());
        for value in values {
            match value {
                Value::Word(word) => words.push(*word),
                Value::Tag { span, .. } => {
                    return self.report(
                        Diagnostic::new(
                            codes::CONDITION_WORD,
                            "a tag is written as IAM's policy variable here",
                        )
                        .at(*span)
                        .hint("write `\"${aws:PrincipalTag/...}\"`"),
                    );
                }
            }
        }
        Some(words)
    }

    fn set_of(&mut self, operator: Operator, key: &str, span: Span) -> Option<()> {
        let Some(set) = operator.set else {
            // Of what the catalog alone knows, a lint says it.
            let is_listed = keys::find(key).is_some();
            return if operator.base == Base::Null || !is_listed {
                Some(())
            } else {
                self.arity(key, None, span)
            };
        };
        if set == SetOperator::ForAnyValue && operator.if_exists {
            return self.report(
                Diagnostic::new(
                    codes::ANY_OF_IF_PRESENT,
                    "AWS leaves open what a missing key does to `ForAnyValue:...IfExists`",
                )
                .at(span)
                .hint(format!(
                    "leave `IfExists` out and write `(... or {key} missing)`"
                )),
            );
        }
        let arity = keys::find(key).map_or(Arity::Unknown, |row| row.arity);
        if arity == Arity::One {
            self.diagnostics.push(
                Diagnostic::new(
                    codes::SET_OPERATOR_ON_SINGLE,
                    format!(
                        "`{key}` has one value, and `{}` is for keys with many",
                        set.prefix()
                    ),
                )
                .at(span)
                .hint(match set {
                    SetOperator::ForAllValues => {
                        "a request without the key satisfies it; leave the prefix out"
                    }
                    SetOperator::ForAnyValue => "leave the prefix out",
                }),
            );
        }
        Some(())
    }

    /// An operator of one type on a key of another. Every key can be compared
    /// as text, and a key of text with everything. Of keys that the catalog alone
    /// knows a lint says so: who names the operator may know better.
    fn type_of(&mut self, operator: Operator, key: &str, span: Span) -> Option<()> {
        let compared = operator.base.row().value_type;
        let Some(known) = keys::find(key).map(|row| row.value_type) else {
            return Some(());
        };
        let fits = is_typed(key, operator.base, self.place.catalog)
            || known == ValueType::String
            || matches!(compared, ValueType::String | ValueType::Presence);
        if fits {
            return Some(());
        }
        self.report(
            Diagnostic::new(
                codes::VALUE_TYPE,
                format!(
                    "`{}` never matches `{key}`, whose values are of another type",
                    operator.base.name()
                ),
            )
            .at(span)
            .hint(match known {
                ValueType::Arn => "its values are ARNs",
                ValueType::Numeric => "its values are numbers",
                ValueType::Date => "its values are dates",
                ValueType::Bool => "its values are `true` and `false`",
                ValueType::Ip => "its values are addresses",
                ValueType::String | ValueType::Binary | ValueType::Presence => {
                    "its values are texts"
                }
            }),
        )
    }
}
