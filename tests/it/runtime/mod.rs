//! The evaluator and its tree.

mod decide;
mod explain;
mod patterns;
mod print;
mod random;
mod raw;
mod source;
mod table;
