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
//! A comment or another layout changes none of them. Who may do what is a
//! function of what the program means: a line that moves changes nothing, and
//! one more user adds lines and touches no other. Documents and tree keep the
//! order of the lines, and hold their lists as JSON does.

mod access;
mod failure;
mod program;
mod question;

pub use failure::Failure;
pub use program::Program;
pub use question::Question;
