//! The reference interpreter: AWS IAM's evaluation logic over plain IAM JSON documents.
//!
//! It is the yardstick for the compiler's decision tree, so it is small, slow and shares no code with the crate: it is
//! written from AWS's manuals alone, one idea a file, in the order in which a request meets them.
//!
//! | file | idea | AWS manual (IAM User Guide unless said otherwise) |
//! | --- | --- | --- |
//! | `json` | JSON without repeated keys, numbers as they were spelled | Grammar of the IAM JSON policy language |
//! | `case` | a case: the policies that play a part, and the request | |
//! | `document` | a policy document, read strictly for its kind | Grammar; IAM JSON policy elements reference |
//! | `principal` | who calls, whom a statement names | Principal; NotPrincipal |
//! | `pattern` | wildcards, policy variables | Resource; Variables and tags |
//! | `resource` | resource ARNs against patterns | Resource; IAM ARNs |
//! | `operator` | the names of condition operators | Condition operators |
//! | `condition` | missing keys, lists, negation, sets | Conditions with multiple context keys or values |
//! | `number`, `date`, `address`, `binary` | typed values | Condition operators |
//! | `evaluate` | many policies, one decision | Policy evaluation logic; Cross-account evaluation; Permissions boundaries |
//! | `table` | the cases of `tests/cases/iam`, for every engine | |
//!
//! Where AWS leaves a question open, the comment says "open" and which reading this project takes.

mod address;
mod binary;
mod case;
mod condition;
mod date;
mod document;
mod evaluate;
pub(crate) mod json;
mod number;
mod operator;
mod pattern;
mod principal;
mod resource;
mod strictness;
pub(crate) mod table;

pub(crate) use case::{Case, Policies, Request};
pub(crate) use document::{Document, Kind};
pub(crate) use evaluate::{Decision, decide};

/// Decides one case written as a line of `aclc simulate`; the error says why the case is not one.
pub(crate) fn decide_line(line: &str) -> Result<Decision, String> {
    Ok(decide(&Case::parse(line)?))
}
