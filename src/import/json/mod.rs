//! JSON, read strictly and with the place of every value, so that a mistake in
//! a document is shown where it stands.
//!
//! Strict means: one value and nothing behind it, no key twice in one object
//! (IAM User Guide, "Grammar of the IAM JSON policy language"), no half of a
//! surrogate pair, no comments and no trailing commas. A number keeps its
//! spelling, for a condition value `1.0` is the text `1.0`.
//!
//! Reading takes time in proportion to the text, and no stack: nesting has a
//! limit, and the limit is not the stack's. A [`Json`] is one flat list with
//! sixteen bytes for a value, so it takes at most eight times the text; strings
//! are read out of the text when they are asked for.

mod mistake;
mod node;
mod number;
mod reader;
mod shorten;
mod string;

pub use node::{Json, JsonKind, Node};
pub use reader::{MAX_JSON_NESTING, read_json, read_json_line};
pub(crate) use shorten::shorten;
