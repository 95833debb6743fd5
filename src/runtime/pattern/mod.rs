//! IAM's patterns: text with `*`, `?` and policy variables.
//!
//! A pattern is matched in one pass and without backtracking. Cut at its `*`s
//! it is a row of segments: the first must begin the text and the last end it,
//! and every other is looked for from where the one before ended. Taking each
//! at its first place is enough, for that leaves most text to those after it.
//!
//! A segment of plain text is looked for as text is. One with `?`, or with
//! variables beside other pieces, is tried at a few places and then left to a
//! [`Search`], so that no text makes it slow.

mod case;
mod search;
mod steps;

use alloc::vec::Vec;

pub(crate) use case::Case;
use search::Search;
use steps::look_at;

use super::arena::{Id, List, Text};
use super::context::Context;
use super::image::{Field, Items, bare, record, section, variants};
use super::spelling::Spelling;
use super::tree::Key;
use super::value::{Word, eq_ignoring_case};
use super::{Policy, arn};

/// One piece of a pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Piece {
    /// This text.
    Text(Text),
    /// `?`: one character, whichever.
    AnyCharacter,
    /// `*`: any run of characters, also none.
    AnyRun,
    /// `${key}`: the text that the request has for the key, or else this one.
    Variable(Id<Key>, Option<Text>),
    /// A border between two fields of an ARN.
    FieldEnd,
}

record! {
    /// One pattern.
    Pattern in PATTERNS {
        /// As the policy has it.
        source: Spelling,
        form: Form,
    }
}

record! {
    /// What a pattern is made of.
    Parts in PARTS {
        /// Whether it is matched field by field, as ARNs are; the pieces then
        /// have five field ends.
        by_field: bool,
        pieces: List<Piece>,
    }
}

variants! {
    Piece, 16 bytes {
        0: FieldEnd,
        1: Text(text: Text),
        2: AnyCharacter,
        3: AnyRun,
        4: Variable(key: Id<Key>, default: Option<Text>),
    } else FieldEnd
}

bare! {
    PIECES: Piece,
}

/// How a pattern is matched.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// Nothing at all matches: a pattern with too few fields.
    Nothing,
    /// The pattern `*` of a resource: everything, also a request without one.
    Everything,
    /// What it is as it is written.
    Literal,
    /// What begins with all of it but the `*` at its end.
    Beginning,
    /// What begins with what it has before the `*` in its resource, and ends with
    /// what it has behind it.
    Around,
    /// As its parts say.
    Parts(Id<Parts>),
}

/// The numbers below this are of the forms without parts.
const PLAIN: u32 = 5;

impl Field for Form {
    const SIZE: usize = 4;

    #[inline(always)]
    fn read(bytes: &[u8], at: usize) -> Self {
        match u32::read(bytes, at) {
            0 => Self::Nothing,
            1 => Self::Everything,
            2 => Self::Literal,
            3 => Self::Beginning,
            4 => Self::Around,
            other => Self::Parts(Id::new(other - PLAIN)),
        }
    }

    fn write(self, out: &mut Vec<u8>) {
        let word = match self {
            Self::Nothing => 0,
            Self::Everything => 1,
            Self::Literal => 2,
            Self::Beginning => 3,
            Self::Around => 4,
            Self::Parts(id) => id.place().saturating_add(PLAIN),
        };
        u32::write(word, out);
    }

    fn is_sound(bytes: &[u8], at: usize, policy: Policy<'_>) -> bool {
        match Self::read(bytes, at) {
            Self::Nothing | Self::Everything | Self::Literal | Self::Beginning | Self::Around => {
                true
            }
            Self::Parts(id) => id.place() < policy.count(section::PARTS),
        }
    }
}

/// At how many places a segment is tried before it is searched for. In what is
/// short, as most texts are, it is found sooner than a search is made ready.
const TRIES: usize = 8;

