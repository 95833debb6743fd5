//! The conditions that have words of their own.

use hashbrown::HashSet;

use super::date::{self, Written};
use super::expression::{Expression, Literal};
use super::habits;
use super::names::{NameKind, Names, Text};
use super::reader::{Reader, plain, truth};
use super::shape::Shape;
use super::value::{Against, not_a_date};
use crate::diag::{Diagnostic, codes};
use crate::iam::{Atom, Base, Operator, PolicyKind, SetOperator, is_region};
use crate::source::Span;
use crate::syntax::ast::{Estate, Party, Value, Values, Word};

const NOW: &str = "aws:CurrentTime";

/// What to write where a bare word is neither a value nor a name.
const FROM: &str = "write a range of addresses, `203.0.113.0/24`, an endpoint, `vpce-0a1b2c3d`, or a network, `vpc-0a1b2c3d`, or name some with `let`";
const REGION: &str = "a region is written as its code, `eu-west-1`";
const DATE: &str = "write a day, `2026-12-31`, or a time, `2026-12-31T18:00:00Z`";
const UNIT: &str = "AWS compares ids, which the program does not know: write the path `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111`";
const ORGANIZATION: &str = "an organization's id is `o-` and 10 to 32 small letters or digits";

impl Reader<'_> {
    /// `mfa`
    pub(super) fn mfa(&mut self, span: Span) -> Option<Expression> {
        self.mfa_in_place(span)?;
        Some(truth("aws:MultiFactorAuthPresent", span))
    }

    /// `mfa within 1h`
    pub(super) fn mfa_within<'s>(
        &mut self,
        word: Word<'s>,
        span: Span,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        let in_place = self.mfa_in_place(span);
        let text = self.one(word, names)?;
        let Some(seconds) = seconds(&text.text) else {
            return self.report(
                Diagnostic::new(
                    codes::CONDITION_WORD,
                    format!("`{}` is not a length of time", text.text),
                )
                .at(word.span)
                .hint(habits::length(&text.text).unwrap_or_else(|| {
                    "write a number with `s`, `m`, `h` or `d`: `mfa within 1h`".to_owned()
                })),
            );
        };
        in_place?;
        let base = Base::NumericLessThan;
        Some(plain(
            base,
            "aws:MultiFactorAuthAge",
            vec![seconds.to_string()],
            span,
        ))
    }

    // -- where from -------------------------------------------------------------

    /// `from CIDR, vpce-..., vpc-...`: an "or" over the keys, in the order in
    /// which they are first needed.
    pub(super) fn from<'s>(
        &mut self,
        words: &[Word<'s>],
        span: Span,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        let texts = self.texts_or(FROM, words.iter().copied(), names)?;
        let mut groups: Vec<(&str, Base, Vec<Text>)> = Vec::new();
        let mut good = true;
        for text in texts {
            let Some((key, base)) = origin(&text.text) else {
                good = false;
                self.diagnostics.push(
                    Diagnostic::new(
                        codes::CONDITION_ADDRESS,
                        format!("`{}` is not where a request comes from", text.text),
                    )
                    .at(text.span)
                    .hint("write a range of addresses, `203.0.113.0/24`, an endpoint, `vpce-0a1b2c3d`, or a network, `vpc-0a1b2c3d`"),
                );
                continue;
            };
            match groups.iter_mut().find(|(known, ..)| *known == key) {
                Some((_, _, list)) => list.push(text),
                None => groups.push((key, base, vec![text])),
            }
        }
        let mut parts = Vec::with_capacity(groups.len());
        for (key, base, list) in groups {
            let against = Against {
                base,
                key,
                by_name: false,
                span,
            };
            match self.checked(&list, against) {
                Some(values) => parts.push(plain(base, key, values, span)),
                None => good = false,
            }
        }
        good.then_some(())?;
        Some(one_or_any(parts))
    }

    /// `region in R, ...`
    pub(super) fn region<'s>(
        &mut self,
        negated: bool,
        values: &Values<'s>,
        span: Span,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        let mut words = Vec::with_capacity(values.list.len());
        for value in &values.list {
            match value {
                Value::Word(word) => words.push(*word),
                Value::Tag { span, .. } => {
                    return self.report(
                        Diagnostic::new(codes::CONDITION_WORD, "a tag is not a region")
                            .at(*span)
                            .hint("compare the key itself: `aws:RequestedRegion == \"${aws:PrincipalTag/region}\"`"),
                    );
                }
            }
        }
        let texts = self.texts_or(REGION, words, names)?;
        for text in &texts {
            if !is_region(&text.text) {
                return self.report(
                    Diagnostic::new(
                        codes::CONDITION_WORD,
                        format!("`{}` is not the code of a region", text.text),
                    )
                    .at(text.span)
                    .hint("write it as AWS does, `eu-west-1`; for a pattern, `aws:RequestedRegion like \"eu-*\"`"),
                );
            }
        }
        let base = if negated {
            Base::StringNotEquals
        } else {
            Base::StringEquals
        };
        let key = "aws:RequestedRegion";
        let against = Against {
            base,
            key,
            by_name: false,
            span,
        };
        let values = self.checked(&texts, against)?;
        Some(plain(base, key, values, span))
    }

    // -- when -------------------------------------------------------------------

    /// `before D`: not at D any more, and for a day not on it.
    pub(super) fn before<'s>(
        &mut self,
        word: Word<'s>,
        span: Span,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        let (text, date) = self.date(word, names)?;
        let bound = written(&text, date, date.start());
        Some(plain(Base::DateLessThan, NOW, vec![bound], span))
    }

    /// `after D`: later than D, and for a day from the next one on.
    pub(super) fn after<'s>(
        &mut self,
        word: Word<'s>,
        span: Span,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        let (text, date) = self.date(word, names)?;
        let end = self.end(&text, date)?;
        let base = match date {
            Written::Day(_) => Base::DateGreaterThanEquals,
            Written::Instant(_) => Base::DateGreaterThan,
        };
        Some(plain(base, NOW, vec![written(&text, date, end)], span))
    }

    /// `between D and D`: both included, a day as a whole.
    pub(super) fn between<'s>(
        &mut self,
        first: Word<'s>,
        last: Word<'s>,
        span: Span,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        let start = self.date(first, names);
        let end = self.date(last, names);
        let ((start_text, start), (end_text, end)) = start.zip(end)?;
        let from = written(&start_text, start, start.start());
        let until = self.end(&end_text, end)?;
        if start.start() > until {
            return self.report(
                Diagnostic::new(
                    codes::CONDITION_DATE,
                    format!("`{}` is before `{}`", end_text.text, start_text.text),
                )
                .at(span)
                .hint("write the earlier date first"),
            );
        }
        let base = match end {
            Written::Day(_) => Base::DateLessThan,
            Written::Instant(_) => Base::DateLessThanEquals,
        };
        Some(Expression::All(vec![
            plain(Base::DateGreaterThanEquals, NOW, vec![from], span),
            plain(base, NOW, vec![written(&end_text, end, until)], span),
        ]))
    }

    /// `until D` of a grant: the whole day, or up to the instant.
    pub(super) fn until<'s>(
        &mut self,
        word: Word<'s>,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        let (text, date) = self.date(word, names)?;
        let end = self.end(&text, date)?;
        let bound = written(&text, date, end);
        Some(plain(Base::DateLessThan, NOW, vec![bound], word.span))
    }

    fn date<'s>(&mut self, word: Word<'s>, names: &dyn Names<'s>) -> Option<(Text, Written)> {
        let mut texts = self.texts_or(DATE, [word], names)?;
        let text = texts.pop()?;
        if !texts.is_empty() {
            return self.report(
                Diagnostic::new(
                    codes::CONDITION_DATE,
                    format!("`{}` is a list, and one date is needed here", word.text),
                )
                .at(word.span)
                .hint("write the date"),
            );
        }
        match Written::parse(&text.text) {
            Ok(date) => Some((text, date)),
            Err(problem) => self.report(not_a_date(&text, problem)),
        }
    }

    fn end(&mut self, text: &Text, date: Written) -> Option<time::OffsetDateTime> {
        match date.end() {
            Some(end) => Some(end),
            None => self.report(not_a_date(text, date::NotADate::Malformed)),
        }
    }

    // -- in what ----------------------------------------------------------------

    /// `principal in org o-x`, `resource in account A`, `source in ou PATH`
    pub(super) fn estate<'s>(
        &mut self,
        party: Party,
        estate: Estate,
        words: &[Word<'s>],
        span: Span,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        let key = self.estate_key(party, estate, span)?;
        let mut values: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        let mut good = true;
        for word in words {
            let Some(found) = self.estate_values(*word, estate, names) else {
                good = false;
                continue;
            };
            for value in found {
                if seen.insert(value.clone()) {
                    values.push(value);
                }
            }
        }
        (good && !values.is_empty()).then_some(())?;
        let operator = match estate {
            Estate::Organization | Estate::Account => Operator::plain(Base::StringEquals),
            Estate::Unit => Operator::plain(Base::StringLike).over(SetOperator::ForAnyValue),
        };
        let atom = Atom {
            operator,
            key: key.to_owned(),
            values,
        };
        Some(Literal::new(atom, span).into())
    }

    fn estate_key(&mut self, party: Party, estate: Estate, span: Span) -> Option<&'static str> {
        let key = match (party, estate) {
            (Party::Principal, Estate::Organization) => "aws:PrincipalOrgID",
            (Party::Principal, Estate::Account) => "aws:PrincipalAccount",
            (Party::Principal, Estate::Unit) => "aws:PrincipalOrgPaths",
            (Party::Resource, Estate::Organization) => "aws:ResourceOrgID",
            (Party::Resource, Estate::Account) => "aws:ResourceAccount",
            (Party::Resource, Estate::Unit) => "aws:ResourceOrgPaths",
            (Party::Source, Estate::Organization) => "aws:SourceOrgID",
            (Party::Source, Estate::Account) => "aws:SourceAccount",
            (Party::Source, Estate::Unit) => "aws:SourceOrgPaths",
            (Party::Request, _) => {
                return self.report(
                    Diagnostic::new(
                        codes::CONDITION_WORD,
                        "a request is not in an organization, account or unit",
                    )
                    .at(span)
                    .hint("write `principal in`, `resource in` or `source in`"),
                );
            }
        };
        // A service control policy can reach several accounts and units, but
        // never another organization.
        let same_for_every_request = party == Party::Principal
            && match self.place.kind {
                PolicyKind::Identity | PolicyKind::Boundary | PolicyKind::Session => true,
                PolicyKind::ServiceControl => estate == Estate::Organization,
                PolicyKind::Resource | PolicyKind::Trust | PolicyKind::ResourceControl => false,
            };
        if same_for_every_request {
            return self.report(
                Diagnostic::new(
                    codes::SAME_FOR_EVERY_REQUEST,
                    "the principals that this policy is for are all in one place, so this is the same for every request",
                )
                .at(span)
                .hint("ask it in a policy of the resource, or ask where the resource is: `resource in`"),
            );
        }
        Some(key)
    }

    fn estate_values<'s>(
        &mut self,
        word: Word<'s>,
        estate: Estate,
        names: &dyn Names<'s>,
    ) -> Option<Vec<String>> {
        if estate == Estate::Account {
            let text = self.one(word, names)?;
            if let Some(number) = names.account_number(&text.text) {
                return Some(vec![number]);
            }
        }
        let is_name = estate == Estate::Account && Shape::of(word.text).is_none() && !word.quoted;
        if is_name {
            return self.unknown_account(word, names);
        }
        let instead = match estate {
            Estate::Organization => ORGANIZATION,
            Estate::Account => "write the account's name, or its twelve digits",
            Estate::Unit => UNIT,
        };
        let texts = self.texts_or(instead, [word], names)?;
        let mut values = Vec::with_capacity(texts.len());
        for text in texts {
            match estate_value(estate, &text.text) {
                Some(value) => values.push(value),
                None => return self.report(not_in_estate(estate, &text)),
            }
        }
        Some(values)
    }

    /// A name that is no account's may still be a `let` of numbers.
    fn unknown_account<'s>(
        &mut self,
        word: Word<'s>,
        names: &dyn Names<'s>,
    ) -> Option<Vec<String>> {
        let text = self.one(word, names)?;
        if let Some(super::Meaning::List(values)) = names.look_up(&text, self.diagnostics) {
            let numbers = values
                .iter()
                .map(|value| estate_value(Estate::Account, &value.text));
            return match numbers.collect::<Option<Vec<String>>>() {
                Some(numbers) => Some(numbers),
                None => self.report(not_in_estate(Estate::Account, &text)),
            };
        }
        if names.may_be_unread(&text.text) {
            return None;
        }
        let found = Diagnostic::new(
            codes::UNKNOWN_NAME,
            format!("no account `{}` is declared", text.text),
        )
        .at(text.span);
        let hint = match names.nearest(NameKind::Account, &text.text) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "declare it with `account {} = ...`, or write its twelve digits",
                text.text
            ),
        };
        self.report(found.hint(hint))
    }
}

