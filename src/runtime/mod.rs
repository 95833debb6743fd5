//! The evaluator: one request, one decision, with exactly IAM's semantics.
//!
//! A [`TreeBuilder`] makes a [`Tree`] of policies; the tree resolves a
//! principal once and then decides requests without allocating:
//!
//! ```text
//! let alice = tree.principal("user/Alice")?;
//! let request = Request::new(&alice, "s3:GetObject", "arn:aws:s3:::ml-data-lake/a.csv");
//! tree.decide(&request)?.decision()
//! ```
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
