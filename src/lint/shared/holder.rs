//! Every policy of a program, and whose it is.

use crate::iam::{Effect, PolicyKind};
use crate::model::{AccountId, Attachment, Entity, Program, Statement};

/// One policy.
#[derive(Clone, Copy)]
pub(in crate::lint) struct Holder<'p> {
    /// What it is the policy of, such as `group`.
    pub(in crate::lint) noun: &'static str,
    pub(in crate::lint) name: &'p str,
    pub(in crate::lint) kind: PolicyKind,
    pub(in crate::lint) statements: &'p [Statement],
    /// Policies beside it that count for the same principals.
    pub(in crate::lint) attached: &'p [Attachment],
}

impl<'p> Holder<'p> {
    /// Its statements and those of the policies beside it.
    pub(in crate::lint) fn all_statements(
        &self,
        program: &'p Program,
    ) -> impl Iterator<Item = &'p Statement> {
        self.statements
            .iter()
            .chain(attached_statements(program, self.attached))
    }
}

/// Every policy of the program, kind by kind.
pub(in crate::lint) fn holders(program: &Program) -> impl Iterator<Item = Holder<'_>> {
    let principals = principals(program).map(|principal| principal.own);
    let policies = program.policies.iter();
    let boundaries = program.boundaries.iter();
    let sessions = program.session_policies.iter();
    let guardrails = program.guardrails.iter();
    let resources = program.resources.iter();
    let roles = program.roles.iter();
    principals
        .chain(policies.map(|it| {
            let kind = PolicyKind::Identity;
            holder("policy", &it.entity.name, kind, &it.statements)
        }))
        .chain(boundaries.map(|it| {
            let kind = PolicyKind::Boundary;
            holder("boundary", &it.entity.name, kind, &it.statements)
        }))
        .chain(sessions.map(|it| {
            let kind = PolicyKind::Session;
            holder("session policy", &it.name, kind, &it.statements)
        }))
        .chain(guardrails.map(|it| {
            // Which of the two makes no difference to any rule.
            let kind = PolicyKind::ServiceControl;
            holder("guardrail", &it.name, kind, &it.statements)
        }))
        .chain(resources.map(|it| {
            let kind = PolicyKind::Resource;
            holder("resource", &it.name, kind, &it.statements)
        }))
        .chain(roles.map(|it| holder("role", &it.entity.name, PolicyKind::Trust, &it.trust)))
}

fn holder<'p>(
    noun: &'static str,
    name: &'p str,
    kind: PolicyKind,
    statements: &'p [Statement],
) -> Holder<'p> {
    Holder {
        noun,
        name,
        kind,
        statements,
        attached: &[],
    }
}

/// A user, group or role with its own policy.
#[derive(Clone, Copy)]
pub(in crate::lint) struct PrincipalHolder<'p> {
    pub(in crate::lint) entity: &'p Entity,
    pub(in crate::lint) own: Holder<'p>,
    /// Its place in the program's list of its kind.
    pub(in crate::lint) place: Place,
}

/// A place in the list of users, groups or roles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum Place {
    User(usize),
    Group(usize),
    Role(usize),
}

impl PrincipalHolder<'_> {
    /// The account that it belongs to.
    pub(in crate::lint) fn account(&self) -> AccountId {
        self.entity.account
    }
}

/// Every user, group and role.
pub(in crate::lint) fn principals(program: &Program) -> impl Iterator<Item = PrincipalHolder<'_>> {
    let users = program.users.iter().enumerate().map(|(place, user)| {
        let place = Place::User(place);
        principal(
            "user",
            place,
            &user.entity,
            &user.statements,
            &user.attached,
        )
    });
    let groups = program.groups.iter().enumerate().map(|(place, group)| {
        let place = Place::Group(place);
        principal(
            "group",
            place,
            &group.entity,
            &group.statements,
            &group.attached,
        )
    });
    let roles = program.roles.iter().enumerate().map(|(place, role)| {
        let place = Place::Role(place);
        principal(
            "role",
            place,
            &role.entity,
            &role.statements,
            &role.attached,
        )
    });
    users.chain(groups).chain(roles)
}

fn principal<'p>(
    noun: &'static str,
    place: Place,
    entity: &'p Entity,
    statements: &'p [Statement],
    attached: &'p [Attachment],
) -> PrincipalHolder<'p> {
    PrincipalHolder {
        entity,
        own: Holder {
            attached,
            ..holder(noun, &entity.name, PolicyKind::Identity, statements)
        },
        place,
    }
}

/// The statements of the attached policies that the program holds.
pub(in crate::lint) fn attached_statements<'p>(
    program: &'p Program,
    attached: &'p [Attachment],
) -> impl Iterator<Item = &'p Statement> {
    attached
        .iter()
        .filter_map(|attachment| match attachment {
            Attachment::Managed(id) => program.policy(*id),
            Attachment::External { .. } => None,
        })
        .flat_map(|policy| &policy.statements)
}

/// Whether it is a permission.
pub(in crate::lint) fn allows(statement: &Statement) -> bool {
    statement.effect == Effect::Allow
}
