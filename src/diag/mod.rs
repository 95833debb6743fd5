//! What is wrong, said so that it can be mended: a stable code, a message, the
//! places, and what to write instead.
//!
//! A stage turns its problems into [`Diagnostic`]s at once; this module knows
//! no stage.

mod allow;
pub mod codes;
mod diagnostic;
mod render;
mod suggest;

pub use allow::{Denied, apply_allowances, is_to_compiler};
pub use codes::Code;
pub use diagnostic::{Diagnostic, Diagnostics, Label, Severity};
pub(crate) use render::render_with_hints;
pub use render::{Format, counted, render, summary};
pub use suggest::nearest;
