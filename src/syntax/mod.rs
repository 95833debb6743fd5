//! Text to syntax tree. pest's `Rule` does not leave this module.

pub mod ast;
