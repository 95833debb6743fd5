//! The hash of an image's tables, and the tables: places of records, found by
//! the hash of a text that the records have.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::slice;

use super::record::{double, word};
use super::{Field, Policy, Record};
use crate::runtime::arena::Id;

const SEED: u64 = 0x243F_6A88_85A3_08D3;
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// How many bits of a slot hold a place.
const PLACE_BITS: u32 = 24;

const PLACES: u32 = (1 << PLACE_BITS) - 1;

/// The most records that a table can find.
pub(crate) const LIMIT: usize = PLACES as usize - 1;

/// The product of two numbers, its halves joined.
#[inline(always)]
fn fold(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    // Both halves, as numbers of 64 bits.
    (product as u64) ^ ((product >> 64) as u64)
}

/// What the hashes of an image begin with. Names that someone has chosen so that
/// all of them fall on one place fall on many under another seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seed(u64);

impl Seed {
    /// The seeds that an image can have, in the order in which they are tried.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0..u64::MAX).map(|number| Self(fold(SEED ^ number, FACTOR)))
    }

    /// As an image has it.
    #[inline(always)]
    pub(super) fn read(number: u64) -> Self {
        Self(number)
    }

    pub(super) fn number(self) -> u64 {
        self.0
    }

    /// The hash of a text.
    #[inline(always)]
    pub(crate) fn hash(self, bytes: &[u8]) -> u64 {
        self.hash_of(bytes, 0)
    }

    /// A hash that is the same for texts which differ in case alone: a bit tells
    /// the cases of a letter apart, and is set here. That some other characters
    /// then are the same too does no harm.
    #[inline(always)]
    pub(crate) fn folded_hash(self, bytes: &[u8]) -> u64 {
        self.hash_of(bytes, u64::from_le_bytes([b' '; 8]))
    }

    /// Sixteen bytes at a time, and the last sixteen once more, with some bits set.
    #[inline(always)]
    fn hash_of(self, bytes: &[u8], set: u64) -> u64 {
        let mut state = self.0 ^ bytes.len() as u64;
        let mut add = |[first, second]: [u64; 2]| {
            state = fold(state ^ (first | set), FACTOR ^ (second | set));
        };
        match bytes.last_chunk() {
            Some(last) => {
                let (chunks, _) = bytes.as_chunks();
                for chunk in chunks {
                    add(halves(chunk));
                }
                add(halves(last));
            }
            None => add(short(bytes)),
        }
        // Texts that differ in few bytes differ in few bits until now.
        fold(state, FACTOR)
    }
}

/// Sixteen bytes as two numbers.
#[inline(always)]
fn halves(bytes: &[u8; 16]) -> [u64; 2] {
    [double(bytes, 0), double(bytes, 8)]
}

/// All bytes of a text of less than sixteen.
#[inline(always)]
fn short(bytes: &[u8]) -> [u64; 2] {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return [first, last].map(|half| u64::from_le_bytes(*half));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return [first, last].map(|half| u32::from_le_bytes(*half).into());
    }
    let all = |all, byte: &u8| all << 8 | u64::from(*byte);
    [bytes.iter().fold(0, all), 0]
}

/// Eight bytes of text, its capital letters of ASCII made small.
#[inline(always)]
pub(crate) fn lower_case(group: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    // A byte's highest bit says whether it is beyond a letter: no byte carries
    // into the next, for the highest bits are out of the way.
    let low = group & !HIGH;
    let from_a = low + (0x80 - b'A' as u64) * EACH;
    let beyond_z = low + (0x7F - b'Z' as u64) * EACH;
    let is_capital = (from_a ^ beyond_z) & !group & HIGH;
    group | is_capital >> 2
}

/// A slot of a table: the place of a record and, above it, so much of its
/// hash that most records that are not meant are passed over. Zero where it is
/// free.
pub(crate) struct Slot<T>(u32, PhantomData<fn() -> T>);

impl<T> Slot<T> {
    const FREE: Self = Self(0, PhantomData);

    fn new(hash: u64, place: u32) -> Self {
        Self(tag(hash) << PLACE_BITS | (place + 1), PhantomData)
    }

    pub(super) fn is_free(self) -> bool {
        self.0 == 0
    }

    /// Whether it can be the slot of a hash.
    pub(super) fn is_of(self, hash: u64) -> bool {
        self.0 >> PLACE_BITS == tag(hash)
    }

