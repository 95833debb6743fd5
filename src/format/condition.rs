use super::item::last;
use super::line::{Line, start, written};
use crate::source::Span;
use crate::syntax::ast::{
    Comparison, Condition, ConditionKind, Estate, Operand, Party, Quantifier, Relation, Value,
    Values,
};

/// A condition.
///
/// Recursion: one level for each parenthesis and each `not`, and the parser
/// bounds both.
pub(super) fn condition(line: &mut Line, Condition { kind, span }: &Condition<'_>) {
    let at = span.start as usize;
    match kind {
        ConditionKind::And(parts) => joined(line, "and", parts),
        ConditionKind::Or(parts) => joined(line, "or", parts),
        ConditionKind::Not(inner) => {
            line.push("not", at);
            condition(line, inner);
        }
        ConditionKind::Parentheses(inner) => {
            line.push("(", at).glue();
            condition(line, inner);
            line.glue().push(")", last(span));
        }
        ConditionKind::Name(name) => {
            line.word(name);
        }
        ConditionKind::Comparison(compared) => comparison(line, compared, at),
        ConditionKind::Presence {
            operand: compared,
            exists,
        } => {
            operand(line, compared);
            line.push(if *exists { "exists" } else { "missing" }, last(span));
        }
        ConditionKind::Operator {
            operator,
            key,
            values,
        } => {
            line.word(operator).glue().push("(", at).glue().word(key);
            if let Some(key) = line.pieces.last_mut() {
                key.text.push(',');
            }
            line.soft();
            line.list(values, value);
            line.glue().push(")", last(span));
        }
        ConditionKind::Region {
            negated,
            values: listed,
        } => {
            line.push(
                if *negated {
                    "region not in"
                } else {
                    "region in"
                },
                at,
            );
            values(line, listed);
        }
        ConditionKind::Estate {
            party,
            negated,
            estate,
            values,
        } => {
            let relation = if *negated { "not in" } else { "in" };
            let estate = match estate {
                Estate::Organization => "org",
                Estate::Account => "account",
                Estate::Unit => "ou",
            };
            line.push(
                format_args!("{} {relation} {estate}", party_name(*party)),
                at,
            );
            line.words(values);
        }
        ConditionKind::Mfa
        | ConditionKind::MfaWithin(_)
        | ConditionKind::Tls
        | ConditionKind::From(_)
        | ConditionKind::Before(_)
        | ConditionKind::After(_)
        | ConditionKind::Between(..)
        | ConditionKind::ViaService
        | ConditionKind::AwsService => sugar(line, kind, at),
    }
}

fn sugar(line: &mut Line, kind: &ConditionKind<'_>, at: usize) {
    match kind {
        ConditionKind::Mfa => line.push("mfa", at),
        ConditionKind::MfaWithin(length) => line.push("mfa within", at).word(length),
        ConditionKind::Tls => line.push("tls", at),
        ConditionKind::From(words) => {
            line.push("from", at);
            line.words(words);
            line
        }
        ConditionKind::Before(date) => line.push("before", at).word(date),
        ConditionKind::After(date) => line.push("after", at).word(date),
        ConditionKind::Between(first, second) => line
            .push("between", at)
            .word(first)
            .push("and", start(second))
            .word(second),
        ConditionKind::ViaService => line.push("via service", at),
        ConditionKind::AwsService => line.push("aws service", at),
        ConditionKind::And(_)
        | ConditionKind::Or(_)
        | ConditionKind::Not(_)
        | ConditionKind::Parentheses(_)
        | ConditionKind::Name(_)
        | ConditionKind::Comparison(_)
        | ConditionKind::Presence { .. }
        | ConditionKind::Operator { .. }
        | ConditionKind::Region { .. }
        | ConditionKind::Estate { .. } => line,
    };
}

fn joined(line: &mut Line, connective: &str, parts: &[Condition<'_>]) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            line.soft().push(connective, part.span.start as usize);
        }
        condition(line, part);
    }
}

fn comparison(line: &mut Line, comparison: &Comparison<'_>, at: usize) {
    if let Some(quantifier) = comparison.quantifier {
        let words = match quantifier {
            Quantifier::AnyOf => "any of",
            Quantifier::AllOf => "all of",
            Quantifier::Only => "only",
        };
        line.push(words, at);
    }
    operand(line, &comparison.operand);
    let relation = match comparison.relation {
        Relation::Equal => "==",
        Relation::NotEqual => "!=",
        Relation::Less => "<",
        Relation::LessOrEqual => "<=",
        Relation::Greater => ">",
        Relation::GreaterOrEqual => ">=",
        Relation::In => "in",
        Relation::NotIn => "not in",
        Relation::Like => "like",
        Relation::NotLike => "not like",
    };
    line.push(relation, comparison.relation_span.start as usize);
    values(line, &comparison.values);
    let end = comparison.values.span.end as usize;
    if comparison.ignoring_case {
        line.push("ignoring case", end);
    }
    if comparison.if_present {
        line.push("if present", end);
    }
}

fn operand(line: &mut Line, operand: &Operand<'_>) {
    match operand {
        Operand::Key(key) => line.word(key),
        Operand::Tag { party, name, span } => line.push(
            format_args!("tag {}.{}", party_name(*party), written(name)),
            span.start as usize,
        ),
    };
}

fn values(line: &mut Line, values: &Values<'_>) {
    let Values {
        list,
        bracketed,
        span,
    } = values;
    if *bracketed {
        brackets(line, *span, |line| line.list(list, value));
    } else {
        line.list(list, value);
    }
}

pub(super) fn brackets(line: &mut Line, span: Span, inside: impl FnOnce(&mut Line)) {
    line.push("[", span.start as usize).glue();
    inside(line);
    line.glue().push("]", last(&span));
}

fn value(line: &mut Line, value: &Value<'_>) {
    match value {
        Value::Word(word) => line.word(word),
        Value::Tag { party, name, span } => line.push(
            format_args!("{}.{}", party_name(*party), written(name)),
            span.start as usize,
        ),
    };
}

pub(super) fn party_name(party: Party) -> &'static str {
    match party {
        Party::Principal => "principal",
        Party::Resource => "resource",
        Party::Request => "request",
        Party::Source => "source",
    }
}
