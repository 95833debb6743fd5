//! IAM's own vocabulary, in IAM's own words: what a policy document can hold.
//!
//! Everything here is `no_std`, for the evaluator speaks it too. Where a text
//! is IAM's (a pattern with `*` and `?`, a policy variable `${...}`, a
//! condition value), it is kept as IAM writes it.

mod account;
mod condition;
pub mod keys;
pub mod operators;
pub mod pattern;
mod policy;
mod principal;
pub mod quotas;
mod region;
mod statement;
pub mod token;
mod variable;

pub use account::is_account_number;
pub use condition::{Atom, Conjunction, has_slot_twice};
pub use operators::{Base, Operator, Relation, SetOperator, ValueType};
pub use policy::{PolicyKind, Version};
pub use principal::{Principal, PrincipalMatch, is_deleted_id};
pub use region::is_region;
pub use statement::{Effect, Match};
pub use variable::{Variable, split_variable};
