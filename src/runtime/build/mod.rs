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
///
/// ```
/// use aclc::iam::{Effect, Match, PolicyKind, Version};
/// use aclc::runtime::{
///     AccountSpec, Decision, EntityKind, EntitySpec, Request, StatementSpec, TreeBuilder,
/// };
///
/// let mut builder = TreeBuilder::new();
/// let prod = builder.account(&AccountSpec {
///     name: "prod",
///     number: Some("111122223333"),
///     ..AccountSpec::default()
/// });
/// let reads = StatementSpec {
///     sid: Some("Reads"),
///     effect: Effect::Allow,
///     principals: None,
///     actions: &Match::Any(vec!["s3:Get*".to_owned()]),
///     resources: Some(&Match::Any(vec!["arn:aws:s3:::lake/*".to_owned()])),
///     condition: &[],
///     version: Version::V2012,
///     file: "ann.json",
///     line: 3,
/// };
/// let policy = builder.policy(PolicyKind::Identity, "user Ann", [reads])?;
/// builder.entity(&EntitySpec {
///     kind: EntityKind::User,
///     account: prod,
///     name: "Ann",
///     arn: "arn:aws:iam::111122223333:user/Ann",
///     tags: &[],
///     policies: vec![policy],
///     boundary: None,
///     trust: None,
///     unknown_policies: vec![],
///     members: vec![],
/// });
/// let tree = builder.finish()?;
///
/// let ann = tree.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// let answer = tree.decide(&request)?;
/// assert_eq!(answer.decision(), Decision::Allow);
/// let by: Vec<String> = answer.statements().map(|by| by.to_string()).collect();
/// assert_eq!(by, ["ann.json:3"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

/// A policy of a tree that is being made: what [`TreeBuilder::policy`] returns,
/// and what says in the other records where the policy counts. It is good for
/// its own builder alone.
///
/// ```
/// use aclc::iam::PolicyKind;
/// use aclc::runtime::{BuildError, PolicyHandle, TreeBuilder};
///
/// /// A permissions boundary that allows nothing.
/// fn quarantine(builder: &mut TreeBuilder) -> Result<PolicyHandle, BuildError> {
///     builder.policy(PolicyKind::Boundary, "boundary Quarantine", [])
/// }
/// # let mut builder = TreeBuilder::new();
/// # assert!(quarantine(&mut builder).is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyHandle(Id<Unit>);

/// An account of a tree that is being made: what [`TreeBuilder::account`]
/// returns. It is good for its own builder alone.
///
/// ```
/// use aclc::runtime::{AccountHandle, AccountSpec, TreeBuilder};
///
/// let mut builder = TreeBuilder::new();
/// let prod: AccountHandle = builder.account(&AccountSpec {
///     name: "prod",
///     ..AccountSpec::default()
/// });
/// let tree = builder.finish()?;
/// assert!(tree.accounts().map(|account| account.name).eq(["prod"]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountHandle(Id<Account>);

/// A user, group or role of a tree that is being made: what
/// [`TreeBuilder::entity`] returns, and what a group's members are named by, as
/// in the example of [`EntitySpec`]. It is good for its own builder alone.
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
    /// ```
    /// use aclc::runtime::TreeBuilder;
    ///
    /// let tree = TreeBuilder::new().finish()?;
    /// assert!(tree.principal("user/Ann").is_err());
    /// # Ok::<(), aclc::runtime::BuildError>(())
    /// ```
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
