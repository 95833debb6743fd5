//! What a program means: names resolved, loops and parameters expanded, sugar
//! gone, conditions in IAM's own form. A target, a lint and the evaluator see
//! this and nothing before it.
//!
//! Entities refer to each other by ids, which are places in the program's
//! lists. Lists are in source order, and everything that is written follows it.

mod account;
mod entity;
mod fits;
mod id;
mod limit;
mod modernize;
mod place;
mod statement;
mod test;

pub use account::{Account, Organization, Settings, Unit};
pub use entity::{Attachment, Entity, Group, Policy, Role, User};
pub use id::{
    AccountId, BoundaryId, GroupId, GuardrailId, PolicyId, ResourceId, RoleId, SessionPolicyId,
    UnitId, UserId,
};
pub use limit::{
    Boundary, Guardrail, GuardrailKind, GuardrailTarget, Limit, ResourcePolicy, SessionPolicy,
};
pub use place::{DocumentId, StatementId};
pub use statement::Statement;
pub use test::{ContextValue, Expectation, Request, RequestPrincipal, Test, TestCase};

use crate::source::Span;

/// A whole program.
///
/// INVARIANT (ids): every id in a program is a place in its own lists.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Partition and region, which fill in ARNs.
    pub settings: Settings,
    /// At least one; the first is the default. A program without accounts has
    /// one named `default` that has no number.
    pub accounts: Vec<Account>,
    /// The organization, where the program describes one.
    pub organization: Option<Organization>,
    /// The organization's units.
    pub units: Vec<Unit>,
    /// The users.
    pub users: Vec<User>,
    /// The groups.
    pub groups: Vec<Group>,
    /// The roles.
    pub roles: Vec<Role>,
    /// The customer managed policies, one for each account and set of
    /// arguments that has one.
    pub policies: Vec<Policy>,
    /// The managed policies that serve as permissions boundaries.
    pub boundaries: Vec<Boundary>,
    /// The session policies.
    pub session_policies: Vec<SessionPolicy>,
    /// The service and resource control policies.
    pub guardrails: Vec<Guardrail>,
    /// The resource-based policies.
    pub resources: Vec<ResourcePolicy>,
    /// The tests that the program holds.
    pub tests: Vec<Test>,
    /// The origins of what exists as it stands, whatever its size: AWS's own
    /// documents are larger than what it takes of others.
    pub given: Vec<Span>,
}
