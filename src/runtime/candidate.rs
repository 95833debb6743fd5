//! A statement that one action leads to, with all of one of its resources that
//! telling takes in most cases: so that most statements that are not about a
//! request are never looked at.

use alloc::vec::Vec;

use super::Policy;
use super::arena::{Id, Text};
use super::context::Context;
use super::image::{Field, Record, section};
use super::pattern::{Case, Pattern};
use super::spelling::{Prefix, Spelling};
use super::tree::Statement;
use crate::iam::Effect;

/// One resource of a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) statement: Id<Statement>,
    pub(crate) effect: Effect,
    /// Whether the statement asks for more than action and resource.
    pub(crate) asks_more: bool,
    /// Whether what led here does not say yet that the statement is about the
    /// action.
    pub(crate) tests_action: bool,
    pub(crate) resource: ResourceTest,
}

/// What a resource must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ResourceTest {
    Everything,
    /// This ARN.
    Exactly(Spelling),
    /// What begins with this, which has all that an ARN must have.
    Beginning(Spelling),
    /// What begins with the text up to its `*`, and ends with what follows it.
    Around(Spelling),
    Other(Id<Pattern>),
}

/// How many prefixes candidates can name.
pub(crate) const PREFIXES: u32 = u16::MAX as u32;

impl Context<'_, '_> {
    /// Whether the request's resource is what a candidate is about.
    #[inline]
    pub(crate) fn is_about(&self, resource: ResourceTest) -> bool {
        let text = self.request.resource.as_bytes();
        let (prefix, is_about) = match resource {
            ResourceTest::Everything => return true,
            ResourceTest::Exactly(own) => (own.prefix, self.policy.is_spelled(own, text)),
            ResourceTest::Beginning(own) => (own.prefix, self.policy.begins(own, text)),
            ResourceTest::Around(own) => (own.prefix, self.policy.is_around(own, text)),
            ResourceTest::Other(id) => {
                return self.policy.get(id).is_some_and(|pattern| {
                    self.matches(pattern, self.request.resource, Case::Sensitive)
                });
            }
        };
        if is_about {
            self.prefix.set(prefix);
        }
        is_about
    }
}

impl Policy<'_> {
    /// Whether a text is what a pattern with one `*` stands for.
    #[inline]
    pub(crate) fn is_around(self, spelling: Spelling, text: &[u8]) -> bool {
        let (start, rest) = self.pieces_of(spelling);
        let star = rest.iter().position(|byte| *byte == b'*');
        let Some((before, [_, after @ ..])) = star.and_then(|star| rest.split_at_checked(star))
        else {
            return false;
        };
        text.len() >= start.len() + before.len() + after.len()
            && text.ends_with(after)
            && text
                .split_at_checked(start.len())
                .is_some_and(|(own, rest)| rest.starts_with(before) && own == start)
    }
}

// How the second word of a candidate is cut: its kind of test, what else is
// known of it, and the prefix of its resource, plus one.
const KIND: u32 = 0b111;
const DENIES: u32 = 1 << 3;
const ASKS_MORE: u32 = 1 << 4;
const TESTS_ACTION: u32 = 1 << 5;
const KNOWN: u32 = KIND | DENIES | ASKS_MORE | TESTS_ACTION;
const PREFIX: u32 = 16;

const EVERYTHING: u32 = 0;
const EXACTLY: u32 = 1;
const BEGINNING: u32 = 2;
const AROUND: u32 = 3;
const OTHER: u32 = 4;

impl Record for Candidate {
    const SIZE: usize = 16;
    const SECTION: usize = section::CANDIDATES;

    #[inline(always)]
    fn decode(bytes: &[u8]) -> Self {
        let flags = u32::read(bytes, 4);
        let (start, length) = (u32::read(bytes, 8), u32::read(bytes, 12));
        let spelling = |len| Spelling {
            prefix: (flags >> PREFIX).checked_sub(1).map(Id::<Prefix>::new),
            rest: Text { start, len },
        };
        Self {
            statement: Id::read(bytes, 0),
            effect: if flags & DENIES == 0 {
                Effect::Allow
            } else {
                Effect::Deny
            },
            asks_more: flags & ASKS_MORE != 0,
            tests_action: flags & TESTS_ACTION != 0,
            resource: match flags & KIND {
                EXACTLY => ResourceTest::Exactly(spelling(length)),
                BEGINNING => ResourceTest::Beginning(spelling(length)),
                AROUND => ResourceTest::Around(spelling(length)),
                OTHER => ResourceTest::Other(Id::new(start)),
                _ => ResourceTest::Everything,
            },
        }
    }

    fn encode(self, out: &mut Vec<u8>) {
        let prefix = |spelling: Spelling| spelling.prefix.map_or(0, |id| id.place() + 1) << PREFIX;
        let (kind, start, length) = match self.resource {
            ResourceTest::Everything => (EVERYTHING, 0, 0),
            ResourceTest::Exactly(text) => (EXACTLY | prefix(text), text.rest.start, text.rest.len),
            ResourceTest::Beginning(text) => {
                (BEGINNING | prefix(text), text.rest.start, text.rest.len)
            }
            ResourceTest::Around(text) => (AROUND | prefix(text), text.rest.start, text.rest.len),
            ResourceTest::Other(id) => (OTHER, id.place(), 0),
        };
        let flag = |is_set: bool, flag: u32| if is_set { flag } else { 0 };
        let flags = kind
            | flag(self.effect == Effect::Deny, DENIES)
            | flag(self.asks_more, ASKS_MORE)
            | flag(self.tests_action, TESTS_ACTION);
        for word in [self.statement.place(), flags, start, length] {
            word.write(out);
        }
    }

    fn check(bytes: &[u8], policy: Policy<'_>) -> bool {
        let flags = u32::read(bytes, 4);
        let has_prefix = flags >> PREFIX != 0;
        let is_known = flags & 0xFFFF & !KNOWN == 0;
        let refers = |spelling: Spelling| {
            let prefixes = policy.count(section::PREFIXES);
            spelling.prefix.is_some_and(|id| id.place() < prefixes)
                && policy.has_text(spelling.rest)
        };
        is_known
            && Id::<Statement>::is_sound(bytes, 0, policy)
            && match (flags & KIND, Self::decode(bytes).resource) {
                (EVERYTHING, _) => !has_prefix,
                (
                    _,
                    ResourceTest::Exactly(text)
                    | ResourceTest::Beginning(text)
                    | ResourceTest::Around(text),
                ) => refers(text),
                (_, ResourceTest::Other(_)) => {
                    !has_prefix && Id::<Pattern>::is_sound(bytes, 8, policy)
                }
                (_, ResourceTest::Everything) => false,
            }
    }
}
