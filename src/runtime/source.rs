//! Where an entity's policies come from.

use alloc::vec::Vec;

use super::Policy;
use super::arena::{Id, List};
use super::image::{Field, bare, section};
use super::tree::{Entity, Unit};

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// A policy of its own.
    Unit(Id<Unit>),
    /// All that a group has, whose member it is: one policy, which no other group
    /// has for its only one.
    GroupUnit(Id<Unit>),
    /// All that a group has, whose member it is.
    Group(Id<Entity>),
    /// Nothing: a group whose member it is, by its name alone.
    Membership(Id<Entity>),
}

/// All of them. Most entities have few, which then lie in the entity itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sources([u32; Self::FEW]);

/// The upper two bits of a source say what it is.
const KIND: u32 = 30;
const PLACE: u32 = (1 << KIND) - 1;

/// The last word where a list is elsewhere.
const ELSEWHERE: u32 = u32::MAX;

impl Source {
    fn to_word(self) -> u32 {
        let (kind, place) = match self {
            Self::Unit(id) => (0, id.place()),
            Self::GroupUnit(id) => (1, id.place()),
            Self::Group(id) => (2, id.place()),
            Self::Membership(id) => (3, id.place()),
        };
        kind << KIND | place
    }

    fn of_word(word: u32) -> Self {
        let place = word & PLACE;
        match word >> KIND {
            0 => Self::Unit(Id::new(place)),
            1 => Self::GroupUnit(Id::new(place)),
            2 => Self::Group(Id::new(place)),
            _ => Self::Membership(Id::new(place)),
        }
    }
}

impl Sources {
    /// How many an entity itself has room for.
    pub(crate) const FEW: usize = 3;

    /// So many as an entity has room for, in a program of so many units.
    pub(crate) fn few(sources: &[Source], units: u32) -> Self {
        // The place behind the last unit is that of none, of which actions lead
        // to nothing.
        let mut words = [Source::Unit(Id::new(units)).to_word(); Self::FEW];
        for (word, source) in words.iter_mut().zip(sources) {
            *word = source.to_word();
        }
        Self(words)
    }

    pub(crate) fn elsewhere(list: List<Source>) -> Self {
        Self([list.start, list.len, ELSEWHERE])
    }

    fn list(self) -> Option<List<Source>> {
        let Self([start, len, last]) = self;
        (last == ELSEWHERE).then(|| List::new(start, len))
    }

    /// The policies, where each source is one, and they are few. The place behind
    /// the last unit is that of none.
    #[inline(always)]
    pub(crate) fn units(self) -> Option<[Id<Unit>; Self::FEW]> {
        let Self([one, two, three]) = self;
        let are_units = (one | two | three) >> (KIND + 1) == 0;
        are_units.then(|| self.0.map(|word| Id::new(word & PLACE)))
    }
}

impl<'a> Policy<'a> {
    /// One after the other.
    pub(crate) fn each_source(self, sources: Sources) -> impl Iterator<Item = Source> + use<'a> {
        let list = sources.list();
        let few = match list {
            Some(_) => None,
            None => Some(sources.0.map(Source::of_word)),
        };
        let none = Source::Unit(Id::new(self.count(section::UNITS)));
        self.list(list.unwrap_or_default())
            .chain(few.into_iter().flatten())
            .filter(move |source| *source != none)
    }
}

impl Field for Source {
    const SIZE: usize = 4;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Self::of_word(u32::read(bytes, at))
    }

    fn write(self, out: &mut Vec<u8>) {
        self.to_word().write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        match Self::read(bytes, at) {
            Self::Unit(id) | Self::GroupUnit(id) => id.place() < policy.count(section::UNITS),
            Self::Group(id) | Self::Membership(id) => id.place() < policy.count(section::ENTITIES),
        }
    }
}

impl Field for Sources {
    const SIZE: usize = Self::FEW * <Source as Field>::SIZE;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Self([
            u32::read(bytes, at),
            u32::read(bytes, at + 4),
            u32::read(bytes, at + 8),
        ])
    }

    fn write(self, out: &mut Vec<u8>) {
        for word in self.0 {
            word.write(out);
        }
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        let sources = Self::read(bytes, at);
        let none = Source::Unit(Id::new(policy.count(section::UNITS))).to_word();
        match sources.list() {
            Some(_) => List::<Source>::is_sound(bytes, at, policy),
            None => (0..Self::FEW).all(|number| {
                let at = at + number * <Source as Field>::SIZE;
                u32::read(bytes, at) == none || Source::is_sound(bytes, at, policy)
            }),
        }
    }
}

bare! {
    SOURCES: Source,
}
