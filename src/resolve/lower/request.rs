//! `with ...` and `at DATE` to the context of a request.

use super::Here;
use crate::diag::codes::{CONTEXT_KEY, CONTEXT_TWICE, CONTEXT_VALUE};
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::ContextValue;
use crate::resolve::condition::{Text, context};
use crate::source::Span;
use crate::syntax::ast::{Party, Setting, SettingKind, Word};

/// What is known of a request.
pub(super) struct Context {
    entries: Vec<Entry>,
    tags: Vec<Tag>,
}

struct Entry {
    key: String,
    value: ContextValue,
    span: Span,
}

/// A tag of the resource or the request, whose key the action decides.
struct Tag {
    party: Party,
    name: String,
    value: String,
}

impl Context {
    /// The context that a line gives. `None` where something is wrong with it,
    /// which is then reported.
    ///
    /// `mfa` is a request right after the second factor was given; a line that
    /// is about a later one gives `aws:MultiFactorAuthAge`.
    pub(super) fn of<'s>(
        settings: &[Setting<'s>],
        at: Option<Word<'s>>,
        here: Here<'_, '_, 's>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let mut context = Self {
            entries: Vec::new(),
            tags: Vec::new(),
        };
        let mut are_well = true;
        for setting in settings {
            are_well &= context.set(setting, here, diagnostics).is_some();
        }
        if let Some(at) = at {
            are_well &= context.set_time(at, here, diagnostics).is_some();
        }
        context.complete(settings);
        are_well.then_some(context)
    }

    /// The context of a request for an action: some services have their tags
    /// under a key of their own.
    pub(super) fn for_action(&self, action: &str) -> Vec<(String, ContextValue)> {
        let mut context: Vec<(String, ContextValue)> = self
            .entries
            .iter()
            .map(|entry| (entry.key.clone(), entry.value.clone()))
            .collect();
        for tag in &self.tags {
            for prefix in context::tag_prefixes(tag.party, action) {
                let key = format!("{prefix}{}", tag.name);
                if !context
                    .iter()
                    .any(|(known, _)| known.eq_ignore_ascii_case(&key))
                {
                    context.push((key, ContextValue::One(tag.value.clone())));
                }
            }
        }
        context
    }

    fn set<'s>(
        &mut self,
        setting: &Setting<'s>,
        here: Here<'_, '_, 's>,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let span = setting.span;
        match &setting.kind {
            SettingKind::Key {
                key,
                values,
                bracketed,
            } => self.set_key(*key, values, *bracketed, here, diagnostics),
            SettingKind::Mfa => {
                self.add_one("aws:MultiFactorAuthPresent", "true", span, diagnostics)
            }
            SettingKind::Tls => self.add_one("aws:SecureTransport", "true", span, diagnostics),
            SettingKind::From(word) => self.set_origin(*word, here, diagnostics),
            SettingKind::Tag { party, name, value } => {
                self.set_tag(*party, *name, *value, span, here, diagnostics)
            }
            SettingKind::SessionPolicies(_) => Some(()),
        }
    }

    fn set_key<'s>(
        &mut self,
        key: Word<'s>,
        values: &[Word<'s>],
        bracketed: bool,
        here: Here<'_, '_, 's>,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let name = here.world.text(key, here.scope, diagnostics)?;
        let name = reported(context::key(&name, key.span), diagnostics)?;
        let mut texts = Vec::with_capacity(values.len());
        for value in values {
            for text in here.world.values_of_word(*value, here.scope, diagnostics)? {
                texts.push(reported(
                    context::value(&name, &text, here.world.options.catalog),
                    diagnostics,
                )?);
            }
        }
        let value = match (
            bracketed,
            context::is_list(&name, here.world.options.catalog),
        ) {
            (true, Some(false)) => {
                diagnostics.push(
                    Diagnostic::new(CONTEXT_VALUE, format!("`{name}` has one value, not a list"))
                        .at(key.span)
                        .hint("leave the brackets out"),
                );
                return None;
            }
            (false, Some(true)) => {
                diagnostics.push(
                    Diagnostic::new(CONTEXT_VALUE, format!("`{name}` has a list of values"))
                        .at(key.span)
                        .hint(format!("write `{name} = [\"...\", \"...\"]`")),
                );
                return None;
            }
            (true, Some(true) | None) => ContextValue::Many(texts),
            (false, Some(false) | None) => {
                let [one] = texts.as_slice() else {
                    diagnostics.push(
                        Diagnostic::new(
                            CONTEXT_VALUE,
                            format!("this gives `{name}` {} values", texts.len()),
                        )
                        .at(key.span)
                        .hint("a request has one; a list stands in brackets"),
                    );
                    return None;
                };
                ContextValue::One(one.clone())
            }
        };
        self.add(name, value, key.span, diagnostics)
    }

    /// `from 203.0.113.7`, `from vpce-0a1b2c3d`
    fn set_origin<'s>(
        &mut self,
        word: Word<'s>,
        here: Here<'_, '_, 's>,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let texts = here.world.values_of_word(word, here.scope, diagnostics)?;
        let [text] = texts.as_slice() else {
            diagnostics.push(
                Diagnostic::new(CONTEXT_VALUE, "a request comes from one address")
                    .at(word.span)
                    .hint("write a line for each"),
            );
            return None;
        };
        let key = if text.text.starts_with("vpce-") {
            "aws:SourceVpce"
        } else if text.text.starts_with("vpc-") {
            "aws:SourceVpc"
        } else {
            "aws:SourceIp"
        };
        let value = reported(
            context::value(key, text, here.world.options.catalog),
            diagnostics,
        )?;
        self.add_one(key, &value, word.span, diagnostics)
    }

    fn set_tag<'s>(
        &mut self,
        party: Party,
        name: Word<'s>,
        value: Word<'s>,
        span: Span,
        here: Here<'_, '_, 's>,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let name = here.world.text(name, here.scope, diagnostics)?;
        let values = here.world.values_of_word(value, here.scope, diagnostics)?;
        let [Text { text: value, .. }] = values.as_slice() else {
            diagnostics.push(
                Diagnostic::new(CONTEXT_VALUE, format!("the tag `{name}` has one value"))
                    .at(span)
                    .hint("write a line for each"),
            );
            return None;
        };
        match party {
            Party::Principal => {
                let key = format!("aws:PrincipalTag/{name}");
                self.add_one(&key, value, span, diagnostics)
            }
            Party::Resource | Party::Request => {
                let is_second = self
                    .tags
                    .iter()
                    .any(|tag| tag.party == party && tag.name.eq_ignore_ascii_case(&name));
                if is_second {
                    diagnostics.push(
                        Diagnostic::new(CONTEXT_TWICE, format!("the tag `{name}` is given twice"))
                            .at(span)
                            .hint("give it once; tags ignore case"),
                    );
                    return None;
                }
                self.tags.push(Tag {
                    party,
                    name: name.into_owned(),
                    value: value.clone(),
                });
                Some(())
            }
            Party::Source => {
                diagnostics.push(
                    Diagnostic::new(CONTEXT_KEY, "IAM knows no tags of the source")
                        .at(span)
                        .hint("tags are those of `principal`, `resource` and `request`"),
                );
                None
            }
        }
    }

    /// `at 2026-06-01`: the beginning of that day, UTC.
    fn set_time<'s>(
        &mut self,
        at: Word<'s>,
        here: Here<'_, '_, 's>,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let text = Text {
            text: here.world.text(at, here.scope, diagnostics)?.into_owned(),
            quoted: at.quoted,
            span: at.span,
        };
        let moment = reported(context::moment(&text), diagnostics)?;
        self.add_one("aws:CurrentTime", &moment.written, at.span, diagnostics)?;
        self.add_one(
            "aws:EpochTime",
            &moment.seconds.to_string(),
            at.span,
            diagnostics,
        )
    }

    /// What AWS always sends together with what the line gives.
    fn complete(&mut self, settings: &[Setting<'_>]) {
        let has_mfa = settings
            .iter()
            .find(|setting| matches!(setting.kind, SettingKind::Mfa));
        if let Some(mfa) = has_mfa
            && self.find("aws:MultiFactorAuthAge").is_none()
        {
            self.entries.push(Entry {
                key: "aws:MultiFactorAuthAge".to_owned(),
                value: ContextValue::One("0".to_owned()),
                span: mfa.span,
            });
        }
        let requested: Vec<String> = self
            .tags
            .iter()
            .filter(|tag| tag.party == Party::Request)
            .map(|tag| tag.name.clone())
            .collect();
        if let (false, None, Some(first)) = (
            requested.is_empty(),
            self.find("aws:TagKeys"),
            settings.first(),
        ) {
            self.entries.push(Entry {
                key: "aws:TagKeys".to_owned(),
                value: ContextValue::Many(requested),
                span: first.span,
            });
        }
    }

    fn add_one(
        &mut self,
        key: &str,
        value: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let value = ContextValue::One(value.to_owned());
        self.add(key.to_owned(), value, span, diagnostics)
    }

    fn add(
        &mut self,
        key: String,
        value: ContextValue,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        if let Some(first) = self.find(&key) {
            diagnostics.push(
                Diagnostic::new(CONTEXT_TWICE, format!("`{key}` is given twice"))
                    .at(span)
                    .label(first.span, "the first is here")
                    .hint("give it once; keys ignore case"),
            );
            return None;
        }
        self.entries.push(Entry { key, value, span });
        Some(())
    }

    fn find(&self, key: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.key.eq_ignore_ascii_case(key))
    }
}

fn reported<Found>(
    found: Result<Found, Diagnostic>,
    diagnostics: &mut Diagnostics,
) -> Option<Found> {
    found.map_err(|wrong| diagnostics.push(wrong)).ok()
}
