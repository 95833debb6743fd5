use alloc::vec::Vec;
use core::cmp::Ordering;

use super::draft::Draft;
use super::pattern::Place;
use crate::runtime::arena::Id;
use crate::runtime::candidate::{Candidate, LeadsTo};
use crate::runtime::index::{OwnerHead, ResourceHead};
use crate::runtime::spelling::Spelling;
use crate::runtime::tree::{Lookup, Owner};

/// How many candidates are looked at one by one.
const FEW: usize = 12;

/// A candidate and where its resource goes.
pub(super) type Placed = (Place, Candidate);

impl Draft {
    /// Stores candidates so that those of a resource are found.
    pub(super) fn candidates(&mut self, placed: Vec<Placed>) -> LeadsTo {
        if let [(_, only)] = placed.as_slice() {
            return LeadsTo::One(*only);
        }
        if placed.len() <= FEW {
            let all = placed.into_iter().map(|(_, candidate)| candidate);
            return LeadsTo::Few(self.candidates.extend(all));
        }
        let mut always = Vec::new();
        let mut behind_heads = Vec::new();
        for (place, candidate) in placed {
            match place {
                Place::Head(head, _) => behind_heads.push((head, candidate)),
                Place::Everything | Place::Nowhere => always.push(candidate),
            }
        }
        behind_heads.sort_by(|(one, _), (other, _)| self.order(*one, *other));
        let always = self.candidates.extend(always);
        let mut heads = Vec::new();
        let mut open = Vec::new();
        let is_same = |(one, _): &(Spelling, _), (other, _): &(Spelling, _)| {
            self.order(*one, *other) == Ordering::Equal
        };
        let groups: Vec<Vec<(Spelling, Candidate)>> =
            behind_heads.chunk_by(is_same).map(<[_]>::to_vec).collect();
        for group in groups {
            let Some((text, _)) = group.first().copied() else {
                continue;
            };
            let back = self.back(&mut open, text, heads.len());
            let own = group.into_iter().map(|(_, candidate)| candidate);
            heads.push(ResourceHead {
                text,
                back,
                candidates: self.candidates.extend(own),
            });
        }
        let heads = self.resource_heads.extend(heads);
        LeadsTo::Many(self.lookups.push(Lookup { always, heads }))
    }

    /// Stores the resources that have policies, in the order of their ARNs; of
    /// two for one ARN the first.
    pub(super) fn index_owners(&mut self) {
        let mut sorted: Vec<(Spelling, Id<Owner>)> = self
            .owners
            .iter()
            .map(|(id, owner)| (owner.arn.into(), id))
            .collect();
        sorted
            .sort_by(|(one, left), (other, right)| self.order(*one, *other).then(left.cmp(right)));
        sorted.dedup_by(|(one, _), (other, _)| self.order(*one, *other) == Ordering::Equal);
        let mut open = Vec::new();
        for (place, (text, owner)) in sorted.into_iter().enumerate() {
            let back = self.back(&mut open, text, place);
            self.owner_heads.push(OwnerHead { owner, back });
        }
    }

    /// How far before a head the longest one is that it begins with: sorted as
    /// they are, the last of those before it that it begins with. `open` are the
    /// heads that the last one begins with, and itself.
    fn back(&self, open: &mut Vec<(Spelling, usize)>, text: Spelling, place: usize) -> u32 {
        while open
            .last()
            .is_some_and(|(last, _)| !self.begins(text, *last))
        {
            open.pop();
        }
        let back = open.last().map_or(0, |(_, parent)| place - parent);
        open.push((text, place));
        u32::try_from(back).unwrap_or(u32::MAX)
    }

    fn bytes(&self, text: Spelling) -> impl Iterator<Item = u8> {
        let prefix = text.prefix.and_then(|id| self.prefixes.get(id));
        let prefix = prefix.map_or("", |prefix| self.texts.get(prefix.text));
        prefix.bytes().chain(self.texts.get(text.rest).bytes())
    }

    fn order(&self, one: Spelling, other: Spelling) -> Ordering {
        if one.prefix == other.prefix {
            return self.texts.get(one.rest).cmp(self.texts.get(other.rest));
        }
        self.bytes(one).cmp(self.bytes(other))
    }

    /// Whether a text begins with another.
    fn begins(&self, text: Spelling, start: Spelling) -> bool {
        let mut bytes = self.bytes(text);
        self.bytes(start).all(|byte| bytes.next() == Some(byte))
    }
}
