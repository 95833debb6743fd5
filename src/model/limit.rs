use super::{AccountId, BoundaryId, DocumentId, Entity, PolicyId, Program, Statement, UnitId};
use crate::iam::Effect;
use crate::source::Span;

/// What a user or role has for its permissions boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// What serves as boundaries alone.
    Boundary(BoundaryId),
    /// A managed policy, which may be attached too.
    Policy(PolicyId),
}

impl Limit {
    /// The list of its statements.
    pub fn document(self) -> DocumentId {
        match self {
            Self::Boundary(id) => DocumentId::Boundary(id),
            Self::Policy(id) => DocumentId::Policy(id),
        }
    }
}

impl Program {
    /// The name, account and path of a limit, if it is of this program.
    pub fn limit(&self, limit: Limit) -> Option<&Entity> {
        match limit {
            Limit::Boundary(id) => self.boundary(id).map(|it| &it.entity),
            Limit::Policy(id) => self.policy(id).map(|it| &it.entity),
        }
    }

    /// What every user and role has for its boundary.
    pub fn limits(&self) -> impl Iterator<Item = Limit> {
        let users = self.users.iter().filter_map(|user| user.boundary);
        users.chain(self.roles.iter().filter_map(|role| role.boundary))
    }

    /// The guardrails on a target.
    pub fn guardrails_on(&self, target: GuardrailTarget) -> impl Iterator<Item = &Guardrail> {
        let all = self.guardrails.iter();
        all.filter(move |guardrail| guardrail.targets.contains(&target))
    }

    /// Whether AWS's `FullAWSAccess` stays on a target: it does unless a service
    /// control policy there is an allow list.
    pub fn has_full_access(&self, target: GuardrailTarget) -> bool {
        !self
            .guardrails_on(target)
            .filter(|guardrail| guardrail.kind == GuardrailKind::Service)
            .flat_map(|guardrail| &guardrail.statements)
            .any(|statement| statement.effect == Effect::Allow)
    }
}

/// A managed policy that serves as a permissions boundary, and as nothing else.
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
