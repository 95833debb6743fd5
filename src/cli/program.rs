//! The program that a command is about.

use std::sync::Arc;

use clap::Args;

use super::clock::Moment;
use super::files::{self, STDIN};
use super::options::CatalogFile;
use super::{Console, Failure};
use crate::catalog::Catalog;
use crate::diag::{Diagnostics, Severity};
use crate::disk::{self, Disk};
use crate::load::Input;
use crate::pipeline::{Compiled, Options, compile};
use crate::resolve::Expansion;
use crate::resolve::own::{PREFIX, is_prefix};
use crate::runtime::Tree;

/// Where a program is.
#[derive(Args)]
pub(super) struct Paths {
    /// Programs (.acl), IAM documents (.json, or KIND=FILE.json with identity, boundary, session, resource, trust, scp or rcp), folders (every .acl file below them), or - for standard input; together they are one program
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,

    #[command(flatten)]
    catalog: CatalogFile,

    /// Take actions such as docs:ReadPage for those of a service of your own: --service docs
    #[arg(long = "service", value_name = "PREFIX", value_parser = parse_service)]
    services: Vec<String>,
}

/// What stands before the colon of a service's actions.
fn parse_service(prefix: &str) -> Result<String, String> {
    if is_prefix(prefix) {
        Ok(prefix.to_owned())
    } else {
        Err(PREFIX.to_owned())
    }
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

/// How what is compiled will be written.
#[derive(Clone, Copy, Default)]
pub(super) struct Written {
    /// Whether it is read back and held against the program.
    pub(super) verify: bool,
    /// How the actions come out that the catalog puts in.
    pub(super) expansion: Expansion,
}

impl Paths {
    /// Whether the program, or a part of it, comes from standard input.
    pub(super) fn has_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == STDIN.0)
    }

    /// The service catalog that is given in place of the built-in one.
    pub(super) fn catalog(&self, console: &mut Console) -> Result<Option<Arc<Catalog>>, Failure> {
        self.catalog.read(console)
    }

    /// The prefixes of services of one's own.
    pub(super) fn services(&self) -> &[String] {
        &self.services
    }

    /// Compiles the program; what is wrong with it goes to the console.
    pub(super) fn compile(&self, show: Show, console: &mut Console) -> Result<Compiled, Failure> {
        self.compile_and(show, Written::default(), console)
    }

    /// The tree of the program: as its image has it, where the path is that of
    /// one, or compiled.
    pub(super) fn tree(&self, console: &mut Console) -> Result<Tree, Failure> {
        let mut found = Diagnostics::new();
        let inputs = files::inputs(&self.paths, &mut found);
        if let [input] = inputs.as_slice()
            && let Some(tree) = disk::image(input)
        {
            return tree.map_err(|error| console.fail(error));
        }
        let compiled =
            self.compile_inputs((&inputs, found), Show::Errors, Written::default(), console);
        Ok(compiled?.tree)
    }

    /// Compiles the program to be written.
    pub(super) fn compile_and(
        &self,
        show: Show,
        written: Written,
        console: &mut Console,
    ) -> Result<Compiled, Failure> {
        let mut found = Diagnostics::new();
        let inputs = files::inputs(&self.paths, &mut found);
        self.compile_inputs((&inputs, found), show, written, console)
    }

    fn compile_inputs(
        &self,
        (inputs, found): (&[Input], Diagnostics),
        show: Show,
        written: Written,
        console: &mut Console,
    ) -> Result<Compiled, Failure> {
        let options = Options {
            verify: written.verify,
            expansion: written.expansion,
            lints: show != Show::Errors,
            now: match show {
                Show::Everything(now) | Show::Warnings(now) => now.map(Moment::day),
                Show::Errors => None,
            },
            denied: console.denied().clone(),
            catalog: self.catalog.read(console)?,
            services: self.services.clone(),
        };
        let mut compilation = compile(inputs, &mut Disk::default(), &options);
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
