use core::fmt::Display;

use crate::syntax::ast::Word;

/// Where a line that is too long may be broken before a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// Nowhere.
    Never,
    /// If what follows does not fit.
    IfFull,
    /// Always, if the line is broken at all.
    Always,
}

/// A piece of a line that is never broken itself.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Its place in the old text: comments from before it come before it.
    pub(super) at: usize,
    /// Whether a blank stands before it.
    pub(super) spaced: bool,
    pub(super) breaks: Break,
}

/// A declaration's head, or a clause, before it is laid out.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// How the next piece stands to the last one.
    glued: bool,
    breaks: Option<Break>,
}

impl Line {
    /// Adds a piece behind a blank.
    pub(super) fn push(&mut self, text: impl Display, at: usize) -> &mut Self {
        let spaced = !self.glued && !self.pieces.is_empty();
        self.glued = false;
        self.pieces.push(Piece {
            text: text.to_string(),
            at,
            spaced,
            breaks: self.breaks.take().unwrap_or(Break::Never),
        });
        self
    }

    pub(super) fn word(&mut self, word: &Word<'_>) -> &mut Self {
        self.push(written(word), start(word))
    }

    /// Says that the next piece follows without a blank.
    pub(super) fn glue(&mut self) -> &mut Self {
        self.glued = true;
        self
    }

    /// Says that a full line is broken before the next piece.
    pub(super) fn soft(&mut self) -> &mut Self {
        self.breaks = Some(Break::IfFull);
        self
    }

    /// Says that a broken line is broken before the next piece.
    pub(super) fn hard(&mut self) -> &mut Self {
        self.breaks = Some(Break::Always);
        self
    }

    /// Elements with commas between.
    pub(super) fn list<T>(&mut self, elements: &[T], mut write: impl FnMut(&mut Self, &T)) {
        for (index, element) in elements.iter().enumerate() {
            if index > 0 {
                self.comma();
            }
            write(self, element);
        }
    }

    pub(super) fn words(&mut self, words: &[Word<'_>]) {
        self.list(words, |line, word| {
            line.word(word);
        });
    }

    fn comma(&mut self) {
        if let Some(last) = self.pieces.last_mut() {
            last.text.push(',');
        }
        self.soft();
    }

    /// How many columns it takes unbroken.
    pub(super) fn width(&self) -> usize {
        self.pieces
            .iter()
            .map(|piece| usize::from(piece.spaced) + piece.text.chars().count())
            .sum()
    }
}

pub(super) fn written(word: &Word<'_>) -> String {
    if word.quoted {
        format!("\"{}\"", word.text)
    } else {
        word.text.to_owned()
    }
}

pub(super) fn start(word: &Word<'_>) -> usize {
    word.span.start as usize
}

pub(super) fn end(word: &Word<'_>) -> usize {
    word.span.end as usize
}
