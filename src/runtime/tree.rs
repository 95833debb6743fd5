//! The tree's records, and how the way through it hangs together:
//!
//! ```text
//! principal ─▶ units ─▶ action ─▶ candidates ─▶ resource ─▶ statement ─▶ condition atoms ─▶ effect
//! ```
//!
//! A unit is one policy, or the statements that one entity has of its own.
//! Everything refers to everything else by place, so that this can be written
//! down and read back as it is.

use super::arena::{Id, List, Text};
use super::candidate::{Candidate, Led};
use super::image::hash::{Seed, Slot};
use super::image::{Short, bare, record, tags, variants};
use super::index::ResourceHead;
use super::kin::Kin;
use super::pattern::Pattern;
use super::source::Sources;
use super::value::{Instant, Network, Number};
use crate::iam::{Effect, Operator, PolicyKind};

record! {
    /// One statement.
    Statement in STATEMENTS {
        effect: Effect,
        actions: PatternTest,
        /// None in trust policies, which are about their role.
        resources: Option<PatternTest>,
        /// None where the policy speaks for whom it is attached to.
        principals: Option<Id<PrincipalTest>>,
        atoms: List<Id<Atom>>,
    }
}

record! {
    /// Where a statement is from; one for each statement, or none at all.
    Origin in ORIGINS {
        file: Id<File>,
        /// Counted from 1; 0 where there is none.
        line: u32,
    }
}

record! {
    /// A file that statements are from.
    File in FILES {
        name: Text,
    }
}

record! {
    /// The `Sid` of a statement that has one, in the order of statements.
    Sid in SIDS {
        statement: Id<Statement>,
        text: Text,
    }
}

/// `Action` or `Resource`, or the `Not` form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PatternTest {
    pub(crate) negated: bool,
    /// Where there is but one, the place of the list is the pattern's own.
    pub(crate) patterns: List<Id<Pattern>>,
}

/// `Principal` or `NotPrincipal`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PrincipalTest {
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
    /// Someone whom nothing in a request tells from others, but for the unique id
    /// of a user or role, which can be its `aws:userid`.
    Untellable(Text),
}

record! {
    /// One operator on one key.
    Atom in ATOMS {
        operator: Operator,
        key: Id<Key>,
        operands: List<Operand>,
    }
}

record! {
    /// One value of a condition, read when the tree is built.
    Operand in OPERANDS {
        /// As the policy has it.
        source: Text,
        value: OperandValue,
    }
}

/// What a value says to its operator.
#[derive(Clone, Copy, Debug)]
pub(crate) enum OperandValue {
    Pattern(Id<Pattern>),
    Number(Number<Text>),
    Instant(Instant),
    Bool(bool),
    Bytes(List<u8>),
    Network(Network),
    /// Malformed: matches nothing.
    Nothing,
}

record! {
    /// A condition key.
    Key in KEYS {
        /// As first written.
        name: Text,
        meaning: KeyMeaning,
    }
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
    MultiFactorAuthPresent,
    ResourceAccount,
    ResourceOrgId,
    CurrentTime,
    EpochTime,
}

record! {
    /// What the action patterns of one number lead to in one unit; or those of
    /// several numbers that have one bit.
    Entry in ENTRIES {
        number: u32,
        leads_to: Led,
    }
}

record! {
    /// Many candidates.
    Lookup in LOOKUPS {
        /// Those that every resource may be of.
        always: List<Candidate>,
        /// The others, by what their resources begin with.
        heads: List<ResourceHead>,
    }
}

record! {
    /// One policy, or the statements that one entity has of its own.
    Unit in UNITS {
        kind: PolicyKind,
        /// What it is, in words, such as `group ML-Engineers`.
        name: Text,
        /// Units lie in the order of their statements.
        statements: List<Statement>,
    }
}

record! {
    /// What actions lead to in a unit, which has the same place. Apart, for this is
    /// asked with every request, and nothing else of a unit is.
    UnitActions in UNIT_ACTIONS {
        /// The bits of all numbers that lead to something.
        bits: u64,
        /// One for each bit, in order.
        entries: List<Entry>,
    }
}

record! {
    /// The control policies of one target: all of one kind that a root, unit or
    /// account has.
    Level in LEVELS {
        /// The target, such as `ou Workloads`.
        name: Text,
        units: List<Id<Unit>>,
        /// Whether it allows everything that its policies do not deny.
        full_access: bool,
    }
}

record! {
    /// An account of the program.
    Account in ACCOUNTS {
        name: Text,
        number: Option<Text>,
        in_organization: bool,
        /// Service control policies from the root down; none for the management
        /// account.
        service_levels: List<Level>,
        /// Resource control policies likewise.
        resource_levels: List<Level>,
    }
}

impl UnitActions {
    /// What leads to nothing.
    pub(crate) const NONE: Self = Self {
        bits: 0,
        entries: List::EMPTY,
    };
}

impl Id<Unit> {
    /// The place of what actions lead to in it.
    #[inline(always)]
    pub(crate) fn actions(self) -> Id<UnitActions> {
        Id::new(self.place())
    }
}

/// Which kind of entity.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     group Engineers: Ann
///     group Engineers can s3:Get* on *
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::EntityKind;
///
/// let mut kinds: Vec<EntityKind> = policy.entities().map(|entity| entity.kind).collect();
/// kinds.sort();
/// assert_eq!(kinds, [EntityKind::User, EntityKind::Group]);
/// // A principal's key begins with it.
/// assert_eq!(EntityKind::Group.name(), "group");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// An IAM user.
    User,
    /// An IAM group, which stands for someone who is in it and in no other.
    Group,
    /// An IAM role.
    Role,
}

