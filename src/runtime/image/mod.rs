//! The image: a tree as one block of bytes, read where it lies.
//!
//! A header says where each section is; a section holds all records of one
//! kind, side by side; records refer to each other by their places. Loading
//! checks every record once. From then on nothing in it can lead astray: no
//! place is out of bounds, and every walk ends, for what a record refers to is
//! in a section further down, and what stays in its own section steps back.

mod error;
mod field;
pub(crate) mod hash;
mod items;
mod load;
mod order;
pub(crate) mod record;
pub(crate) mod section;
mod tree;
mod write;

pub use error::ImageError;
pub use load::Section;
pub use tree::Tree;

pub(crate) use field::Short;
pub(crate) use items::Items;
pub(crate) use record::{Field, Record, bare, record, tags, variants};
pub(crate) use write::Writer;

use core::fmt;

use hash::{AtFirst, Probe, Seed, Slot, home};
use record::{double, word};

use super::arena::{Id, List, Text};

/// What every image begins with.
pub(crate) const MAGIC: [u8; 4] = *b"aclt";

/// The version of the format, which is that of every image that is written.
pub(crate) const VERSION: u32 = 6;

/// Where the table of sections begins: after the beginning, the version, the
/// checksum, the length, where the texts begin and the seed.
pub(crate) const TABLE: usize = 32;

/// Where the seed of its hashes is.
const SEED: usize = 24;

/// The length of the header: the table has the start of each section and how
/// many records it holds.
pub(crate) const HEADER: usize = TABLE + section::COUNT * 8;

/// A compiled program: who may do what, read from an image.
///
/// It borrows the image, so it costs nothing to copy, and one image serves
/// every thread.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Alice can s3:GetObject on arn:aws:s3:::lake/*";
/// # let image = compiled(program)?.to_bytes();
/// use aclc::runtime::{Decision, Policy, Request};
///
/// let policy = Policy::from_bytes(&image)?; // or `include_bytes!("program.aclt")`
/// let alice = policy.principal("user/Alice")?;
/// let request = Request::new(&alice, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Policy<'a> {
    header: &'a [u8; HEADER],
    /// The image up to the texts, header included.
    records: &'a [u8],
    texts: &'a str,
}

impl fmt::Debug for Policy<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Policy")
            .field("bytes", &(self.records.len() + self.texts.len()))
            .finish_non_exhaustive()
    }
}

impl<'a> Policy<'a> {
    /// Whether both read one and the same image.
    pub(crate) fn is(self, other: Policy<'_>) -> bool {
        core::ptr::eq(self.header, other.header)
    }

    /// What its hashes begin with.
    #[inline(always)]
    pub(crate) fn seed(self) -> Seed {
        Seed::read(double(self.header, SEED))
    }

    /// Where a section begins.
    #[inline(always)]
    fn start(self, section: usize) -> usize {
        word(self.header, TABLE + section * 8) as usize
    }

    /// How many records a section has.
    #[inline(always)]
    pub(crate) fn count(self, section: usize) -> u32 {
        word(self.header, TABLE + section * 8 + 4)
    }

    /// The record of a place.
    #[inline(always)]
    pub(crate) fn get<T: Record>(self, id: Id<T>) -> Option<T> {
        let at = self.start(T::SECTION) + id.0 as usize * T::SIZE;
        self.records.get(at..at + T::SIZE).map(T::decode)
    }

    /// The records of a list.
    #[inline(always)]
    pub(crate) fn list<T: Record>(self, list: List<T>) -> Items<'a, T> {
        let at = self.start(T::SECTION) + list.start as usize * T::SIZE;
        let length = list.len as usize * T::SIZE;
        let bytes = self.records.get(at..at + length);
        Items::new(bytes.unwrap_or_default())
    }

    /// Every record of a kind.
    pub(crate) fn all<T: Record>(self) -> Items<'a, T> {
        self.list(List::new(0, self.count(T::SECTION)))
    }

    /// Every record of a kind, with its place.
    pub(crate) fn places<T: Record>(self) -> impl Iterator<Item = (Id<T>, T)> + use<'a, T> {
        List::new(0, self.count(T::SECTION))
            .ids()
            .zip(self.all::<T>())
    }

    /// Some text.
    #[inline]
    pub(crate) fn text(self, text: Text) -> &'a str {
        let start = text.start as usize;
        self.texts
            .get(start..start + text.len as usize)
            .unwrap_or_default()
    }

    /// Its bytes alone.
    #[inline(always)]
    pub(crate) fn bytes(self, text: Text) -> &'a [u8] {
        let start = text.start as usize;
        let bytes = self.texts.as_bytes();
        bytes
            .get(start..start + text.len as usize)
            .unwrap_or_default()
    }

    /// Whether a text is one.
    pub(crate) fn has_text(self, text: Text) -> bool {
        let end = text.start.checked_add(text.len);
        end.is_some_and(|end| self.texts.get(text.start as usize..end as usize).is_some())
    }

    /// The first record of a table that is meant, by the hash of its text.
    pub(crate) fn find<T: Record>(
        self,
        section: usize,
        hash: u64,
        is_meant: impl Fn(Id<T>) -> bool,
    ) -> Option<Id<T>> {
        self.find_all(section, hash).find(|id| is_meant(*id))
    }

    /// What a table has for a hash, as far as its first slots tell.
    #[inline(always)]
    pub(crate) fn find_first<T: Record, const SLOTS: usize>(
        self,
        section: usize,
        hash: u64,
    ) -> AtFirst<T> {
        let (start, count) = (self.start(section), self.count(section) as usize);
        let first = start + home(hash, count) * Slot::<T>::SIZE;
        let slots = self.records.get(first..).map(<[u8]>::as_chunks);
        match slots.and_then(|(slots, _)| slots.first_chunk::<SLOTS>()) {
            Some(slots) => AtFirst::of(slots, hash),
            None => AtFirst::Unclear,
        }
    }

    /// The records that a table has for a hash, and perhaps others.
    #[inline(always)]
    pub(crate) fn find_all<T: Record>(self, section: usize, hash: u64) -> Probe<'a, T> {
        let (start, count) = (self.start(section), self.count(section) as usize);
        let first = start + home(hash, count) * Slot::<T>::SIZE;
        let end = start + count * Slot::<T>::SIZE;
        let slots = self.records.get(first..end);
        Probe::new(slots.unwrap_or_default(), hash)
    }
}
