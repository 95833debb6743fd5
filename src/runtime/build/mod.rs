//! Makes a tree of policies.

mod action;
mod atom;
mod draft;
mod entity;
mod error;
mod index;
mod pattern;
mod statement;
mod tables;

use alloc::string::String;
use alloc::vec::Vec;
use core::hash::BuildHasher as _;
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

pub use entity::{AccountSpec, EntitySpec, LevelSpec, StandInSpec};
pub use error::{BuildError, BuildErrorKind};
pub use statement::StatementSpec;

use super::Tree;
use super::arena::{Id, Text};
use super::candidate::Led;
use super::spelling::Prefix;
use super::tree::{Account, Atom, Entity, File, Key, Unit};
use crate::iam::{self, PolicyKind};

/// Makes a [`Tree`], policy by policy.
///
/// What is the same is stored once: patterns, condition atoms, texts, and the
/// policies that several entities share.
#[derive(Debug, Default)]
pub struct TreeBuilder {
    draft: draft::Draft,
    /// Every text of the tree that is stored once, found by what it says.
    texts: HashTable<Text>,
    hasher: DefaultHashBuilder,
    keys: HashMap<String, Id<Key>>,
    patterns: HashMap<pattern::Identity, pattern::Placed>,
    atoms: HashMap<(iam::Atom, iam::Version), Id<Atom>>,
    prefixes: HashMap<Text, Id<Prefix>>,
    /// Those of the texts that only explanations need.
    labels: HashMap<String, Text>,
    files: HashMap<Text, Id<File>>,
    entities: Vec<entity::Sketch>,
    /// How actions that have no wildcard are spelled, by their text in lower case.
    spelled: HashMap<Text, Text>,
    /// For each unit, what its action patterns lead to.
    led: Vec<Vec<(action::ActionPlace, Led)>>,
}

/// A policy of a tree that is being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyHandle(Id<Unit>);

/// An account of a tree that is being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountHandle(Id<Account>);

/// A user, group or role of a tree that is being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntityHandle(Id<Entity>);

impl TreeBuilder {
    /// An empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a policy, by a name that messages will show, such as
    /// `group ML-Engineers`.
    ///
    /// # Errors
    /// A statement that cannot be of a policy of this kind, or that cannot be
    /// understood.
    pub fn policy<'s>(
        &mut self,
        kind: PolicyKind,
        name: &str,
        statements: impl IntoIterator<Item = StatementSpec<'s>>,
    ) -> Result<PolicyHandle, BuildError> {
        statement::build_policy(self, kind, name, statements).map(PolicyHandle)
    }

    /// The tree.
    ///
    /// # Errors
    /// A name that two entities share, and more than a tree can hold.
    pub fn finish(mut self) -> Result<Tree, BuildError> {
        self.store_entities()?;
        self.draft.index_owners();
        self.number_actions();
        self.draft.write()
    }

    /// A text that only explanations need.
    fn label(&mut self, text: &str) -> Text {
        let labels = &mut self.draft.labels;
        *self
            .labels
            .entry_ref(text)
            .or_insert_with(|| labels.push(text))
    }

    fn text(&mut self, text: &str) -> Text {
        let Self {
            draft,
            texts,
            hasher,
            ..
        } = self;
        let hash = hasher.hash_one(text);
        if let Some(known) = texts.find(hash, |known| draft.texts.get(*known) == text) {
            return *known;
        }
        let stored = draft.texts.push(text);
        texts.insert_unique(hash, stored, |known| {
            hasher.hash_one(draft.texts.get(*known))
        });
        stored
    }
}
