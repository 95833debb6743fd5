//! Whether values are what an operator compares.

use hashbrown::HashSet;

use super::key::{unknown_global_variable, unknown_variable};
use super::names::Text;
use super::reader::Reader;
use super::variable::{Malformed, Piece, has_plain, has_variable, pieces, variables};
use super::{address, arn, date, habits, number};
use crate::diag::{Diagnostic, codes};
use crate::iam::keys::Arity;
use crate::iam::{Base, Relation, ValueType, keys};
use crate::source::Span;

/// What is compared with what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Against<'k> {
    /// The operator.
    pub(super) base: Base,
    /// The key.
    pub(super) key: &'k str,
    /// Whether the writer named the operator, and so means IAM's own reading of
    /// the values.
    pub(super) by_name: bool,
    /// The comparison.
    pub(super) span: Span,
}

impl Reader<'_> {
    /// The values as a document writes them, without repeats. `None`: one is
    /// not what the operator compares, which is reported.
    pub(super) fn checked(&mut self, texts: &[Text], against: Against<'_>) -> Option<Vec<String>> {
        let mut values: Vec<String> = Vec::with_capacity(texts.len());
        let mut seen = HashSet::with_capacity(texts.len());
        let mut good = true;
        for text in texts {
            let problem = problem(text, against);
            // A service of one's own may be asked from within its network.
            let may_be_private = |found: &Diagnostic| {
                self.place.of_own_service && found.code == codes::PRIVATE_ADDRESS
            };
            match problem.filter(|found| !may_be_private(found)) {
                None if seen.insert(&text.text) => values.push(text.text.clone()),
                None => {}
                Some(problem) => {
                    good = false;
                    self.diagnostics.push(problem);
                }
            }
            good &= self.variables_have_values(text, against);
            if against.by_name {
                self.warn_of_unknown_variables(text);
            }
        }
        let takes_one = matches!(
            against.base.row().value_type,
            ValueType::Bool | ValueType::Presence
        );
        if takes_one && good && values.len() != 1 {
            return self.report(
                Diagnostic::new(
                    codes::VALUE_TYPE,
                    format!("`{}` is compared with one truth value", against.key),
                )
                .at(against.span)
                .hint("write `== true` or `== false`"),
            );
        }
        (good && !values.is_empty()).then_some(values)
    }

    /// Who names the operator may know of keys that are newer than the table.
    fn warn_of_unknown_variables(&mut self, text: &Text) {
        for key in variables(&text.text) {
            if unknown_variable(key).is_some() {
                let found = unknown_global_variable(key);
                self.diagnostics.push(found.at(text.span));
            }
        }
    }

    /// A role's session has no user name to fill in.
    fn variables_have_values(&mut self, text: &Text, against: Against<'_>) -> bool {
        let absent =
            pieces(&text.text)
                .unwrap_or_default()
                .into_iter()
                .find_map(|piece| match piece {
                    Piece::Variable {
                        key,
                        has_default: false,
                        text,
                    } if key.eq_ignore_ascii_case("aws:username") => Some(text),
                    Piece::Variable { .. } | Piece::Plain(_) | Piece::Escape(_) => None,
                });
        match absent {
            Some(variable) if self.is_role_policy() => {
                let negated = against.base.row().negated;
                let effect = if negated {
                    "so this always holds"
                } else {
                    "so this never holds"
                };
                self.diagnostics.push(
                    Diagnostic::new(
                        codes::ABSENT_FOR_ROLE,
                        format!("`{variable}` has no value in a role's session, {effect}"),
                    )
                    .at(text.span)
                    .hint("use `${aws:PrincipalTag/...}`, or `${aws:userid}`, which is `ROLE-ID:SESSION-NAME`"),
                );
                false
            }
            Some(_) | None => true,
        }
    }
}

