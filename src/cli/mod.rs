//! The `aclc` command: the one place that touches files, clocks, the
//! environment and terminals. One file a command, one row each in `Command`.

mod catalog;
mod check;
mod clock;
mod compile;
mod completions;
mod console;
mod eval;
mod explain;
mod explain_code;
mod files;
mod fmt;
mod foreign;
mod import;
mod json;
mod lines;
mod options;
mod output;
mod program;
mod question;
mod request;
mod simulate;
mod test;
mod tree;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use console::{Console, Failure};
use options::Messages;

/// How a command ends, and the exit code that says so. Scripts lean on these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Done, and the answer is yes where there is a question.
    Yes = 0,
    /// The program or its tests are wrong, or the answer is no.
    No = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A file could not be read or written.
    Files = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A compact language for cloud access, compiled to AWS IAM JSON and to a decision tree
#[derive(Parser)]
#[command(name = "aclc", version, arg_required_else_help = true, after_help = FIRST_STEPS)]
struct Arguments {
    #[command(flatten)]
    messages: Messages,
    #[command(subcommand)]
    command: Command,
}

const FIRST_STEPS: &str = "\
Exit codes:
  0  done, and the answer is yes where there is a question
  1  the program or its tests are wrong, or the answer is no
  2  the command line is wrong
  3  a file could not be read or written";

#[derive(Subcommand)]
enum Command {
    Compile(compile::Compile),
    Check(check::Check),
    Test(test::Test),
    Eval(eval::Eval),
    Simulate(simulate::Simulate),
    Explain(explain::Explain),
    Tree(tree::Tree),
    Fmt(fmt::Fmt),
    Import(import::Import),
    Catalog(catalog::CatalogCommand),
    ExplainCode(explain_code::ExplainCode),
    Completions(completions::Completions),
}

impl Command {
    fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        match self {
            Self::Compile(command) => command.run(console),
            Self::Check(command) => command.run(console),
            Self::Test(command) => command.run(console),
            Self::Eval(command) => command.run(console),
            Self::Simulate(command) => command.run(console),
            Self::Explain(command) => command.run(console),
            Self::Tree(command) => command.run(console),
            Self::Fmt(command) => command.run(console),
            Self::Import(command) => command.run(console),
            Self::Catalog(command) => command.run(console),
            Self::ExplainCode(command) => command.run(console),
            Self::Completions(command) => command.run(console, Arguments::command()),
        }
    }
}

/// Runs the command that the process's arguments ask for.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return show_usage(&error).into(),
    };
    let mut console = Console::new(&arguments.messages);
    let result = arguments.command.run(&mut console);
    console.end(result).into()
}

/// Help and the version are answers; all else says how the command is used.
fn show_usage(error: &clap::Error) -> Exit {
    // Nobody is left to tell where this cannot be written.
    let _ = error.print();
    if error.use_stderr() {
        Exit::Usage
    } else {
        Exit::Yes
    }
}
