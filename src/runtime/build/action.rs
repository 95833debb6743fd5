//! Numbers the action patterns of a program, once all of them are known.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::TreeBuilder;
use super::pattern::{Place, Rest};
use crate::runtime::action::{ActionBeginning, ActionName, ActionNumber, bit, start_of};
use crate::runtime::arena::{List, Text};
use crate::runtime::candidate::{LeadsTo, Led};
use crate::runtime::form;
use crate::runtime::tree::{Entry, UnitActions};

/// A head and how patterns go on from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ActionPlace {
    head: Text,
    pub(super) rest: Rest,
}

impl ActionPlace {
    /// None for a pattern that matches nothing.
    pub(super) fn of(place: Place) -> Option<Self> {
        let (head, rest) = match place {
            Place::Everything => (Text::default(), Rest::Anything),
            Place::Head(head, rest) => (head.rest, rest),
            Place::Nowhere => return None,
        };
        // Every other text is stored once.
        let head = if head.len == 0 { Text::default() } else { head };
        Some(Self { head, rest })
    }
}

/// A beginning that others may begin with.
struct Open {
    text: Text,
    place: u32,
    numbers: Vec<u32>,
}

impl TreeBuilder {
    /// Stores what all action patterns are found by, and what they lead to in
    /// each unit.
    pub(super) fn number_actions(&mut self) {
        let led = core::mem::take(&mut self.led);
        let numbers = numbers_of(&led);
        self.store_actions(&numbers);
        for led in led {
            let entries = led.into_iter().filter_map(|(place, leads_to)| {
                let number = *numbers.get(&place)?;
                Some(Entry { number, leads_to })
            });
            self.unit_actions(entries.collect());
        }
        // For who has fewer units than there is room for.
        self.unit_actions(Vec::new());
    }

    /// Stores what leads to something in a unit: for each bit one entry.
    fn unit_actions(&mut self, mut entries: Vec<Entry>) {
        entries.sort_by_key(|entry| (bit(entry.number), entry.number));
        let bits = bits_of(entries.iter().map(|entry| entry.number));
        let of_one_bit = entries.chunk_by(|one, other| bit(one.number) == bit(other.number));
        let by_bit: Vec<Entry> = of_one_bit
            .filter_map(|entries| match entries {
                [only] => Some(*only),
                several => {
                    let list = self.draft.entries.extend(several.iter().copied());
                    Some(Entry {
                        number: several.first()?.number,
                        leads_to: LeadsTo::Several(list).into(),
                    })
                }
            })
            .collect();
        let entries = self.draft.entries.extend(by_bit);
        self.draft.unit_actions.push(UnitActions { bits, entries });
    }

    fn store_actions(&mut self, numbers: &BTreeMap<ActionPlace, u32>) {
        let mut heads: Vec<Text> = numbers.keys().map(|place| place.head).collect();
        heads.dedup();
        heads.sort_by(|one, other| {
            let texts = &self.draft.texts;
            texts.get(*one).cmp(texts.get(*other))
        });
        let mut open: Vec<Open> = Vec::new();
        for head in heads {
            let texts = &self.draft.texts;
            let name = texts.get(head);
            while open
                .last()
                .is_some_and(|open| !name.starts_with(texts.get(open.text)))
            {
                open.pop();
            }
            let number = |rest| numbers.get(&ActionPlace { head, rest }).copied();
            let start = start_of(name.as_bytes());
            let is_name = form::is_action(name);
            let own = [number(Rest::Anything), number(Rest::Longer)];
            if own.iter().any(Option::is_some) {
                let before = open.last();
                let own = own.into_iter().flatten();
                let further = before.map(|open| open.numbers.clone());
                let numbers: Vec<u32> = own.chain(further.unwrap_or_default()).collect();
                let place = self.draft.action_beginnings.all().len();
                let place = u32::try_from(place).unwrap_or(u32::MAX);
                let record = ActionBeginning {
                    start,
                    text: head,
                    back: before.map_or(0, |before| place - before.place),
                    bits: bits_of(numbers.iter().copied()),
                    numbers: self.action_numbers(&numbers),
                };
                self.draft.action_beginnings.push(record);
                open.push(Open {
                    text: head,
                    place,
                    numbers,
                });
            }
            // A pattern of another form matches nothing that can be asked for.
            if let Some(own) = number(Rest::Nothing).filter(|_| is_name) {
                let further = open.last().map(|open| open.numbers.as_slice());
                let numbers = [&[own], further.unwrap_or_default()].concat();
                let record = ActionName {
                    text: self.spelled.get(&head).copied().unwrap_or(head),
                    bits: bits_of(numbers.iter().copied()),
                    numbers: self.action_numbers(&numbers),
                };
                self.draft.action_names.push(record);
            }
        }
    }

    fn action_numbers(&mut self, numbers: &[u32]) -> List<ActionNumber> {
        let records = numbers
            .iter()
            .map(|number| ActionNumber { number: *number });
        self.draft.action_numbers.extend(records)
    }
}

fn bits_of(numbers: impl Iterator<Item = u32>) -> u64 {
    numbers.fold(0, |bits, number| bits | bit(number))
}

/// The numbers of all patterns, the most frequent first: so that those share
/// their bits only with rare ones.
fn numbers_of(led: &[Vec<(ActionPlace, Led)>]) -> BTreeMap<ActionPlace, u32> {
    let mut counts: BTreeMap<ActionPlace, usize> = BTreeMap::new();
    for (place, _) in led.iter().flatten() {
        *counts.entry(*place).or_default() += 1;
    }
    let mut ranked: Vec<(ActionPlace, usize)> = counts.into_iter().collect();
    ranked.sort_by_key(|(_, count)| Reverse(*count));
    let places = ranked.into_iter().map(|(place, _)| place);
    places.zip(0..).collect()
}
