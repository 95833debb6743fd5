//! For people: the lines with carets under them, by codespan-reporting.

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::diagnostic::LabelStyle;
use codespan_reporting::term::termcolor::Buffer;
use codespan_reporting::term::{self, Config};

use super::excerpt::Excerpts;
use super::{short, text};
use crate::diag::{Diagnostic, Severity};
use crate::source::Sources;

/// One diagnostic, with a blank line after it.
pub(super) fn diagnostic(sources: &Sources, diagnostic: &Diagnostic, color: bool) -> String {
    let excerpts = Excerpts::new(sources, diagnostic);
    let mut buffer = if color {
        Buffer::ansi()
    } else {
        Buffer::no_color()
    };
    let drawn = term::emit_to_write_style(
        &mut buffer,
        &Config::default(),
        &excerpts,
        &to_codespan(diagnostic, &excerpts),
    );
    match drawn.map(|()| String::from_utf8(buffer.into_inner())) {
        Ok(Ok(text)) => text,
        // Drawing is a courtesy; what is wrong must be said in any case.
        Ok(Err(_)) | Err(_) => short::diagnostic(sources, diagnostic),
    }
}

fn to_codespan(diagnostic: &Diagnostic, excerpts: &Excerpts<'_>) -> codespan::Diagnostic<usize> {
    let severity = match diagnostic.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
        Severity::Suggestion => codespan::Severity::Note,
    };
    let labels = diagnostic.labels.iter().enumerate();
    let labels = labels.filter_map(|(index, label)| {
        let (excerpt, range) = excerpts.place(index)?;
        let style = if index == 0 {
            LabelStyle::Primary
        } else {
            LabelStyle::Secondary
        };
        let message = text::message(&label.message);
        Some(codespan::Label::new(style, excerpt, range).with_message(message))
    });
    let hints = diagnostic.hints.iter();
    codespan::Diagnostic::new(severity)
        .with_code(diagnostic.code.name())
        .with_message(text::message(&diagnostic.message))
        .with_labels(labels.collect())
        .with_notes(
            hints
                .map(|hint| format!("help: {}", text::lines(hint)))
                .collect(),
        )
}
