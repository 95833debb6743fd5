//! What a decision asks of an entity's family, in one word.

use alloc::vec::Vec;

use super::Policy;
use super::arena::Id;
use super::image::{Field, section};
use super::tree::{EntityKind, Family};

/// The family of an entity, and what every decision asks of that. It is kept as
/// the image has it, for most of it is seldom asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kin(u32);

// How the word is cut: the place of the family, and then these.
const SHARED: u32 = 28;
const PLAIN: u32 = 29;
const KIND: u32 = 30;

impl Kin {
    pub(crate) fn new(
        family: Id<Family>,
        kind: EntityKind,
        shares_name: bool,
        is_plain: bool,
    ) -> Self {
        let shares_name = u32::from(shares_name) << SHARED;
        let is_plain = u32::from(is_plain) << PLAIN;
        Self(family.place() | shares_name | is_plain | (kind as u32) << KIND)
    }

    #[inline(always)]
    pub(crate) fn family(self) -> Id<Family> {
        Id::new(self.0 & ((1 << SHARED) - 1))
    }

    pub(crate) fn kind(self) -> EntityKind {
        match self.0 >> KIND {
            0 => EntityKind::User,
            1 => EntityKind::Group,
            _ => EntityKind::Role,
        }
    }

    #[inline(always)]
    pub(crate) fn is_of(self, kind: EntityKind) -> bool {
        self.0 >> KIND == kind as u32
    }

    /// Whether another account has an entity of its kind and name.
    #[inline(always)]
    pub(crate) fn shares_name(self) -> bool {
        self.0 >> SHARED & 1 != 0
    }

    /// Whether nothing is known of it that limits its policies or leaves a
    /// decision open: a boundary, or policies whose documents are not known.
    #[inline(always)]
    pub(crate) fn is_plain(self) -> bool {
        self.0 >> PLAIN & 1 != 0
    }
}

impl Field for Kin {
    const SIZE: usize = 4;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Self(u32::read(bytes, at))
    }

    fn write(self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    /// It must say what its family does: else a boundary could be passed over.
    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        let kin = Self::read(bytes, at);
        let family = policy.get(kin.family());
        family.is_some_and(|family| {
            kin.is_of(family.kind)
                && kin.is_plain() == family.is_plain()
                && family.account.place() < policy.count(section::ACCOUNTS)
        })
    }
}
