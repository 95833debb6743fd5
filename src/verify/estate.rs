//! What entities are called, whichever program they are in.

use crate::model::{
    AccountId, Attachment, Entity, Group, GroupId, Guardrail, GuardrailTarget, Limit, Policy,
    Program, UnitId, UserId,
};

/// The account and the name of an entity.
pub(super) type Name<'p> = (&'p str, &'p str);

/// A program, asked for names instead of ids.
#[derive(Clone, Copy)]
pub(super) struct Estate<'p>(pub(super) &'p Program);

impl<'p> Estate<'p> {
    pub(super) fn account(self, id: AccountId) -> &'p str {
        self.0.account(id).map_or("", |account| &account.name)
    }

    pub(super) fn unit(self, id: Option<UnitId>) -> Option<&'p str> {
        id.and_then(|id| self.0.unit(id))
            .map(|unit| unit.name.as_str())
    }

    pub(super) fn name(self, entity: &'p Entity) -> Name<'p> {
        (self.account(entity.account), &entity.name)
    }

    pub(super) fn user(self, id: UserId) -> Option<Name<'p>> {
        self.0.user(id).map(|user| self.name(&user.entity))
    }

    pub(super) fn group(self, id: GroupId) -> Option<Name<'p>> {
        self.0
            .group(id)
            .map(|group: &Group| self.name(&group.entity))
    }

    pub(super) fn boundary(self, limit: Option<Limit>) -> Option<Name<'p>> {
        // Policies and boundaries share their names.
        self.0.limit(limit?).map(|entity| self.name(entity))
    }

    /// The managed policies of a list.
    pub(super) fn managed(self, attached: &'p [Attachment]) -> impl Iterator<Item = &'p Policy> {
        attached
            .iter()
            .filter_map(move |attachment| match attachment {
                Attachment::Managed(id) => self.0.policy(*id),
                Attachment::External { .. } => None,
            })
    }

    /// What a guardrail is on, in order.
    pub(super) fn targets(self, guardrail: &'p Guardrail) -> Vec<String> {
        let targets = guardrail.targets.iter();
        let mut names: Vec<String> = targets
            .map(|target| match target {
                GuardrailTarget::Organization => "the organization".to_owned(),
                GuardrailTarget::Unit(id) => {
                    format!("the unit {}", self.unit(Some(*id)).unwrap_or_default())
                }
                GuardrailTarget::Account(id) => format!("the account {}", self.account(*id)),
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
