//! Standard output and standard error: results go to the one, messages to the
//! other.

use std::io::{self, Write as _};

use anstream::{AutoStream, ColorChoice};

use super::Exit;
use super::options::{ColorWhen, MessageFormat, Messages};
use crate::diag::{Denied, Diagnostic, Diagnostics, Format, codes, render, summary};
use crate::source::Sources;

/// Why a command stopped before its end.
pub(super) enum Failure {
    /// Whoever read standard output has stopped reading, as `head` does. That
    /// is no error; there is only nothing left to do.
    ClosedOutput,
    /// Standard output cannot be written.
    Output(io::Error),
    /// Something that has been reported already.
    Reported(Exit),
}

/// The streams, and how messages are to be written.
pub(super) struct Console {
    format: Format,
    color: ColorChoice,
    denied: Denied,
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
        }
    }

    /// Writes a result to standard output.
    pub(super) fn print(&mut self, text: &str) -> Result<(), Failure> {
        let mut output = io::stdout().lock();
        output
            .write_all(text.as_bytes())
            .and_then(|()| output.flush())
            .map_err(Failure::from)
    }

    /// Writes messages to standard error, and says whether one is an error.
    pub(super) fn report(&mut self, sources: &Sources, diagnostics: &Diagnostics) {
        let mut text = render(self.format, sources, diagnostics);
        let counts = match self.format {
            Format::Human { .. } | Format::Short => !diagnostics.is_empty(),
            // Here every line, or all of it, is for a program.
            Format::Json | Format::Sarif => false,
        };
        if counts {
            text.push_str(&summary(diagnostics));
            text.push('\n');
        }
        let mut stream = AutoStream::new(io::stderr().lock(), self.color);
        // Where messages cannot be written, the exit code still tells.
        let _ = stream.write_all(text.as_bytes());
    }

    /// Reports a problem that has no place in a program.
    pub(super) fn report_one(&mut self, diagnostic: Diagnostic) {
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(diagnostic);
        self.report(&Sources::new(), &diagnostics);
    }

    /// The warnings that are to fail.
    pub(super) fn denied(&self) -> &Denied {
        &self.denied
    }

    /// What remains to be said at the end, and the exit code.
    pub(super) fn end(&mut self, result: Result<Exit, Failure>) -> Exit {
        match result {
            Ok(exit) | Err(Failure::Reported(exit)) => exit,
            Err(Failure::ClosedOutput) => Exit::Yes,
            Err(Failure::Output(error)) => {
                let message = format!("standard output cannot be written: {error}");
                self.report_one(Diagnostic::new(codes::OUTPUT_UNWRITABLE, message));
                Exit::Files
            }
        }
    }
}

impl From<io::Error> for Failure {
    /// Errors of writing standard output; those of files are reported where
    /// they occur.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedOutput
        } else {
            Self::Output(error)
        }
    }
}
