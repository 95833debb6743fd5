//! Numbers the action patterns of a program, once all of them are known.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;

use super::TreeBuilder;
use super::pattern::{Place, Rest};
use crate::runtime::action::{
    ActionHead, EXACTLY, FURTHER, MORE, NONE, NOTED, OTHERWISE, bit, number, order,
};
use crate::runtime::arena::{Id, Text};
use crate::runtime::image::hash::folded_hash;
use crate::runtime::tree::{Candidates, Entry};

/// A head and how patterns go on from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ActionPlace {
    head: Text,
    pub(super) kind: u32,
}

/// What one of a unit's action patterns leads to.
pub(super) type Led = (ActionPlace, Candidates);

impl ActionPlace {
    /// None for a pattern that matches nothing.
    pub(super) fn of(place: Place) -> Option<Self> {
        let (head, kind) = match place {
            Place::Everything => (Text::default(), FURTHER),
            Place::Head(head, Rest::Nothing) => (head.rest, EXACTLY),
            Place::Head(head, Rest::Anything) => (head.rest, FURTHER),
            Place::Head(head, Rest::Longer) => (head.rest, OTHERWISE),
            Place::Nowhere => return None,
        };
        // Every other text is stored once.
        let head = if head.len == 0 { Text::default() } else { head };
        Some(Self { head, kind })
    }
}

impl TreeBuilder {
    /// Stores the heads of all action patterns, and what they lead to in each
    /// unit.
    pub(super) fn number_actions(&mut self) {
        let led = core::mem::take(&mut self.led);
        let used: BTreeSet<ActionPlace> = led.iter().flatten().map(|(place, _)| *place).collect();
        if used.is_empty() {
            return;
        }
        let services: BTreeSet<_> = used
            .iter()
            .filter_map(|place| self.draft.texts.get(place.head).split_once(':'))
            .map(|(service, _)| format!("{service}:"))
            .collect();
        let mut heads: Vec<Text> = services.iter().map(|service| self.text(service)).collect();
        heads.push(Text::default());
        heads.extend(used.iter().map(|place| place.head));
        heads.sort_by(|one, other| {
            let texts = &self.draft.texts;
            texts.get(*one).cmp(texts.get(*other))
        });
        heads.dedup();
        let places: BTreeMap<Text, u32> = heads.iter().copied().zip(0..).collect();
        let number_of = |place: ActionPlace| {
            number(
                places.get(&place.head).copied().unwrap_or_default(),
                place.kind,
            )
        };
        let used: BTreeSet<u32> = used.iter().map(|place| number_of(*place)).collect();
        self.store_heads(&heads, &used);
        for (unit, led) in (0..).zip(led) {
            let mut entries: Vec<Entry> = led
                .into_iter()
                .map(|(place, candidates)| Entry {
                    number: number_of(place),
                    candidates,
                })
                .collect();
            entries.sort_by_key(|entry| order(entry.number));
            let bits = entries
                .iter()
                .fold(0, |bits, entry| bits | bit(entry.number));
            let entries = self.draft.entries.extend(entries);
            if let Some(unit) = self.draft.units.get_mut(Id::new(unit)) {
                unit.bits = bits;
                unit.entries = entries;
            }
        }
    }

    fn store_heads(&mut self, heads: &[Text], used: &BTreeSet<u32>) {
        let mut records: Vec<ActionHead> = Vec::with_capacity(heads.len());
        // The heads that the last one begins with, and itself; and of those the
        // ones that patterns go on from.
        let mut open: Vec<(Text, usize)> = Vec::new();
        let mut going_on: Vec<(Text, u32, u64)> = Vec::new();
        for (text, place) in heads.iter().zip(0_u32..) {
            let texts = &self.draft.texts;
            let name = texts.get(*text);
            while let Some((last, first)) = open.last().copied()
                && !name.starts_with(texts.get(last))
            {
                if let Some(record) = records.get_mut(first) {
                    record.end = place;
                }
                open.pop();
            }
            while let Some((last, ..)) = going_on.last()
                && !name.starts_with(texts.get(*last))
            {
                going_on.pop();
            }
            let parent = going_on.last().copied();
            let bits = |kinds: &[u32]| {
                let numbers = kinds.iter().map(|kind| number(place, *kind));
                numbers
                    .filter(|number| used.contains(number))
                    .fold(0, |bits, number| bits | bit(number))
            };
            let own = bits(&[FURTHER, OTHERWISE]);
            let further = own | parent.map_or(0, |(_, _, bits)| bits);
            open.push((*text, records.len()));
            if own != 0 || place == 0 {
                going_on.push((*text, place, further));
            }
            let hash = folded_hash(name.as_bytes());
            self.draft.actions.push((hash, Id::new(place)));
            records.push(ActionHead {
                text: *text,
                back: parent.map_or(0, |(_, parent, _)| place - parent),
                end: u32::try_from(heads.len()).unwrap_or(u32::MAX),
                exactly: further | bits(&[EXACTLY]),
                further,
                numbers: [NONE; NOTED],
            });
        }
        for place in 0..records.len() {
            let numbers = numbers_of(&records, place, used);
            if let Some(record) = records.get_mut(place) {
                record.numbers = numbers;
            }
        }
        self.draft.action_heads.extend(records);
    }
}

/// The numbers of the patterns that an action goes on from, from the head of a
/// place on.
fn numbers_of(heads: &[ActionHead], place: usize, used: &BTreeSet<u32>) -> [u32; NOTED] {
    let step = |place: &u32| {
        let head = heads.get(*place as usize)?;
        place.checked_sub(head.back).filter(|before| before < place)
    };
    let first = u32::try_from(place).ok();
    let mut numbers = core::iter::successors(first, step)
        .flat_map(|place| [number(place, FURTHER), number(place, OTHERWISE)])
        .filter(|number| used.contains(number));
    let mut noted = [NONE; NOTED];
    for place in &mut noted {
        *place = numbers.next().unwrap_or(NONE);
    }
    if numbers.next().is_some()
        && let Some(last) = noted.last_mut()
    {
        *last = MORE;
    }
    noted
}
