use super::{
    BoundaryId, GroupId, GuardrailId, GuardrailKind, PolicyId, Program, ResourceId, RoleId,
    SessionPolicyId, Statement, UserId,
};
use crate::iam::PolicyKind;

/// One list of statements of a program: whose, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentId {
    /// A user's inline policy.
    User(UserId),
    /// A group's inline policy.
    Group(GroupId),
    /// A role's inline policy.
    Role(RoleId),
    /// A role's trust policy.
    Trust(RoleId),
    /// A managed policy.
    Policy(PolicyId),
    /// A permissions boundary.
    Boundary(BoundaryId),
    /// A session policy.
    SessionPolicy(SessionPolicyId),
    /// A guardrail.
    Guardrail(GuardrailId),
    /// A resource-based policy.
    Resource(ResourceId),
}

/// One statement of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId {
    /// The list that it is in.
    pub document: DocumentId,
    /// Its place in the list.
    pub index: usize,
}

impl Program {
    /// Every list of statements, in the order of the program's lists.
    pub fn documents(&self) -> Vec<DocumentId> {
        fn ids<Id>(count: usize, id: fn(usize) -> Id) -> impl Iterator<Item = Id> {
            (0..count).map(id)
        }
        let roles = self.roles.len();
        ids(self.users.len(), |place| {
            DocumentId::User(UserId::new(place))
        })
        .chain(ids(self.groups.len(), |place| {
            DocumentId::Group(GroupId::new(place))
        }))
        .chain(ids(roles, |place| DocumentId::Role(RoleId::new(place))))
        .chain(ids(roles, |place| DocumentId::Trust(RoleId::new(place))))
        .chain(ids(self.policies.len(), |place| {
            DocumentId::Policy(PolicyId::new(place))
        }))
        .chain(ids(self.boundaries.len(), |place| {
            DocumentId::Boundary(BoundaryId::new(place))
        }))
        .chain(ids(self.session_policies.len(), |place| {
            DocumentId::SessionPolicy(SessionPolicyId::new(place))
        }))
        .chain(ids(self.guardrails.len(), |place| {
            DocumentId::Guardrail(GuardrailId::new(place))
        }))
        .chain(ids(self.resources.len(), |place| {
            DocumentId::Resource(ResourceId::new(place))
        }))
        .collect()
    }

    /// The statements of a list; none for an id of another program.
    pub fn statements(&self, document: DocumentId) -> &[Statement] {
        let found = match document {
            DocumentId::User(id) => self.user(id).map(|it| &it.statements),
            DocumentId::Group(id) => self.group(id).map(|it| &it.statements),
            DocumentId::Role(id) => self.role(id).map(|it| &it.statements),
            DocumentId::Trust(id) => self.role(id).map(|it| &it.trust),
            DocumentId::Policy(id) => self.policy(id).map(|it| &it.statements),
            DocumentId::Boundary(id) => self.boundary(id).map(|it| &it.statements),
            DocumentId::SessionPolicy(id) => self.session_policy(id).map(|it| &it.statements),
            DocumentId::Guardrail(id) => self.guardrail(id).map(|it| &it.statements),
            DocumentId::Resource(id) => self.resource(id).map(|it| &it.statements),
        };
        found.map_or(&[], Vec::as_slice)
    }

    /// The list itself, to change; none for an id of another program.
    pub fn statements_mut(&mut self, document: DocumentId) -> Option<&mut Vec<Statement>> {
        Some(match document {
            DocumentId::User(id) => &mut self.users.get_mut(id.index())?.statements,
            DocumentId::Group(id) => &mut self.groups.get_mut(id.index())?.statements,
            DocumentId::Role(id) => &mut self.roles.get_mut(id.index())?.statements,
            DocumentId::Trust(id) => &mut self.roles.get_mut(id.index())?.trust,
            DocumentId::Policy(id) => &mut self.policies.get_mut(id.index())?.statements,
            DocumentId::Boundary(id) => &mut self.boundaries.get_mut(id.index())?.statements,
            DocumentId::SessionPolicy(id) => {
                &mut self.session_policies.get_mut(id.index())?.statements
            }
            DocumentId::Guardrail(id) => &mut self.guardrails.get_mut(id.index())?.statements,
            DocumentId::Resource(id) => &mut self.resources.get_mut(id.index())?.statements,
        })
    }

    /// What kind of policy a list is.
    pub fn kind(&self, document: DocumentId) -> PolicyKind {
        match document {
            DocumentId::User(_)
            | DocumentId::Group(_)
            | DocumentId::Role(_)
            | DocumentId::Policy(_) => PolicyKind::Identity,
            DocumentId::Trust(_) => PolicyKind::Trust,
            DocumentId::Boundary(_) => PolicyKind::Boundary,
            DocumentId::SessionPolicy(_) => PolicyKind::Session,
            DocumentId::Guardrail(id) => match self.guardrail(id).map(|it| it.kind) {
                Some(GuardrailKind::Resource) => PolicyKind::ResourceControl,
                Some(GuardrailKind::Service) | None => PolicyKind::ServiceControl,
            },
            DocumentId::Resource(_) => PolicyKind::Resource,
        }
    }
}
