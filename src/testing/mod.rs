//! What a program says, as texts to hold in the snapshots of a host project's
//! tests, so that whoever reviews a change sees what it changes.
//!
//! ```no_run
//! use aclc::testing::{Program, Question};
//!
//! // #[test]
//! fn who_may_do_what() -> Result<(), aclc::testing::Failure> {
//!     let program = Program::read(&["access"])?;
//!     let access = program.access(&[
//!         Question::new("s3:GetObject", "arn:aws:s3:::lake/a.csv"),
//!         Question::new("s3:DeleteObject", "arn:aws:s3:::lake/a.csv"),
//!         Question::new("s3:DeleteObject", "arn:aws:s3:::lake/a.csv")
//!             .with("aws:MultiFactorAuthPresent", true),
//!     ])?;
//!     // insta::assert_snapshot!(access);
//!     // insta::assert_snapshot!(program.documents());
//!     // insta::assert_snapshot!(program.tree());
//!     Ok(())
//! }
//! ```
//!
//! The texts are a function of what the program means: a line that moves, a
//! comment or another layout change none of them, and one more user adds lines
//! and touches no other.

mod access;
mod failure;
mod program;
mod question;

pub use failure::Failure;
pub use program::Program;
pub use question::Question;
