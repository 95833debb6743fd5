//! An action of the catalog.

use core::fmt;

use super::tables::ActionRow;
use super::{AccessLevel, Catalog, ConditionKey, ResourceType, ResourceTypes, Service};

/// An action such as `s3:GetObject`.
#[derive(Clone, Copy)]
pub struct Action<'c> {
    catalog: &'c Catalog,
    index: u32,
}

/// A resource type that an action works on.
#[derive(Clone, Copy, Debug)]
pub struct ResourceUse<'c> {
    /// The type.
    pub resource_type: ResourceType<'c>,
    /// Whether every request needs one, so that a policy which allows the
    /// action must allow it on one. Of types that are not required a request
    /// names those that it is about.
    pub required: bool,
    catalog: &'c Catalog,
    keys: u32,
}

impl<'c> Action<'c> {
    pub(super) fn new(catalog: &'c Catalog, index: u32) -> Self {
        Self { catalog, index }
    }

    fn row(self) -> Option<&'c ActionRow> {
        self.catalog.tables().actions.get(self.index as usize)
    }

    /// Its place among all actions, sorted by service and name.
    pub fn index(self) -> usize {
        self.index as usize
    }

    /// The service that it is of.
    pub fn service(self) -> Service<'c> {
        Service::new(self.catalog, self.row().map_or(u32::MAX, |row| row.service))
    }

    /// Its name without the service, in AWS's spelling. [`Display`](fmt::Display)
    /// writes `service:name`.
    pub fn name(self) -> &'c str {
        let texts = &self.catalog.tables().texts;
        self.row().map_or("", |row| texts.get(row.name))
    }

    /// What kind of thing it does.
    pub fn level(self) -> AccessLevel {
        // A row that is not there grants, so that no caller takes it lightly.
        self.row().map_or(AccessLevel::Permissions, |row| row.level)
    }

    /// Whether only an older source still names it: AWS has most likely taken
    /// it away.
    pub fn is_former(self) -> bool {
        self.row().is_some_and(|row| row.former)
    }

    /// The resource types that it works on. An action without any can be
    /// limited to no resource: IAM matches it with `*` alone.
    pub fn uses(self) -> impl ExactSizeIterator<Item = ResourceUse<'c>> + use<'c> {
        let uses = self
            .row()
            .and_then(|row| {
                let uses = &self.catalog.tables().uses;
                uses.get(row.uses.start as usize..row.uses.end as usize)
            })
            .unwrap_or_default();
        uses.iter().map(move |usage| ResourceUse {
            resource_type: ResourceType::new(self.catalog, usage.resource_type),
            required: usage.required,
            catalog: self.catalog,
            keys: usage.keys,
        })
    }

    /// Whether it can be limited to resources.
    pub fn has_resources(self) -> bool {
        self.uses().len() > 0
    }

    /// Whether it can be about a resource of one of these types. An action
    /// without resources is about none of them.
    pub fn works_on(self, types: &ResourceTypes) -> bool {
        self.uses().any(|usage| types.contains(usage.resource_type))
    }

    /// The condition keys of the action itself. What a request for it can carry
    /// is in [`carried_keys`](Self::carried_keys).
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'c>> + use<'c> {
        ConditionKey::of_set(self.catalog, self.row().map_or(0, |row| row.keys))
    }

    /// Every condition key that a request for it can carry beside the global
    /// ones: its own, those of its uses of resource types, and those of the
    /// resource types. One that stands in several places comes as often.
    pub fn carried_keys(self) -> impl Iterator<Item = ConditionKey<'c>> + use<'c> {
        let of_uses = self.uses().flat_map(|usage| {
            let of_type = usage.resource_type.condition_keys();
            usage.condition_keys().chain(of_type)
        });
        self.condition_keys().chain(of_uses)
    }

    /// Other actions, such as `iam:PassRole`, that a caller needs besides.
    pub fn dependents(self) -> impl Iterator<Item = Action<'c>> + use<'c> {
        let set = self.row().map_or(0, |row| row.dependents);
        let actions = self.catalog.tables().action_sets.get(set);
        actions
            .iter()
            .map(move |action| Self::new(self.catalog, *action))
    }
}

impl<'c> ResourceUse<'c> {
    /// The condition keys of the action on such a resource, beside those of the
    /// action and those of the resource type.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'c>> + use<'c> {
        ConditionKey::of_set(self.catalog, self.keys)
    }
}

impl PartialEq for Action<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.name() == other.name()
    }
}

impl Eq for Action<'_> {}

impl fmt::Display for Action<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.service(), self.name())
    }
}

impl fmt::Debug for Action<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Action({self})")
    }
}
