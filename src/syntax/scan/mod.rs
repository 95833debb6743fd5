//! One pass over the bytes of a file, before pest sees it.
//!
//! It refuses what no grammar should have to think about (characters that look
//! like others or like nothing, brackets that do not match or are nested too
//! deep, strings that do not end), collects the comments, and finds where
//! declarations begin, so that each can be read alone.

mod brackets;
mod characters;
mod foreign;

use super::ast::{Comment, Word};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::source::{SourceId, Span};

/// How deep brackets may be nested. pest and our own functions recurse once for
/// each, and the stack must be deep enough on every machine.
pub const MAX_NESTING: usize = 64;

/// After so many bad characters in a file no more are reported.
const MAX_REPORTED: usize = 50;

/// What the pass found.
#[derive(Debug, Default)]
pub(super) struct Scan<'s> {
    /// The comments, in order.
    pub(super) comments: Vec<Comment<'s>>,
    /// Where declarations begin, and where the first word of the file stands.
    pub(super) cuts: Vec<usize>,
    /// Places of problems after which the declaration around cannot be read.
    pub(super) broken: Vec<usize>,
    /// The strings behind `use`.
    pub(super) uses: Vec<Word<'s>>,
    /// The strings behind `from` that name IAM documents.
    pub(super) documents: Vec<Word<'s>>,
    /// What is wrong.
    pub(super) problems: Diagnostics,
}

/// Scans a text.
pub(super) fn scan(source: SourceId, text: &str) -> Scan<'_> {
    let mut scanner = Scanner::new(source, text, false);
    scanner.run();
    if !scanner.unbalanced {
        return scanner.found;
    }
    // A bracket that is never closed would swallow the rest of the file. Once
    // more, now with a declaration word in the first column as the end of all
    // that is open.
    let mut scanner = Scanner::new(source, text, true);
    scanner.run();
    scanner.found
}

struct Scanner<'s> {
    source: SourceId,
    text: &'s str,
    bytes: &'s [u8],
    at: usize,
    /// Whether only blanks stand before `at` on its line.
    line_begins: bool,
    line_start: usize,
    open: Vec<(u8, usize)>,
    unbalanced: bool,
    recovering: bool,
    reported: usize,
    found: Scan<'s>,
}

impl<'s> Scanner<'s> {
    fn new(source: SourceId, text: &'s str, recovering: bool) -> Self {
        Self {
            source,
            text,
            bytes: text.as_bytes(),
            at: 0,
            line_begins: true,
            line_start: 0,
            open: Vec::new(),
            unbalanced: false,
            recovering,
            reported: 0,
            found: Scan::default(),
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    fn run(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            match byte {
                b'\n' => self.new_line(),
                b' ' | b'\t' => self.at += 1,
                b'\r' if self.byte(self.at + 1) == Some(b'\n') => self.at += 1,
                b'#' if self.may_begin_comment() => self.comment(),
                _ => {
                    if self.found.cuts.is_empty() {
                        self.found.cuts.push(self.at);
                    }
                    self.token(byte);
                    self.line_begins = false;
                }
            }
        }
        self.unclosed(None);
    }

    fn new_line(&mut self) {
        self.at += 1;
        self.line_begins = true;
        self.line_start = self.at;
    }

    fn may_begin_comment(&self) -> bool {
        self.at
            .checked_sub(1)
            .and_then(|before| self.byte(before))
            .is_none_or(|before| before.is_ascii_whitespace())
    }

    fn comment(&mut self) {
        let start = self.at;
        let end = self.line_end(start);
        let text = self
            .text
            .get(start..end)
            .unwrap_or_default()
            .trim_ascii_end();
        self.check_characters(start, start + text.len());
        self.found.comments.push(Comment {
            text,
            span: self.span(start, start + text.len()),
            own_line: self.line_begins,
        });
        self.at = end;
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(rest.len())
    }

    fn token(&mut self, byte: u8) {
        match byte {
            b'"' => self.string(),
            b'(' | b'[' | b'{' => self.opens(byte),
            b')' | b']' | b'}' => self.closes(byte),
            b'$' if self.byte(self.at + 1) == Some(b'{') => self.variable(),
            b'#' => self.hash_in_word(),
            b'a'..=b'z' => self.lower_case_word(),
            b'!' if self.byte(self.at + 1) != Some(b'=') => self.other_language(byte),
            b';' | b'\\' | b'|' | b'&' | b'^' | b'`' | b'\'' => self.other_language(byte),
            b'!'..=b'~' => self.at += 1,
            _ => self.foreign(),
        }
    }

    /// A word that begins with a small letter: perhaps it begins a declaration.
    fn lower_case_word(&mut self) {
        let start = self.at;
        self.at = self.word_end(start);
        if start > 0 && self.byte(start - 1).is_some_and(continues_word) {
            return;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        if word == b"use" && self.open.is_empty() {
            let used = self.string_behind();
            self.found.uses.extend(used);
        }
        if word == b"from" {
            let document = self.string_behind().filter(|word| is_document(word.text));
            self.found.documents.extend(document);
        }
        if !self.line_begins || !self.begins_declaration(word, self.at) {
            return;
        }
        if self.recovering && start == self.line_start && !self.open.is_empty() {
            self.unclosed(Some(start));
        }
        if self.open.is_empty() && self.found.cuts.last() != Some(&start) {
            self.found.cuts.push(start);
        }
    }

    fn word_end(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        start
            + rest
                .iter()
                .position(|byte| !continues_word(*byte))
                .unwrap_or(rest.len())
    }

    /// INVARIANT (cuts): a declaration is cut only before a word that cannot
    /// continue the one before. `region` and `resource` begin a condition too,
    /// `in` a list of values, and `for` whom a service acts for; the words behind
    /// tell them apart.
    fn begins_declaration(&self, word: &[u8], end: usize) -> bool {
        match word {
            b"account" | b"partition" | b"org" | b"ou" | b"user" | b"group" | b"role"
            | b"policy" | b"boundary" | b"session" | b"guardrail" | b"let" | b"use" | b"test" => {
                true
            }
            b"for" => self.next_word(self.after_token(end)) == b"in",
            b"region" | b"resource" => !matches!(self.next_word(end), b"in" | b"not"),
            b"in" => self.next_word(end) == b"account",
            _ => false,
        }
    }

    fn next_word(&self, after: usize) -> &'s [u8] {
        let start = self.after_blanks(after);
        self.bytes
            .get(start..self.word_end(start))
            .unwrap_or_default()
    }

    /// Where the text goes on behind the next word and all that it is written
    /// together with.
    fn after_token(&self, after: usize) -> usize {
        let start = self.after_blanks(after);
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(u8::is_ascii_whitespace);
        start + length.unwrap_or(rest.len())
    }

    fn after_blanks(&self, mut at: usize) -> usize {
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            at += rest
                .iter()
                .position(|byte| !byte.is_ascii_whitespace())
                .unwrap_or(rest.len());
            if self.byte(at) != Some(b'#') {
                return at;
            }
            at = self.line_end(at);
        }
    }

