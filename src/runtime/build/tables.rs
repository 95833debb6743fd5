//! The tables by which records are found.

use alloc::vec::Vec;
use hashbrown::HashSet;

use super::draft::Draft;
use crate::runtime::action::ActionName;
use crate::runtime::arena::Id;
use crate::runtime::context::PLACEHOLDER;
use crate::runtime::image::hash::{LIMIT, Seed, Slot, table};
use crate::runtime::tree::{Account, Entity};

/// Each in the order of its section.
pub(super) struct Tables {
    pub(super) names: Vec<Slot<Entity>>,
    pub(super) arns: Vec<Slot<Entity>>,
    pub(super) numbers: Vec<Slot<Account>>,
    pub(super) actions: Vec<Slot<ActionName>>,
}

/// Records by the hashes of their texts.
type Hashed<T> = Vec<(u64, Id<T>)>;

/// How much room a table has; with more of it a search is shorter. Every request
/// asks of an action, and there are few of them.
const ROOM: usize = 1;
const ROOM_OF_ACTIONS: usize = 3;

impl Draft {
    /// The tables, and the first seed under which every search in them is short;
    /// none where there is more than they can lead to.
    pub(super) fn tables(&self) -> Option<(Seed, Tables)> {
        let counts = [
            self.entities.all().len(),
            self.accounts.all().len(),
            self.action_names.all().len(),
        ];
        if counts.into_iter().any(|count| count > LIMIT / 2) {
            return None;
        }
        Seed::all().find_map(|seed| Some((seed, self.tables_under(seed)?)))
    }

    fn tables_under(&self, seed: Seed) -> Option<Tables> {
        Some(Tables {
            names: table(self.names(seed), ROOM)?,
            arns: table(self.arns(seed), ROOM)?,
            numbers: table(self.numbers(seed), ROOM)?,
            actions: table(self.actions(seed), ROOM_OF_ACTIONS)?,
        })
    }

    /// Those who share a name are found by their accounts' names too, and the
    /// first of them by the name alone.
    fn names(&self, seed: Seed) -> Hashed<Entity> {
        let mut shared = HashSet::new();
        let mut hashed = Vec::with_capacity(self.entities.all().len());
        for (id, entity) in self.entities.iter() {
            let kind = entity.kin.kind();
            let name = self.texts.get(entity.name.0).as_bytes();
            if entity.kin.shares_name() {
                let family = self.families.get(entity.kin.family());
                let account = family.and_then(|family| self.accounts.get(family.account));
                let account = account.map_or("", |account| self.texts.get(account.name));
                hashed.push((seed.shared_name_hash(kind, account.as_bytes(), name), id));
            }
            if !entity.kin.shares_name() || shared.insert((kind, name)) {
                hashed.push((seed.name_hash(kind, name), id));
            }
        }
        hashed
    }

    /// Those whose names do not follow from their ARNs.
    fn arns(&self, seed: Seed) -> Hashed<Entity> {
        let arns = self.entities.iter().filter_map(|(id, entity)| {
            let family = self.families.get(entity.kin.family())?;
            let arn = self.texts.get(family.arn).as_bytes();
            (!family.arn_ends_in_name).then(|| (seed.hash(arn), id))
        });
        arns.collect()
    }

    fn numbers(&self, seed: Seed) -> Hashed<Account> {
        let numbers = self.accounts.iter().map(|(id, account)| {
            let number = account
                .number
                .map_or(PLACEHOLDER, |text| self.texts.get(text));
            (seed.hash(number.as_bytes()), id)
        });
        numbers.collect()
    }

    fn actions(&self, seed: Seed) -> Hashed<ActionName> {
        let names = self.action_names.iter().map(|(id, name)| {
            let text = self.texts.get(name.text).as_bytes();
            (seed.folded_hash(text), id)
        });
        names.collect()
    }
}
