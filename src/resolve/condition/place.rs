use crate::catalog::Catalog;
use crate::iam::{Effect, Match, PolicyKind};
use crate::source::Span;

/// The grant that a condition guards.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    /// What kind of policy it is in.
    pub kind: PolicyKind,
    /// Whether it permits or denies.
    pub effect: Effect,
    /// All of the grant.
    pub span: Span,
    /// Whether the subject is a role, whose sessions carry neither MFA nor a
    /// user name.
    pub of_role: bool,
    /// The statement's actions, where the caller knows them: some keys stand
    /// under another name in some services.
    pub actions: Option<&'p Match>,
    /// Its resources, where the caller knows them: some never carry a key that
    /// the action's other resources do.
    pub resources: Option<&'p Match>,
    /// Whether all its actions are of services of one's own, which say
    /// themselves what stands in a request: a private address, or how a role's
    /// session was signed in.
    pub of_own_service: bool,
    /// Where the keys of services are looked up.
    pub catalog: &'p Catalog,
}

impl<'p> Place<'p> {
    /// An allow of AWS's actions to somebody other than a role.
    pub fn allowing(
        kind: PolicyKind,
        actions: &'p Match,
        span: Span,
        catalog: &'p Catalog,
    ) -> Self {
        Self {
            kind,
            effect: Effect::Allow,
            span,
            of_role: false,
            actions: Some(actions),
            resources: None,
            of_own_service: false,
            catalog,
        }
    }
}
