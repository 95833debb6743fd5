//! Texts to trees: each declaration read alone, on all cores.

use core::ops::Range;

use pest::Parser as _;

use super::ast::{Ast, Comment, Item};
use super::batch::{Outcome, read_pieces};
use super::build::Builder;
use super::grammar::{Grammar, Rule};
use super::scan::{Scan, scan};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{Language, SourceId, Sources, Span};

/// A declaration that ran out of input is read again together with so many that
/// follow: layout means nothing, so a declaration word that begins a line may
/// belong to the one before.
pub(super) const MAX_JOINS: usize = 8;

/// The tree of one file and what is wrong in it.
///
/// A declaration with a mistake is missing from the tree: nothing of it may be
/// used, for its beginning alone could mean something else. Its place stands in
/// [`Ast::bad`].
pub fn parse(sources: &Sources, id: SourceId) -> (Ast<'_>, Diagnostics) {
    let text = sources.get(id).map_or("", |source| source.text());
    let scan = scan(id, text);
    let file = File { id, text, scan };
    let pieces = file.pieces();
    let outcomes = read_pieces(&file, &pieces);
    file.gather(&pieces, outcomes)
}

/// The trees of all files, in their order, and what is wrong in them.
pub fn parse_all(sources: &Sources) -> (Vec<Ast<'_>>, Diagnostics) {
    let mut problems = Diagnostics::new();
    let trees = sources
        .iter()
        .filter(|(_, source)| source.language() == Language::Program)
        .map(|(id, _)| {
            let (tree, found) = parse(sources, id);
            problems.append(found);
            tree
        })
        .collect();
    (trees, problems)
}

/// The tree of a file read whole, if nothing is wrong in it: for tests, which
/// hold [`parse`] against it.
#[doc(hidden)]
pub fn parse_whole(sources: &Sources, id: SourceId) -> Option<Ast<'_>> {
    let text = sources.get(id).map_or("", |source| source.text());
    let scan = scan(id, text);
    if scan.problems.has_errors() {
        return None;
    }
    let file = File { id, text, scan };
    let pairs = Grammar::parse(Rule::program, text).ok()?;
    let items = file.builder(0).items(pairs).ok()?;
    Some(Ast {
        source: id,
        items,
        comments: file.scan.comments,
        bad: Vec::new(),
    })
}

/// How many pairs pest alone makes of a whole text, on one thread and with no
/// tree built: the yardstick of `benches/compile.rs`.
#[doc(hidden)]
pub fn walk(text: &str) -> Option<usize> {
    let pairs = Grammar::parse(Rule::program, text).ok()?;
    Some(pairs.flatten().count())
}

/// What became of a piece.
pub(super) type Read<'s> = Result<Vec<Item<'s>>, Failure>;

/// Why a piece could not be read.
pub(super) enum Failure {
    /// The grammar does not fit.
    Grammar {
        /// The byte of the file at which it gave up.
        at: usize,
        /// What it tried there.
        tried: Vec<Rule>,
    },
    /// It fits, but means nothing.
    Meaning(Box<Diagnostic>),
}

impl Failure {
    pub(super) fn of_grammar(base: usize, error: pest::error::Error<Rule>) -> Self {
        use pest::error::{ErrorVariant, InputLocation};
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => base + at,
        };
        let tried = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Self::Grammar { at, tried }
    }
}

/// A file that has been scanned.
pub(super) struct File<'s> {
    pub(super) id: SourceId,
    text: &'s str,
    scan: Scan<'s>,
}

impl<'s> File<'s> {
    /// From each cut to the next.
    fn pieces(&self) -> Vec<Range<usize>> {
        let ends = self.scan.cuts.iter().skip(1).copied();
        self.scan
            .cuts
            .iter()
            .copied()
            .zip(ends.chain([self.text.len()]))
            .map(|(start, end)| start..end)
            .collect()
    }

