//! Finds what texts begin with, at a cost that grows with the text and not
//! with the number of beginnings.
//!
//! Beginnings, or **heads**, stand sorted, and each knows the longest other
//! head that it begins with. All heads that begin a text begin also the greatest
//! head that is not greater than the text, so one binary search and a walk up
//! its chain find them all:
//!
//! ```text
//! heads          arn:aws:s3:::lake   arn:aws:s3:::lake/   arn:aws:sqs:
//!                        ▲─────────────────┘ │
//! text  arn:aws:s3:::lake/a.csv              (chain: `...lake/` → `...lake`)
//! ```
//!
//! This does the work of a radix tree in one flat list.

use core::cmp::Ordering;
use core::iter;

use super::Policy;
use super::arena::{Id, List};
use super::candidate::Candidate;
use super::image::{Items, Record, record};
use super::spelling::Spelling;
use super::tree::Owner;

/// A head of a sorted list.
pub(crate) trait Head: Record {
    fn text(self, policy: Policy<'_>) -> Spelling;

    /// How many places before this head the longest one is that it begins with;
    /// 0 where there is none.
    fn back(self) -> u32;
}

record! {
    /// The candidates whose resource begins with a head.
    ResourceHead in RESOURCE_HEADS {
        text: Spelling,
        back: u32,
        candidates: List<Candidate>,
    }
}

record! {
    /// A resource that has a policy, among all of them in the order of their ARNs.
    OwnerHead in OWNER_HEADS {
        owner: Id<Owner>,
        back: u32,
    }
}

impl Head for ResourceHead {
    fn text(self, _: Policy<'_>) -> Spelling {
        self.text
    }

    fn back(self) -> u32 {
        self.back
    }
}

impl Head for OwnerHead {
    fn text(self, policy: Policy<'_>) -> Spelling {
        let owner = policy.get(self.owner);
        owner.map(|owner| owner.arn).unwrap_or_default().into()
    }

    fn back(self) -> u32 {
        self.back
    }
}

impl<'a> Policy<'a> {
    /// The heads that a text begins with, longest first.
    pub(crate) fn heads_of<H: Head>(
        self,
        heads: Items<'a, H>,
        text: &str,
    ) -> impl Iterator<Item = H> {
        let text = text.as_bytes();
        let place = heads
            .partition_point(|head| self.order(head.text(self), text) != Ordering::Greater)
            .checked_sub(1);
        let last = place.and_then(|place| Some((place, heads.get(place)?)));
        let shared = last.map_or(0, |(_, head)| self.shared_start(head.text(self), text));
        iter::successors(last, move |(place, head)| {
            // It steps back, so that this ends.
            let step = Some(head.back() as usize).filter(|step| *step > 0)?;
            let place = place.checked_sub(step)?;
            Some((place, heads.get(place)?))
        })
        .map(|(_, head)| head)
        .skip_while(move |head| self.length(head.text(self)) > shared)
    }
}
