//! Options that several commands take.

use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{Console, Failure};
use crate::catalog::Catalog;
use crate::diag::{Code, Denied, codes, nearest};
use crate::disk;

/// How messages are shown, and which of them fail.
#[derive(Args)]
#[command(next_help_heading = "Messages")]
pub(super) struct Messages {
    /// How messages are written to standard error
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "FORMAT",
        default_value_t
    )]
    pub(super) message_format: MessageFormat,

    /// When messages are coloured: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    #[arg(hide_possible_values = true)]
    pub(super) color: ColorWhen,

    /// Make warnings fail: `warnings` for all of them, or a code
    #[arg(long, global = true, value_name = "WHAT", value_parser = parse_denied)]
    pub(super) deny: Vec<Deny>,
}

impl Messages {
    /// The warnings that are to fail.
    pub(super) fn denied(&self) -> Denied {
        let mut denied = Denied::default();
        for deny in &self.deny {
            match deny {
                Deny::Warnings => denied.all = true,
                Deny::Code(code) => denied.codes.push(*code),
            }
        }
        denied
    }
}

/// A service catalog in place of the built-in one.
#[derive(Args)]
pub(super) struct CatalogFile {
    /// A service catalog that is newer than the built-in one; see docs/CATALOG.md
    #[arg(long, value_name = "FILE")]
    catalog: Option<String>,
}

impl CatalogFile {
    /// Reads the file, where one is given.
    pub(super) fn read(&self, console: &mut Console) -> Result<Option<Arc<Catalog>>, Failure> {
        let Some(path) = &self.catalog else {
            return Ok(None);
        };
        match disk::catalog(path) {
            Ok(catalog) => Ok(Some(Arc::new(catalog))),
            Err(error) => Err(console.fail(error)),
        }
    }
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub(super) enum MessageFormat {
    /// For people, with the lines of the program
    #[default]
    Human,
    /// `file:line:column: error[CODE]: message`, one a line
    Short,
    /// One JSON object a line
    Json,
    /// One SARIF 2.1.0 document, for code hosts
    Sarif,
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub(super) enum ColorWhen {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

#[derive(Clone, Copy)]
pub(super) enum Deny {
    Warnings,
    Code(Code),
}

fn parse_denied(word: &str) -> Result<Deny, String> {
    if word == "warnings" {
        return Ok(Deny::Warnings);
    }
    parse_code(word).map(Deny::Code)
}

/// A code as it is written, or its digits alone.
pub(super) fn parse_code(word: &str) -> Result<Code, String> {
    let whole = format!("ACL{word}");
    let names = || codes::ALL.iter().map(|code| code.name());
    Code::from_name(word)
        .or_else(|| Code::from_name(&whole))
        .ok_or_else(|| match nearest(word, names()) {
            Some(name) => format!("there is no such code; the nearest is {name}"),
            None => "there is no such code; `aclc explain-code` lists them".to_owned(),
        })
}
