//! Makes a tree of policies.

mod atom;
mod entity;
mod error;
mod index;
mod pattern;
mod statement;

use alloc::string::String;
use alloc::vec::Vec;
use hashbrown::HashMap;

pub use entity::{AccountSpec, EntitySpec, LevelSpec, StandInSpec};
pub use error::{BuildError, BuildErrorKind};
pub use statement::StatementSpec;

use super::Tree;
use super::arena::{Id, Text};
use super::tree::{Account, Atom, Entity, Key, Owner, Unit};
use crate::iam::{self, PolicyKind};

/// Makes a [`Tree`], policy by policy.
///
/// What is the same is stored once: patterns, condition atoms, texts, and the
/// policies that several entities share.
#[derive(Debug, Default)]
pub struct TreeBuilder {
    tree: Tree,
    texts: HashMap<String, Text>,
    keys: HashMap<String, Id<Key>>,
    patterns: HashMap<pattern::Identity, pattern::Placed>,
    atoms: HashMap<(iam::Atom, iam::Version), Id<Atom>>,
    owners: Vec<(String, Id<Owner>)>,
}

/// A policy of a tree that is being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
        self.index_entities()?;
        self.index_owners();
        let tree = self.tree;
        let fits = tree.texts.fits()
            && tree.pieces.fits()
            && tree.operands.fits()
            && tree.bytes.fits()
            && tree.statements.fits()
            && tree.pattern_ids.fits()
            && tree.statement_ids.fits()
            && tree.statement_heads.fits()
            && tree.statement_longer.fits();
        if fits {
            Ok(tree)
        } else {
            Err(BuildErrorKind::TooLarge.at("", 0))
        }
    }

    fn text(&mut self, text: &str) -> Text {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        let stored = self.tree.texts.push(text);
        self.texts.insert(text.into(), stored);
        stored
    }
}
