use alloc::vec::Vec;

use super::pattern::{Place, Rest};
use crate::runtime::arena::{Arena, Id, List, Text, Texts};
use crate::runtime::index::{Head, Index, Longer};

/// Where an index keeps its lists.
pub(super) struct Storage<'b, T> {
    pub(super) texts: &'b Texts,
    pub(super) heads: &'b mut Arena<Head<T>>,
    pub(super) targets: &'b mut Arena<Id<T>>,
    pub(super) longer: &'b mut Arena<Longer<T>>,
}

/// A pattern's place and a target that it leads to.
pub(super) type Entry<T> = (Place, Id<T>);

impl<T> Storage<'_, T> {
    /// Sorts what patterns lead to, and stores it.
    pub(super) fn index(self, mut entries: Vec<Entry<T>>) -> Index<T> {
        entries.sort_by(|(one, left), (other, right)| {
            one.order(*other, self.texts).then(left.cmp(right))
        });
        entries.dedup();
        let (everything, others) = cut(&entries, |(place, _)| *place == Place::Everything);
        let (mut behind_heads, _) = cut(others, |(place, _)| *place != Place::Nowhere);
        let everything = targets(self.targets, everything);
        let mut records: Vec<Head<T>> = Vec::new();
        // The heads that the last one begins with, and itself.
        let mut open: Vec<(Text, u32)> = Vec::new();
        while let Some((Place::Head(text, _), _)) = behind_heads.first() {
            let (own, others) = cut(
                behind_heads,
                |(place, _)| matches!(place, Place::Head(other, _) if other == text),
            );
            behind_heads = others;
            // Sorted as they are, a head's parent is the last one before it
            // that it begins with.
            let head = self.texts.get(*text);
            while open
                .last()
                .is_some_and(|(last, _)| !head.starts_with(self.texts.get(*last)))
            {
                open.pop();
            }
            let place = u32::try_from(records.len()).unwrap_or(u32::MAX);
            let back = open.last().map_or(0, |(_, parent)| place - parent);
            open.push((*text, place));
            let (exact, own) = cut(own, |(place, _)| rest_of(*place) == Some(Rest::Nothing));
            let (after, longer) = cut(own, |(place, _)| rest_of(*place) == Some(Rest::Anything));
            records.push(Head {
                text: *text,
                back,
                exact: targets(self.targets, exact),
                after: targets(self.targets, after),
                longer: self.longer.extend(longer.iter().filter_map(longer_of)),
            });
        }
        Index {
            everything,
            heads: self.heads.extend(records),
        }
    }
}

/// The entries up to the first that is not so, and the others.
fn cut<T>(entries: &[Entry<T>], is_so: impl Fn(&Entry<T>) -> bool) -> (&[Entry<T>], &[Entry<T>]) {
    entries.split_at(entries.partition_point(is_so))
}

fn rest_of(place: Place) -> Option<Rest> {
    match place {
        Place::Head(_, rest) => Some(rest),
        Place::Everything | Place::Nowhere => None,
    }
}

fn targets<T>(arena: &mut Arena<Id<T>>, entries: &[Entry<T>]) -> List<Id<T>> {
    arena.extend(entries.iter().map(|(_, target)| *target))
}

fn longer_of<T>((place, target): &Entry<T>) -> Option<Longer<T>> {
    match rest_of(*place) {
        Some(Rest::Longer(pattern)) => Some(Longer {
            pattern,
            target: *target,
        }),
        Some(Rest::Nothing | Rest::Anything) | None => None,
    }
}
