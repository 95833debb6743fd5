//! All the mistakes of a declaration that could not be read.
//!
//! A block is read again line by line, each alone, so that two bad lines are
//! two errors. Nothing that is read here gets into the tree.

use core::ops::Range;

use pest::Parser as _;

use super::explain::explain;
use super::grammar::{Grammar, Rule};
use super::parse::{Failure, File, MAX_JOINS};
use super::slips::wants_condition;
use super::tokens::{Token, tokens};
use crate::diag::Diagnostic;

/// How often reading goes on behind a mistake in one piece.
const MAX_MISTAKES: usize = 100;

/// Words that go on with the line before.
const CONTINUES: &[&str] = &[
    "when", "unless", "until", "as", "on", "except", "and", "or", "not", "to", "with", "openly",
    "if", "ignoring", "like", "in", "at", "exists", "missing", "-",
];

/// What a piece of a file is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Items,
    Clauses,
    Cases,
}

impl Kind {
    fn rule(self) -> Rule {
        match self {
            Self::Items => Rule::slice,
            Self::Clauses => Rule::clause_slice,
            Self::Cases => Rule::case_slice,
        }
    }

    /// What stands in the block of something that begins with a word.
    fn inside(self, first: &str) -> Option<Self> {
        match (self, first) {
            (Self::Items, "in" | "for") => Some(Self::Items),
            (Self::Items, "test") => Some(Self::Cases),
            (
                Self::Items,
                "group" | "user" | "role" | "policy" | "boundary" | "session" | "guardrail"
                | "resource",
            )
            | (Self::Clauses, "for") => Some(Self::Clauses),
            _ => None,
        }
    }
}

/// The braces that a declaration ends with, and what stands between them.
struct Block<'t> {
    kind: Kind,
    /// The word that its declaration begins with.
    holder: &'t str,
    opens: usize,
    pieces: Vec<Range<usize>>,
}

