//! Users, groups and roles: who they are, and all that counts as their own.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

use super::Comparison;
use crate::model::{Attachment, Entity, Group, GroupId, Role, Statement, User, UserId};
use crate::verify::estate::{Estate, Name};

/// What users, groups and roles have.
struct Holder<'p> {
    noun: &'static str,
    entity: &'p Entity,
    statements: &'p [Statement],
    attached: &'p [Attachment],
}

impl Display for Holder<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "the {} `{}`", self.noun, self.entity.name)
    }
}

macro_rules! is_holder {
    ($($type:ident, $noun:literal;)*) => {$(
        impl<'p> From<&'p $type> for Holder<'p> {
            fn from(of: &'p $type) -> Self {
                Self {
                    noun: $noun,
                    entity: &of.entity,
                    statements: &of.statements,
                    attached: &of.attached,
                }
            }
        }
    )*};
}

is_holder! {
    User, "user";
    Group, "group";
    Role, "role";
}

impl<'p> Comparison<'p> {
    pub(super) fn compare_groups(&mut self) {
        let (meant, written) = (&self.program.0.groups, &self.written.0.groups);
        let pairs = self.pair(
            "group",
            meant,
            written,
            |estate, group| estate.name(&group.entity),
            |group| Some(group.entity.origin),
        );
        for (meant, written) in pairs {
            let members = |estate: Estate<'p>, list: &'p [UserId]| {
                list.iter().map(move |id| estate.user(*id))
            };
            let holder = Holder::from(meant);
            self.same_set(
                Some(meant.entity.origin),
                format_args!("the list of members of {holder}"),
                members(self.program, &meant.members),
                members(self.written, &written.members),
            );
            self.compare_holders(&holder, &written.into());
        }
    }

    pub(super) fn compare_users(&mut self) {
        let (meant, written) = (&self.program.0.users, &self.written.0.users);
        let pairs = self.pair(
            "user",
            meant,
            written,
            |estate, user| estate.name(&user.entity),
            |user| Some(user.entity.origin),
        );
        for (meant, written) in pairs {
            let place = Some(meant.entity.origin);
            let holder = Holder::from(meant);
            let groups = |estate: Estate<'p>, list: &'p [GroupId]| {
                list.iter().map(move |id| estate.group(*id))
            };
            self.same_set(
                place,
                format_args!("the list of groups of {holder}"),
                groups(self.program, &meant.groups),
                groups(self.written, &written.groups),
            );
            self.same_set(
                place,
                format_args!("the tags of {holder}"),
                meant.tags.iter(),
                written.tags.iter(),
            );
            let (own, other) = (
                self.program.boundary(meant.boundary),
                self.written.boundary(written.boundary),
            );
            self.same(
                place,
                format_args!("the boundary of {holder}"),
                &own,
                &other,
            );
            self.compare_holders(&holder, &written.into());
        }
    }

    pub(super) fn compare_roles(&mut self) {
        let (meant, written) = (&self.program.0.roles, &self.written.0.roles);
        let pairs = self.pair(
            "role",
            meant,
            written,
            |estate, role| estate.name(&role.entity),
            |role| Some(role.entity.origin),
        );
        for (meant, written) in pairs {
            let place = Some(meant.entity.origin);
            let holder = Holder::from(meant);
            self.same_set(
                place,
                format_args!("the tags of {holder}"),
                meant.tags.iter(),
                written.tags.iter(),
            );
            let (own, other) = (meant.max_session, written.max_session);
            self.same(
                place,
                format_args!("the longest session of {holder}"),
                &own,
                &other,
            );
            let (own, other) = (
                self.program.boundary(meant.boundary),
                self.written.boundary(written.boundary),
            );
            self.same(
                place,
                format_args!("the boundary of {holder}"),
                &own,
                &other,
            );
            self.compare_statements(
                format_args!("the trust policy of {holder}"),
                meant.entity.origin,
                &meant.trust,
                &written.trust,
            );
            self.compare_holders(&holder, &written.into());
        }
    }

    /// Compares what an entity has of its own and what is attached to it. An
    /// attached policy that the program does not declare holds statements of
    /// the entity's own.
    fn compare_holders(&mut self, meant: &Holder<'p>, written: &Holder<'p>) {
        let what = meant;
        let place = meant.entity.origin;
        self.compare_entity(what, meant.entity, written.entity);
        let mut moved: Vec<&'p Statement> = Vec::new();
        let mut attached = BTreeSet::new();
        for policy in self.written.managed(written.attached) {
            let name = self.written.name(&policy.entity);
            if self.own_policies.contains(&name) {
                attached.insert(name);
            } else {
                self.unclaimed.insert(name, true);
                self.compare_entity(
                    format_args!("a policy of {what}"),
                    meant.entity,
                    &policy.entity,
                );
                moved.extend(&policy.statements);
            }
        }
        let own = self.program.managed(meant.attached);
        let own: BTreeSet<Name<'p>> = own.map(|it| self.program.name(&it.entity)).collect();
        self.same(
            Some(place),
            format_args!("the list of managed policies of {what}"),
            &own,
            &attached,
        );
        self.same_set(
            Some(place),
            format_args!("the list of policies from outside of {what}"),
            outside(meant.attached),
            outside(written.attached),
        );
        self.compare_with_moved(what, place, meant.statements, written.statements, &moved);
    }
}

fn outside(attached: &[Attachment]) -> impl Iterator<Item = &str> + Clone {
    attached.iter().filter_map(|attachment| match attachment {
        Attachment::Managed(_) => None,
        Attachment::External { arn, .. } => Some(arn.as_str()),
    })
}
