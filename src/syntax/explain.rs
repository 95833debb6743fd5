//! What pest expected, said so that a person can mend it.

use core::ops::Range;

use super::grammar::Rule;
use super::parse::failed_at;
use crate::diag::{Diagnostic, codes};
use crate::source::{SourceId, Span};

/// The diagnostic of a piece that does not fit the grammar.
pub(super) fn explain(
    source: SourceId,
    text: &str,
    piece: &Range<usize>,
    error: &pest::error::Error<Rule>,
) -> Diagnostic {
    let at = piece.start + failed_at(error);
    let rest = text.get(at..piece.end).unwrap_or_default();
    let word = rest
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | ']'))
        .next()
        .unwrap_or_default();
    let found = if word.is_empty() {
        rest.get(..1).unwrap_or_default()
    } else {
        word
    };
    Diagnostic::new(codes::UNEXPECTED, format!("unexpected `{found}`")).at(Span::new(
        source,
        at,
        at + found.len(),
    ))
}