impl File<'_> {
    /// What is wrong in a declaration; at least one thing, and no more than
    /// [`MAX_MISTAKES`] beyond its blocks.
    ///
    /// A misspelled declaration word does not begin a piece, and stands in the
    /// piece of the declaration before: reading goes on behind it, at the next
    /// word in the first column.
    pub(super) fn mistakes(&self, piece: &Range<usize>, failure: Failure) -> Vec<Diagnostic> {
        let words = tokens(self.slice(piece), piece.start);
        let mut found = Vec::new();
        let mut first = 0;
        let mut failure = failure;
        for _ in 0..MAX_MISTAKES {
            let words = words.get(first..).unwrap_or_default();
            let rest = words.first().map_or(piece.start, |word| word.start)..piece.end;
            let next = self.next_in_first_column(words, &failure);
            self.collect(&rest, words, (Kind::Items, ""), failure, &mut found);
            let Some((skipped, start)) = next else { break };
            match self.attempt(&(start..piece.end), Kind::Items) {
                Ok(()) => break,
                Err(next) => failure = next,
            }
            first += skipped;
        }
        found
    }

    /// The next word in the first column after a failure that does not go on
    /// with what failed: how many words before it, and where.
    fn next_in_first_column(
        &self,
        words: &[Token<'_>],
        failure: &Failure,
    ) -> Option<(usize, usize)> {
        let Failure::Grammar { at, .. } = failure else {
            return None;
        };
        let failed = words.partition_point(|word| word.end() <= *at);
        // Behind a mistake within a line, that line may go on.
        let may_go_on = !words.get(failed)?.begins_line;
        let goes_on = |before: &Token<'_>, word: &Token<'_>| {
            before.text == "," || CONTINUES.contains(&word.text)
        };
        let rest = words.get(failed + 1..)?;
        let skipped = words
            .get(failed..)?
            .iter()
            .zip(rest)
            .position(|(before, word)| {
                word.begins_line
                    && word.depth == 0
                    && word.is_word()
                    && self.slice(&(word.start.saturating_sub(1)..word.start)) == "\n"
                    && !(may_go_on && goes_on(before, word))
            })?;
        let next = rest.get(skipped)?;
        Some((failed + 1 + skipped, next.start))
    }

    /// Recursion: one level for each brace, and the scanner bounds those.
    fn collect(
        &self,
        piece: &Range<usize>,
        words: &[Token<'_>],
        (kind, holder): (Kind, &str),
        failure: Failure,
        found: &mut Vec<Diagnostic>,
    ) {
        let before = found.len();
        if let Some(block) = block_of(words, kind, holder)
            && !is_condition(&failure, &block)
        {
            found.extend(self.mistake_in_head(piece, kind, &block, words));
            self.collect_inside(&block, found);
        }
        if found.len() == before {
            found.push(match failure {
                Failure::Meaning(problem) => *problem,
                Failure::Grammar { at, tried } => explain(self.id, words, at, &tried, holder),
            });
        }
    }

    fn collect_inside(&self, block: &Block<'_>, found: &mut Vec<Diagnostic>) {
        let mut index = 0;
        while let Some(piece) = block.pieces.get(index) {
            index += 1;
            let Err(failure) = self.attempt(piece, block.kind) else {
                continue;
            };
            let joined = self
                .ran_out(piece, &failure)
                .then(|| self.joins(block, index));
            match joined.flatten() {
                Some(next) => index = next,
                None => {
                    let words = tokens(self.slice(piece), piece.start);
                    let inside = (block.kind, block.holder);
                    self.collect(piece, &words, inside, failure, found);
                }
            }
        }
    }

    /// Whether a line that ran out of words goes on in the next ones; the line
    /// behind the last of them.
    fn joins(&self, block: &Block<'_>, next: usize) -> Option<usize> {
        let first = block.pieces.get(next.checked_sub(1)?)?;
        for last in next..next + MAX_JOINS {
            let whole = first.start..block.pieces.get(last)?.end;
            match self.attempt(&whole, block.kind) {
                Ok(()) => return Some(last + 1),
                Err(failure) if self.ran_out(&whole, &failure) => {}
                Err(_) => return None,
            }
        }
        None
    }

    fn attempt(&self, piece: &Range<usize>, kind: Kind) -> Result<(), Failure> {
        let pairs = Grammar::parse(kind.rule(), self.slice(piece))
            .map_err(|error| Failure::of_grammar(piece.start, error))?;
        let builder = self.builder(piece.start);
        match kind {
            Kind::Items => builder.items(pairs).map(drop),
            Kind::Clauses => builder.clauses(pairs).map(drop),
            Kind::Cases => builder.cases(pairs).map(drop),
        }
        .map_err(Failure::Meaning)
    }

    /// What is wrong before the block, read with an empty one.
    fn mistake_in_head(
        &self,
        piece: &Range<usize>,
        kind: Kind,
        block: &Block<'_>,
        words: &[Token<'_>],
    ) -> Option<Diagnostic> {
        let head = format!("{}{{}}", self.slice(&(piece.start..block.opens)));
        let error = Grammar::parse(kind.rule(), &head).err()?;
        match Failure::of_grammar(piece.start, error) {
            Failure::Grammar { at, tried } => Some(explain(self.id, words, at, &tried, "")),
            Failure::Meaning(problem) => Some(*problem),
        }
    }
}

/// Whether what looks like a block stands where a condition does:
/// `when { StringEquals: ... }`.
fn is_condition(failure: &Failure, block: &Block<'_>) -> bool {
    match failure {
        Failure::Grammar { at, tried } => *at == block.opens && wants_condition(tried),
        Failure::Meaning(_) => false,
    }
}

/// The block that ends a piece, if there is one and it is the only one; a loop
/// in a block holds what that block does.
fn block_of<'t>(words: &[Token<'t>], kind: Kind, holder: &'t str) -> Option<Block<'t>> {
    let first = words.first()?.text;
    let holder = match (kind, first) {
        (Kind::Clauses, "for") => holder,
        (Kind::Items | Kind::Clauses | Kind::Cases, _) => first,
    };
    let kind = kind.inside(first)?;
    let opening = words.iter().position(|word| word.text == "{")?;
    let opens = words.get(opening)?.start;
    let last = words.last().filter(|last| last.text == "}")?;
    let inside = words.get(opening + 1..words.len() - 1)?;
    if inside.iter().any(|word| word.depth == 0) {
        return None;
    }
    let mut starts: Vec<usize> = inside.first().map(|word| word.start).into_iter().collect();
    for (before, rest) in inside
        .iter()
        .zip((1..inside.len()).filter_map(|at| inside.get(at..)))
    {
        let begins = rest
            .first()
            .filter(|word| word.depth == 1 && begins_line(kind, rest, before));
        starts.extend(begins.map(|word| word.start));
    }
    let ends = starts.iter().skip(1).copied().chain([last.start]);
    let pieces = starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .collect();
    Some(Block {
        kind,
        holder,
        opens,
        pieces,
    })
}

/// Whether a word that begins a line of the text also begins one of the block.
/// Where it only goes on with the one before, the two are joined again.
fn begins_line(kind: Kind, words: &[Token<'_>], before: &Token<'_>) -> bool {
    const BEGINS_CLAUSE: &[&str] = &[
        "can", "cannot", "may", "has", "trusts", "members", "includes", "path", "tags", "boundary",
        "max",
    ];
    const BEGINS_ITEM: &[&str] = &[
        "account",
        "partition",
        "org",
        "ou",
        "user",
        "group",
        "role",
        "policy",
        "boundary",
        "session",
        "guardrail",
        "let",
        "use",
        "for",
        "test",
        "region",
        "resource",
    ];
    let Some(word) = words
        .first()
        .filter(|word| word.begins_line && word.is_word())
    else {
        return false;
    };
    // `trusts service glue` may go on with `for account prod`.
    if word.text == "for" {
        return words.get(2).is_some_and(|word| word.text == "in");
    }
    let known = match kind {
        Kind::Items => BEGINS_ITEM,
        Kind::Clauses => BEGINS_CLAUSE,
        Kind::Cases => &[],
    };
    known.contains(&word.text) || !CONTINUES.contains(&word.text) && before.text != ","
}
