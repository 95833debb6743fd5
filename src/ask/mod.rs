//! Requests in the user's words, and the tests that a program holds.

mod question;
mod trial;

pub use question::{AskError, Given, Question};
pub use trial::{Failed, Outcome, Trials, run_tests};
