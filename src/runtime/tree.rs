//! The tree's records, and how the way through it hangs together:
//!
//! ```text
//! principal ─▶ units ─▶ action ─▶ resource ─▶ statement ─▶ condition atoms ─▶ effect
//! ```
//!
//! A unit is one policy, or the statements that one entity has of its own.
//! Everything refers to everything else by place, so that this can be written
//! down and read back as it is.

use super::arena::{Arena, Id, List, Text, Texts};
use super::index::{Head, Index, Longer};
use super::pattern::{Pattern, Piece};
use super::value::{Network, Number};
use crate::iam::{Effect, Operator, PolicyKind};

/// A compiled program: who may do what.
///
/// A [`TreeBuilder`](super::TreeBuilder) makes it. It is only ever read, so
/// one serves every thread.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub(crate) texts: Texts,
    pub(crate) lines: Arena<Text>,
    pub(crate) pieces: Arena<Piece>,
    pub(crate) patterns: Arena<Pattern>,
    pub(crate) pattern_ids: Arena<Id<Pattern>>,
    pub(crate) keys: Arena<Key>,
    pub(crate) bytes: Arena<u8>,
    pub(crate) operands: Arena<Operand>,
    pub(crate) atoms: Arena<Atom>,
    pub(crate) atom_ids: Arena<Id<Atom>>,
    pub(crate) principals: Arena<PrincipalEntry>,
    pub(crate) statements: Arena<Statement>,
    pub(crate) statement_ids: Arena<Id<Statement>>,
    pub(crate) statement_heads: Arena<Head<Statement>>,
    pub(crate) statement_longer: Arena<Longer<Statement>>,
    pub(crate) action_classes: Arena<ActionClass>,
    pub(crate) class_ids: Arena<Id<ActionClass>>,
    pub(crate) class_heads: Arena<Head<ActionClass>>,
    pub(crate) class_longer: Arena<Longer<ActionClass>>,
    pub(crate) units: Arena<Unit>,
    pub(crate) unit_ids: Arena<Id<Unit>>,
    pub(crate) levels: Arena<Level>,
    pub(crate) accounts: Arena<Account>,
    pub(crate) tags: Arena<Tag>,
    pub(crate) entities: Arena<Entity>,
    pub(crate) entity_ids: Arena<Id<Entity>>,
    pub(crate) owners: Arena<Owner>,
    pub(crate) sessions: Arena<Session>,
    /// Entities by `KIND/ACCOUNT/NAME`, sorted.
    pub(crate) by_name: Arena<Named<Entity>>,
    /// Entities by ARN, sorted.
    pub(crate) by_arn: Arena<Named<Entity>>,
    /// Accounts by number, sorted.
    pub(crate) by_number: Arena<Named<Account>>,
    /// Owners of resource policies by ARN.
    pub(crate) by_resource: List<Head<Owner>>,
    pub(crate) owner_heads: Arena<Head<Owner>>,
    pub(crate) owner_ids: Arena<Id<Owner>>,
    /// The organization's id.
    pub(crate) organization: Option<Text>,
    /// What stands in for everything that the tree does not know by name.
    pub(crate) stand_in: Option<StandIn>,
}

/// One statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statement {
    pub(crate) unit: Id<Unit>,
    pub(crate) effect: Effect,
    pub(crate) sid: Option<Text>,
    pub(crate) file: Text,
    /// Counted from 1; 0 where there is none.
    pub(crate) line: u32,
    pub(crate) principals: PrincipalTest,
    pub(crate) actions: PatternTest,
    /// None in trust policies, which are about their role.
    pub(crate) resources: Option<PatternTest>,
    pub(crate) atoms: List<Id<Atom>>,
}

/// `Action` or `Resource`, or the `Not` form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PatternTest {
    pub(crate) negated: bool,
    pub(crate) patterns: List<Id<Pattern>>,
}

/// `Principal` or `NotPrincipal`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PrincipalTest {
    /// The policy speaks for whom it is attached to.
    Attached,
    Everyone,
    Any(List<PrincipalEntry>),
    NoneOf(List<PrincipalEntry>),
}

/// One entry of a `Principal` element.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PrincipalEntry {
    /// `"AWS": "*"`
    Everyone,
    /// An account, by its number.
    Account(Text),
    /// An ARN of IAM or STS.
    Arn(Text),
    Service(Text),
    Federated(Text),
    /// Someone whom nothing in a request tells from others.
    Untellable(Text),
}

