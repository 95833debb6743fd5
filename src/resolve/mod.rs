//! Syntax tree to [`Program`](crate::model::Program).

pub mod condition;
