//! Which action patterns of the program a request's action matches: looked up
//! once a request, for all policies.
//!
//! Every action pattern has a **number**: four times the place of its head
//! among all heads of the program, and then how it goes on. A policy has a list
//! of the numbers in it, sorted by their bits, and 64 bits that say which numbers cannot be in
//! it. Most policies that say nothing about an action are passed over by these.
//!
//! ```text
//! heads     ""   ec2:   s3:   s3:get   s3:getobject        s3:*     → 4·2 + FURTHER
//! places    0    1      2     3        4                   s3:Get*  → 4·3 + FURTHER
//!                       ▲─────┘▲───────┘                   s3:GetObject → 4·4 + EXACTLY
//! ```

use core::cmp::Ordering;

use super::Policy;
use super::arena::Text;
use super::image::hash::{Slot, folded_hash, lower_case};
use super::image::{Items, record, section};
use super::tree::{Candidates, Entry};

record! {
    /// What action patterns begin with, up to their first wildcard; `service:`
    /// of every service that one of them is about; and the empty text, first.
    ActionHead in ACTION_HEADS {
        /// In lower case.
        text: Text,
        /// How many places before this the longest head is that it begins with
        /// and that patterns go on from; 0 where there is none.
        back: u32,
        /// The place after the last head that begins with this one.
        end: u32,
        /// The bits of all numbers that match an action that is this head.
        exactly: u64,
        /// The bits of those that match an action that goes on from it.
        further: u64,
        /// Those themselves, if they are few.
        numbers: [u32; NOTED],
    }
}

record! {
    /// A slot of the table of action heads.
    ActionSlot in ACTION_SLOTS {
        slot: Slot<ActionHead>,
    }
}

/// How a pattern goes on from its head: not at all,
pub(crate) const EXACTLY: u32 = 0;
/// with `*`,
pub(crate) const FURTHER: u32 = 1;
/// or with something longer, so that it must still be matched.
pub(crate) const OTHERWISE: u32 = 2;

/// The number of the patterns that go on so from the head of a place.
pub(crate) fn number(place: u32, kind: u32) -> u32 {
    place << 2 | kind
}

/// The bit that stands for a number among 64.
#[inline(always)]
pub(crate) fn bit(number: u32) -> u64 {
    1 << (number.wrapping_mul(0x9E37_79B9) >> 26)
}

/// How many numbers a head has itself. Where there are more, they are found
/// head by head.
pub(crate) const NOTED: usize = 4;

/// What stands for no number, and what stands behind the last where there are
/// more.
pub(crate) const NONE: u32 = u32::MAX;
pub(crate) const MORE: u32 = u32::MAX - 1;

/// In which order numbers stand in a unit: by their bits, so that how many bits
/// a unit has below that of a number is where it cannot stand before.
#[inline(always)]
pub(crate) fn order(number: u32) -> (u64, u32) {
    (bit(number), number)
}

/// How many entries are gone through one by one.
const FEW: usize = 32;

/// What a number leads to in a unit of these bits.
#[inline(always)]
pub(crate) fn find_entry(entries: Items<'_, Entry>, bits: u64, number: u32) -> Option<Candidates> {
    let bit = bit(number);
    if bits & bit == 0 {
        return None;
    }
    let mut place = (bits & (bit - 1)).count_ones() as usize;
    if entries.len() > FEW {
        place = entries.partition_point(|entry| order(entry.number) < order(number));
    }
    loop {
        let entry = entries.get(place)?;
        if entry.number == number {
            return Some(entry.candidates);
        }
        if order(entry.number) > order(number) {
            return None;
        }
        place += 1;
    }
}

/// What a request's action matches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AskedAction {
    /// The bits of all numbers that it matches, or may.
    pub(crate) bits: u64,
    /// These numbers, first that of the patterns that are this action.
    pub(crate) numbers: [u32; NOTED + 1],
    /// The longest head that it begins with.
    place: u32,
}

impl AskedAction {
    /// What matches no pattern.
    const NONE: Self = Self {
        bits: 0,
        numbers: [NONE; NOTED + 1],
        place: 0,
    };
}

impl<'a> Policy<'a> {
    /// Looks an action up.
    #[inline]
    pub(crate) fn find_action(self, action: &str) -> AskedAction {
        let action = action.as_bytes();
        if let Some((place, head)) = self.action_head(action) {
            let [first, second, third, fourth] = head.numbers;
            return AskedAction {
                bits: head.exactly,
                numbers: [number(place, EXACTLY), first, second, third, fourth],
                place,
            };
        }
        self.find_beginning(action)
    }