impl<'a> Context<'a, '_> {
    /// Whether a pattern matches a text. Patterns of ARNs match only ARNs.
    pub(crate) fn matches(&self, pattern: Pattern, text: &str, case: Case) -> bool {
        match pattern.form {
            Form::Everything => true,
            Form::Nothing => false,
            Form::Literal => self.is_literally(pattern.source, text, case),
            Form::Beginning => self.begins_with(pattern.source, text, case),
            Form::Around => {
                look_at(text.len());
                self.policy.is_around(pattern.source, text.as_bytes())
            }
            Form::Parts(id) => self.policy.get(id).is_some_and(|parts| {
                let pieces = self.policy.list(parts.pieces);
                if parts.by_field {
                    self.matches_fields(pieces, text)
                } else {
                    self.matches_pieces(pieces, text, case)
                }
            }),
        }
    }

    fn is_literally(&self, source: Spelling, text: &str, case: Case) -> bool {
        look_at(text.len());
        match case {
            Case::Sensitive => self.policy.is_spelled(source, text.as_bytes()),
            // What ignores case is no ARN, and so in one piece.
            Case::Ascii => self.policy.text(source.rest).eq_ignore_ascii_case(text),
            Case::Unicode => eq_ignoring_case(self.policy.text(source.rest), text),
        }
    }

    fn begins_with(&self, source: Spelling, text: &str, case: Case) -> bool {
        look_at(text.len());
        let source = source.shortened(1);
        match case {
            Case::Sensitive => self.policy.begins(source, text.as_bytes()),
            Case::Ascii | Case::Unicode => {
                strip_prefix(text, self.policy.text(source.rest), case).is_some()
            }
        }
    }

    fn matches_fields(&self, pieces: Items<'_, Piece>, text: &str) -> bool {
        arn::is_arn(text)
            && pieces
                .split(|piece| matches!(piece, Piece::FieldEnd))
                .zip(arn::fields(text))
                .all(|(pieces, field)| self.matches_pieces(pieces, field, Case::Sensitive))
    }

    fn matches_pieces(&self, pieces: Items<'_, Piece>, text: &str, case: Case) -> bool {
        let mut segments = pieces.split(|piece| matches!(piece, Piece::AnyRun));
        let Some(rest) = segments
            .next()
            .and_then(|first| self.strip_start(first, text, case))
        else {
            return false;
        };
        let Some(last) = segments.next_back() else {
            return rest.is_empty();
        };
        let Some(mut rest) = self.strip_end(last, rest, case) else {
            return false;
        };
        for segment in segments {
            match self.after_first(segment, rest, case) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        true
    }

    /// What follows a segment that begins a text.
    fn strip_start<'t>(
        &self,
        segment: Items<'_, Piece>,
        text: &'t str,
        case: Case,
    ) -> Option<&'t str> {
        { segment }.try_fold(text, |rest, piece| match piece {
            Piece::AnyCharacter => {
                look_at(1);
                let mut characters = rest.chars();
                characters.next().map(|_| characters.as_str())
            }
            Piece::Text(_) | Piece::Variable(..) => self
                .text_of(piece)?
                .with(|word| strip_prefix(rest, word, case)),
            Piece::AnyRun | Piece::FieldEnd => None,
        })
    }

    /// What precedes a segment that ends a text.
    fn strip_end<'t>(
        &self,
        segment: Items<'_, Piece>,
        text: &'t str,
        case: Case,
    ) -> Option<&'t str> {
        segment.rev().try_fold(text, |rest, piece| match piece {
            Piece::AnyCharacter => {
                look_at(1);
                let mut characters = rest.chars();
                characters.next_back().map(|_| characters.as_str())
            }
            Piece::Text(_) | Piece::Variable(..) => self
                .text_of(piece)?
                .with(|word| strip_suffix(rest, word, case)),
            Piece::AnyRun | Piece::FieldEnd => None,
        })
    }

    /// What follows the first place where a segment is in a text.
    fn after_first<'t>(
        &self,
        segment: Items<'_, Piece>,
        text: &'t str,
        case: Case,
    ) -> Option<&'t str> {
        let only = segment.get(0).filter(|_| segment.len() == 1);
        if let (Some(piece @ (Piece::Text(_) | Piece::Variable(..))), Case::Sensitive) =
            (only, case)
        {
            return self.text_of(piece)?.with(|wanted| {
                let found = text.split_once(wanted);
                look_at(found.map_or(text.len(), |(before, _)| before.len()) + wanted.len());
                found.map(|(_, after)| after)
            });
        }
        let mut characters = text.chars();
        for _ in 0..TRIES {
            let rest = characters.as_str();
            if let Some(after) = self.strip_start(segment, rest, case) {
                return Some(after);
            }
            characters.next()?;
        }
        self.search(segment, characters.as_str(), case)
    }

    /// What follows the first place where a segment is in a text.
    fn search<'t>(
        &self,
        segment: Items<'_, Piece>,
        mut text: &'t str,
        case: Case,
    ) -> Option<&'t str> {
        loop {
            let mut search = Search::new(text, case);
            let shown = self.show(segment, &mut search);
            if let Some(after) = shown.and_then(|()| search.after_first()) {
                return Some(after);
            }
            text = search.past()?;
        }
    }

    /// Shows a search the symbols of a segment. None if they are nowhere.
    fn show(&self, segment: Items<'_, Piece>, search: &mut Search<'_>) -> Option<()> {
        { segment }.try_for_each(|piece| match piece {
            Piece::AnyCharacter => search.push(None),
            Piece::Text(_) | Piece::Variable(..) => self.text_of(piece)?.with(|word| {
                word.chars()
                    .try_for_each(|character| search.push(Some(character)))
            }),
            Piece::AnyRun | Piece::FieldEnd => None,
        })
    }

    /// The text that a piece stands for in this request; none for a variable
    /// without value, which is like nothing.
    fn text_of(&self, piece: Piece) -> Option<Word<'a>> {
        match piece {
            Piece::Text(text) => Some(Word::Given(self.policy.text(text))),
            Piece::Variable(key, default) => self
                .variable(key)
                .or_else(|| default.map(|text| Word::Given(self.policy.text(text)))),
            Piece::AnyCharacter | Piece::AnyRun | Piece::FieldEnd => None,
        }
    }
}

fn strip_prefix<'t>(text: &'t str, prefix: &str, case: Case) -> Option<&'t str> {
    look_at(prefix.len().min(text.len()) + 1);
    match case {
        Case::Sensitive => text.strip_prefix(prefix),
        Case::Ascii | Case::Unicode => {
            let mut characters = text.chars();
            prefix
                .chars()
                .all(|expected| {
                    characters
                        .next()
                        .is_some_and(|found| case.same(found, expected))
                })
                .then_some(characters.as_str())
        }
    }
}

fn strip_suffix<'t>(text: &'t str, suffix: &str, case: Case) -> Option<&'t str> {
    look_at(suffix.len().min(text.len()) + 1);
    match case {
        Case::Sensitive => text.strip_suffix(suffix),
        Case::Ascii | Case::Unicode => {
            let mut characters = text.chars();
            suffix
                .chars()
                .rev()
                .all(|expected| {
                    characters
                        .next_back()
                        .is_some_and(|found| case.same(found, expected))
                })
                .then_some(characters.as_str())
        }
    }
}
