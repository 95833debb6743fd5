//! A service of the catalog.

use core::fmt;

use super::tables::{self, ServiceRow};
use super::{Action, Catalog, ConditionKey, ResourceType};
use crate::iam::pattern::matches_ignoring_case;

/// A service: what the actions before whose colon its prefix stands have in
/// common.
#[derive(Clone, Copy)]
pub struct Service<'c> {
    catalog: &'c Catalog,
    index: u32,
}

impl<'c> Service<'c> {
    pub(super) fn new(catalog: &'c Catalog, index: u32) -> Self {
        Self { catalog, index }
    }

    fn row(self) -> Option<&'c ServiceRow> {
        self.catalog.tables().services.get(self.index as usize)
    }

    fn text(self, of: impl Fn(&ServiceRow) -> u32) -> &'c str {
        let texts = &self.catalog.tables().texts;
        self.row().map_or("", |row| texts.get(of(row)))
    }

    /// What its actions begin with, such as `s3`.
    pub fn prefix(self) -> &'c str {
        self.text(|row| row.prefix)
    }

    /// What AWS calls it, such as `Amazon S3`.
    pub fn title(self) -> &'c str {
        self.text(|row| row.title)
    }

    /// Whether resource control policies reach it.
    pub fn has_resource_control(self) -> bool {
        self.row().is_some_and(|row| row.resource_control)
    }

    /// Its actions, by name.
    pub fn actions(
        self,
    ) -> impl DoubleEndedIterator<Item = Action<'c>> + ExactSizeIterator + use<'c> {
        let actions = self.row().map_or(0..0, |row| row.actions.clone());
        actions.map(move |index| Action::new(self.catalog, index))
    }

    /// The action with a name such as `GetObject`, in any case.
    pub fn action(self, name: &str) -> Option<Action<'c>> {
        let names = &self.catalog.names;
        let index = names.action(self.catalog.tables(), self.index, name)?;
        Some(Action::new(self.catalog, index))
    }

    /// Its actions whose name matches a pattern such as `Get*`, in any case.
    pub fn actions_matching<'p>(
        self,
        name: &'p str,
    ) -> impl Iterator<Item = Action<'c>> + use<'c, 'p> {
        self.actions()
            .filter(move |action| matches_ignoring_case(name, action.name()))
    }

    /// Its resource types, by name.
    pub fn resource_types(
        self,
    ) -> impl DoubleEndedIterator<Item = ResourceType<'c>> + ExactSizeIterator + use<'c> {
        let types = self.row().map_or(0..0, |row| row.types.clone());
        types.map(move |index| ResourceType::new(self.catalog, index))
    }

    /// The resource type with a name such as `bucket`, in any case.
    pub fn resource_type(self, name: &str) -> Option<ResourceType<'c>> {
        let tables = &self.catalog.tables();
        let within = self.row()?.types.clone();
        let index = tables::find(&tables.types, within, name, &tables.texts, |row| row.name)?;
        Some(ResourceType::new(self.catalog, index))
    }

    /// The condition keys that its page lists.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'c>> + use<'c> {
        let set = self.row().map_or(0, |row| row.keys);
        ConditionKey::of_set(self.catalog, set)
    }
}

impl PartialEq for Service<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.prefix() == other.prefix()
    }
}

impl Eq for Service<'_> {}

impl fmt::Display for Service<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.prefix())
    }
}

impl fmt::Debug for Service<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Service({self})")
    }
}
