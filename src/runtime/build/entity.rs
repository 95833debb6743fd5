use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::index::Storage;
use super::pattern::{Place, Rest};
use super::{AccountHandle, BuildError, BuildErrorKind, EntityHandle, PolicyHandle, TreeBuilder};
use crate::runtime::EntityKind;
use crate::runtime::arena::{Arena, List};
use crate::runtime::context::PLACEHOLDER;
use crate::runtime::image::hash::hash;
use crate::runtime::tree::{
    Account, Entity, Level, Organization, Owner, Session, StandIn, Tag, name_hash,
};

/// An account and what limits it.
#[derive(Clone, Debug, Default)]
pub struct AccountSpec<'s> {
    /// Its name.
    pub name: &'s str,
    /// Its twelve digits.
    pub number: Option<&'s str>,
    /// Whether it is of the tree's organization.
    pub in_organization: bool,
    /// Its service control policies, from the root down to the account; none
    /// for a management account.
    pub service_levels: Vec<LevelSpec<'s>>,
    /// Its resource control policies likewise.
    pub resource_levels: Vec<LevelSpec<'s>>,
}

/// The control policies of one kind that a root, unit or account has.
#[derive(Clone, Debug, Default)]
pub struct LevelSpec<'s> {
    /// The target, such as `ou Workloads`.
    pub name: &'s str,
    /// The policies.
    pub policies: Vec<PolicyHandle>,
    /// Whether AWS's policy that allows everything is attached too.
    pub full_access: bool,
}

/// A user, group or role.
#[derive(Clone, Debug)]
pub struct EntitySpec<'s> {
    /// Which of them.
    pub kind: EntityKind,
    /// Its account.
    pub account: AccountHandle,
    /// Its name.
    pub name: &'s str,
    /// Its ARN.
    pub arn: &'s str,
    /// Its tags.
    pub tags: &'s [(String, String)],
    /// The policies that speak for it: its own, its groups', managed ones.
    pub policies: Vec<PolicyHandle>,
    /// Its permissions boundary.
    pub boundary: Option<PolicyHandle>,
    /// A role's trust policy.
    pub trust: Option<PolicyHandle>,
    /// ARNs of policies that it has and whose documents are not known.
    pub unknown_policies: Vec<&'s str>,
    /// For a group: its members, whose names someone in the group can go by.
    pub members: Vec<EntityHandle>,
}

/// Policies that count for every caller and every resource, in a tree of
/// documents that do not say whom they are about.
#[derive(Clone, Debug, Default)]
pub struct StandInSpec<'s> {
    /// Identity policies.
    pub identity: Vec<PolicyHandle>,
    /// The permissions boundary.
    pub boundary: Option<PolicyHandle>,
    /// The resource's policy.
    pub resource: Option<PolicyHandle>,
    /// Service control policies by level.
    pub service_levels: Vec<LevelSpec<'s>>,
    /// Resource control policies by level.
    pub resource_levels: Vec<LevelSpec<'s>>,
}

impl TreeBuilder {
    /// Says which organization the accounts are of.
    pub fn organization(&mut self, id: &str) {
        let id = self.text(id);
        self.draft.organizations = Arena::default();
        self.draft.organizations.push(Organization { id });
    }

    /// Adds an account.
    pub fn account(&mut self, spec: &AccountSpec<'_>) -> AccountHandle {
        let record = Account {
            name: self.text(spec.name),
            number: spec.number.map(|number| self.text(number)),
            in_organization: spec.in_organization,
            service_levels: self.levels(&spec.service_levels),
            resource_levels: self.levels(&spec.resource_levels),
        };
        AccountHandle(self.draft.accounts.push(record))
    }

