//! Requests in the user's words, and the tests that a program holds.

mod case;
mod differing;
mod doubt;
mod question;
mod trial;
mod unread;

pub use case::{CaseAnswer, CaseError, CaseProblem, answer_case};
pub use differing::warn_of_differing_context;
pub use doubt::Doubts;
pub use question::{AskError, Given, Question};
pub use trial::{Failed, Outcome, Trials, run_tests};
pub use unread::warn_of_unread_context;
