//! A resource type of the catalog, and what its ARNs look like.

use core::fmt;

use super::tables::TypeRow;
use super::{Catalog, ConditionKey, Service};

/// A resource type such as `bucket` of `s3`.
#[derive(Clone, Copy)]
pub struct ResourceType<'c> {
    catalog: &'c Catalog,
    index: u32,
}

impl<'c> ResourceType<'c> {
    pub(super) fn new(catalog: &'c Catalog, index: u32) -> Self {
        Self { catalog, index }
    }

    pub(super) fn index(self) -> u32 {
        self.index
    }

    fn row(self) -> Option<&'c TypeRow> {
        self.catalog.tables().types.get(self.index as usize)
    }

    /// The service whose page lists it. Its ARNs can be another service's.
    pub fn service(self) -> Service<'c> {
        Service::new(self.catalog, self.row().map_or(u32::MAX, |row| row.service))
    }

    /// Its name, such as `bucket` or `function alias`.
    pub fn name(self) -> &'c str {
        let texts = &self.catalog.tables().texts;
        self.row().map_or("", |row| texts.get(row.name))
    }

    /// Its name as a resource constructor writes it: small letters, digits and
    /// hyphens.
    pub fn constructor_name(self) -> String {
        let hyphened = self
            .name()
            .replace(|character: char| !character.is_ascii_alphanumeric(), "-");
        hyphened.trim_matches('-').to_ascii_lowercase()
    }

    /// What its ARNs look like; few types have more than one format.
    pub fn formats(self) -> impl Iterator<Item = ArnFormat<'c>> + use<'c> {
        let tables = &self.catalog.tables();
        let formats = self
            .row()
            .and_then(|row| {
                let range = row.formats.start as usize..row.formats.end as usize;
                tables.formats.get(range)
            })
            .unwrap_or_default();
        formats.iter().map(|format| ArnFormat {
            text: tables.texts.get(*format),
        })
    }

    /// The condition keys of every request about such a resource.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'c>> + use<'c> {
        ConditionKey::of_set(self.catalog, self.row().map_or(0, |row| row.keys))
    }
}

impl PartialEq for ResourceType<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.name() == other.name()
    }
}

impl Eq for ResourceType<'_> {}

impl fmt::Display for ResourceType<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.service(), self.name())
    }
}

impl fmt::Debug for ResourceType<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ResourceType({self})")
    }
}

/// What an ARN looks like: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArnFormat<'c> {
    text: &'c str,
}

impl<'c> ArnFormat<'c> {
    /// As the reference writes it.
    pub fn text(self) -> &'c str {
        self.text
    }

    /// The text and the fields, in order: for each field the text before it and
    /// its name. What stands behind the last field comes with the name empty.
    pub fn pieces(self) -> impl Iterator<Item = (&'c str, &'c str)> {
        let mut rest = Some(self.text);
        core::iter::from_fn(move || {
            let text = rest?;
            let piece = text.split_once("${").and_then(|(before, behind)| {
                let (name, behind) = behind.split_once('}')?;
                Some((before, name, behind))
            });
            Some(match piece {
                Some((before, name, behind)) => {
                    rest = Some(behind);
                    (before, name)
                }
                None => {
                    rest = None;
                    (text, "")
                }
            })
        })
    }

    /// The names of its fields, in order.
    pub fn fields(self) -> impl Iterator<Item = &'c str> {
        self.pieces()
            .map(|(_, name)| name)
            .filter(|name| !name.is_empty())
    }

    /// The pattern that matches its ARNs: every field is `*`.
    pub fn pattern(self) -> String {
        let mut pattern = String::with_capacity(self.text.len());
        for (before, name) in self.pieces() {
            pattern.push_str(before);
            if !name.is_empty() {
                pattern.push('*');
            }
        }
        pattern
    }
}

impl fmt::Display for ArnFormat<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text)
    }
}
