//! The evaluator.

mod raw;
mod table;
