//! Text to syntax tree. pest's `Rule` does not leave this module.
//!
//! A file is scanned once (`scan`), cut where declarations begin, and each
//! piece is read alone, on all cores: so a mistake in one declaration cannot
//! touch another, and one run shows them all.

pub mod ast;
mod batch;
mod build;
mod expected;
mod explain;
mod grammar;
mod habits;
mod late;
mod name;
mod parse;
mod read;
mod recover;
mod reserved;
mod scan;
mod slips;
mod suggestion;
mod tokens;

pub use name::{is_bare_name, is_name};
pub use parse::{parse, parse_all, parse_whole, walk};
pub use read::{MAX_FILE_BYTES, References, read, references};
pub use reserved::{RESERVED, is_reserved};
pub use scan::{MAX_NESTING, is_document};
