//! The evaluator and its tree.

mod decide;
mod explain;
mod print;
mod raw;
mod source;
mod table;
