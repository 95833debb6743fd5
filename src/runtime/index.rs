//! Finds the patterns that match a text, at a cost that grows with the text
//! and not with the number of patterns.
//!
//! Every pattern has a **head**, its text up to the first wildcard or
//! variable. The heads stand sorted, and each knows the longest other head that
//! it begins with. All heads that begin a text begin also the greatest head
//! that is not greater than the text, so one binary search and a walk up its
//! chain find them all:
//!
//! ```text
//! heads          arn:aws:s3:::lake/*   arn:aws:s3:::lake   arn:aws:sqs:*
//!                        │ ┌─────────────────▲
//! text  arn:aws:s3:::lake/a.csv        (chain: `...lake/` → `...lake`)
//! ```
//!
//! This does the work of a radix tree in two flat lists.

use core::cmp::Ordering;
use core::iter;
use core::ops::ControlFlow;

use alloc::vec::Vec;

use super::Policy;
use super::arena::{Id, List, Text};
use super::context::Context;
use super::image::{Field, Items, Record, section};
use super::pattern::{Case, Pattern};
use super::tree::{ActionClass, Owner, Statement};

/// What an index can lead to.
pub(crate) trait Target: Record {
    /// Where the heads of such indexes are.
    const HEADS: usize;
    /// Where their longer patterns are.
    const LONGER: usize;
}

impl Target for ActionClass {
    const HEADS: usize = section::CLASS_HEADS;
    const LONGER: usize = section::CLASS_LONGER;
}

impl Target for Statement {
    const HEADS: usize = section::STATEMENT_HEADS;
    const LONGER: usize = section::STATEMENT_LONGER;
}

impl Target for Owner {
    const HEADS: usize = section::OWNER_HEADS;
    /// None of them is longer than its head.
    const LONGER: usize = section::OWNER_HEADS;
}

/// An index over patterns, each of which leads to one or more targets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Index<T> {
    /// Targets of the pattern `*`.
    pub(crate) everything: List<Id<T>>,
    /// The heads of all other patterns, sorted by their bytes.
    pub(crate) heads: List<Head<T>>,
}

/// A head, and the patterns that have it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head<T> {
    pub(crate) text: Text,
    /// How many places before this head the longest one is that it begins with;
    /// 0 where there is none.
    pub(crate) back: u32,
    /// Targets of the pattern that is this head and nothing else.
    pub(crate) exact: List<Id<T>>,
    /// Targets of the pattern that is this head and `*`.
    pub(crate) after: List<Id<T>>,
    /// Targets of the patterns with a longer rest.
    pub(crate) longer: List<Longer<T>>,
}

/// A pattern that must be matched in full once its head is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Longer<T> {
    pub(crate) pattern: Id<Pattern>,
    pub(crate) target: Id<T>,
}

impl Context<'_> {
    /// Visits the target of every pattern that matches a text, more than once
    /// where several patterns lead to it.
    pub(crate) fn find<T: Target, B>(
        &self,
        index: Index<T>,
        text: &str,
        case: Case,
        visit: &mut impl FnMut(Id<T>) -> ControlFlow<B>,
    ) -> ControlFlow<B>
    where
        Id<T>: Record,
    {
        let policy = self.policy;
        policy.list(index.everything).try_for_each(&mut *visit)?;
        for head in policy.heads_of(policy.list(index.heads), text, case) {
            if policy.text(head.text).len() == text.len() {
                policy.list(head.exact).try_for_each(&mut *visit)?;
            }
            policy.list(head.after).try_for_each(&mut *visit)?;
            for longer in policy.list(head.longer) {
                let pattern = policy.get(longer.pattern);
                if pattern.is_some_and(|pattern| self.matches(pattern, text, case)) {
                    visit(longer.target)?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

impl<'a> Policy<'a> {
    /// The heads that a text begins with, longest first.
    pub(crate) fn heads_of<T: Target>(
        self,
        heads: Items<'a, Head<T>>,
        text: &str,
        case: Case,
    ) -> impl Iterator<Item = Head<T>>
    where
        Id<T>: Record,
    {
        let place = heads
            .partition_point(|head| compare(self.text(head.text), text, case) != Ordering::Greater)
            .checked_sub(1);
        let last = place.and_then(|place| Some((place, heads.get(place)?)));
        let shared = last.map_or(0, |(_, head)| {
            shared_start(self.text(head.text), text, case)
        });
        iter::successors(last, move |(place, head)| {
            // It steps back, so that this ends.
            let step = Some(head.back as usize).filter(|step| *step > 0)?;
            let place = place.checked_sub(step)?;
            Some((place, heads.get(place)?))
        })
        .map(|(_, head)| head)
        .skip_while(move |head| self.text(head.text).len() > shared)
    }
}

impl<T> Field for Index<T>
where
    T: Target,
    Id<T>: Record,
{
    const SIZE: usize = 16;

    fn read(bytes: &[u8], at: usize) -> Self {
        Self {
            everything: List::read(bytes, at),
            heads: List::read(bytes, at + 8),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        self.everything.write(out);
        self.heads.write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        List::<Id<T>>::is_sound(bytes, at, policy)
            && List::<Head<T>>::is_sound(bytes, at + 8, policy)
    }
}

impl<T> Record for Head<T>
where
    T: Target,
    Id<T>: Record,
{
    const SIZE: usize = 36;
    const SECTION: usize = T::HEADS;

    fn decode(bytes: &[u8]) -> Self {
        Self {
            text: Text::read(bytes, 0),
            back: u32::read(bytes, 8),
            exact: List::read(bytes, 12),
            after: List::read(bytes, 20),
            longer: List::read(bytes, 28),
        }
    }

    fn encode(self, out: &mut Vec<u8>) {
        self.text.write(out);
        self.back.write(out);
        self.exact.write(out);
        self.after.write(out);
        self.longer.write(out);
    }

    fn check(bytes: &[u8], policy: Policy<'_>) -> bool {
        Text::is_sound(bytes, 0, policy)
            && List::<Id<T>>::is_sound(bytes, 12, policy)
            && List::<Id<T>>::is_sound(bytes, 20, policy)
            && List::<Longer<T>>::is_sound(bytes, 28, policy)
    }
}

impl<T: Target> Record for Longer<T> {
    const SIZE: usize = 8;
    const SECTION: usize = T::LONGER;

    fn decode(bytes: &[u8]) -> Self {
        Self {
            pattern: Id::read(bytes, 0),
            target: Id::read(bytes, 4),
        }
    }

    fn encode(self, out: &mut Vec<u8>) {
        self.pattern.write(out);
        self.target.write(out);
    }

    fn check(bytes: &[u8], policy: Policy<'_>) -> bool {
        Id::<Pattern>::is_sound(bytes, 0, policy) && Id::<T>::is_sound(bytes, 4, policy)
    }
}

/// Where a head stands to a text; heads that ignore case are in lower case.
fn compare(head: &str, text: &str, case: Case) -> Ordering {
    match case {
        Case::Sensitive => head.cmp(text),
        Case::Ascii | Case::Unicode => head
            .bytes()
            .cmp(text.bytes().map(|byte| byte.to_ascii_lowercase())),
    }
}

/// How many bytes two texts begin with in common.
fn shared_start(head: &str, text: &str, case: Case) -> usize {
    head.bytes()
        .zip(text.bytes())
        .take_while(|(head, text)| match case {
            Case::Sensitive => head == text,
            Case::Ascii | Case::Unicode => *head == text.to_ascii_lowercase(),
        })
        .count()
}