    /// Looks up an action that is no head: by the longest that it begins with.
    fn find_beginning(self, action: &[u8]) -> AskedAction {
        let colon = action.iter().position(|byte| *byte == b':');
        let service = colon.and_then(|colon| action.get(..=colon));
        let Some((first, head)) = service.and_then(|service| self.action_head(service)) else {
            return self.go_on(0);
        };
        // All of them begin with the service, which need not be compared.
        let skipped = head.text.len as usize;
        let wanted = action.get(skipped..).unwrap_or_default();
        let name = |place: u32| {
            let head = self.head_at(place);
            let text = head.map(|head| self.bytes(head.text)).unwrap_or_default();
            text.get(skipped..).unwrap_or_default()
        };
        let (mut low, mut high) = (first + 1, head.end);
        let mut shared = 0;
        while low < high {
            let middle = low + (high - low) / 2;
            let (order, common) = compare_folded(name(middle), wanted);
            if order.is_gt() {
                high = middle;
            } else {
                low = middle + 1;
                shared = common;
            }
        }
        // What it begins with begins also the last head that is not greater,
        // which is the one that was compared last and was not.
        let last = low.saturating_sub(1).max(first);
        let mut place = last;
        while place > first && name(place).len() > shared {
            match self.step_back(place) {
                Some(before) => place = before,
                None => break,
            }
        }
        self.go_on(place.max(first))
    }

    /// What goes on from the head of a place.
    fn go_on(self, place: u32) -> AskedAction {
        match self.head_at(place) {
            Some(head) => {
                let [first, second, third, fourth] = head.numbers;
                AskedAction {
                    bits: head.further,
                    numbers: [first, second, third, fourth, NONE],
                    place,
                }
            }
            None => AskedAction::NONE,
        }
    }

    /// The head of a place, which need not be one.
    #[inline]
    fn head_at(self, place: u32) -> Option<ActionHead> {
        self.all::<ActionHead>().get(place as usize)
    }

    #[inline]
    fn step_back(self, place: u32) -> Option<u32> {
        let head = self.head_at(place)?;
        // It steps back, so that walks end.
        place
            .checked_sub(head.back)
            .filter(|before| *before < place)
    }

    /// The head that an action is, in any case.
    #[inline]
    fn action_head(self, action: &[u8]) -> Option<(u32, ActionHead)> {
        self.find_all(section::ACTION_SLOTS, folded_hash(action))
            .filter_map(|id| Some((id.place(), self.get::<ActionHead>(id)?)))
            .find(|(_, head)| is_folded(action, self.bytes(head.text)))
    }

    /// The numbers of all patterns that an action goes on from.
    pub(crate) fn further_numbers(self, action: &AskedAction) -> impl Iterator<Item = u32> {
        let first = Some(action.place);
        let heads = core::iter::successors(first, move |place| self.step_back(*place));
        heads.flat_map(|place| [number(place, FURTHER), number(place, OTHERWISE)])
    }
}

/// How a text in lower case stands to another, and how many bytes both begin
/// with in common.
#[inline]
fn compare_folded(lower: &[u8], text: &[u8]) -> (Ordering, usize) {
    let mut common = 0;
    for (own, other) in lower.iter().zip(text) {
        let other = other.to_ascii_lowercase();
        if *own != other {
            return (own.cmp(&other), common);
        }
        common += 1;
    }
    (lower.len().cmp(&text.len()), common)
}

/// Whether a text is another one, which is in lower case.
#[inline]
pub(crate) fn is_folded(text: &[u8], lower: &[u8]) -> bool {
    if text.len() != lower.len() {
        return false;
    }
    let (Some(last), Some(lower_last)) = (text.last_chunk(), lower.last_chunk()) else {
        return text.eq_ignore_ascii_case(lower);
    };
    let is_same = |text: &[u8; 8], lower: &[u8; 8]| {
        lower_case(u64::from_le_bytes(*text)) == u64::from_le_bytes(*lower)
    };
    let (chunks, _) = text.as_chunks();
    let (lower_chunks, _) = lower.as_chunks();
    is_same(last, lower_last)
        && chunks
            .iter()
            .zip(lower_chunks)
            .all(|(text, lower)| is_same(text, lower))
}
