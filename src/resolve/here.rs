use super::condition::{Meaning, NameKind, Names, Text};
use super::let_table::LetId;
use super::scope::Scope;
use super::values::{Named, split_suffix, with_suffix};
use super::world::World;
use crate::diag::Diagnostics;
use crate::syntax::ast::{LetValue, Word};

/// What the words of a condition mean at one place.
#[derive(Clone, Copy, Debug)]
pub struct Here<'w, 'a, 's> {
    pub(super) world: &'w World<'a, 's>,
    pub(super) scope: &'w Scope<'s>,
}

impl<'a, 's> World<'a, 's> {
    /// What the words of a condition mean in a scope.
    pub fn names<'w>(&'w self, scope: &'w Scope<'s>) -> Here<'w, 'a, 's> {
        Here { world: self, scope }
    }
}

impl<'s> Here<'_, '_, 's> {
    fn meaning_of_let(
        &self,
        id: LetId,
        name: &Text,
        suffix: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Meaning<'_, 's>> {
        let entry = self.world.lets.get(id)?;
        match entry.value {
            LetValue::Condition(condition) if suffix.is_empty() => Some(Meaning::Condition {
                condition,
                names: Box::new(self.world.names(&entry.scope)),
                origin: entry.origin,
            }),
            LetValue::Condition(_) | LetValue::List(_) => {
                let values = self.world.values_of_let(id, name.span, diagnostics);
                Some(values.map_or(Meaning::Broken, |values| {
                    Meaning::List(with_suffix(&values, suffix))
                }))
            }
        }
    }
}

impl<'s> Names<'s> for Here<'_, '_, 's> {
    fn fill(&self, word: Word<'s>, diagnostics: &mut Diagnostics) -> Option<Vec<Text>> {
        let texts = self.world.texts(word, self.scope, diagnostics)?;
        let text = |text: std::borrow::Cow<'s, str>| Text {
            text: text.into_owned(),
            quoted: word.quoted,
            span: word.span,
        };
        Some(texts.into_iter().map(text).collect())
    }

    fn look_up(&self, name: &Text, diagnostics: &mut Diagnostics) -> Option<Meaning<'_, 's>> {
        let (bare, suffix) = split_suffix(&name.text);
        let named = (bare, suffix);
        match self.world.named(named, name.span, self.scope, diagnostics) {
            Named::Let(id) => self.meaning_of_let(id, name, suffix, diagnostics),
            Named::Value(value) => Some(Meaning::List(vec![value])),
            Named::Nothing => None,
            Named::Broken => Some(Meaning::Broken),
        }
    }

    fn account_number(&self, name: &str) -> Option<String> {
        let account = self.world.account_named(name)?;
        self.world.number_of(account).map(str::to_owned)
    }

    fn nearest(&self, kind: NameKind, written: &str) -> Option<String> {
        let world = self.world;
        let (written, _) = split_suffix(written);
        let lets = |conditions: bool| {
            world
                .lets
                .iter()
                .filter(move |(_, entry)| {
                    matches!(entry.value, LetValue::Condition(_)) == conditions
                })
                .map(|(name, _)| name)
        };
        match kind {
            NameKind::List => {
                let names = self.scope.names().chain(lets(false));
                world.nearest(written, world.lets.len(), names)
            }
            NameKind::Condition => world.nearest(written, world.lets.len(), lets(true)),
            NameKind::Account => {
                let accounts = &world.program.accounts;
                let names = accounts.iter().map(|account| account.name.as_str());
                world.nearest(written, accounts.len(), names)
            }
        }
    }

    fn may_be_unread(&self, name: &str) -> bool {
        self.world.may_be_unread(split_suffix(name).0)
    }
}