/// What is wrong with one value.
pub(super) fn problem(text: &Text, against: Against<'_>) -> Option<Diagnostic> {
    let value = &text.text;
    let row = against.base.row();
    let found = |code, message: String| Some(Diagnostic::new(code, message).at(text.span));
    let wrong_type = |what: &str| found(codes::VALUE_TYPE, format!("`{value}` is not {what}"));
    match row.value_type {
        ValueType::String | ValueType::Arn => {
            malformed_variable(text)
                .or_else(|| unknown(text).filter(|_| !against.by_name))
                .or_else(|| pattern_problem(text, against))
                .or_else(|| {
                    let problem = (row.value_type == ValueType::Arn).then(|| arn::problem(value));
                    let hint = "an ARN is `arn:partition:service:region:account:resource`, with `*` for what does not matter";
                    found(codes::CONDITION_ARN, format!("`{value}` {}", problem??))
                        .map(|found| found.hint(hint))
                })
        }
        _ if has_variable(value) => {
            found(
                codes::VARIABLE_NOT_HERE,
                format!("`{}` compares no policy variables", row.name),
            )
            .map(|found| {
                found.hint("IAM fills variables in only under the operators of texts and ARNs")
            })
        }
        ValueType::Numeric => {
            number::Number::parse(value).map_or_else(
                || {
                    wrong_type("a number")
                        .map(|found| found.hint("write digits, such as `10` or `2.5`"))
                },
                |_| None,
            )
        }
        ValueType::Date => date_problem(text, against),
        ValueType::Bool | ValueType::Presence => {
            if matches!(value.as_str(), "true" | "false") {
                None
            } else {
                wrong_type("`true` or `false`")
            }
        }
        ValueType::Binary => {
            if is_base64(value) {
                None
            } else {
                wrong_type("base64")
            }
        }
        ValueType::Ip => address_problem(text, against),
    }
}

/// A `${` that IAM does not understand, or whose key has many values or is none
/// (IAM User Guide, "IAM policy elements: Variables and tags"). In a `Resource`
/// such a pattern matches nothing, so that a deny would let everything through.
pub(in crate::resolve) fn variable_problem(text: &Text) -> Option<Diagnostic> {
    malformed_variable(text).or_else(|| unknown(text))
}

/// A variable of a global key that there is not.
fn unknown(text: &Text) -> Option<Diagnostic> {
    let found = variables(&text.text).into_iter().find_map(unknown_variable);
    found.map(|found| found.at(text.span))
}

fn malformed_variable(text: &Text) -> Option<Diagnostic> {
    let bad = |message: String, hint: &str| {
        Some(
            Diagnostic::new(codes::BAD_VARIABLE, message)
                .at(text.span)
                .hint(hint),
        )
    };
    let forms =
        "write `${key}`, `${key, 'text'}`, or `${*}`, `${?}`, `${$}` for the character itself";
    match pieces(&text.text) {
        Err(Malformed::Unclosed) => bad("`${` without its `}`".to_owned(), forms),
        Err(Malformed::Empty) => bad("`${}` names no condition key".to_owned(), forms),
        Err(Malformed::NotAKey(name)) => bad(
            format!("`${{{name}}}` is not a policy variable: a condition key holds a `:`"),
            &format!("to fill in a name while compiling, write `{{{name}}}`"),
        ),
        Err(Malformed::BadKey(key)) => bad(
            format!("`{key}` cannot be the key of a policy variable"),
            "a variable's key has no spaces and no wildcards",
        ),
        Err(Malformed::BadDefault(inside)) => bad(
            format!("`${{{inside}}}` is not a policy variable with a default"),
            "a default is written with one comma, one space and single quotes: `${key, 'text'}`",
        ),
        Ok(pieces) => pieces.iter().find_map(|piece| match piece {
            Piece::Variable { key, .. } => {
                let many = keys::find(key).is_some_and(|row| row.arity == Arity::Many);
                many.then(|| {
                    Diagnostic::new(
                        codes::VARIABLE_NOT_HERE,
                        format!("`{key}` has many values, so it cannot be filled in"),
                    )
                    .at(text.span)
                    .hint("a policy variable takes a key with one value")
                })
            }
            Piece::Plain(_) | Piece::Escape(_) => None,
        }),
    }
}