    /// The string that follows a word.
    fn string_behind(&self) -> Option<Word<'s>> {
        let quote = self.after_blanks(self.at);
        if self.byte(quote) != Some(b'"') {
            return None;
        }
        let end = self.string_end(quote)?;
        Some(Word {
            text: self.text.get(quote + 1..end - 1).unwrap_or_default(),
            span: self.span(quote, end),
            quoted: true,
        })
    }

    /// The place behind the closing quote, which must stand on the same line.
    fn string_end(&self, quote: usize) -> Option<usize> {
        let mut at = quote + 1;
        loop {
            match self.byte(at)? {
                b'"' => return Some(at + 1),
                b'\n' => return None,
                b'\\' if self.byte(at + 1) != Some(b'\n') => at += 2,
                _ => at += 1,
            }
        }
    }

    fn string(&mut self) {
        let start = self.at;
        let Some(end) = self.string_end(start) else {
            let end = self.line_end(start);
            self.found.broken.push(start);
            self.found.problems.push(
                Diagnostic::new(
                    codes::UNTERMINATED_STRING,
                    "this string does not end on its line",
                )
                .at(self.span(start, self.trimmed(start, end)))
                .hint("close it with `\"`; a quote inside is written `\\\"`, a line break `\\n`"),
            );
            self.at = end;
            return;
        };
        self.check_characters(start, end);
        self.at = end;
    }

    fn trimmed(&self, start: usize, end: usize) -> usize {
        start
            + self
                .text
                .get(start..end)
                .unwrap_or_default()
                .trim_ascii_end()
                .len()
    }

    /// `${...}`: blanks, quotes and brackets inside belong to it.
    fn variable(&mut self) {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| matches!(byte, b'}' | b'\n'));
        let end = start + length.unwrap_or(rest.len());
        if self.byte(end) != Some(b'}') {
            self.found.broken.push(start);
            self.found.problems.push(
                Diagnostic::new(codes::UNCLOSED_BRACKET, "`${` is not closed on its line")
                    .at(self.span(start, start + 2))
                    .hint("write a policy variable as `${aws:username}`"),
            );
            self.at = end;
            return;
        }
        let inside = self.bytes.get(start..end).unwrap_or_default();
        if let Some(offset) = inside.iter().position(|byte| !byte.is_ascii()) {
            self.at = start + offset;
            self.foreign();
        } else {
            self.check_characters(start, end);
        }
        self.at = end + 1;
    }
}

/// Whether a path is an IAM document's: its name ends in `.json`.
pub fn is_document(path: &str) -> bool {
    let start = path.len().saturating_sub(".json".len());
    path.get(start..)
        .is_some_and(|end| end.eq_ignore_ascii_case(".json"))
}

/// The characters of names, and those that join them to longer words.
fn continues_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'_' | b'+' | b'.' | b'@' | b'-' | b':' | b'/' | b'*' | b'?' | b'%' | b'~'
        )
}
