use alloc::vec::Vec;

use super::TreeBuilder;
use super::pattern::{Place, Rest};
use crate::runtime::arena::{Arena, Id, List, Text};
use crate::runtime::index::{Head, Index, Longer};

/// Where an index keeps its lists.
pub(super) struct Storage<'b, T> {
    pub(super) heads: &'b mut Arena<Head<T>>,
    pub(super) targets: &'b mut Arena<Id<T>>,
    pub(super) longer: &'b mut Arena<Longer<T>>,
}

impl TreeBuilder {
    /// Stores the heads' texts, and sorts what is behind them.
    pub(super) fn sort_places<T>(&mut self, entries: Vec<(Place, Id<T>)>) -> Sorted<T> {
        let mut sorted = Sorted {
            everything: Vec::new(),
            heads: Vec::new(),
        };
        let mut entries = entries;
        entries.sort();
        entries.dedup();
        let mut open: Vec<(alloc::string::String, u32)> = Vec::new();
        for (place, target) in entries {
            let (head, rest) = match place {
                Place::Nowhere => continue,
                Place::Everything => {
                    sorted.everything.push(target);
                    continue;
                }
                Place::Head(head, rest) => (head, rest),
            };
            if open.last().is_none_or(|(last, _)| *last != head) {
                // Sorted as they are, a head's parent is the last one before it
                // that it begins with.
                while open
                    .last()
                    .is_some_and(|(last, _)| !head.starts_with(last.as_str()))
                {
                    open.pop();
                }
                sorted.heads.push(SortedHead {
                    text: self.text(&head),
                    parent: open.last().map(|(_, place)| *place),
                    exact: Vec::new(),
                    after: Vec::new(),
                    longer: Vec::new(),
                });
                open.push((
                    head,
                    u32::try_from(sorted.heads.len() - 1).unwrap_or(u32::MAX),
                ));
            }
            if let Some(head) = sorted.heads.last_mut() {
                match rest {
                    Rest::Nothing => head.exact.push(target),
                    Rest::Anything => head.after.push(target),
                    Rest::Longer(pattern) => head.longer.push(Longer { pattern, target }),
                }
            }
        }
        sorted
    }
}

/// An index before it is stored.
pub(super) struct Sorted<T> {
    everything: Vec<Id<T>>,
    heads: Vec<SortedHead<T>>,
}

struct SortedHead<T> {
    text: Text,
    parent: Option<u32>,
    exact: Vec<Id<T>>,
    after: Vec<Id<T>>,
    longer: Vec<Longer<T>>,
}

impl<T> Sorted<T> {
    pub(super) fn store(self, storage: Storage<'_, T>) -> Index<T> {
        let Storage {
            heads,
            targets,
            longer,
        } = storage;
        let everything = targets.extend(self.everything);
        let records: Vec<Head<T>> = self
            .heads
            .into_iter()
            .map(|head| Head {
                text: head.text,
                parent: head.parent,
                exact: targets.extend(head.exact),
                after: targets.extend(head.after),
                longer: longer.extend(head.longer),
            })
            .collect();
        Index {
            everything,
            heads: heads.extend(records),
        }
    }

    /// Only the heads, where every pattern is its head.
    pub(super) fn store_heads(
        self,
        heads: &mut Arena<Head<T>>,
        targets: &mut Arena<Id<T>>,
    ) -> List<Head<T>> {
        let longer = &mut Arena::default();
        self.store(Storage {
            heads,
            targets,
            longer,
        })
        .heads
    }
}
