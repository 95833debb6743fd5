//! Decides by a policy that is compiled in. It needs no standard library, for a
//! policy that is there from the beginning needs nothing to keep it.
#![no_std]
#![deny(warnings, missing_docs)]

use aclc::runtime::{Caller, DecideError, Decision, Request};

/// Who may do what.
pub mod team {
    aclc::include_policy!("team");
}

/// Whether someone who is in the group of readers, and in no other, may do
/// something with an object.
///
/// # Errors
/// If the policy cannot decide.
pub fn reader_may(action: &str, object: &str) -> Result<bool, DecideError> {
    may(&team::group::READERS.caller(), action, object)
}

/// Whether a caller may do something with an object.
///
/// # Errors
/// If the policy cannot decide.
pub fn may(caller: &Caller<'_>, action: &str, object: &str) -> Result<bool, DecideError> {
    let answer = team::POLICY.decide(&Request::new(caller, action, object))?;
    Ok(answer.decision() == Decision::Allow)
}
