//! Which action patterns of the program a request's action matches: looked up
//! once a request, for all policies.
//!
//! Every action pattern has a **number**; patterns that match the same have the
//! same one. An action that some pattern spells out, a **name**, is found in a
//! hash table; any other by the longest **beginning** that it has, which is what
//! a pattern has before its first wildcard. Either says at once all numbers that
//! match:
//!
//! ```text
//! names        s3:getobject → s3:GetObject, s3:Get*, s3:*
//! beginnings   ""    ec2:    s3: → s3:*     s3:get → s3:Get*, s3:*
//! ```
//!
//! and 64 bits, in which each of them has one. A policy has bits too, of the
//! numbers in it: most that say nothing about an action are passed over by
//! these.

use super::Policy;
use super::arena::{List, Text};
use super::image::hash::{AtFirst, Slot, lower_case};
use super::image::{record, section};
use super::index::Head;
use super::spelling::Spelling;
use super::value::is_same;

record! {
    /// An action that a pattern spells out.
    ActionName in ACTION_NAMES {
        /// As a pattern spells it.
        text: Text,
        /// The bits of the numbers.
        bits: u64,
        numbers: List<ActionNumber>,
    }
}

record! {
    /// What patterns go on from, at their first wildcard. They stand in the order
    /// of their texts.
    ActionBeginning in ACTION_BEGINNINGS {
        /// The first bytes of the text: see [`start_of`].
        start: u128,
        /// In lower case.
        text: Text,
        /// How many places before this the longest other beginning is that it
        /// begins with; 0 where there is none.
        back: u32,
        /// The bits of the numbers.
        bits: u64,
        /// Those of the patterns that go on from it, or from what it begins with.
        numbers: List<ActionNumber>,
    }
}

impl Head for ActionBeginning {
    fn text(self, _: Policy<'_>) -> Spelling {
        self.text.into()
    }

    fn back(self) -> u32 {
        self.back
    }
}

record! {
    /// The number of an action pattern.
    ActionNumber in ACTION_NUMBERS {
        number: u32,
    }
}

record! {
    /// A slot of the table of names.
    ActionSlot in ACTION_SLOTS {
        slot: Slot<ActionName>,
    }
}

/// The bit that stands for a number among 64.
#[inline(always)]
pub(crate) fn bit(number: u32) -> u64 {
    1 << (number % u64::BITS)
}

/// What a request's action matches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AskedAction {
    /// The bits of the numbers.
    pub(crate) bits: u64,
    pub(crate) numbers: List<ActionNumber>,
    /// Whether some pattern spells it out, and it is an action then.
    pub(crate) is_name: bool,
}

impl AskedAction {
    /// What matches no pattern.
    const NONE: Self = Self {
        bits: 0,
        numbers: List::EMPTY,
        is_name: false,
    };
}

impl Policy<'_> {
    /// Looks an action up.
    #[inline]
    pub(crate) fn find_action(&self, action: &str) -> AskedAction {
        let action = action.as_bytes();
        let hash = self.seed().folded_hash(action);
        // Most slots are free, so that few names are further on.
        match self.find_first::<ActionName, 2>(section::ACTION_SLOTS, hash) {
            AtFirst::Found(id) => match self.get(id) {
                Some(name) if is_same(action, self.bytes(name.text)) => self.asked(name),
                _ => self.find_other_action(action, hash),
            },
            AtFirst::Nothing => self.find_beginning(action),
            AtFirst::Unclear => self.find_other_action(action, hash),
        }
    }

    /// Looks up an action whose name is spelled otherwise, or further on in the
    /// table, or that has none.
    #[inline(never)]
    fn find_other_action(&self, action: &[u8], hash: u64) -> AskedAction {
        let named = self
            .find_all(section::ACTION_SLOTS, hash)
            .filter_map(|id| self.get(id))
            .find(|name: &ActionName| self.bytes(name.text).eq_ignore_ascii_case(action));
        match named {
            Some(name) => self.asked(name),
            None => self.find_beginning(action),
        }
    }

    #[inline(always)]
    fn asked(&self, name: ActionName) -> AskedAction {
        AskedAction {
            bits: name.bits,
            numbers: name.numbers,
            is_name: true,
        }
    }

    /// Looks up an action that is no name: by the longest beginning that it has.
    #[inline(never)]
    fn find_beginning(&self, action: &[u8]) -> AskedAction {
        let beginnings = self.all::<ActionBeginning>();
        let start = start_of(action);
        // What it begins with begins also the last beginning that is not greater.
        let (mut place, mut left) = (0, beginnings.len());
        while left > 1 {
            let middle = place + left / 2;
            left -= left / 2;
            let is_greater = beginnings
                .get(middle)
                .is_none_or(|beginning| self.is_greater(beginning, start, action));
            place = if is_greater { place } else { middle };
        }
        let Some(mut beginning) = beginnings.get(place) else {
            return AskedAction::NONE;
        };
        let shared = self.shared_with(beginning, start, action);
        while beginning.text.len as usize > shared {
            // It steps back, so that this ends.
            let before = place.checked_sub(beginning.back as usize);
            match before.and_then(|before| beginnings.get(before)) {
                Some(other) if beginning.back > 0 => {
                    place -= beginning.back as usize;
                    beginning = other;
                }
                _ => return AskedAction::NONE,
            }
        }
        AskedAction {
            bits: beginning.bits,
            numbers: beginning.numbers,
            is_name: false,
        }
    }

    /// Whether a beginning comes behind an action.
    #[inline(always)]
    fn is_greater(self, beginning: ActionBeginning, start: u128, action: &[u8]) -> bool {
        if beginning.start < start {
            return false;
        }
        beginning.start > start || {
            let text = self.bytes(beginning.text);
            let folded = action.iter().map(u8::to_ascii_lowercase);
            let text = text.iter().copied().skip(STARTED);
            text.clone().gt(folded.skip(STARTED).take(text.len()))
        }
    }

    /// How many bytes an action begins with that a beginning has too.
    #[inline(always)]
    fn shared_with(self, beginning: ActionBeginning, start: u128, action: &[u8]) -> usize {
        let same = (beginning.start ^ start).leading_zeros() as usize / 8;
        let shared = if same < STARTED {
            same
        } else {
            let text = self.bytes(beginning.text).iter();
            let pairs = text.zip(action).skip(STARTED);
            STARTED
                + pairs
                    .take_while(|(own, other)| **own == other.to_ascii_lowercase())
                    .count()
        };
        shared.min(action.len())
    }
}

/// How many bytes a start has.
const STARTED: usize = 16;

/// The first bytes of a text in lower case, filled up with zeros, as a number
/// that is in the order of texts.
#[inline(always)]
pub(crate) fn start_of(text: &[u8]) -> u128 {
    let mut start = [0; STARTED];
    match text.first_chunk() {
        Some(first) => start = *first,
        None => {
            for (to, from) in start.iter_mut().zip(text) {
                *to = *from;
            }
        }
    }
    let (first, second) = halves(u128::from_le_bytes(start));
    let lower = u128::from(lower_case(first)) | u128::from(lower_case(second)) << 64;
    lower.swap_bytes()
}

#[inline(always)]
fn halves(number: u128) -> (u64, u64) {
    (number as u64, (number >> 64) as u64)
}
