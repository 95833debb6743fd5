//! What a word stands for where values stand: itself, if it is quoted or its
//! shape says what it is; otherwise the values of a parameter or a `let`.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::condition::Text;
use super::let_table::LetId;
use super::scope::{Bound, Scope};
use super::shape;
use super::world::{World, locked};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::source::Span;
use crate::syntax::ast::{LetValue, Term, Word};
use crate::syntax::is_name;

/// How many values one list may come to.
const VALUES_LIMIT: usize = 10_000;

/// How many names may lead from one to the next.
const DEPTH_LIMIT: usize = 64;

/// How far the values of a `let` are known.
#[derive(Clone, Debug, Default)]
pub(crate) enum Progress {
    /// Nobody asked yet.
    #[default]
    Untouched,
    /// Being found: asking again is a circle.
    Running,
    /// These they are.
    Known(Arc<[Text]>),
    /// There is an error, already reported.
    Broken,
}

/// What a bare word stands for where values stand.
pub(super) enum Named {
    /// The values of a `let`, without the word's suffix.
    Let(LetId),
    /// One value, with the suffix.
    Value(Text),
    /// Nothing is so called.
    Nothing,
    /// What is so called has no values, which is reported.
    Broken,
}

impl<'s> World<'_, 's> {
    /// What a list of terms comes to: choices written out, names followed,
    /// constructors built. `None` where one of them is wrong, which is then
    /// reported.
    ///
    /// The place of a value that comes from a `let` is in that `let`.
    pub fn values(
        &self,
        terms: &[Term<'s>],
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Text>> {
        let mut values = Some(Vec::with_capacity(terms.len()));
        for term in terms {
            let found = self.values_of(term, scope, diagnostics);
            values = values.zip(found).map(|(mut all, found)| {
                all.extend(found);
                all
            });
        }
        values
    }

    /// What one term comes to.
    pub fn values_of(
        &self,
        term: &Term<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Text>> {
        match term {
            Term::Word(word) => self.values_of_word(*word, scope, diagnostics),
            Term::Constructor(constructor) => {
                let text = self.construct(constructor, scope, diagnostics)?;
                Some(vec![Text {
                    text,
                    quoted: true,
                    span: constructor.span,
                }])
            }
        }
    }

    /// What one word comes to.
    pub fn values_of_word(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Text>> {
        let texts = self.texts(word, scope, diagnostics)?;
        let mut values = Vec::with_capacity(texts.len());
        for text in texts {
            if word.quoted || shape::is_value(&text) {
                values.push(Text {
                    text: text.into_owned(),
                    quoted: word.quoted,
                    span: word.span,
                });
            } else {
                values.extend(self.named_values(&text, word, scope, diagnostics)?);
            }
            if values.len() > VALUES_LIMIT {
                report_too_many(word.span, diagnostics);
                return None;
            }
        }
        Some(values)
    }

    /// The values of `lake`, or of `lake/*`, each with the suffix.
    fn named_values(
        &self,
        filled: &str,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Text>> {
        let span = word.span;
        let (name, suffix) = split_suffix(filled);
        match self.named((name, suffix), span, scope, diagnostics) {
            Named::Let(id) => {
                let values = self.values_of_let(id, span, diagnostics)?;
                Some(with_suffix(&values, suffix))
            }
            Named::Value(value) => Some(vec![value]),
            Named::Nothing => {
                self.report_no_value(name, word.text, span, scope, diagnostics);
                None
            }
            Named::Broken => None,
        }
    }

    /// What a name with its suffix stands for at `span`.
    pub(super) fn named(
        &self,
        (name, suffix): (&str, &str),
        span: Span,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Named {
        match scope.get(name) {
            Some(Bound::Let(id)) => Named::Let(*id),
            Some(Bound::Value { text, quoted, span }) => Named::Value(Text {
                text: format!("{text}{suffix}"),
                quoted: *quoted,
                span: *span,
            }),
            Some(Bound::Loop(_)) => {
                diagnostics.push(
                    Diagnostic::new(
                        codes::BARE_TEXT,
                        format!("`{name}` is a loop's variable, which is text"),
                    )
                    .at(span)
                    .hint(format!("write `\"{{{name}}}{suffix}\"`")),
                );
                Named::Broken
            }
            Some(Bound::Unknown) => Named::Broken,
            None => self.lets.find(name).map_or(Named::Nothing, Named::Let),
        }
    }

    fn report_no_value(
        &self,
        name: &str,
        written: &str,
        span: Span,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) {
        let hint = match self.nearest_value_name(name, scope) {
            Some(near) => format!("`{near}` is declared; text is quoted: `\"{written}\"`"),
            None => format!("declare it with `let {name} = ...`; text is quoted: `\"{written}\"`"),
        };
        let noun = if is_name(name) {
            "`let` or parameter"
        } else {
            "`let`"
        };
        self.report_unknown(noun, name, span, Some(hint), diagnostics);
    }

    /// The `let` name or parameter that a mistyped one most likely meant.
    pub(super) fn nearest_value_name(&self, name: &str, scope: &Scope<'s>) -> Option<String> {
        let lets = self.lets.iter().map(|(name, _)| name);
        self.nearest(name, self.lets.len(), scope.names().chain(lets))
    }

    /// The values of a `let`; `span` is where it is asked for.
    pub(super) fn values_of_let(
        &self,
        id: LetId,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<[Text]>> {
        let entry = self.lets.get(id)?;
        match self.progress_of(id) {
            Progress::Known(values) => return Some(values),
            Progress::Broken => return None,
            Progress::Running => {
                let name = self.lets.name(id);
                diagnostics.push(
                    Diagnostic::new(
                        codes::CIRCULAR,
                        format!("`let {name}` comes back to itself"),
                    )
                    .label(span, "here it is asked for again")
                    .label(entry.origin, "it is declared here")
                    .hint("a `let` cannot be made of itself, not by way of others either"),
                );
                return None;
            }
            Progress::Untouched if self.trying => {
                let name = self.lets.name(id);
                let later = format!("`let {name}` is not known yet");
                diagnostics.push(Diagnostic::new(codes::CONTRADICTION_WITHIN, later).at(span));
                return None;
            }
            Progress::Untouched => {}
        }
        if self.depth.load(Ordering::Relaxed) >= DEPTH_LIMIT {
            diagnostics.push(
                Diagnostic::new(
                    codes::EXPANSION_LIMIT,
                    format!("more than {DEPTH_LIMIT} `let` names lead from one to the next"),
                )
                .at(span)
                .hint("name the values nearer to where they are written"),
            );
            return None;
        }
        self.set_progress(id, Progress::Running);
        self.depth.fetch_add(1, Ordering::Relaxed);
        let values: Option<Arc<[Text]>> = match entry.value {
            LetValue::List(terms) => self
                .values(terms, &entry.scope, diagnostics)
                .filter(|values| {
                    let few = values.len() <= VALUES_LIMIT;
                    if !few {
                        report_too_many(entry.origin, diagnostics);
                    }
                    few
                })
                .map(Arc::from),
            LetValue::Condition(_) => {
                self.report_condition_as_value(id, span, diagnostics);
                None
            }
        };
        self.depth.fetch_sub(1, Ordering::Relaxed);
        let known = values.clone().map_or(Progress::Broken, Progress::Known);
        self.set_progress(id, known);
        values
    }

    /// Reports what is wrong with lists that nothing uses.
    pub(super) fn check_lists(&self, diagnostics: &mut Diagnostics) {
        for (id, entry) in self.lets.lists() {
            self.values_of_let(id, entry.origin, diagnostics);
        }
    }

    fn report_condition_as_value(&self, id: LetId, span: Span, diagnostics: &mut Diagnostics) {
        let name = self.lets.name(id);
        let mut diagnostic = Diagnostic::new(
            codes::WRONG_KIND_OF_LET,
            format!("`{name}` is a condition, and a value is needed here"),
        )
        .at(span);
        if let Some(entry) = self.lets.get(id) {
            diagnostic = diagnostic.label(entry.origin, "it is declared here");
        }
        diagnostics
            .push(diagnostic.hint(format!("a condition is used by its name: `when {name}`")));
    }

    fn progress_of(&self, id: LetId) -> Progress {
        let progress = locked(&self.progress);
        progress.get(id.index()).cloned().unwrap_or_default()
    }

    fn set_progress(&self, id: LetId, new: Progress) {
        if let Some(progress) = locked(&self.progress).get_mut(id.index()) {
            *progress = new;
        }
    }

    /// What `{name}` is filled in with.
    pub(super) fn fill_value(
        &self,
        name: &str,
        span: Span,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Arc<str>> {
        let id = match scope.get(name) {
            Some(Bound::Loop(text) | Bound::Value { text, .. }) => return Some(Arc::clone(text)),
            Some(Bound::Let(id)) => *id,
            Some(Bound::Unknown) => return None,
            None => match self.lets.find(name) {
                Some(id) => id,
                None => {
                    let hint = match self.nearest_value_name(name, scope) {
                        Some(near) => format!("`{{{near}}}` is known here"),
                        None => "a name in braces is a loop's variable, a parameter or a `let` of one value; a brace that is text is `\\{` in quotes".to_owned(),
                    };
                    self.report_unknown(
                        "loop's variable, parameter or `let`",
                        name,
                        span,
                        Some(hint),
                        diagnostics,
                    );
                    return None;
                }
            },
        };
        let values = self.values_of_let(id, span, diagnostics)?;
        let [value] = values.as_ref() else {
            let mut diagnostic = Diagnostic::new(
                codes::NEEDS_ONE_VALUE,
                format!(
                    "`{name}` holds {} values, and only one can be filled in",
                    values.len()
                ),
            )
            .at(span);
            if let Some(entry) = self.lets.get(id) {
                diagnostic = diagnostic.label(entry.origin, "it is declared here");
            }
            diagnostics.push(diagnostic.hint(format!(
                "write a line for each value, with a `for` around it or the bare name `{name}` in a list"
            )));
            return None;
        };
        Some(Arc::from(value.text.as_str()))
    }
}

/// The name in `lake/*`, and what is behind it.
pub(super) fn split_suffix(written: &str) -> (&str, &str) {
    let end = written.find('/').unwrap_or(written.len());
    written.split_at_checked(end).unwrap_or((written, ""))
}

/// Values, each with what stands behind their name.
pub(super) fn with_suffix(values: &[Text], suffix: &str) -> Vec<Text> {
    let with_suffix = |value: &Text| Text {
        text: format!("{}{suffix}", value.text),
        ..value.clone()
    };
    values.iter().map(with_suffix).collect()
}

fn report_too_many(span: Span, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(
            codes::EXPANSION_LIMIT,
            format!("this list comes to more than {VALUES_LIMIT} values"),
        )
        .at(span)
        .hint("use a wildcard, or fewer values"),
    );
}
