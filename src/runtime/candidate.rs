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
use super::tree::{Entry, Lookup, Statement};
use crate::iam::Effect;

/// One resource of a statement. Of most candidates that are not about a request
/// nothing else is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) statement: Id<Statement>,
    known: u32,
    /// Where the text behind the prefix begins; or the place of a pattern.
    start: u32,
    /// The last four bytes of what is told.
    tail: u32,
}

/// What an action leads to: a candidate, or a list of so few that each may be
/// looked at, or a lookup; or, where numbers share a bit, what each of them does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Led(Candidate);

/// The same, told apart.
pub(crate) enum LeadsTo {
    One(Candidate),
    Few(List<Candidate>),
    Many(Id<Lookup>),
    Several(List<Entry>),
}

/// What a resource must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ResourceTest {
    Everything,
    /// This ARN.
    Exactly(Told),
    /// What begins with this, which has all that an ARN must have.
    Beginning(Told),
    /// What begins with the text up to its `*`, and ends with what follows it.
    Around(Told),
    Other(Id<Pattern>),
}

/// A text that a candidate tells resources by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    prefix: Id<Prefix>,
    start: u32,
    length: u32,
    tail: u32,
}

impl Told {
    /// A text with a prefix of this spelling; none where a candidate has no room
    /// for it, or does not have four bytes behind its `*`.
    pub(crate) fn new(spelling: Spelling, prefix: &str, rest: &str) -> Option<Self> {
        let behind_star = rest.rsplit('*').next().unwrap_or(rest);
        let bytes = if behind_star.len() < rest.len() {
            behind_star.as_bytes().last_chunk().copied()
        } else {
            tail_of(prefix.as_bytes(), rest.as_bytes())
        };
        Some(Self {
            prefix: spelling.prefix.filter(|id| id.place() < PREFIXES)?,
            start: spelling.rest.start,
            length: u32::try_from(prefix.len() + rest.len())
                .ok()
                .filter(|length| *length <= LENGTHS)?,
            tail: u32::from_le_bytes(bytes?),
        })
    }
}

/// The last four bytes of two pieces.
fn tail_of(prefix: &[u8], rest: &[u8]) -> Option<[u8; TAIL]> {
    if let Some(tail) = rest.last_chunk() {
        return Some(*tail);
    }
    let tail = *prefix.last_chunk()?;
    let add = |[_, first, second, third]: [u8; TAIL], byte: &u8| [first, second, third, *byte];
    Some(rest.iter().fold(tail, add))
}

/// How many prefixes candidates can name.
pub(crate) const PREFIXES: u32 = u16::MAX as u32;

/// How many bytes of a text its tail has.
const TAIL: usize = 4;

// How the second word of a candidate is cut: its kind of test, what else is
// known of it, the length of its text, and the prefix of that, plus one.
const KIND: u32 = 0b111;
const DENIES: u32 = 1 << 3;
const ASKS_MORE: u32 = 1 << 4;
const TESTS_ACTION: u32 = 1 << 5;
const LENGTH: u32 = 6;
const LENGTHS: u32 = (1 << (PREFIX - LENGTH)) - 1;
const PREFIX: u32 = 16;

const EVERYTHING: u32 = 0;
const EXACTLY: u32 = 1;
const BEGINNING: u32 = 2;
const AROUND: u32 = 3;
const OTHER: u32 = 4;
/// For what leads to more than a candidate: to a list of them, to a lookup, or to
/// a list of entries.
const FEW: u32 = 5;
const MANY: u32 = 6;
const SEVERAL: u32 = 7;

impl Context<'_, '_> {
    /// Whether the request's resource is what a candidate is about.
    #[inline(always)]
    pub(crate) fn is_about(&self, candidate: Candidate) -> bool {
        self.may_be_about(candidate) && self.is_what_is_told(candidate)
    }

    /// Whether the last bytes of a candidate's text are where they must be in the
    /// request's resource. Of most candidates that are about another, they are not.
    #[inline(always)]
    fn may_be_about(&self, candidate: Candidate) -> bool {
        let resource = self.request.resource.as_bytes();
        let kind = candidate.known & KIND;
        let end = match kind {
            BEGINNING => candidate.length(),
            _ => resource.len(),
        };
        let tail = resource
            .get(..end)
            .and_then(<[u8]>::last_chunk)
            .map_or(0, |tail| u32::from_le_bytes(*tail));
        // What tells by no text has none.
        tail == candidate.tail || !(EXACTLY..=AROUND).contains(&kind)
    }