    fn levels(&mut self, levels: &[LevelSpec<'_>]) -> List<Level> {
        let records: Vec<Level> = levels
            .iter()
            .map(|level| Level {
                name: self.text(level.name),
                units: self
                    .draft
                    .unit_ids
                    .extend(level.policies.iter().map(|policy| policy.0)),
                full_access: level.full_access,
            })
            .collect();
        self.draft.levels.extend(records)
    }

    /// Adds a user, group or role.
    pub fn entity(&mut self, spec: &EntitySpec<'_>) -> EntityHandle {
        let tags: Vec<Tag> = spec
            .tags
            .iter()
            .map(|(key, value)| Tag {
                key: self.text(key),
                value: self.text(value),
            })
            .collect();
        let unknown: Vec<_> = spec
            .unknown_policies
            .iter()
            .map(|arn| self.text(arn))
            .collect();
        let record = Entity {
            kind: spec.kind,
            account: spec.account.0,
            name: self.text(spec.name),
            arn: self.text(spec.arn),
            tags: self.draft.tags.extend(tags),
            units: self
                .draft
                .unit_ids
                .extend(spec.policies.iter().map(|policy| policy.0)),
            boundary: spec.boundary.map(|policy| policy.0),
            trust: spec.trust.map(|policy| policy.0),
            unknown_policies: self.draft.lines.extend(unknown),
            members: self
                .draft
                .entity_ids
                .extend(spec.members.iter().map(|member| member.0)),
        };
        EntityHandle(self.draft.entities.push(record))
    }

    /// Adds a resource that has a policy.
    pub fn resource(&mut self, arn: &str, account: AccountHandle, policy: PolicyHandle) {
        let record = Owner {
            arn: self.text(arn),
            account: account.0,
            policy: policy.0,
        };
        let id = self.draft.owners.push(record);
        self.owners.push((arn.to_string(), id));
    }

    /// Adds a session policy by its name.
    pub fn session_policy(&mut self, name: &str, policy: PolicyHandle) {
        let name = self.text(name);
        self.draft.sessions.push(Session {
            name,
            policy: policy.0,
        });
    }

    /// Says what counts for every caller and every resource.
    pub fn stand_in(&mut self, spec: &StandInSpec<'_>) {
        let stand_in = StandIn {
            identity: self
                .draft
                .unit_ids
                .extend(spec.identity.iter().map(|policy| policy.0)),
            boundary: spec.boundary.map(|policy| policy.0),
            resource: spec.resource.map(|policy| policy.0),
            service_levels: self.levels(&spec.service_levels),
            resource_levels: self.levels(&spec.resource_levels),
        };
        self.draft.stand_ins = Arena::default();
        self.draft.stand_ins.push(stand_in);
    }

    pub(super) fn index_entities(&mut self) -> Result<(), BuildError> {
        let draft = &mut self.draft;
        let mut keys = BTreeSet::new();
        let mut arns = BTreeSet::new();
        for (id, entity) in draft.entities.iter() {
            let (name, arn) = (draft.texts.get(entity.name), draft.texts.get(entity.arn));
            if !keys.insert((entity.kind, entity.account, name)) || !arns.insert(arn) {
                let account = draft.accounts.get(entity.account);
                let account = account.map_or("", |account| draft.texts.get(account.name));
                let key = format!("{}/{account}/{name}", entity.kind.name());
                return Err(BuildErrorKind::NameTwice(key).at("", 0));
            }
            draft.names.push((name_hash(entity.kind, name), id));
            draft.arns.push((hash(arn.as_bytes()), id));
        }
        let mut numbers = BTreeSet::new();
        for (id, account) in draft.accounts.iter() {
            let number = account
                .number
                .map_or(PLACEHOLDER, |number| draft.texts.get(number));
            if !numbers.insert(number) {
                return Err(BuildErrorKind::NameTwice(number.to_string()).at("", 0));
            }
            draft.numbers.push((hash(number.as_bytes()), id));
        }
        Ok(())
    }

    pub(super) fn index_owners(&mut self) {
        let entries = core::mem::take(&mut self.owners)
            .into_iter()
            .map(|(arn, id)| (Place::Head(self.text(&arn), Rest::Nothing), id))
            .collect();
        Storage {
            texts: &self.draft.texts,
            heads: &mut self.draft.owner_heads,
            targets: &mut self.draft.owner_ids,
            // Every pattern is its head.
            longer: &mut Arena::default(),
        }
        .index(entries);
    }
}