    /// The record that it leads to; none where it is free.
    #[inline(always)]
    pub(crate) fn id(self) -> Option<Id<T>> {
        let place = self.0 & ((1 << PLACE_BITS) - 1);
        place.checked_sub(1).map(Id::new)
    }
}

/// The search for a hash in a table: from its home on, slot by slot, until one is
/// free.
pub(crate) struct Probe<'a, T> {
    slots: slice::Iter<'a, [u8; 4]>,
    tag: u32,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: Record> Probe<'a, T> {
    #[inline(always)]
    pub(super) fn new(slots: &'a [u8], hash: u64) -> Self {
        Self {
            slots: slots.as_chunks().0.iter(),
            tag: tag(hash) << PLACE_BITS,
            of: PhantomData,
        }
    }
}

impl<T: Record> Iterator for Probe<'_, T> {
    type Item = Id<T>;

    #[inline(always)]
    fn next(&mut self) -> Option<Id<T>> {
        loop {
            let slot = u32::from_le_bytes(*self.slots.next()?);
            let place = place_of(slot, self.tag);
            if place < PLACES {
                return Some(Id::new(place));
            }
            if slot == 0 {
                return None;
            }
        }
    }
}

/// The place in a slot of a tag; of another slot none that there is.
#[inline(always)]
fn place_of(slot: u32, tag: u32) -> u32 {
    // Its place is left where the tag is the same.
    (slot ^ tag).wrapping_sub(1)
}

/// What the first slots of a search say.
pub(crate) enum AtFirst<T> {
    /// This record may be meant.
    Found(Id<T>),
    /// The table has none: the very first slot is free.
    Nothing,
    /// A search will tell.
    Unclear,
}

impl<T> AtFirst<T> {
    /// Which of the slots has the tag of a hash first cannot be foreseen, and so no
    /// branch hangs on it.
    #[inline(always)]
    pub(super) fn of(slots: &[[u8; 4]], hash: u64) -> Self {
        let tag = tag(hash) << PLACE_BITS;
        let mut first = u32::MAX;
        for slot in slots.iter().rev() {
            let place = place_of(u32::from_le_bytes(*slot), tag);
            first = if place < PLACES { place } else { first };
        }
        if first < PLACES {
            Self::Found(Id::new(first))
        } else if slots.first() == Some(&[0; 4]) {
            Self::Nothing
        } else {
            Self::Unclear
        }
    }

    #[inline(always)]
    pub(crate) fn found(self) -> Option<Id<T>> {
        match self {
            Self::Found(id) => Some(id),
            Self::Nothing | Self::Unclear => None,
        }
    }
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Slot<T> {}
impl<T> fmt::Debug for Slot<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id().fmt(formatter)
    }
}

impl<T: Record> Field for Slot<T> {
    const SIZE: usize = 4;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Self(word(bytes, at), PhantomData)
    }

    fn write(self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        let id = Self::read(bytes, at).id();
        id.is_none_or(|id| id.place() < policy.count(T::SECTION))
    }
}

#[inline(always)]
fn tag(hash: u64) -> u32 {
    (hash as u32) >> PLACE_BITS
}

/// How many slots of a table are the homes of hashes. Those behind them are for
/// what finds no slot before, so that no search goes around.
#[inline(always)]
fn homes(slots: usize) -> usize {
    slots.saturating_sub(slots / 32 + 8)
}

/// Where the search for a hash begins in a table of so many slots.
#[inline(always)]
pub(super) fn home(hash: u64, slots: usize) -> usize {
    let high = hash >> 32;
    usize::try_from((high * homes(slots) as u64) >> 32).unwrap_or_default()
}

/// A search ends before it has looked at so many slots, whatever the program.
/// By chance none looks at more than about 250, in the largest table that can be.
pub(crate) const LONGEST_SEARCH: usize = 512;

/// A table of records, each by its hash, of half as many slots again, times
/// `room`. None where searches in it would be long, or reach beyond its end.
pub(crate) fn table<T>(mut entries: Vec<(u64, Id<T>)>, room: usize) -> Option<Vec<Slot<T>>> {
    if entries.is_empty() {
        return Some(Vec::new());
    }
    entries.sort_by_key(|(hash, _)| *hash >> 32);
    let slots = (entries.len() + entries.len() / 2) * room + 9;
    let mut table = alloc::vec![Slot::FREE; slots];
    // In the order of their homes each gets the first slot that is left to it.
    let mut free = 0;
    for (hash, id) in entries {
        free = free.max(home(hash, slots));
        *table.get_mut(free)? = Slot::new(hash, id.place());
        free += 1;
    }
    has_short_searches(table.iter().map(|slot| slot.is_free())).then_some(table)
}

