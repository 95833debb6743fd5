//! The `let` names of a program: one table for all its files.

use super::names::NameTable;
use super::scope::Scope;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::AccountId;
use crate::source::Span;
use crate::syntax::ast::LetValue;
use std::borrow::Cow;

/// A place in the table of `let` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LetId(usize);

impl LetId {
    /// The place in the order of adding.
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

/// One `let`: what it binds, and what the words in it mean where it stands.
#[derive(Debug)]
pub(crate) struct Entry<'a, 's> {
    pub(crate) value: &'a LetValue<'s>,
    pub(crate) scope: Scope<'s>,
    pub(crate) origin: Span,
}

/// Every `let` of a program.
#[derive(Debug, Default)]
pub(crate) struct Lets<'a, 's> {
    names: NameTable<'s>,
    entries: Vec<Entry<'a, 's>>,
}

/// `let` names belong to the whole program, not to an account.
const EVERYWHERE: fn() -> AccountId = || AccountId::new(0);

impl<'a, 's> Lets<'a, 's> {
    /// The `let` of exactly this name.
    pub(crate) fn find(&self, name: &str) -> Option<LetId> {
        self.names
            .find(EVERYWHERE(), name)
            .filter(|place| self.names.name(*place) == name)
            .map(LetId)
    }

    pub(crate) fn get(&self, id: LetId) -> Option<&Entry<'a, 's>> {
        self.entries.get(id.0)
    }

    pub(crate) fn name(&self, id: LetId) -> &str {
        self.names.name(id.0)
    }

    /// The lists among them; the others are conditions.
    pub(crate) fn lists(&self) -> impl Iterator<Item = (LetId, &Entry<'a, 's>)> {
        self.entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| matches!(entry.value, LetValue::List(_)))
            .map(|(place, entry)| (LetId(place), entry))
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Every name with what it binds, in the order of adding.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Entry<'a, 's>)> {
        self.entries
            .iter()
            .enumerate()
            .map(|(place, entry)| (self.names.name(place), entry))
    }

    /// Adds a `let`, whose name no other may have, in whatever case.
    pub(crate) fn add(
        &mut self,
        name: Cow<'s, str>,
        entry: Entry<'a, 's>,
        diagnostics: &mut Diagnostics,
    ) {
        if let Some(place) = self.names.find(EVERYWHERE(), &name) {
            let before = self.names.name(place);
            let message = if before == name {
                format!("`let {name}` stands twice")
            } else {
                format!("`let {name}` and `let {before}` differ only in case")
            };
            let mut diagnostic = Diagnostic::new(codes::DECLARED_TWICE, message).at(entry.origin);
            if let Some(first) = self.entries.get(place) {
                diagnostic = diagnostic.label(first.origin, "the first is here");
            }
            diagnostics.push(
                diagnostic
                    .hint("a `let` name means one thing in the whole program: choose another"),
            );
            return;
        }
        self.names.add(EVERYWHERE(), name);
        self.entries.push(entry);
    }
}
