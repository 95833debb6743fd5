//! The evaluator and its tree.

mod decide;
mod explain;
mod form;
mod patterns;
mod print;
mod random;
pub(crate) mod source;
mod table;
mod values;