/// The key and operator that tell of an origin of requests.
fn origin(text: &str) -> Option<(&'static str, Base)> {
    match Shape::of(text) {
        Some(Shape::Address) => Some(("aws:SourceIp", Base::IpAddress)),
        Some(Shape::Endpoint) => Some(("aws:SourceVpce", Base::StringEquals)),
        Some(Shape::Network) => Some(("aws:SourceVpc", Base::StringEquals)),
        Some(
            Shape::Number
            | Shape::Boolean
            | Shape::Date
            | Shape::Arn
            | Shape::Account
            | Shape::Organization
            | Shape::Region,
        )
        | None => None,
    }
}

fn one_or_any(mut parts: Vec<Expression>) -> Expression {
    match parts.len() {
        1 => parts.swap_remove(0),
        _ => Expression::Any(parts),
    }
}

/// A bound as a document has it: an instant stays as it was written.
fn written(text: &Text, date: Written, bound: time::OffsetDateTime) -> String {
    match date {
        Written::Day(_) => date::write(bound),
        Written::Instant(_) => text.text.clone(),
    }
}

/// `90s`, `30m`, `1h`, `7d` in seconds.
fn seconds(text: &str) -> Option<u64> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    let count: u64 = plain.then(|| digits.parse().ok())??;
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    count.checked_mul(unit)
}

