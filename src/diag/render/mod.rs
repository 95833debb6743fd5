//! Diagnostics as text, in the forms that people, editors and code hosts read.

mod excerpt;
mod human;
mod json;
mod sarif;
mod short;
mod text;

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

/// The most diagnostics that are drawn for people; what follows is counted.
const MOST_DRAWN: usize = 100;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, with the lines of the program.
    Human {
        /// Whether with ANSI colours.
        color: bool,
    },
    /// `file:line:column: error[ACL0201]: message`, one a line.
    Short,
    /// One JSON object a line.
    Json,
    /// One SARIF 2.1.0 document.
    Sarif,
}

/// All diagnostics, in their order.
///
/// Whatever the program's text holds, the result holds no control character
/// but line breaks, tabs and, with colours, our own; and its size follows the
/// number of diagnostics, not the length of the lines they are on.
pub fn render(format: Format, sources: &Sources, diagnostics: &Diagnostics) -> String {
    match format {
        Format::Human { color } => draw(sources, diagnostics, color),
        Format::Short => diagnostics
            .iter()
            .map(|found| short::diagnostic(sources, found))
            .collect(),
        Format::Json => diagnostics
            .iter()
            .map(|found| json::diagnostic(sources, found))
            .collect(),
        Format::Sarif => sarif::log(sources, diagnostics.iter()),
    }
}

/// All diagnostics in the short form, and how to mend them: what cargo shows of
/// a build script's warnings is nothing but lines.
pub(crate) fn render_with_hints(sources: &Sources, diagnostics: &Diagnostics) -> String {
    short::with_hints(sources, diagnostics)
}

/// The worst first: where not all are drawn, a warning must not hide an error.
fn draw(sources: &Sources, diagnostics: &Diagnostics, color: bool) -> String {
    let mut room = MOST_DRAWN;
    let mut left = [Severity::Error, Severity::Warning, Severity::Suggestion].map(|severity| {
        let drawn = diagnostics.count(severity).min(room);
        room -= drawn;
        (severity, drawn)
    });
    let is_drawn = |found: &&Diagnostic| {
        let left = left.iter_mut().find(|(of, _)| *of == found.severity);
        left.is_some_and(|(_, left)| {
            let draws = *left > 0;
            *left = left.saturating_sub(1);
            draws
        })
    };
    let mut drawn: String = diagnostics
        .iter()
        .filter(is_drawn)
        .map(|found| human::diagnostic(sources, found, color))
        .collect();
    let left_out = diagnostics.len().saturating_sub(MOST_DRAWN);
    if left_out > 0 {
        drawn.push_str(&format!(
            "and {left_out} more, which `--message-format short` lists\n"
        ));
    }
    drawn
}

/// How many errors and warnings there are: `2 errors, 1 warning`; and
/// suggestions, where there are some.
pub fn summary(diagnostics: &Diagnostics) -> String {
    let of = |severity| counted(diagnostics.count(severity), severity);
    let summary = format!("{}, {}", of(Severity::Error), of(Severity::Warning));
    if diagnostics.count(Severity::Suggestion) == 0 {
        return summary;
    }
    format!("{summary}, {}", of(Severity::Suggestion))
}

/// As in `1 error` and `2 warnings`.
pub fn counted(count: usize, severity: Severity) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {}{plural}", severity.name())
}