/// A wildcard that would be compared as a character.
fn pattern_problem(text: &Text, against: Against<'_>) -> Option<Diagnostic> {
    let row = against.base.row();
    let is_arn = row.value_type == ValueType::Arn;
    let value = &text.text;
    let wildcard = if is_arn || value.starts_with("arn:") {
        arn::has_wildcard(value)
    } else {
        has_plain(value, &['*'])
    };
    if against.by_name || !wildcard || (row.relation == Relation::Like && !is_arn) {
        return None;
    }
    if matches!(against.base, Base::ArnLike | Base::ArnNotLike) {
        return None;
    }
    let like = if row.negated { "not like" } else { "like" };
    let found = Diagnostic::new(
        codes::WILDCARD_UNDER_EQUALS,
        format!("`{value}` has a wildcard, which `==` and `in` do not read as one"),
    )
    .at(text.span)
    .hint(format!("write `{} {like} \"{value}\"`", against.key));
    Some(if is_arn {
        found
    } else {
        found.hint("for the character itself write `${*}` or `${?}`")
    })
}

fn date_problem(text: &Text, against: Against<'_>) -> Option<Diagnostic> {
    let value = &text.text;
    let epoch = value.len() >= 5 && value.bytes().all(|byte| byte.is_ascii_digit());
    let read = if against.by_name || epoch {
        date::read_as_iam(value).ok_or(date::NotADate::Malformed)
    } else {
        date::Written::parse(value).map(date::Written::start)
    };
    read.err().map(|problem| not_a_date(text, problem))
}

/// What is wrong with a date.
pub(super) fn not_a_date(text: &Text, problem: date::NotADate) -> Diagnostic {
    let value = &text.text;
    match problem {
        date::NotADate::NoZone => Diagnostic::new(
            codes::CONDITION_DATE,
            format!("`{value}` has a time and no time zone"),
        )
        .at(text.span)
        .hint(format!(
            "write `{value}Z` for UTC, or a zone such as `+02:00`"
        )),
        date::NotADate::Malformed => {
            Diagnostic::new(codes::CONDITION_DATE, format!("`{value}` is not a date"))
                .at(text.span)
                .hint(
                    habits::date(value)
                        .or_else(|| habits::time_of_day(value))
                        .unwrap_or_else(|| {
                            "write a day, `2026-12-31`, or a time, `2026-12-31T18:00:00Z`"
                                .to_owned()
                        }),
                )
        }
    }
}

fn address_problem(text: &Text, against: Against<'_>) -> Option<Diagnostic> {
    let value = &text.text;
    let Some(range) = address::parse(value) else {
        return Some(
            Diagnostic::new(
                codes::CONDITION_ADDRESS,
                format!("`{value}` is neither an address nor a range of addresses"),
            )
            .at(text.span)
            .hint(
                habits::addresses(value)
                    .or_else(|| habits::wrong_part(value))
                    .unwrap_or_else(|| {
                        "write an address, `203.0.113.7`, or a range, `203.0.113.0/24`".to_owned()
                    }),
            ),
        );
    };
    if !against.by_name && range.addr() != range.network() {
        return Some(
            Diagnostic::new(
                codes::CONDITION_ADDRESS,
                format!("`{value}` stands for all of `{}`", range.trunc()),
            )
            .at(text.span)
            .hint(format!(
                "write `{}` for the range, or `{}` for the one address",
                range.trunc(),
                range.addr()
            )),
        );
    }
    let seen_from_outside = against.key.eq_ignore_ascii_case("aws:SourceIp");
    (seen_from_outside && address::is_private(&range)).then(|| {
        Diagnostic::new(
            codes::PRIVATE_ADDRESS,
            format!("`{value}` is private, and `aws:SourceIp` never holds a private address"),
        )
        .at(text.span)
        .hint("name the public addresses that your network is seen from, or its endpoint: `from vpce-...`; the address inside a VPC is `aws:VpcSourceIp`")
    })
}

/// Standard base64 with its padding, no bits left over.
fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let padding = text.len() - body.len();
    let digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let last_is_whole = match (padding, body.bytes().last()) {
        (0, _) => true,
        (1, Some(last)) => b"AEIMQUYcgkosw048".contains(&last),
        (2, Some(last)) => b"AQgw".contains(&last),
        _ => false,
    };
    !text.is_empty() && text.len().is_multiple_of(4) && body.bytes().all(digit) && last_is_whole
}
