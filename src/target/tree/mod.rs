//! The decision tree of a program: made for the evaluator, and printed.

mod build;

pub use build::{build_tree, principal_key};
