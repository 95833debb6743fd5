use super::{AccountId, Entity, Statement, UnitId};
use crate::source::Span;

/// A managed policy that serves as a permissions boundary.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// Name, account, path.
    pub entity: Entity,
    /// What it says.
    pub statements: Vec<Statement>,
}

/// A policy that is passed when a session is made.
#[derive(Clone, Debug)]
pub struct SessionPolicy {
    /// Its name in the program; AWS has none.
    pub name: String,
    /// What it says.
    pub statements: Vec<Statement>,
    /// Where it is declared.
    pub origin: Span,
}

/// A service or resource control policy.
#[derive(Clone, Debug)]
pub struct Guardrail {
    /// Its name.
    pub name: String,
    /// Which of the two.
    pub kind: GuardrailKind,
    /// What it is attached to.
    pub targets: Vec<GuardrailTarget>,
    /// What it says.
    pub statements: Vec<Statement>,
    /// Where it is declared.
    pub origin: Span,
}

/// Whom a guardrail limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuardrailKind {
    /// The principals of the accounts: a service control policy.
    Service,
    /// The resources of the accounts: a resource control policy.
    Resource,
}

/// What a guardrail is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuardrailTarget {
    /// The root of the organization.
    Organization,
    /// A unit.
    Unit(UnitId),
    /// An account.
    Account(AccountId),
}

/// A resource-based policy.
#[derive(Clone, Debug)]
pub struct ResourcePolicy {
    /// Its name in the program, which names its file.
    pub name: String,
    /// The account that the resource belongs to.
    pub account: AccountId,
    /// The resource's ARN.
    pub arn: String,
    /// What it says.
    pub statements: Vec<Statement>,
    /// Where it is declared.
    pub origin: Span,
}