/// One operator on one key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    pub(crate) operator: Operator,
    pub(crate) key: Id<Key>,
    pub(crate) operands: List<Operand>,
}

/// One value of a condition, read when the tree is built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operand {
    /// As the policy has it.
    pub(crate) source: Text,
    pub(crate) value: OperandValue,
}

/// What a value says to its operator.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OperandValue {
    Pattern(Id<Pattern>),
    Number(Number<Text>),
    Instant(super::value::Instant),
    Bool(bool),
    Bytes(List<u8>),
    Network(Network),
    /// Malformed: matches nothing.
    Nothing,
}

/// A condition key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// As first written.
    pub(crate) name: Text,
    pub(crate) meaning: KeyMeaning,
}

/// What the evaluator knows about a key by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyMeaning {
    /// Nothing.
    Given,
    PrincipalArn,
    PrincipalAccount,
    PrincipalOrgId,
    /// The tag's key.
    PrincipalTag(Text),
    PrincipalIsAwsService,
    PrincipalServiceName,
    PrincipalType,
    UserId,
    UserName,
    ResourceAccount,
    ResourceOrgId,
    CurrentTime,
    EpochTime,
}

/// The statements of one unit that some actions lead to, by resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ActionClass {
    pub(crate) resources: Index<Statement>,
}

/// One policy, or the statements that one entity has of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    pub(crate) kind: PolicyKind,
    /// What it is, in words, such as `group ML-Engineers`.
    pub(crate) name: Text,
    pub(crate) statements: List<Statement>,
    pub(crate) actions: Index<ActionClass>,
}

/// The control policies of one target: all of one kind that a root, unit or
/// account has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Level {
    /// The target, such as `ou Workloads`.
    pub(crate) name: Text,
    pub(crate) units: List<Id<Unit>>,
    /// Whether it allows everything that its policies do not deny.
    pub(crate) full_access: bool,
}

/// An account of the program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    pub(crate) name: Text,
    pub(crate) number: Option<Text>,
    pub(crate) in_organization: bool,
    /// Service control policies from the root down; none for the management
    /// account.
    pub(crate) service_levels: List<Level>,
    /// Resource control policies likewise.
    pub(crate) resource_levels: List<Level>,
}

/// Which kind of entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// An IAM user.
    User,
    /// An IAM group, which stands for someone who is in it and in no other.
    Group,
    /// An IAM role.
    Role,
}

impl EntityKind {
    /// As a principal's key begins.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
        }
    }
}

/// A user, group or role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entity {
    pub(crate) kind: EntityKind,
    pub(crate) account: Id<Account>,
    pub(crate) name: Text,
    pub(crate) arn: Text,
    pub(crate) tags: List<Tag>,
    pub(crate) units: List<Id<Unit>>,
    pub(crate) boundary: Option<Id<Unit>>,
    /// Who may assume it; roles only.
    pub(crate) trust: Option<Id<Unit>>,
    /// ARNs of policies that are attached and whose documents are not known.
    pub(crate) unknown_policies: List<Text>,
    /// For a group: its members.
    pub(crate) members: List<Id<Entity>>,
}

/// A tag of an entity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag {
    pub(crate) key: Text,
    pub(crate) value: Text,
}

/// A resource that has a policy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner {
    pub(crate) arn: Text,
    pub(crate) account: Id<Account>,
    pub(crate) policy: Id<Unit>,
}

/// A session policy by name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session {
    pub(crate) name: Text,
    pub(crate) policy: Id<Unit>,
}

/// A record by a text that it is known by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<T> {
    pub(crate) name: Text,
    pub(crate) id: Id<T>,
}

/// For a tree of documents that do not say whom they are about: what counts
/// for every caller and every resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StandIn {
    pub(crate) identity: List<Id<Unit>>,
    pub(crate) boundary: Option<Id<Unit>>,
    pub(crate) resource: Option<Id<Unit>>,
    pub(crate) service_levels: List<Level>,
    pub(crate) resource_levels: List<Level>,
}

impl Tree {
    /// Some text of the tree.
    pub(crate) fn text(&self, text: Text) -> &str {
        self.texts.get(text)
    }
}
