//! Characters that stand where they may not.

use super::{MAX_REPORTED, Scanner, characters};
use crate::diag::{Diagnostic, codes};

impl Scanner<'_> {
    /// A character that other languages use and this one does not.
    pub(super) fn other_language(&mut self, byte: u8) {
        let start = self.at;
        let twice = self.byte(start + 1) == Some(byte);
        self.at += 1 + usize::from(twice);
        if let Some(end) = self.end_of_quote(start, byte) {
            self.at = end;
        }
        let written = self.text.get(start..self.at).unwrap_or_default();
        let hint = match byte {
            b'\'' if self.is_contraction(start) => "what is denied begins with `cannot`",
            b'|' if self.is_in_choice(start) => {
                "what a choice is between is separated by commas: `{A,B}`"
            }
            b'|' if self.is_among_actions(start) => {
                "the elements of a list are separated by commas"
            }
            b';' if self.begins_elsewhere(start) => {
                "this is another language; a grant is written `group NAME can ACTIONS on RESOURCES`, a deny with `cannot`"
            }
            b'!' => "write `not`",
            b'|' => "write `or`",
            b'&' => "write `and`",
            b';' => "lines need no end; the elements of a list are separated by commas",
            b'\'' | b'`' => "write straight double quotes: `\"`",
            _ => "put the whole word into double quotes",
        };
        self.found.broken.push(start);
        self.found.problems.push(
            Diagnostic::new(
                codes::UNEXPECTED,
                format!("`{written}` stands only in strings and comments"),
            )
            .at(self.span(start, self.at))
            .hint(hint),
        );
    }

    /// Whether a choice has begun in the word before a place.
    fn is_in_choice(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let word = before
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        word.rfind('{') > word.rfind('}')
    }

    /// The words of the line before a place.
    fn line_before(&self, at: usize) -> impl DoubleEndedIterator<Item = &str> {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.split_whitespace()
    }

    /// `can't`
    fn is_contraction(&self, at: usize) -> bool {
        self.byte(at + 1) == Some(b't') && self.line_before(at).next_back() == Some("can")
    }

    /// `can s3:GetObject | s3:PutObject`
    fn is_among_actions(&self, at: usize) -> bool {
        let words: Vec<&str> = self.line_before(at).collect();
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
        has(&["can", "cannot"]) && !has(&["when", "unless"])
    }

    /// Whether the line that ends here begins as a statement of another language.
    fn begins_elsewhere(&self, at: usize) -> bool {
        const BEGINNINGS: [&str; 6] = ["permit", "forbid", "allow", "deny", "grant", "revoke"];
        let first = self.line_before(at).next().unwrap_or_default();
        let word = first.split('(').next().unwrap_or_default();
        BEGINNINGS.iter().any(|it| it.eq_ignore_ascii_case(word))
    }

    /// The end of `'text'`, if it is one.
    fn end_of_quote(&self, start: usize, quote: u8) -> Option<usize> {
        let rest = self.bytes.get(start + 1..)?;
        let length = rest
            .iter()
            .position(|byte| *byte == quote || *byte == b'\n')?;
        let text = rest.get(..length)?;
        let closed = rest.get(length) == Some(&quote);
        (closed && matches!(quote, b'\'' | b'`') && text.is_ascii()).then_some(start + length + 2)
    }

    pub(super) fn hash_in_word(&mut self) {
        let at = self.at;
        self.at += 1;
        self.found.broken.push(at);
        self.found.problems.push(
            Diagnostic::new(codes::HASH_IN_WORD, "`#` stands inside a word")
                .at(self.span(at, at + 1))
                .hint("put the word into double quotes, or a blank before the `#` of a comment"),
        );
    }

    /// A character that may not stand outside strings and comments.
    pub(super) fn foreign(&mut self) {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let character = rest.chars().next().unwrap_or('\u{fffd}');
        self.at += character.len_utf8();
        self.found.broken.push(start);
        let problem = characters::forbidden(character)
            .unwrap_or_else(|| characters::outside_strings(character));
        self.report_character(problem.at(self.span(start, self.at)));
    }

    /// Looks for characters that may stand nowhere.
    pub(super) fn check_characters(&mut self, start: usize, end: usize) {
        let bytes = self.bytes.get(start..end).unwrap_or_default();
        if bytes.iter().all(|byte| (b' '..0x7f).contains(byte)) {
            return;
        }
        let text = self.text.get(start..end).unwrap_or_default();
        for (offset, character) in text.char_indices() {
            if character == '\t' {
                continue;
            }
            if let Some(problem) = characters::forbidden(character) {
                let at = start + offset;
                let place = self.span(at, at + character.len_utf8());
                self.report_character(problem.at(place));
            }
        }
    }

    fn report_character(&mut self, problem: Diagnostic) {
        self.reported += 1;
        if self.reported <= MAX_REPORTED {
            self.found.problems.push(problem);
        }
    }
}
