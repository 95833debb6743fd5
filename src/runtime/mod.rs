//! The evaluator: one request, one decision, with exactly IAM's semantics.
//!
//! A [`Policy`] is a compiled program. It resolves a principal once, and then
//! decides requests without allocating:
//!
//! ```
#![doc = include_str!("example.txt")]
//! let program = "user Alice can s3:GetObject on arn:aws:s3:::lake/*";
//! # let tree = compiled(program)?;
//! # let policy = tree.policy();
//! use aclc::runtime::{Decision, Request};
//!
//! let alice = policy.principal("user/Alice")?;
//! let request = Request::new(&alice, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
//! assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
//! # Ok(())
//! # }
//! ```
//!
//! In the examples `policy` is what `program` compiles to. A service has it by
//! [`include_policy!`](crate::include_policy), or reads an image with
//! [`Policy::from_bytes`]; a [`Tree`] is a policy that owns its image, and a
//! [`TreeBuilder`] makes one without the compiler.
//!
//! The rules are those of the IAM User Guide, above all its page "Policy
//! evaluation logic".

mod action;
mod answer;
mod arena;
pub(crate) mod arn;
mod batch;
mod build;
mod caller;
mod candidate;
mod condition;
mod context;
mod decide;
mod embedded;
mod entity;
mod explain;
pub(crate) mod form;
mod forward;
mod image;
mod index;
mod joined;
mod kin;
mod parties;
mod pattern;
mod plain;
mod principal;
mod request;
mod session;
mod source;
mod spelling;
mod tree;
mod tri;
mod value;
mod view;

pub use answer::{AccountSource, Answer, Decision, Gap, Provenance};
pub use batch::Batch;
pub use build::{
    AccountHandle, AccountSpec, BuildError, BuildErrorKind, EntityHandle, EntitySpec, LevelSpec,
    PolicyHandle, StandInSpec, StatementSpec, TreeBuilder,
};
pub use caller::{Caller, PrincipalError};
pub use decide::DecideError;
pub use embedded::{Account, Principal};
pub use explain::{
    Applied, Behind, Condition, Explanation, Found, Gate, Lack, Mood, Near, Patterns, Refusal,
    Resources, Variable, condition_in_words, negation_in_words,
};
pub use image::{ImageError, Policy, Section, Tree};
pub use request::{ContextEntry, ContextValue, Request};
pub use session::SessionPolicy;
pub use tree::EntityKind;
pub use value::Time;
pub use view::{AccountView, EntityView, LevelView, PolicyView, PrincipalsView, StatementView};

#[cfg(feature = "compiler")]
pub(crate) use context::PLACEHOLDER;
#[cfg(feature = "compiler")]
pub(crate) use value::{Instant, Network, Number, parse_bool};

use tri::Tri;
