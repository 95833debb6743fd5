//! What is checked once of how records stand to each other: what a search relies
//! on, and what is passed over because of it. Were that wrong, a statement would
//! not be found, and one that denies not either.
//!
//! Lists may not share what they hold, so that it costs no more than all records
//! are long together.

use super::hash::{has_short_searches, home};
use super::{ImageError, Items, Policy, Record, section};
use crate::runtime::action::{
    ActionBeginning, ActionName, ActionNumber, ActionSlot, bit, start_of,
};
use crate::runtime::arena::List;
use crate::runtime::candidate::LeadsTo;
use crate::runtime::index::{Head, OwnerHead};
use crate::runtime::spelling::{Prefix, Spelling};
use crate::runtime::tree::{Entry, Lookup, UnitActions};

pub(super) fn check(policy: Policy<'_>) -> Result<(), ImageError> {
    let checks = [
        (
            section::NAME_SLOTS,
            policy.has_short_searches(section::NAME_SLOTS),
        ),
        (
            section::ARN_SLOTS,
            policy.has_short_searches(section::ARN_SLOTS),
        ),
        (
            section::NUMBER_SLOTS,
            policy.has_short_searches(section::NUMBER_SLOTS),
        ),
        (
            section::ACTION_SLOTS,
            policy.has_short_searches(section::ACTION_SLOTS),
        ),
        (section::UNIT_ACTIONS, policy.has_sound_units()),
        (section::ACTION_NAMES, policy.has_sound_names()),
        (section::ACTION_SLOTS, policy.finds_every_name()),
        (section::ACTION_BEGINNINGS, policy.has_sound_beginnings()),
        (section::LOOKUPS, policy.has_sound_lookups()),
        (section::PREFIXES, policy.has_sound_prefixes()),
        (
            section::OWNER_HEADS,
            policy.in_order(policy.all::<OwnerHead>()),
        ),
    ];
    match checks.into_iter().find(|(_, is_sound)| !is_sound) {
        Some((section, _)) => {
            let title = section::TITLES.get(section).copied();
            Err(ImageError::Malformed(title.unwrap_or_default()))
        }
        None => Ok(()),
    }
}

/// How much of something is left.
struct Left(usize);

impl Left {
    /// Takes so much of it, if there is.
    fn take(&mut self, length: u32) -> bool {
        let left = self.0.checked_sub(length as usize);
        self.0 = left.unwrap_or_default();
        left.is_some()
    }
}

