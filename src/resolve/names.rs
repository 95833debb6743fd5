//! A table of names that compare without case, as IAM compares them.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hasher};

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::model::AccountId;

/// Names by account, each with its place in the order of adding, which is the
/// place of what it names in that thing's own list.
#[derive(Debug, Default)]
pub(crate) struct NameTable<'s> {
    names: Vec<(AccountId, Cow<'s, str>)>,
    places: HashTable<usize>,
    hasher: DefaultHashBuilder,
}

impl<'s> NameTable<'s> {
    /// The place of a name, whatever its case.
    pub(crate) fn find(&self, account: AccountId, name: &str) -> Option<usize> {
        self.places
            .find(hash(&self.hasher, account, name), |place| {
                self.is(*place, account, name)
            })
            .copied()
    }

    /// Adds a name that is not in the table yet, and gives its place.
    pub(crate) fn add(&mut self, account: AccountId, name: Cow<'s, str>) -> usize {
        let place = self.names.len();
        let (names, hasher) = (&self.names, &self.hasher);
        let rehash = |place: &usize| {
            names
                .get(*place)
                .map_or(0, |(account, name)| hash(hasher, *account, name))
        };
        self.places
            .insert_unique(hash(hasher, account, &name), place, rehash);
        self.names.push((account, name));
        place
    }

    /// The name at a place, as it was added.
    pub(crate) fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("", |(_, name)| name)
    }

    /// The names of an account, in the order of adding.
    pub(crate) fn of_account(&self, account: AccountId) -> impl Iterator<Item = &str> {
        self.names
            .iter()
            .filter(move |(of, _)| *of == account)
            .map(|(_, name)| name.as_ref())
    }

    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    fn is(&self, place: usize, account: AccountId, name: &str) -> bool {
        self.names
            .get(place)
            .is_some_and(|(of, known)| *of == account && known.eq_ignore_ascii_case(name))
    }
}

fn hash(builder: &DefaultHashBuilder, account: AccountId, name: &str) -> u64 {
    let mut hasher = builder.build_hasher();
    hasher.write_usize(account.index());
    hasher.write_usize(name.len());
    for piece in name.as_bytes().chunks(16) {
        let mut lowercase = [0; 16];
        for (to, from) in lowercase.iter_mut().zip(piece) {
            *to = from.to_ascii_lowercase();
        }
        hasher.write_u128(u128::from_le_bytes(lowercase));
    }
    hasher.finish()
}
