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

use core::cmp::Ordering;

use super::Policy;
use super::arena::{List, Text};
use super::image::hash::{Slot, lower_case};
use super::image::{Items, record, section};
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
pub(crate) struct AskedAction<'a> {
    /// The bits of the numbers.
    pub(crate) bits: u64,
    pub(crate) numbers: Items<'a, ActionNumber>,
    /// Whether some pattern spells it out, and it is an action then.
    pub(crate) is_name: bool,
}

impl AskedAction<'_> {
    /// What matches no pattern.
    const NONE: Self = Self {
        bits: 0,
        numbers: Items::NONE,
        is_name: false,
    };

    /// Whether the patterns of a number match it.
    #[inline(always)]
    pub(crate) fn has(&self, number: u32) -> bool {
        { self.numbers }.any(|own| own.number == number)
    }
}

impl<'a> Policy<'a> {
    /// Looks an action up.
    #[inline]
    pub(crate) fn find_action(&self, action: &str) -> AskedAction<'a> {
        let action = action.as_bytes();
        let hash = self.seed().folded_hash(action);
        let first = self.find_first(section::ACTION_SLOTS, hash);
        match first.and_then(|id| self.get::<ActionName>(id)) {
            Some(name) if is_same(action, self.bytes(name.text)) => self.asked(name),
            _ => self.find_other_action(action, hash),
        }
    }

    /// Looks up an action whose name is spelled otherwise, or further on in the
    /// table, or that has none.
    #[inline(never)]
    fn find_other_action(&self, action: &[u8], hash: u64) -> AskedAction<'a> {
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
    fn asked(&self, name: ActionName) -> AskedAction<'a> {
        AskedAction {
            bits: name.bits,
            numbers: self.list(name.numbers),
            is_name: true,
        }
    }

    /// Looks up an action that is no name: by the longest beginning that it has.
    #[inline(never)]
    fn find_beginning(&self, action: &[u8]) -> AskedAction<'a> {
        let beginnings = self.all::<ActionBeginning>();
        let start = start_of(action);
        // What it begins with begins also the last beginning that is not greater.
        let mut place = beginnings.partition_point(|beginning| {
            self.order_of(beginning, start, action) != Ordering::Greater
        });
        let mut step = 1;
        let mut shared = usize::MAX;
        loop {
            // It steps back, so that this ends.
            let before = place.checked_sub(step);
            let Some(beginning) = before.and_then(|before| beginnings.get(before)) else {
                return AskedAction::NONE;
            };
            place -= step;
            if shared == usize::MAX {
                shared = self.shared_with(beginning, start, action);
            }
            if beginning.text.len as usize <= shared {
                return AskedAction {
                    bits: beginning.bits,
                    numbers: self.list(beginning.numbers),
                    is_name: false,
                };
            }
            step = beginning.back as usize;
            if step == 0 {
                return AskedAction::NONE;
            }
        }
    }

    /// How a beginning stands to an action.
    #[inline(always)]
    fn order_of(self, beginning: ActionBeginning, start: u128, action: &[u8]) -> Ordering {
        match beginning.start.cmp(&start) {
            Ordering::Equal if beginning.text.len as usize > STARTED => {
                let text = self.bytes(beginning.text);
                let folded = action.iter().map(u8::to_ascii_lowercase);
                text.iter().copied().cmp(folded.take(text.len()))
            }
            order => order,
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
