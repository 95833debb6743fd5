//! IAM's JSON documents, read strictly: every element is understood or refused
//! with its place. Nothing is skipped, for what is skipped could be the line
//! that denies.

pub mod document;
pub mod json;