/// What a document says for an organization, account or unit.
fn estate_value(estate: Estate, text: &str) -> Option<String> {
    match (estate, Shape::of(text)) {
        (Estate::Account, Some(Shape::Account)) => Some(text.to_owned()),
        (Estate::Organization, Some(Shape::Organization)) => {
            (!text.contains('/')).then(|| text.to_owned())
        }
        (Estate::Unit, Some(Shape::Organization)) => unit_pattern(text),
        (Estate::Account | Estate::Organization | Estate::Unit, _) => None,
    }
}

/// Every path that begins with the unit's: its own accounts and those of the
/// units in it (IAM User Guide, "aws:PrincipalOrgPaths").
fn unit_pattern(path: &str) -> Option<String> {
    let path = path.trim_end_matches('*').trim_end_matches('/');
    let mut parts = path.split('/').skip(1);
    let root = parts.next()?;
    let well_formed = root.starts_with("r-")
        && parts.all(|unit| unit.starts_with("ou-"))
        && !path.contains(['*', '?', '$']);
    well_formed.then(|| format!("{path}/*"))
}

fn not_in_estate(estate: Estate, text: &Text) -> Diagnostic {
    let (what, hint) = match estate {
        Estate::Organization => ("the id of an organization", "write its id: `o-a1b2c3d4e5`"),
        Estate::Account => (
            "an account",
            "write the name of an `account`, or its twelve digits",
        ),
        Estate::Unit => ("the path of a unit", UNIT),
    };
    Diagnostic::new(
        codes::ESTATE_VALUE,
        format!("`{}` is not {what}", text.text),
    )
    .at(text.span)
    .hint(hint)
}