impl Seed {
    /// What an entity is found by whose name no other account has, or the first
    /// of those that share one.
    #[inline(always)]
    pub(crate) fn name_hash(self, kind: EntityKind, name: &[u8]) -> u64 {
        self.hash(name) ^ (kind as u64) << 56
    }

    /// What each of those that share a name is found by.
    pub(crate) fn shared_name_hash(self, kind: EntityKind, account: &[u8], name: &[u8]) -> u64 {
        self.name_hash(kind, name) ^ self.hash(account).rotate_left(32)
    }
}

impl EntityKind {
    /// The kind that a name is of.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        match name {
            "user" => Some(Self::User),
            "group" => Some(Self::Group),
            "role" => Some(Self::Role),
            _ => None,
        }
    }

    /// As a principal's key begins.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
        }
    }
}

record! {
    /// A user, group or role.
    Entity in ENTITIES {
        name: Short<Text>,
        kin: Kin,
        sources: Sources,
    }
}

record! {
    /// What entities have in common; most users are of one family.
    Family in FAMILIES {
        kind: EntityKind,
        account: Id<Account>,
        /// Of the ARN, all that comes before the name; or else all of it.
        arn: Text,
        arn_ends_in_name: bool,
        tags: List<Tag>,
        boundary: Option<Id<Unit>>,
        /// Who may assume it; roles only.
        trust: Option<Id<Unit>>,
        /// ARNs of policies that are attached and whose documents are not known.
        unknown_policies: List<Text>,
    }
}

impl Family {
    /// See [`Kin::is_plain`].
    pub(crate) fn is_plain(self) -> bool {
        self.boundary.is_none() && self.unknown_policies.is_empty()
    }
}

record! {
    /// A tag of an entity.
    Tag in TAGS {
        key: Text,
        value: Text,
    }
}

record! {
    /// A resource that has a policy.
    Owner in OWNERS {
        arn: Text,
        account: Id<Account>,
        policy: Id<Unit>,
    }
}

record! {
    /// A session policy by name.
    Session in SESSIONS {
        name: Text,
        policy: Id<Unit>,
    }
}

record! {
    /// For a tree of documents that do not say whom they are about: what counts
    /// for every caller and every resource.
    StandIn in STAND_INS {
        identity: List<Id<Unit>>,
        boundary: Option<Id<Unit>>,
        resource: Option<Id<Unit>>,
        service_levels: List<Level>,
        resource_levels: List<Level>,
    }
}

record! {
    /// The organization that the accounts are of; a program has one at most.
    Organization in ORGANIZATIONS {
        id: Text,
    }
}

variants! {
    PrincipalTest, 12 bytes {
        0: Everyone,
        1: Any(entries: List<PrincipalEntry>),
        2: NoneOf(entries: List<PrincipalEntry>),
    } else Everyone
}

variants! {
    PrincipalEntry, 12 bytes {
        0: Everyone,
        1: Account(number: Text),
        2: Arn(arn: Text),
        3: Service(name: Text),
        4: Federated(name: Text),
        5: Untellable(name: Text),
    } else Everyone
}

variants! {
    OperandValue, 28 bytes {
        0: Nothing,
        1: Pattern(pattern: Id<Pattern>),
        2: Number(number: Number<Text>),
        3: Instant(instant: Instant),
        4: Bool(value: bool),
        5: Bytes(bytes: List<u8>),
        6: Network(network: Network),
    } else Nothing
}

variants! {
    KeyMeaning, 12 bytes {
        0: Given,
        1: PrincipalArn,
        2: PrincipalAccount,
        3: PrincipalOrgId,
        4: PrincipalTag(key: Text),
        5: PrincipalIsAwsService,
        6: PrincipalServiceName,
        7: PrincipalType,
        8: UserId,
        9: UserName,
        10: ResourceAccount,
        11: ResourceOrgId,
        12: CurrentTime,
        13: EpochTime,
        14: MultiFactorAuthPresent,
    } else Given
}

record! {
    /// A slot of the table of entities by kind and name.
    NameSlot in NAME_SLOTS {
        slot: Slot<Entity>,
    }
}

record! {
    /// A slot of the table of entities by ARN, of those whose names do not
    /// follow from it.
    ArnSlot in ARN_SLOTS {
        slot: Slot<Entity>,
    }
}

record! {
    /// A slot of the table of accounts by number.
    NumberSlot in NUMBER_SLOTS {
        slot: Slot<Account>,
    }
}

bare! {
    BYTES: u8,
    LINES: Text,
    PRINCIPAL_TESTS: PrincipalTest,
    PRINCIPALS: PrincipalEntry,
    PATTERN_IDS: Id<Pattern>,
    ATOM_IDS: Id<Atom>,
    UNIT_IDS: Id<Unit>,
}

tags! {
    EntityKind {
        0: User,
        1: Group,
        2: Role,
    } else User
}

tags! {
    Effect {
        0: Allow,
        1: Deny,
    } else Deny
}

tags! {
    PolicyKind {
        0: Identity,
        1: Boundary,
        2: Session,
        3: Resource,
        4: Trust,
        5: ServiceControl,
        6: ResourceControl,
    } else Identity
}