    pub(super) fn is_broken(&self, piece: &Range<usize>) -> bool {
        let index = self.scan.broken.partition_point(|at| *at < piece.start);
        self.scan
            .broken
            .get(index)
            .is_some_and(|at| *at < piece.end)
    }

    pub(super) fn read(&self, piece: &Range<usize>) -> Read<'s> {
        let pairs = Grammar::parse(Rule::slice, self.slice(piece))
            .map_err(|error| Failure::of_grammar(piece.start, error))?;
        self.builder(piece.start)
            .items(pairs)
            .map_err(Failure::Meaning)
    }

    /// The text of a piece.
    pub(super) fn slice(&self, piece: &Range<usize>) -> &'s str {
        self.text.get(piece.clone()).unwrap_or_default()
    }

    pub(super) fn builder(&self, base: usize) -> Builder<'_, 's> {
        Builder {
            source: self.id,
            base,
            comments: &self.scan.comments,
        }
    }

    /// Joins what belongs together, explains what is wrong.
    fn gather(
        mut self,
        pieces: &[Range<usize>],
        outcomes: Vec<Outcome<'s>>,
    ) -> (Ast<'s>, Diagnostics) {
        let mut problems = core::mem::take(&mut self.scan.problems);
        let mut items = Vec::with_capacity(pieces.len());
        let mut bad = Vec::new();
        let mut joined_until = 0;
        for Outcome { first, read } in outcomes {
            let (Some(piece), false) = (pieces.get(first), first < joined_until) else {
                continue;
            };
            match read {
                Some(Ok(mut found)) => items.append(&mut found),
                None => bad.push(self.place(piece)),
                Some(Err(failure)) => {
                    if let Some((mut found, next)) = self.join(pieces, first, &failure) {
                        items.append(&mut found);
                        joined_until = next;
                        continue;
                    }
                    bad.push(self.place(piece));
                    for mistake in self.mistakes(piece, failure) {
                        problems.push(mistake);
                    }
                }
            }
        }
        problems.sort();
        let ast = Ast {
            source: self.id,
            items,
            comments: self.scan.comments,
            bad,
        };
        (ast, problems)
    }

    fn place(&self, piece: &Range<usize>) -> Span {
        let end = piece.start + end_of_words(self.slice(piece), piece.start, &self.scan.comments);
        Span::new(self.id, piece.start, end)
    }

    /// Reads a piece that ran out of input together with those that follow.
    fn join(
        &self,
        pieces: &[Range<usize>],
        index: usize,
        failure: &Failure,
    ) -> Option<(Vec<Item<'s>>, usize)> {
        let first = pieces.get(index)?;
        let mut whole = first.clone();
        if !self.ran_out(&whole, failure) {
            return None;
        }
        for next in index + 1..=index + MAX_JOINS {
            whole.end = pieces.get(next)?.end;
            if self.is_broken(&whole) {
                return None;
            }
            match self.read(&whole) {
                Ok(items) => return Some((items, next + 1)),
                Err(failure) if self.ran_out(&whole, &failure) => {}
                Err(_) => return None,
            }
        }
        None
    }

    /// Whether a piece only lacks something at its end.
    pub(super) fn ran_out(&self, piece: &Range<usize>, failure: &Failure) -> bool {
        match failure {
            Failure::Grammar { at, .. } => {
                let words = end_of_words(self.slice(piece), piece.start, &self.scan.comments);
                *at >= piece.start + words
            }
            Failure::Meaning(_) => false,
        }
    }
}

/// Where the last word of a piece ends: before blanks and comments.
fn end_of_words(text: &str, base: usize, comments: &[Comment<'_>]) -> usize {
    let mut length = text.trim_ascii_end().len();
    loop {
        let index = comments.partition_point(|comment| (comment.span.end as usize) < base + length);
        let before = comments
            .get(index)
            .filter(|comment| comment.span.end as usize == base + length)
            .and_then(|comment| (comment.span.start as usize).checked_sub(base));
        let Some(before) = before else { return length };
        length = text
            .get(..before)
            .unwrap_or_default()
            .trim_ascii_end()
            .len();
    }
}
