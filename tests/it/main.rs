//! Every integration test, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should say where"
)]

mod adopt;
mod architecture;
mod bad_input;
mod build;
mod builder;
mod catalog;
mod cli;
mod conditions;
mod diag;
mod differential;
mod docs;
mod error_pages;
mod format;
mod fuzz;
mod iam_target;
mod image;
mod import;
mod lint;
mod load;
mod lower;
mod pages;
mod reference;
mod resolve;
mod runtime;
mod source;
mod syntax;
mod testing;
mod verify;
mod workload;
