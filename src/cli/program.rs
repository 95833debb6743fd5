//! The program that a command is about.

use clap::Args;

use super::clock::Moment;
use super::files::{self, Disk, STDIN};
use super::{Console, Failure};
use crate::diag::{Diagnostics, Severity};
use crate::pipeline::{Compiled, Options, compile};

/// Where a program is.
#[derive(Args)]
pub(super) struct Paths {
    /// Programs (.acl), IAM documents (.json, or KIND=FILE.json with identity, boundary, session, resource, trust, scp or rcp), folders (every .acl file below them), or - for standard input; together they are one program
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
}

/// Which diagnostics a command shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// Everything there is, suggestions too; about dates, where a day is given.
    Everything(Option<Moment>),
    /// Everything but suggestions.
    Warnings(Option<Moment>),
    /// What stands in the way of an answer.
    Errors,
}

impl Paths {
    /// Whether the program, or a part of it, comes from standard input.
    pub(super) fn has_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == STDIN.0)
    }

    /// Compiles the program; what is wrong with it goes to the console.
    pub(super) fn compile(&self, show: Show, console: &mut Console) -> Result<Compiled, Failure> {
        self.compile_and(show, false, console)
    }

    /// Compiles the program; with `verify`, what would be written is read back
    /// and held against it.
    pub(super) fn compile_and(
        &self,
        show: Show,
        verify: bool,
        console: &mut Console,
    ) -> Result<Compiled, Failure> {
        let options = Options {
            verify,
            lints: show != Show::Errors,
            now: match show {
                Show::Everything(now) | Show::Warnings(now) => now.map(Moment::day),
                Show::Errors => None,
            },
            denied: console.denied().clone(),
            catalog: None,
        };
        let mut found = Diagnostics::new();
        let inputs = files::inputs(&self.paths, &mut found);
        let mut compilation = compile(&inputs, &mut Disk, &options);
        let least = match show {
            Show::Everything(_) => Severity::Suggestion,
            Show::Warnings(_) => Severity::Warning,
            Show::Errors => Severity::Error,
        };
        compilation
            .diagnostics
            .retain(|found| found.severity >= least);
        let unread = found.has_errors();
        console.add(found);
        console.add(compilation.diagnostics);
        console.keep(compilation.sources);
        match compilation.compiled {
            Some(compiled) if !unread => Ok(compiled),
            Some(_) | None => Err(Failure::Reported),
        }
    }
}
