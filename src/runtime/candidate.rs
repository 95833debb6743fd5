//! A statement that one action leads to, with all of one of its resources that
//! telling takes in most cases: so that most statements that are not about a
//! request are never looked at.

use alloc::vec::Vec;

use super::Policy;
use super::arena::{Id, List, Text};
use super::context::Context;
use super::image::{Field, Record, section};
use super::pattern::{Case, Pattern};
use super::spelling::{Prefix, Spelling};
use super::tree::{Lookup, Statement};
use super::value::is_same;
use crate::iam::Effect;

/// One resource of a statement. It stays as it lies in the image: of most
/// candidates only a part is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) statement: Id<Statement>,
    known: u32,
    /// Behind the prefix; or the place of a pattern.
    text: Text,
}

/// What an action leads to: a candidate, or a list of so few that each may be
/// looked at, or a lookup.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Led(Candidate);

/// The same, told apart.
pub(crate) enum LeadsTo {
    One(Candidate),
    Few(List<Candidate>),
    Many(Id<Lookup>),
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
/// For what leads to several candidates, to a list of them or a lookup.
const FEW: u32 = 5;
const MANY: u32 = 6;

impl Context<'_, '_> {
    /// Whether the request's resource is what a candidate is about.
    #[inline(always)]
    pub(crate) fn is_about(&self, candidate: Candidate) -> bool {
        match candidate.known & KIND {
            EVERYTHING => true,
            kind @ (EXACTLY | BEGINNING | AROUND) => {
                let id = candidate.prefix();
                let Some(prefix) = self.policy.get(id) else {
                    return false;
                };
                let resource = self.request.resource.as_bytes();
                let Some((start, rest)) = resource.split_at_checked(prefix.text.len as usize)
                else {
                    return false;
                };
                // The rest first, for beginnings are mostly the same.
                let text = self.policy.bytes(candidate.text);
                let is_meant = match kind {
                    EXACTLY => is_same(rest, text),
                    BEGINNING => rest
                        .get(..text.len())
                        .is_some_and(|start| is_same(start, text)),
                    _ => is_around(text, rest),
                };
                is_meant && self.has_prefix(id, prefix, start)
            }
            _ => {
                let pattern = self.policy.get(Id::<Pattern>::new(candidate.text.start));
                pattern.is_some_and(|pattern| {
                    self.matches(pattern, self.request.resource, Case::Sensitive)
                })
            }
        }
    }

    /// Whether the request's resource begins with a prefix; looked at once.
    #[inline(always)]
    fn has_prefix(&self, id: Id<Prefix>, prefix: Prefix, start: &[u8]) -> bool {
        if self.prefix.get() == Some(id) {
            return true;
        }
        let is_own = is_same(start, self.policy.bytes(prefix.text));
        if is_own {
            self.prefix.set(Some(id));
        }
        is_own
    }
}

/// Whether a text is what another stands for, which has one `*`.
pub(crate) fn is_around(pattern: &[u8], text: &[u8]) -> bool {
    let star = pattern.iter().position(|byte| *byte == b'*');
    let Some((before, [_, after @ ..])) = star.and_then(|star| pattern.split_at_checked(star))
    else {
        return false;
    };
    text.len() >= before.len() + after.len() && text.starts_with(before) && text.ends_with(after)
}

impl Candidate {
    /// Of a statement, whether it asks for more than action and resource, and
    /// whether what leads here does not say yet that it is about the action.
    pub(crate) fn new(
        statement: Id<Statement>,
        effect: Effect,
        [asks_more, tests_action]: [bool; 2],
        resource: ResourceTest,
    ) -> Self {
        let (kind, prefix, text) = match resource {
            ResourceTest::Everything => (EVERYTHING, None, Text::default()),
            ResourceTest::Exactly(text) => (EXACTLY, text.prefix, text.rest),
            ResourceTest::Beginning(text) => (BEGINNING, text.prefix, text.rest),
            ResourceTest::Around(text) => (AROUND, text.prefix, text.rest),
            ResourceTest::Other(id) => {
                let (start, len) = (id.place(), 0);
                (OTHER, None, Text { start, len })
            }
        };
        let flag = |is_set: bool, flag: u32| if is_set { flag } else { 0 };
        Self {
            statement,
            known: kind
                | flag(effect == Effect::Deny, DENIES)
                | flag(asks_more, ASKS_MORE)
                | flag(tests_action, TESTS_ACTION)
                | prefix.map_or(0, |id| id.place() + 1) << PREFIX,
            text,
        }
    }