/// Whether a search that goes on to the next free slot is short wherever it
/// begins.
pub(super) fn has_short_searches(mut are_free: impl Iterator<Item = bool>) -> bool {
    let mut looked_at = 0;
    are_free.all(|is_free| {
        looked_at = if is_free { 0 } else { looked_at + 1 };
        looked_at < LONGEST_SEARCH
    })
}

/// The checksum of an image: four sums side by side, each of every fourth
/// group of eight bytes, then joined.
pub(crate) fn checksum(parts: [&[u8]; 2]) -> u64 {
    let mut lanes = [SEED, SEED ^ 1, SEED ^ 2, SEED ^ 3];
    let mut total = 0;
    for part in parts {
        total += part.len() as u64;
        let (blocks, rest) = part.as_chunks::<32>();
        let mut last = [0; 32];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        for block in blocks.iter().chain([&last]) {
            for (number, lane) in lanes.iter_mut().enumerate() {
                *lane = fold(*lane ^ double(block, number * 8), FACTOR);
            }
        }
    }
    lanes
        .into_iter()
        .fold(total, |sum, lane| fold(sum ^ lane, FACTOR))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::*;
    use crate::runtime::tree::Entity;

    /// The table of so many names.
    fn table_of(seed: Seed, names: &[String], room: usize) -> Option<Vec<Slot<Entity>>> {
        let hashes = names.iter().map(|name| seed.hash(name.as_bytes()));
        table(hashes.zip((0..).map(Id::new)).collect(), room)
    }

    /// The most slots that a search looks at, whatever it is for.
    fn longest_search(count: usize, room: usize) -> usize {
        let names: Vec<String> = (0..count)
            .map(|number| format!("user-{number:06}"))
            .collect();
        let slots = table_of(first_seed(), &names, room).unwrap();
        let taken = slots.iter().filter(|slot| !slot.is_free()).count();
        assert_eq!(taken, count);
        let runs = slots.split(|slot| slot.is_free());
        runs.map(<[_]>::len).max().unwrap_or_default() + 1
    }

    fn first_seed() -> Seed {
        Seed::all().next().unwrap()
    }

    /// A request says what is looked up and not how long that takes: a search ends
    /// at the first slot that is free.
    #[test]
    fn searches_are_short() {
        assert_eq!(longest_search(0, 1), 1);
        assert!(longest_search(1, 1) <= 2);
        assert!(longest_search(1_000, 3) <= 16);
        assert!(longest_search(20_000, 3) <= 24);
        assert!(longest_search(100_000, 1) <= 256);
    }

    /// Someone who chooses names can have all of them fall on a few slots, but
    /// not under every seed.
    #[test]
    fn chosen_names_are_spread_by_another_seed() {
        let seed = first_seed();
        let slots = 1_509;
        let names: Vec<String> = (0..)
            .map(|number| format!("user-{number}"))
            .filter(|name| home(seed.hash(name.as_bytes()), slots) < 16)
            .take(1_000)
            .collect();
        assert!(table_of(seed, &names, 1).is_none());
        assert!(
            Seed::all()
                .nth(1)
                .is_some_and(|seed| table_of(seed, &names, 1).is_some())
        );
    }

    #[test]
    fn as_many_of_one_hash_as_there_may_be_are_all_found() {
        let entries: Vec<(u64, Id<Entity>)> = (0..LONGEST_SEARCH as u32 - 1)
            .map(|place| (0x10, Id::new(place)))
            .collect();
        let slots = table(entries.clone(), 1).unwrap();
        let mut bytes = Vec::new();
        for slot in &slots {
            slot.write(&mut bytes);
        }
        let found = Probe::<Entity>::new(&bytes, 0x10);
        assert!(found.eq(entries.iter().map(|(_, id)| *id)));
        let one_more = entries.into_iter().chain([(0x10, Id::new(1_000))]);
        assert!(table(one_more.collect(), 1).is_none());
    }
}
