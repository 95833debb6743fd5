//! Storage that a flat image can hold as it is: lists of plain records, which
//! refer to each other by place and never by pointer.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

/// Everything of one kind, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Arena<T>(Vec<T>);

/// The place of one record.
pub(crate) struct Id<T>(pub(super) u32, pub(super) PhantomData<fn() -> T>);

/// The places of records that stand side by side.
pub(crate) struct List<T> {
    pub(super) start: u32,
    pub(super) len: u32,
    pub(super) of: PhantomData<fn() -> T>,
}

/// Some text of the tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Text {
    pub(super) start: u32,
    pub(super) len: u32,
}

/// Every text of the tree, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts(String);

/// A length or place as the tree stores it. What is longer does not fit, which
/// the builder reports: an image of 4 GiB cannot be.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Arena<T> {
    pub(crate) fn push(&mut self, record: T) -> Id<T> {
        let id = Id(narrow(self.0.len()), PhantomData);
        self.0.push(record);
        id
    }

    pub(crate) fn extend(&mut self, records: impl IntoIterator<Item = T>) -> List<T> {
        let start = narrow(self.0.len());
        self.0.extend(records);
        List {
            start,
            len: narrow(self.0.len()) - start,
            of: PhantomData,
        }
    }

    pub(crate) fn get(&self, id: Id<T>) -> Option<&T> {
        self.0.get(id.0 as usize)
    }

    pub(crate) fn all(&self) -> &[T] {
        &self.0
    }

    pub(crate) fn all_mut(&mut self) -> &mut [T] {
        &mut self.0
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        (0..).map(|place| Id(place, PhantomData)).zip(self.0.iter())
    }
}

impl Texts {
    pub(crate) fn push(&mut self, text: &str) -> Text {
        let start = narrow(self.0.len());
        self.0.push_str(text);
        Text {
            start,
            len: narrow(text.len()),
        }
    }

    pub(crate) fn get(&self, text: Text) -> &str {
        let start = text.start as usize;
        self.0
            .get(start..start + text.len as usize)
            .unwrap_or_default()
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

impl<T> Id<T> {
    pub(crate) const fn new(place: u32) -> Self {
        Self(place, PhantomData)
    }

    pub(crate) fn place(self) -> u32 {
        self.0
    }
}

impl<T> List<T> {
    pub(crate) const EMPTY: Self = Self {
        start: 0,
        len: 0,
        of: PhantomData,
    };

    pub(crate) const fn new(start: u32, len: u32) -> Self {
        Self {
            start,
            len,
            of: PhantomData,
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The places in it.
    pub(crate) fn ids(self) -> impl DoubleEndedIterator<Item = Id<T>> {
        (self.start..self.start.saturating_add(self.len)).map(|place| Id(place, PhantomData))
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

// By hand, for a derive would ask the same of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}
impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for List<T> {}
impl<T> fmt::Debug for List<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}+{}", self.start, self.len)
    }
}
