//! A condition key of the catalog.

use core::fmt;

use super::tables::KeyRow;
use super::{Catalog, Service};
use crate::iam::ValueType;

/// A condition key such as `s3:prefix` or `aws:RequestTag/${TagKey}`.
#[derive(Clone, Copy)]
pub struct ConditionKey<'c> {
    catalog: &'c Catalog,
    index: u32,
}

impl<'c> ConditionKey<'c> {
    pub(super) fn new(catalog: &'c Catalog, index: u32) -> Self {
        Self { catalog, index }
    }

    pub(super) fn of_set(catalog: &'c Catalog, set: u32) -> impl Iterator<Item = Self> + use<'c> {
        let keys = catalog.tables().key_sets.get(set);
        keys.iter().map(move |key| Self::new(catalog, *key))
    }

    fn row(self) -> Option<&'c KeyRow> {
        self.catalog.tables().keys.get(self.index as usize)
    }

    /// Its name in AWS's spelling. Where the user chooses a part of it, that
    /// part is `${Name}` or `<name>`.
    pub fn name(self) -> &'c str {
        let texts = &self.catalog.tables().texts;
        self.row().map_or("", |row| texts.get(row.name))
    }

    /// The services whose pages list it.
    pub fn services(self) -> impl Iterator<Item = Service<'c>> + use<'c> {
        let lists = move |service: &Service<'c>| service.condition_keys().any(|key| key == self);
        self.catalog.services().filter(lists)
    }

    /// What its values are.
    pub fn value_type(self) -> ValueType {
        self.row().map_or(ValueType::String, |row| row.value_type)
    }

    /// Whether a request has a list of values for it.
    pub fn has_many(self) -> bool {
        self.row().is_some_and(|row| row.many)
    }

    /// Whether the user chooses a part of its name.
    pub fn is_template(self) -> bool {
        hole(self.name()).is_some()
    }

    /// Whether it is what a policy names, in any case: the same name, or one
    /// with something in the place of every part that the user chooses.
    pub fn is_named(self, written: &str) -> bool {
        self.name().eq_ignore_ascii_case(written) || fits(self.name(), written)
    }
}

/// The key that a policy names.
pub(super) fn find<'c>(catalog: &'c Catalog, written: &str) -> Option<ConditionKey<'c>> {
    let rows = &catalog.tables().keys;
    let texts = &catalog.tables().texts;
    let exact = catalog.names.key(catalog.tables(), written);
    exact
        .or_else(|| {
            let mut templates = catalog.key_templates().iter().copied();
            templates.find(|index| {
                let row = rows.get(*index as usize);
                row.is_some_and(|row| fits(texts.get(row.name), written))
            })
        })
        .map(|index| ConditionKey::new(catalog, index))
}

/// Whether a name is a template's, with at least one character in each place
/// that the user fills.
fn fits(template: &str, written: &str) -> bool {
    let Some((head, behind)) = hole(template) else {
        return template.eq_ignore_ascii_case(written);
    };
    let Some(rest) = without_head(head, written) else {
        return false;
    };
    // Each start of the rest is tried: what the user fills in may hold the
    // text that follows it. Templates have two holes at most.
    rest.char_indices()
        .skip(1)
        .map(|(at, _)| at)
        .chain([rest.len()])
        .filter(|at| *at > 0)
        .any(|at| rest.get(at..).is_some_and(|rest| fits(behind, rest)))
}

fn without_head<'w>(head: &str, written: &'w str) -> Option<&'w str> {
    let (start, rest) = written.split_at_checked(head.len())?;
    start.eq_ignore_ascii_case(head).then_some(rest)
}

/// What stands before and behind the first part that the user chooses.
fn hole(name: &str) -> Option<(&str, &str)> {
    let (head, rest, end) = match (name.split_once("${"), name.split_once('<')) {
        (Some((head, rest)), _) => (head, rest, '}'),
        (None, Some((head, rest))) => (head, rest, '>'),
        (None, None) => return None,
    };
    let (_, behind) = rest.split_once(end)?;
    Some((head, behind))
}

impl PartialEq for ConditionKey<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.name() == other.name()
    }
}

impl Eq for ConditionKey<'_> {}

impl fmt::Display for ConditionKey<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl fmt::Debug for ConditionKey<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ConditionKey({self})")
    }
}