    #[inline(always)]
    pub(crate) fn denies(self) -> bool {
        self.known & DENIES != 0
    }

    #[inline(always)]
    pub(crate) fn asks_more(self) -> bool {
        self.known & ASKS_MORE != 0
    }

    #[inline(always)]
    pub(crate) fn tests_action(self) -> bool {
        self.known & TESTS_ACTION != 0
    }

    /// The prefix of its resource, where it has one.
    #[inline(always)]
    fn prefix(self) -> Id<Prefix> {
        Id::new((self.known >> PREFIX).wrapping_sub(1))
    }
}

impl Record for Candidate {
    const SIZE: usize = 16;
    const SECTION: usize = section::CANDIDATES;

    #[inline(always)]
    fn decode(bytes: &[u8]) -> Self {
        Self {
            statement: Id::read(bytes, 0),
            known: u32::read(bytes, 4),
            text: Text::read(bytes, 8),
        }
    }

    fn encode(self, out: &mut Vec<u8>) {
        self.statement.write(out);
        self.known.write(out);
        self.text.write(out);
    }

    fn check(bytes: &[u8], policy: Policy<'_>) -> bool {
        let candidate = Self::decode(bytes);
        let Self { known, text, .. } = candidate;
        let has_prefix = known >> PREFIX != 0;
        Id::<Statement>::is_sound(bytes, 0, policy)
            && known & 0xFFFF & !KNOWN == 0
            && match known & KIND {
                EVERYTHING => !has_prefix,
                EXACTLY | BEGINNING | AROUND => {
                    candidate.prefix().place() < policy.count(section::PREFIXES)
                        && policy.has_text(text)
                }
                OTHER => !has_prefix && Id::<Pattern>::is_sound(bytes, 8, policy),
                _ => false,
            }
    }
}

impl Led {
    #[inline(always)]
    pub(crate) fn to(self) -> LeadsTo {
        let Text { start, len } = self.0.text;
        match self.0.known {
            FEW => LeadsTo::Few(List::new(start, len)),
            MANY => LeadsTo::Many(Id::new(start)),
            _ => LeadsTo::One(self.0),
        }
    }
}

impl From<LeadsTo> for Led {
    fn from(to: LeadsTo) -> Self {
        let (known, start, len) = match to {
            LeadsTo::One(candidate) => return Self(candidate),
            LeadsTo::Few(List { start, len, .. }) => (FEW, start, len),
            LeadsTo::Many(id) => (MANY, id.place(), 0),
        };
        Self(Candidate {
            statement: Id::new(0),
            known,
            text: Text { start, len },
        })
    }
}

impl Field for Led {
    const SIZE: usize = Candidate::SIZE;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Self(Candidate {
            statement: Id::read(bytes, at),
            known: u32::read(bytes, at + 4),
            text: Text::read(bytes, at + 8),
        })
    }

    fn write(self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        match Self::read(bytes, at).to() {
            LeadsTo::One(_) => Candidate::check(bytes.get(at..).unwrap_or_default(), policy),
            LeadsTo::Few(_) => List::<Candidate>::is_sound(bytes, at + 8, policy),
            LeadsTo::Many(_) => Id::<Lookup>::is_sound(bytes, at + 8, policy),
        }
    }
}
