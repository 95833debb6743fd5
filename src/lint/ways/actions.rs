//! Which of the actions that a table of methods names.

/// A set of places in the list of a table's actions.
///
/// Of a hundred methods most take an action that somebody is not allowed at all.
/// That is one compare of such sets, where looking through their statements is
/// thousands of compares of patterns.
#[derive(Clone, Debug, Default)]
pub(super) struct Actions(Vec<u64>);

impl Actions {
    pub(super) fn insert(&mut self, place: usize) {
        let (word, bit) = (place / 64, place % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    /// Whether every action of the other set is in this one.
    pub(super) fn has_all(&self, other: &Self) -> bool {
        let mut words = other.0.iter().enumerate();
        words.all(|(place, other)| {
            let word = self.0.get(place).copied().unwrap_or_default();
            word & other == *other
        })
    }
}
