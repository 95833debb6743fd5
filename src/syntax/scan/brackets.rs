//! Brackets: each with its partner, and not nested too deep.

use super::{MAX_NESTING, Scanner};
use crate::diag::{Diagnostic, codes};

impl Scanner<'_> {
    pub(super) fn opens(&mut self, bracket: u8) {
        if self.open.len() == MAX_NESTING {
            self.found.problems.push(
                Diagnostic::new(
                    codes::NESTING,
                    format!("brackets are nested more than {MAX_NESTING} deep"),
                )
                .at(self.span(self.at, self.at + 1))
                .hint("name a part of it with `let` and use the name"),
            );
            self.found.broken.push(self.at);
            self.skip_too_deep();
            return;
        }
        self.open.push((bracket, self.at));
        self.at += 1;
    }

    /// Goes on behind the end of what is nested too deep: before the next line
    /// that begins with a declaration word in the first column.
    fn skip_too_deep(&mut self) {
        self.open.clear();
        loop {
            self.at = self.line_end(self.at);
            let line = self.at + 1;
            let end = self.word_end(line);
            let word = self.bytes.get(line..end).unwrap_or_default();
            if self.at >= self.bytes.len() || self.begins_declaration(word, end) {
                return;
            }
            self.at = line;
        }
    }

    pub(super) fn closes(&mut self, bracket: u8) {
        let at = self.at;
        self.at += 1;
        let Some(&(opener, place)) = self.open.last() else {
            // One in a declaration is enough said.
            if self.found.broken.last() >= self.found.cuts.last() {
                return;
            }
            self.broken_bracket(
                at,
                Diagnostic::new(
                    codes::UNCLOSED_BRACKET,
                    format!("`{}` closes nothing", char::from(bracket)),
                )
                .at(self.span(at, at + 1))
                .hint("take it away, or open it before"),
            );
            return;
        };
        if closing(opener) == bracket {
            self.open.pop();
            return;
        }
        self.broken_bracket(
            at,
            Diagnostic::new(
                codes::UNCLOSED_BRACKET,
                format!(
                    "`{}` does not close `{}`",
                    char::from(bracket),
                    char::from(opener)
                ),
            )
            .label(self.span(at, at + 1), "this does not match")
            .label(self.span(place, place + 1), "what was opened here")
            .hint(format!("write `{}` before it", char::from(closing(opener)))),
        );
        // What it does close, if anything, ends here with all inside; else it
        // was meant for the last, but hardly for a block.
        if let Some(depth) = self
            .open
            .iter()
            .rposition(|(open, _)| closing(*open) == bracket)
        {
            self.open.truncate(depth);
        } else if opener != b'{' {
            self.open.pop();
        }
    }

    fn broken_bracket(&mut self, at: usize, problem: Diagnostic) {
        self.unbalanced = true;
        self.found.broken.push(at);
        self.found.problems.push(problem);
    }

    /// Reports the innermost bracket that is still open, and forgets all.
    pub(super) fn unclosed(&mut self, next: Option<usize>) {
        if let Some(&(bracket, place)) = self.open.last() {
            let mut problem = Diagnostic::new(
                codes::UNCLOSED_BRACKET,
                format!("`{}` is never closed", char::from(bracket)),
            )
            .label(self.span(place, place + 1), "opened here");
            if let Some(next) = next {
                problem = problem.label(
                    self.span(next, self.word_end(next)),
                    "still open where this declaration begins",
                );
            }
            let problem = problem.hint(format!("close it with `{}`", char::from(closing(bracket))));
            self.broken_bracket(place, problem);
        }
        self.open.clear();
    }
}

fn closing(bracket: u8) -> u8 {
    match bracket {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}