    #[inline(always)]
    fn is_what_is_told(&self, candidate: Candidate) -> bool {
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
                let text = self.policy.bytes(candidate.text(prefix));
                let is_meant = match kind {
                    EXACTLY => rest == text,
                    BEGINNING => rest.starts_with(text),
                    _ => is_around(text, rest),
                };
                is_meant && self.has_prefix(id, prefix, start)
            }
            _ => {
                let pattern = self.policy.get(Id::<Pattern>::new(candidate.start));
                pattern.is_some_and(|pattern| {
                    self.matches(pattern, self.request.resource, Case::Sensitive)
                })
            }
        }
    }

    /// Whether the request's resource begins with a prefix; looked at once.
    #[inline(always)]
    fn has_prefix(&self, id: Id<Prefix>, prefix: Prefix, start: &[u8]) -> bool {
        if self.prefix.get().is_some_and(|(known, _)| known == id) {
            return true;
        }
        let is_own = start == self.policy.bytes(prefix.text);
        if is_own {
            self.prefix.set(Some((id, prefix.account)));
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
        let (kind, told) = match resource {
            ResourceTest::Everything => (EVERYTHING, None),
            ResourceTest::Exactly(told) => (EXACTLY, Some(told)),
            ResourceTest::Beginning(told) => (BEGINNING, Some(told)),
            ResourceTest::Around(told) => (AROUND, Some(told)),
            ResourceTest::Other(_) => (OTHER, None),
        };
        let start = match resource {
            ResourceTest::Other(id) => id.place(),
            _ => told.map_or(0, |told| told.start),
        };
        let flag = |is_set: bool, flag: u32| if is_set { flag } else { 0 };
        let text = told.map_or(0, |told| {
            told.length << LENGTH | (told.prefix.place() + 1) << PREFIX
        });
        Self {
            statement,
            known: kind
                | flag(effect == Effect::Deny, DENIES)
                | flag(asks_more, ASKS_MORE)
                | flag(tests_action, TESTS_ACTION)
                | text,
            start,
            tail: told.map_or(0, |told| told.tail),
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

    /// The length of its text, prefix included.
    #[inline(always)]
    fn length(self) -> usize {
        (self.known >> LENGTH & LENGTHS) as usize
    }

    /// Its text behind the prefix.
    #[inline(always)]
    fn text(self, prefix: Prefix) -> Text {
        let length = self.known >> LENGTH & LENGTHS;
        Text {
            start: self.start,
            len: length.saturating_sub(prefix.text.len),
        }
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
            start: u32::read(bytes, 8),
            tail: u32::read(bytes, 12),
        }
    }

    fn encode(self, out: &mut Vec<u8>) {
        self.statement.write(out);
        self.known.write(out);
        self.start.write(out);
        self.tail.write(out);
    }

    fn check(bytes: &[u8], policy: Policy<'_>) -> bool {
        let candidate = Self::decode(bytes);
        let tells = candidate.known >> LENGTH != 0;
        Id::<Statement>::is_sound(bytes, 0, policy)
            && match candidate.known & KIND {
                EVERYTHING => !tells,
                EXACTLY | BEGINNING | AROUND => candidate.has_sound_text(policy),
                OTHER => !tells && Id::<Pattern>::is_sound(bytes, 8, policy),
                _ => false,
            }
    }
}

impl Candidate {
    /// Whether its text is one, and ends as it says: were that wrong, it would be
    /// passed over.
    fn has_sound_text(self, policy: Policy<'_>) -> bool {
        let Some(prefix) = policy.get(self.prefix()) else {
            return false;
        };
        let text = self.text(prefix);
        let (start, rest) = (policy.bytes(prefix.text), policy.bytes(text));
        let tail = if self.known & KIND == AROUND {
            let behind_star = rest.rsplit(|byte| *byte == b'*').next();
            behind_star.and_then(<[u8]>::last_chunk).copied()
        } else {
            tail_of(start, rest)
        };
        policy.has_text(text)
            && self.length() == start.len() + rest.len()
            && tail.map(u32::from_le_bytes) == Some(self.tail)
    }
}

impl Led {
    #[inline(always)]
    pub(crate) fn to(self) -> LeadsTo {
        let Candidate { start, tail, .. } = self.0;
        match self.0.known & KIND {
            FEW => LeadsTo::Few(List::new(start, tail)),
            MANY => LeadsTo::Many(Id::new(start)),
            SEVERAL => LeadsTo::Several(List::new(start, tail)),
            _ => LeadsTo::One(self.0),
        }
    }
}

impl From<LeadsTo> for Led {
    fn from(to: LeadsTo) -> Self {
        let (known, start, tail) = match to {
            LeadsTo::One(candidate) => return Self(candidate),
            LeadsTo::Few(List { start, len, .. }) => (FEW, start, len),
            LeadsTo::Many(id) => (MANY, id.place(), 0),
            LeadsTo::Several(List { start, len, .. }) => (SEVERAL, start, len),
        };
        Self(Candidate {
            statement: Id::new(0),
            known,
            start,
            tail,
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
            start: u32::read(bytes, at + 8),
            tail: u32::read(bytes, at + 12),
        })
    }

    fn write(self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        let led = Self::read(bytes, at);
        match led.to() {
            LeadsTo::One(_) => Candidate::check(bytes.get(at..).unwrap_or_default(), policy),
            // What leads to more has nothing else to say.
            _ if led.0.known & !KIND != 0 => false,
            LeadsTo::Few(_) => List::<Candidate>::is_sound(bytes, at + 8, policy),
            LeadsTo::Many(_) => Id::<Lookup>::is_sound(bytes, at + 8, policy),
            LeadsTo::Several(_) => List::<Entry>::is_sound(bytes, at + 8, policy),
        }
    }
}
