//! A written condition as an [`Expression`].

use super::expression::{Expression, Literal};
use super::habits::meant;
use super::names::{Meaning, NameKind, Names, Text};
use super::place::Place;
use super::shape::Shape;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, Base, Operator};
use crate::source::Span;
use crate::syntax::ast::{Condition, ConditionKind, Word};

/// How many pieces a condition may have, names of conditions followed.
const MAX_PIECES: usize = 1_000;

/// How deep a condition may nest, names of conditions followed.
const MAX_DEPTH: usize = 200;

/// Reads the conditions of one grant.
pub(super) struct Reader<'r> {
    pub(super) place: &'r Place<'r>,
    pub(super) diagnostics: &'r mut Diagnostics,
    pieces: usize,
    depth: usize,
    /// The names of conditions that are being followed, by their places.
    following: Vec<Span>,
    /// What to write where a bare word is none, if that is no quoted text.
    pub(super) instead: Option<&'static str>,
}

impl<'r> Reader<'r> {
    pub(super) fn new(place: &'r Place<'r>, diagnostics: &'r mut Diagnostics) -> Self {
        Self {
            place,
            diagnostics,
            pieces: 0,
            depth: 0,
            following: Vec::new(),
            instead: None,
        }
    }

    /// Adds a problem; `None` to hand on.
    pub(super) fn report<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.diagnostics.push(diagnostic);
        None
    }

    /// What a condition says. `None`: an error, which is reported; all parts
    /// are read, so that one run shows every mistake.
    pub(super) fn condition<'s>(
        &mut self,
        condition: &Condition<'s>,
        names: &dyn Names<'s>,
    ) -> Option<Expression> {
        if self.pieces > MAX_PIECES {
            // Reported when the limit was passed. Nothing is read after it, so
            // that names that double at every step end here.
            return None;
        }
        self.pieces += 1;
        self.depth += 1;
        let found = if self.pieces > MAX_PIECES || self.depth > MAX_DEPTH {
            self.pieces = MAX_PIECES + 1;
            self.report(
                Diagnostic::new(
                    codes::CONDITION_SIZE,
                    format!(
                        "the condition has more than {MAX_PIECES} pieces or is more than {MAX_DEPTH} deep once its names are followed"
                    ),
                )
                .at(condition.span)
                .label(self.place.span, "in this grant")
                .hint("list values in one comparison (`KEY in a, b`), or split the grant"),
            )
        } else {
            self.kind(condition, names)
        };
        self.depth -= 1;
        found
    }

    fn kind<'s>(&mut self, condition: &Condition<'s>, names: &dyn Names<'s>) -> Option<Expression> {
        let span = condition.span;
        match &condition.kind {
            ConditionKind::And(parts) => self.each(parts, names).map(Expression::All),
            ConditionKind::Or(parts) => self.each(parts, names).map(Expression::Any),
            ConditionKind::Not(inner) => {
                let inner = self.condition(inner, names)?;
                Some(Expression::Not(Box::new(inner)))
            }
            ConditionKind::Parentheses(inner) => self.condition(inner, names),
            ConditionKind::Name(word) => self.named(*word, names),
            ConditionKind::Comparison(comparison) => self.comparison(comparison, span, names),
            ConditionKind::Presence { operand, exists } => {
                let key = self.operand(operand, names)?;
                let absent = (!exists).to_string();
                Some(plain(Base::Null, &key, vec![absent], span))
            }
            ConditionKind::Mfa => self.mfa(span),
            ConditionKind::MfaWithin(word) => self.mfa_within(*word, span, names),
            ConditionKind::Tls => Some(truth("aws:SecureTransport", span)),
            ConditionKind::From(words) => self.from(words, span, names),
            ConditionKind::Region { negated, values } => self.region(*negated, values, span, names),
            ConditionKind::Before(word) => self.before(*word, span, names),
            ConditionKind::After(word) => self.after(*word, span, names),
            ConditionKind::Between(first, last) => self.between(*first, *last, span, names),
            ConditionKind::Estate {
                party,
                negated,
                estate,
                values,
            } => {
                let inside = self.estate(*party, *estate, values, span, names)?;
                Some(if *negated {
                    Expression::Not(Box::new(inside))
                } else {
                    inside
                })
            }
            ConditionKind::ViaService => Some(truth("aws:ViaAWSService", span)),
            ConditionKind::AwsService => Some(truth("aws:PrincipalIsAWSService", span)),
            ConditionKind::Operator {
                operator,
                key,
                values,
            } => self.operator_by_name(*operator, *key, values, span, names),
        }
    }

    fn each<'s>(
        &mut self,
        parts: &[Condition<'s>],
        names: &dyn Names<'s>,
    ) -> Option<Vec<Expression>> {
        let found: Vec<Option<Expression>> = parts
            .iter()
            .map(|part| self.condition(part, names))
            .collect();
        found.into_iter().collect()
    }

    /// `when trusted`
    fn named<'s>(&mut self, word: Word<'s>, names: &dyn Names<'s>) -> Option<Expression> {
        let text = self.one(word, names)?;
        let meaning = if text.quoted {
            None
        } else {
            names.look_up(&text, self.diagnostics)
        };
        match meaning {
            Some(Meaning::Condition {
                condition,
                names,
                origin,
            }) => {
                if self.following.contains(&origin) {
                    return self.report(
                        Diagnostic::new(
                            codes::CIRCULAR,
                            format!("`{}` comes back to itself", text.text),
                        )
                        .label(word.span, "here it is asked for again")
                        .label(origin, "it is declared here")
                        .hint("a condition cannot be made of itself, not by way of others either"),
                    );
                }
                self.following.push(origin);
                let found = self.condition(condition, names.as_ref());
                self.following.pop();
                found
            }
            Some(Meaning::Broken) => None,
            Some(Meaning::List(_)) => self.report(
                Diagnostic::new(
                    codes::WRONG_KIND_OF_LET,
                    format!("`{}` is a list of values, not a condition", text.text),
                )
                .at(word.span)
                .hint(format!(
                    "say what is compared with it: `from {0}`, `KEY in {0}`",
                    text.text
                )),
            ),
            None => self.unknown_condition(&text, names),
        }
    }

    fn unknown_condition<'s>(&mut self, text: &Text, names: &dyn Names<'s>) -> Option<Expression> {
        if names.may_be_unread(&text.text) {
            return None;
        }
        let found = Diagnostic::new(
            codes::UNKNOWN_NAME,
            format!("no condition `{}` is declared", text.text),
        )
        .at(text.span);
        let near = names.nearest(NameKind::Condition, &text.text);
        let words = ["mfa", "tls"].into_iter();
        let hint = match near.or_else(|| crate::diag::nearest(&text.text, words).map(str::to_owned))
        {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare it with `let {} when ...`", text.text),
        };
        self.report(found.hint(hint))
    }

    // -- words ---------------------------------------------------------------

    /// The one text of a word.
    pub(super) fn one<'s>(&mut self, word: Word<'s>, names: &dyn Names<'s>) -> Option<Text> {
        let mut texts = names.fill(word, self.diagnostics)?;
        if texts.len() > 1 {
            return self.report(
                Diagnostic::new(
                    codes::CHOICE_NOT_HERE,
                    format!("`{}` is a choice, and one text is needed here", word.text),
                )
                .at(word.span)
                .hint("write the conditions out, with `or` between them"),
            );
        }
        texts.pop()
    }

    /// The values of words: names of lists followed.
    pub(super) fn texts<'s>(
        &mut self,
        words: impl IntoIterator<Item = Word<'s>>,
        names: &dyn Names<'s>,
    ) -> Option<Vec<Text>> {
        let mut found = Some(Vec::new());
        for word in words {
            let more = self.texts_of(word, names);
            found = found.zip(more).map(|(mut all, more)| {
                all.extend(more);
                all
            });
        }
        found
    }

    pub(super) fn texts_of<'s>(
        &mut self,
        word: Word<'s>,
        names: &dyn Names<'s>,
    ) -> Option<Vec<Text>> {
        let mut found = Vec::new();
        for text in names.fill(word, self.diagnostics)? {
            if text.quoted || Shape::of(&text.text).is_some() {
                found.push(text);
                continue;
            }
            match names.look_up(&text, self.diagnostics) {
                Some(Meaning::List(values)) => {
                    for value in values {
                        if !value.quoted && Shape::of(&value.text).is_none() {
                            return self.bare_word(&value, None, names);
                        }
                        found.push(value);
                    }
                }
                Some(Meaning::Broken) => return None,
                Some(Meaning::Condition { origin, .. }) => {
                    return self.report(
                        Diagnostic::new(
                            codes::WRONG_KIND_OF_LET,
                            format!("`{}` is a condition, and a value is needed here", text.text),
                        )
                        .at(text.span)
                        .label(origin, "it is declared here")
                        .hint(format!("join it with `and`: `... and {}`", text.text)),
                    );
                }
                None => return self.bare_word(&text, Some(word), names),
            }
        }
        Some(found)
    }

    /// The same of words that no quoted text can stand for.
    pub(super) fn texts_or<'s>(
        &mut self,
        instead: &'static str,
        words: impl IntoIterator<Item = Word<'s>>,
        names: &dyn Names<'s>,
    ) -> Option<Vec<Text>> {
        self.instead = Some(instead);
        let texts = self.texts(words, names);
        self.instead = None;
        texts
    }

    /// A bare word that is neither a value by its shape nor a name.
    fn bare_word<'s, T>(
        &mut self,
        text: &Text,
        written: Option<Word<'s>>,
        names: &dyn Names<'s>,
    ) -> Option<T> {
        if names.may_be_unread(&text.text) {
            return None;
        }
        // What is filled in makes a bare word, whatever was quoted before.
        let written = written.map_or(text.text.as_str(), |word| word.text);
        let message = if written == text.text {
            format!("no `let` or parameter `{written}` is declared")
        } else {
            format!(
                "`{written}` comes to `{}`, and no `let` or parameter is called so",
                text.text
            )
        };
        let mut found = Diagnostic::new(codes::BARE_TEXT, message).at(text.span);
        if let Some(near) = names.nearest(NameKind::List, &text.text) {
            found = found.hint(format!("did you mean `{near}`?"));
        }
        if let Some(hint) = meant(&text.text) {
            return self.report(found.hint(hint));
        }
        if self.instead.is_none() && text.text.starts_with(|first: char| first.is_ascii_digit()) {
            found = found.hint(
                "a date is written `2026-12-31`, an address `203.0.113.7`, a number in plain digits",
            );
        }
        if self.instead.is_none() && looks_like_region(&text.text) {
            found = found.hint("a region is written as its code, `eu-west-1`");
        }
        self.report(match self.instead {
            Some(instead) => found.hint(instead),
            None => found.hint(format!("text is quoted: `\"{written}\"`")),
        })
    }
}

/// An operator without prefix and suffix.
pub(super) fn plain(base: Base, key: &str, values: Vec<String>, span: Span) -> Expression {
    Literal::new(
        Atom {
            operator: Operator::plain(base),
            key: key.to_owned(),
            values,
        },
        span,
    )
    .into()
}

/// `Bool K true`
pub(super) fn truth(key: &str, span: Span) -> Expression {
    plain(Base::Bool, key, vec!["true".to_owned()], span)
}

/// `eu-wset-1`
fn looks_like_region(word: &str) -> bool {
    let number = word.rsplit('-').next().unwrap_or_default();
    word.matches('-').count() >= 2 && number.bytes().all(|byte| byte.is_ascii_digit())
}
