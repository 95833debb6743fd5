//! Standard output and standard error: results go to the one, messages to the
//! other.

use std::io::{self, Write as _};

use anstream::{AutoStream, ColorChoice};

use super::Exit;
use super::options::{ColorWhen, MessageFormat, Messages};
use crate::diag::{Denied, Diagnostic, Diagnostics, Format, Severity, codes, render, summary};
use crate::disk::reason;
use crate::source::Sources;

/// Why a command stopped before its end.
pub(super) enum Failure {
    /// Standard output cannot be written.
    Output(io::Error),
    /// Something that is among the console's diagnostics.
    Reported,
}

/// Errors that say that a file could not be read or written, rather than that
/// what it holds is wrong.
const FILE_ERRORS: [crate::diag::Code; 6] = [
    codes::CATALOG_UNREADABLE,
    codes::FILE_MISSING,
    codes::FILE_UNREADABLE,
    codes::IMAGE_UNREADABLE,
    codes::OUTPUT_UNWRITABLE,
    codes::OUTPUT_NOT_OURS,
];

/// The streams, and what there is to say at the end. Messages are written all
/// at once, for some of their forms are one document.
pub(super) struct Console {
    format: Format,
    color: ColorChoice,
    denied: Denied,
    sources: Sources,
    diagnostics: Diagnostics,
    notes: String,
}

impl Console {
    pub(super) fn new(messages: &Messages) -> Self {
        let color = match messages.color {
            ColorWhen::Auto => AutoStream::choice(&io::stderr()),
            ColorWhen::Always => ColorChoice::Always,
            ColorWhen::Never => ColorChoice::Never,
        };
        let format = match messages.message_format {
            MessageFormat::Human => Format::Human {
                color: color != ColorChoice::Never,
            },
            MessageFormat::Short => Format::Short,
            MessageFormat::Json => Format::Json,
            MessageFormat::Sarif => Format::Sarif,
        };
        Self {
            format,
            color,
            denied: messages.denied(),
            sources: Sources::new(),
            diagnostics: Diagnostics::new(),
            notes: String::new(),
        }
    }

    /// The warnings that are to fail.
    pub(super) fn denied(&self) -> &Denied {
        &self.denied
    }

    /// Writes a result to standard output.
    pub(super) fn print(&mut self, text: &str) -> Result<(), Failure> {
        self.send(text).map(|_| ())
    }

    /// Writes a part of a result to standard output; returns whether anybody
    /// reads on. That whoever did has stopped, as `head` does, is no error, and
    /// the exit code tells what it always tells.
    pub(super) fn send(&mut self, text: &str) -> Result<bool, Failure> {
        let mut output = io::stdout().lock();
        let written = output.write_all(text.as_bytes());
        match written.and_then(|()| output.flush()) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(Failure::Output(error)),
        }
    }

    /// Keeps a program's texts, which diagnostics point into.
    pub(super) fn keep(&mut self, sources: Sources) {
        self.sources = sources;
    }

    /// The program's texts.
    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Adds what is to be said at the end.
    pub(super) fn add(&mut self, diagnostics: Diagnostics) {
        self.diagnostics.append(diagnostics);
    }

    /// Adds warnings; whether one of them is denied.
    pub(super) fn warn(&mut self, warnings: impl IntoIterator<Item = Diagnostic>) -> bool {
        let mut found = Diagnostics::new();
        found.extend(warnings);
        self.judge(found)
    }

    /// Adds what was found; whether some of it is an error, or denied.
    pub(super) fn judge(&mut self, mut found: Diagnostics) -> bool {
        self.denied.apply(&mut found);
        let is_denied = found.has_errors();
        self.diagnostics.append(found);
        is_denied
    }

    /// Takes the suggestions out, and says how many they were.
    pub(super) fn leave_out_suggestions(&mut self) -> usize {
        let count = self.diagnostics.count(Severity::Suggestion);
        self.diagnostics
            .retain(|found| found.severity != Severity::Suggestion);
        count
    }

    /// Adds an error after which there is nothing left to do.
    pub(super) fn fail(&mut self, error: Diagnostic) -> Failure {
        self.diagnostics.push(error);
        Failure::Reported
    }

    /// Adds a line for people; programs read the diagnostics alone.
    pub(super) fn note(&mut self, line: &str) {
        self.notes.push_str(line);
        self.notes.push('\n');
    }

    /// Adds a line for people, unless there are diagnostics.
    pub(super) fn note_unless_found(&mut self, line: &str) {
        if self.diagnostics.is_empty() {
            self.note(line);
        }
    }

    /// Writes all messages, and says how it all ends.
    pub(super) fn end(mut self, result: Result<Exit, Failure>) -> Exit {
        let exit = match result {
            Ok(exit) => exit,
            Err(Failure::Reported) => Exit::Yes,
            Err(Failure::Output(error)) => {
                let message = format!("standard output cannot be written: {}", reason(&error));
                self.diagnostics
                    .push(Diagnostic::new(codes::OUTPUT_UNWRITABLE, message));
                Exit::Files
            }
        };
        self.write_messages();
        exit.max(self.worst())
    }

    fn write_messages(&self) {
        let mut text = render(self.format, &self.sources, &self.diagnostics);
        match self.format {
            Format::Human { .. } | Format::Short => {
                if !self.diagnostics.is_empty() {
                    text.push_str(&summary(&self.diagnostics));
                    text.push('\n');
                }
                text.push_str(&self.notes);
            }
            // Here every line, or all of it, is for a program.
            Format::Json | Format::Sarif => {}
        }
        let mut stream = AutoStream::new(io::stderr().lock(), self.color);
        // Where messages cannot be written, the exit code still tells.
        let _ = stream.write_all(text.as_bytes());
    }

    /// The exit code that the diagnostics ask for.
    fn worst(&self) -> Exit {
        let errors = self.diagnostics.iter();
        errors
            .filter(|found| found.severity == Severity::Error)
            .map(|error| match error.code {
                codes::REQUEST => Exit::Usage,
                // Named on the command line, and not by a program.
                codes::IMAGE_GIVEN if error.place().is_none() => Exit::Usage,
                code if FILE_ERRORS.contains(&code) => Exit::Files,
                _ => Exit::No,
            })
            .max()
            .unwrap_or(Exit::Yes)
    }
}
