//! Diagnostics as text, in the forms that people, editors and code hosts read.

mod excerpt;
mod human;
mod json;
mod sarif;
mod short;
mod text;

use super::{Diagnostics, Severity};
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

/// Errors first: where not all are drawn, a warning must not hide an error.
fn draw(sources: &Sources, diagnostics: &Diagnostics, color: bool) -> String {
    let left_out = diagnostics.len().saturating_sub(MOST_DRAWN);
    let errors = diagnostics.iter().filter(|found| is_error(found.severity));
    let error_count = errors.count().min(MOST_DRAWN);
    let (mut errors_left, mut warnings_left) = (error_count, MOST_DRAWN - error_count);
    let mut drawn: String = diagnostics
        .iter()
        .filter(|found| {
            let left = if is_error(found.severity) {
                &mut errors_left
            } else {
                &mut warnings_left
            };
            let draws = *left > 0;
            *left = left.saturating_sub(1);
            draws
        })
        .map(|found| human::diagnostic(sources, found, color))
        .collect();
    if left_out > 0 {
        drawn.push_str(&format!(
            "and {left_out} more, which `--message-format short` lists\n"
        ));
    }
    drawn
}

fn is_error(severity: Severity) -> bool {
    severity == Severity::Error
}

/// How many errors and warnings there are: `2 errors, 1 warning`.
pub fn summary(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics
        .iter()
        .filter(|found| is_error(found.severity))
        .count();
    let warnings = diagnostics.len() - errors;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!(
        "{errors} error{}, {warnings} warning{}",
        plural(errors),
        plural(warnings)
    )
}