impl Policy<'_> {
    fn left<T: Record>(self) -> Left {
        Left(self.count(T::SECTION) as usize)
    }

    /// Every unit has what actions lead to, and behind them is one of no bits.
    fn has_sound_units(self) -> bool {
        let mut left = self.left::<Entry>();
        let all = self.all::<UnitActions>();
        all.len() == self.count(section::UNITS) as usize + 1
            && all.get(all.len() - 1).is_some_and(|last| last.bits == 0)
            && { all }.all(|actions| self.has_sound_entries(actions, &mut left))
    }

    /// For each bit there is an entry, in order, whose numbers have that bit.
    fn has_sound_entries(
        self,
        UnitActions { bits, entries }: UnitActions,
        left: &mut Left,
    ) -> bool {
        let mut own = (0..u64::BITS).filter(|number| bits & bit(*number) != 0);
        let entries = self.list(entries);
        left.take(bits.count_ones()) && entries.len() == bits.count_ones() as usize && { entries }
            .all(|Entry { number, leads_to }| {
                let own = own.next().map(bit);
                match leads_to.to() {
                    LeadsTo::One(_) | LeadsTo::Few(_) | LeadsTo::Many(_) => {
                        own == Some(bit(number))
                    }
                    LeadsTo::Several(list) => {
                        left.take(list.len)
                            && self.list(list).all(|Entry { number, leads_to }| {
                                own == Some(bit(number))
                                    && !matches!(leads_to.to(), LeadsTo::Several(_))
                            })
                    }
                }
            })
    }

    fn has_bits(self, numbers: List<ActionNumber>, bits: u64) -> bool {
        let numbers = self.list(numbers).map(|number| number.number);
        numbers.fold(0, |bits, number| bits | bit(number)) == bits
    }

    fn has_sound_names(self) -> bool {
        let mut left = self.left::<ActionNumber>();
        self.all::<ActionName>()
            .all(|name| left.take(name.numbers.len) && self.has_bits(name.numbers, name.bits))
    }

    /// No search in a table is longer than any may be.
    fn has_short_searches(self, section: usize) -> bool {
        let slots = self.section(section, 4).unwrap_or_default();
        has_short_searches(slots.as_chunks::<4>().0.iter().map(|slot| *slot == [0; 4]))
    }

    /// Every name is in a slot, and a search reaches it.
    fn finds_every_name(self) -> bool {
        let seed = self.seed();
        let slots = self.all::<ActionSlot>();
        let mut texts = Left(self.texts.len());
        let mut run = 0;
        let mut before = None;
        let mut found = 0;
        let is_sound = slots.enumerate().all(|(place, ActionSlot { slot })| {
            let Some(id) = slot.id() else {
                run = place + 1;
                return slot.is_free();
            };
            let Some(ActionName { text, .. }) = self.get(id) else {
                return false;
            };
            if !texts.take(text.len) {
                return false;
            }
            let hash = seed.folded_hash(self.bytes(text));
            let home = home(hash, slots.len());
            // In this order each can be there but once.
            let now = Some((hash >> 32, id));
            let is_next = before < now;
            before = now;
            found += 1;
            is_next && slot.is_of(hash) && (run..=place).contains(&home)
        });
        is_sound && found == self.count(section::ACTION_NAMES)
    }

    fn has_sound_beginnings(self) -> bool {
        let mut left = self.left::<ActionNumber>();
        let beginnings = self.all::<ActionBeginning>();
        { beginnings }.all(|beginning| {
            left.take(beginning.numbers.len)
                && self.has_bits(beginning.numbers, beginning.bits)
                && start_of(self.bytes(beginning.text)) == beginning.start
        }) && self.in_order(beginnings)
    }

    fn has_sound_lookups(self) -> bool {
        let mut left = Left(self.count(section::RESOURCE_HEADS) as usize);
        self.all::<Lookup>()
            .all(|lookup| left.take(lookup.heads.len) && self.in_order(self.list(lookup.heads)))
    }

    /// Each says whose number it has in it.
    fn has_sound_prefixes(self) -> bool {
        self.all::<Prefix>()
            .all(|prefix| prefix.account == self.numbered(self.text(prefix.text)))
    }

    /// Whether heads are sorted, and each steps back to the longest other one
    /// that it begins with.
    fn in_order<H: Head>(self, heads: Items<'_, H>) -> bool {
        let text = |place: usize| heads.get(place).map(|head| head.text(self));
        let back = |place: usize| Some(heads.get(place)?.back() as usize);
        (0..heads.len()).all(|place| {
            let Some(own) = text(place) else {
                return false;
            };
            let mut before = place.checked_sub(1);
            if let Some(last) = before.and_then(text)
                && !self.spelled_bytes(last).lt(self.spelled_bytes(own))
            {
                return false;
            }
            // What the one before begins with, from the longest on.
            while let Some(other) = before
                && !text(other).is_some_and(|text| self.starts_with(own, text))
            {
                let step = back(other).filter(|step| *step > 0);
                before = step.and_then(|step| other.checked_sub(step));
            }
            back(place) == Some(before.map_or(0, |before| place - before))
        })
    }

    fn spelled_bytes(self, text: Spelling) -> impl Iterator<Item = u8> {
        let (start, rest) = self.pieces_of(text);
        start.iter().chain(rest).copied()
    }

    fn starts_with(self, text: Spelling, start: Spelling) -> bool {
        let mut bytes = self.spelled_bytes(text);
        self.spelled_bytes(start)
            .all(|byte| bytes.next() == Some(byte))
    }
}
