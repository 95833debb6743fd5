//! Syntax tree to [`Program`]: names resolved, loops and parameters written
//! out, sugar gone.

mod catalog;
pub mod condition;
mod directory;
mod here;
mod lets;
mod names;
mod scope;
mod shape;
mod template;
mod unread;
mod values;
mod world;

pub use here::Here;
pub use lets::LetId;
pub use scope::{Bound, Scope};
pub use world::World;

use crate::diag::Diagnostics;
use crate::model::Program;
use crate::source::Sources;
use crate::syntax::ast::Ast;

/// What the files of a program mean together, and what is wrong with it. After
/// an error the program is not whole, and nothing may be made of it.
pub fn resolve(asts: &[Ast<'_>], sources: &Sources) -> (Program, Diagnostics) {
    let diagnostics = Diagnostics::new();
    let world = World::new(asts, sources);
    (world.program, diagnostics)
}
