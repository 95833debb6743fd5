//! The decision tree of a program: made for the evaluator, and printed.

mod build;
mod dot;
mod json;
mod outline;
mod text;

pub use build::{build_tree, principal_key, statement_spec};
pub use dot::dot;
pub use json::json;
pub use text::{text, text_without_places};
