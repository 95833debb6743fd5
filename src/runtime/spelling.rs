//! Texts cut where ARNs part ways: after the fifth colon. What stands before
//! it is the same in most ARNs of a program, and is stored once.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::Policy;
use super::arena::{Id, Text};
use super::candidate::is_around;
use super::image::{Field, record};
use super::tree::Account;

record! {
    /// What ARNs begin with, up to their fifth colon.
    Prefix in PREFIXES {
        text: Text,
        /// Whose number the fifth field is.
        account: Numbered,
    }
}

/// Whose number an ARN has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbered {
    /// That of an account of the program.
    Account(Id<Account>),
    /// That of another.
    Stranger,
    /// It has none.
    Nobody,
}

// What stands where there is no place.
const STRANGER: u32 = u32::MAX;
const NOBODY: u32 = u32::MAX - 1;

impl Field for Numbered {
    const SIZE: usize = 4;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        match u32::read(bytes, at) {
            STRANGER => Self::Stranger,
            NOBODY => Self::Nobody,
            place => Self::Account(Id::new(place)),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        let word = match self {
            Self::Account(id) => id.place(),
            Self::Stranger => STRANGER,
            Self::Nobody => NOBODY,
        };
        word.write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        match Self::read(bytes, at) {
            Self::Account(_) => Id::<Account>::is_sound(bytes, at, policy),
            Self::Stranger | Self::Nobody => true,
        }
    }
}

/// A text in one piece, or an ARN in two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Spelling {
    pub(crate) prefix: Option<Id<Prefix>>,
    pub(crate) rest: Text,
}

impl Spelling {
    /// It without so many bytes at its end.
    pub(crate) fn shortened(self, bytes: u32) -> Self {
        Self {
            rest: Text {
                len: self.rest.len.saturating_sub(bytes),
                ..self.rest
            },
            ..self
        }
    }
}

impl From<Text> for Spelling {
    fn from(rest: Text) -> Self {
        Self { prefix: None, rest }
    }
}

impl Field for Spelling {
    const SIZE: usize = 12;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        Self {
            prefix: Field::read(bytes, at),
            rest: Field::read(bytes, at + 4),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        self.prefix.write(out);
        self.rest.write(out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        Option::<Id<Prefix>>::is_sound(bytes, at, policy) && Text::is_sound(bytes, at + 4, policy)
    }
}

/// Where an ARN is cut.
pub(crate) fn cut(text: &str) -> Option<(&str, &str)> {
    let (place, _) = text.match_indices(':').nth(4)?;
    text.starts_with("arn:")
        .then(|| text.split_at_checked(place + 1))
        .flatten()
}

impl<'a> Policy<'a> {
    /// Both pieces of a text; the first is empty where there is but one.
    #[inline]
    pub(crate) fn pieces_of(self, spelling: Spelling) -> (&'a [u8], &'a [u8]) {
        (self.prefix(spelling.prefix), self.bytes(spelling.rest))
    }

    #[inline]
    fn prefix(self, prefix: Option<Id<Prefix>>) -> &'a [u8] {
        match prefix.and_then(|id| self.get(id)) {
            Some(prefix) => self.bytes(prefix.text),
            None => &[],
        }
    }

    /// The text in one piece.
    pub(crate) fn spelled(self, spelling: Spelling) -> Cow<'a, str> {
        let prefix = spelling.prefix.and_then(|id| self.get(id));
        let rest = self.text(spelling.rest);
        match prefix {
            Some(prefix) => Cow::Owned([self.text(prefix.text), rest].concat()),
            None => Cow::Borrowed(rest),
        }
    }

    /// Whether a text is this one. The rest is compared first, for beginnings
    /// are mostly the same.
    #[inline]
    pub(crate) fn is_spelled(self, spelling: Spelling, text: &[u8]) -> bool {
        let (start, rest) = self.pieces_of(spelling);
        text.len() == start.len() + rest.len()
            && text
                .split_at_checked(start.len())
                .is_some_and(|(own, after)| after == rest && own == start)
    }

    /// Whether a text begins with this one.
    #[inline]
    pub(crate) fn begins(self, spelling: Spelling, text: &[u8]) -> bool {
        let (start, rest) = self.pieces_of(spelling);
        text.split_at_checked(start.len())
            .is_some_and(|(own, after)| after.starts_with(rest) && own == start)
    }

    /// Whether a text is what a pattern with one `*`, behind its prefix, stands
    /// for.
    pub(crate) fn is_around(self, spelling: Spelling, text: &[u8]) -> bool {
        let (start, rest) = self.pieces_of(spelling);
        text.split_at_checked(start.len())
            .is_some_and(|(own, after)| is_around(rest, after) && own == start)
    }

    /// How this text stands to another in the order of their bytes.
    pub(crate) fn order(self, spelling: Spelling, text: &[u8]) -> Ordering {
        let (start, rest) = self.pieces_of(spelling);
        let (own, after) = text
            .split_at_checked(start.len())
            .unwrap_or((text, Default::default()));
        start.cmp(own).then_with(|| rest.cmp(after))
    }

    /// How many bytes both begin with in common.
    pub(crate) fn shared_start(self, spelling: Spelling, text: &[u8]) -> usize {
        let (start, rest) = self.pieces_of(spelling);
        start
            .iter()
            .chain(rest)
            .zip(text)
            .take_while(|(own, other)| own == other)
            .count()
    }

    /// The length in bytes.
    pub(crate) fn length(self, spelling: Spelling) -> usize {
        let (start, rest) = self.pieces_of(spelling);
        start.len() + rest.len()
    }
}
