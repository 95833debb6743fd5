//! The evaluator and its tree.

mod decide;
mod explain;
mod patterns;
mod print;
mod random;
mod source;
mod table;
