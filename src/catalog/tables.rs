//! What a catalog is in memory: flat tables of numbers beside one text.
//!
//! Actions stand in one table, those of a service side by side and sorted by
//! name without case; so do resource types and condition keys. A look-up of one
//! is in `names`. What a row has any number of stands in a run of another table.

use core::cmp::Ordering;
use core::ops::Range;

use super::AccessLevel;
use crate::iam::ValueType;

/// Runs of numbers, one after the other.
#[derive(Debug, Default)]
pub(super) struct Runs {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Runs {
    /// The run with a number; an empty one if there is none.
    pub(super) fn get(&self, run: u32) -> &[u32] {
        self.items
            .get(range(&self.ends, run as usize))
            .unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn push(&mut self, run: impl IntoIterator<Item = u32>) {
        self.items.extend(run);
        self.ends.push(small(self.items.len()));
    }
}

/// Texts, one after the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    ends: Vec<u32>,
    text: String,
}

impl Texts {
    pub(super) fn get(&self, text: u32) -> &str {
        self.text
            .get(range(&self.ends, text as usize))
            .unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn size(&self) -> usize {
        self.text.len()
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(small(self.text.len()));
    }
}

/// From the end of the one before to its own.
fn range(ends: &[u32], index: usize) -> Range<usize> {
    let end = |index: usize| ends.get(index).map_or(0, |end| *end as usize);
    let start = index.checked_sub(1).map_or(0, end);
    start..end(index)
}

#[derive(Debug)]
pub(super) struct ServiceRow {
    pub(super) prefix: u32,
    pub(super) title: u32,
    pub(super) resource_control: bool,
    /// A run of keys.
    pub(super) keys: u32,
    /// Where its resource types are.
    pub(super) types: Range<u32>,
    /// Where its actions are.
    pub(super) actions: Range<u32>,
}

#[derive(Debug)]
pub(super) struct TypeRow {
    pub(super) service: u32,
    pub(super) name: u32,
    /// Where its ARN formats are.
    pub(super) formats: Range<u32>,
    /// A run of keys.
    pub(super) keys: u32,
}

#[derive(Debug)]
pub(super) struct ActionRow {
    pub(super) service: u32,
    pub(super) name: u32,
    pub(super) level: AccessLevel,
    pub(super) former: bool,
    /// A run of keys.
    pub(super) keys: u32,
    /// Where its uses of resource types are.
    pub(super) uses: Range<u32>,
    /// A run of actions.
    pub(super) dependents: u32,
}

#[derive(Debug)]
pub(super) struct UseRow {
    pub(super) resource_type: u32,
    pub(super) required: bool,
    /// A run of keys.
    pub(super) keys: u32,
}

#[derive(Debug)]
pub(super) struct KeyRow {
    pub(super) name: u32,
    pub(super) value_type: ValueType,
    pub(super) many: bool,
}

#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) texts: Texts,
    pub(super) version: u32,
    pub(super) date: u32,
    /// Name, version and licence of each.
    pub(super) sources: Vec<[u32; 3]>,
    pub(super) keys: Vec<KeyRow>,
    /// Runs of keys.
    pub(super) key_sets: Runs,
    pub(super) services: Vec<ServiceRow>,
    pub(super) types: Vec<TypeRow>,
    /// Texts.
    pub(super) formats: Vec<u32>,
    pub(super) actions: Vec<ActionRow>,
    pub(super) uses: Vec<UseRow>,
    /// Runs of actions.
    pub(super) action_sets: Runs,
}

/// The index, in a range of a sorted table, of the row with a name.
pub(super) fn find<Row>(
    rows: &[Row],
    within: Range<u32>,
    name: &str,
    texts: &Texts,
    name_of: impl Fn(&Row) -> u32,
) -> Option<u32> {
    let start = within.start;
    let rows = rows.get(within.start as usize..within.end as usize)?;
    let found = rows.binary_search_by(|row| compare_ignoring_case(texts.get(name_of(row)), name));
    found.ok().map(|index| start + small(index))
}

/// The order of every table: by ASCII lower case.
pub(super) fn compare_ignoring_case(one: &str, other: &str) -> Ordering {
    let mut pairs = one.bytes().zip(other.bytes());
    let unequal = pairs.find(|(one, other)| one != other && !one.eq_ignore_ascii_case(other));
    match unequal {
        Some((one, other)) => one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase()),
        None => one.len().cmp(&other.len()),
    }
}

/// A length as a number of 32 bits, which no catalog passes.
pub(super) fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
