//! Ast to text: the one layout.
//!
//! - One line for each declaration and clause, as long as it fits in
//!   [`WIDTH`] columns; a longer one is broken before `on`, `when`, `until` and
//!   their kin, and then after commas and before `and` and `or`.
//! - Blocks are indented by four columns, each clause on its own line.
//! - Comments stay where they are: on a line of their own, or behind what they
//!   stand behind. Of several empty lines one is kept.
//! - What may follow a grant in any order comes as `when`, `until`, `as`.

mod clause;
mod condition;
mod document;
mod item;
mod line;
mod page;
pub mod program;
mod test;

pub use document::format_document;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::source::{SourceId, Sources};
use crate::syntax::{self, ast::Ast};

/// How many columns a line may have, where it can be broken.
pub const WIDTH: usize = 100;

/// How far a block is indented.
const INDENT: usize = 4;

/// The text of a file in the one layout.
///
/// # Errors
/// If the text has mistakes, or if the result would not mean the same: then
/// the formatter is wrong, and nothing may be written.
pub fn format(sources: &Sources, id: SourceId) -> Result<String, Diagnostics> {
    let (ast, problems) = syntax::parse(sources, id);
    if problems.has_errors() {
        return Err(problems);
    }
    let text = sources.get(id).map_or("", |source| source.text());
    let formatted = page::layout(&ast, text);
    if means_the_same(&ast, &formatted) {
        return Ok(formatted);
    }
    let mut problems = Diagnostics::new();
    let name = sources.get(id).map_or("", |source| source.name());
    problems.push(
        Diagnostic::new(
            codes::FORMAT_REFUSED,
            format!("formatting `{name}` would change what it means"),
        )
        .hint("the file is left as it is; this is a mistake of the formatter, please report it"),
    );
    Err(problems)
}

/// Whether a text has the same tree and the same comments as a tree.
pub fn means_the_same(ast: &Ast<'_>, text: &str) -> bool {
    let mut sources = Sources::new();
    let id = sources.add("", text);
    let (again, problems) = syntax::parse(&sources, id);
    let texts = |ast: &Ast<'_>| -> Vec<String> {
        ast.comments
            .iter()
            .map(|comment| comment.text.to_owned())
            .collect()
    };
    problems.is_empty() && again.outline() == ast.outline() && texts(&again) == texts(ast)
}
