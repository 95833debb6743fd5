//! One clause, in its scope, to statements.
//!
//! A clause that has an error gives no statement and a diagnostic; nothing is
//! left out in silence, for after any error no target is made.

mod actions;
mod arn;
mod assume;
mod constructed;
mod document;
mod expansion;
mod federation;
mod global_services;
mod grant;
mod guardrail;
mod known;
mod line;
mod nothing;
mod pass;
mod principal;
mod request;
mod resource_policy;
mod resources;
mod service_principals;
mod sid;
mod test;
mod trust;
mod values;
mod verbatim;

pub use global_services::GLOBAL;

pub(super) use document::check;
pub(super) use known::Said;
pub(crate) use known::{asked_action, unknown_action};
pub(super) use line::lower_lines;
pub(super) use nothing::NOTHING;
pub(crate) use service_principals::asked_service;
pub(super) use test::lower_tests;

use hashbrown::HashSet;

use super::Here;
use crate::iam::{Conjunction, Effect, Match, PolicyKind, Principal, Version};
use crate::model::Statement;
use crate::source::Span;

/// Where a clause that names no principal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Holder {
    /// An identity policy, boundary or session policy.
    kind: PolicyKind,
    /// Whether it is a role's own policy.
    of_role: bool,
    /// Whether some role has it, be it beside others.
    reaches_role: bool,
}

/// One Allow of an identity policy for each way in which its condition can hold.
fn allowing(
    actions: &Match,
    resources: &Match,
    conditions: Vec<Conjunction>,
    origin: Span,
) -> Vec<Statement> {
    conditions
        .into_iter()
        .map(|condition| Statement {
            sid: None,
            effect: Effect::Allow,
            principals: None,
            actions: actions.clone(),
            resources: Some(resources.clone()),
            condition,
            version: Version::V2012,
            origin,
        })
        .collect()
}

/// Keeps the first of what is the same.
fn without_repeats(texts: &mut Vec<String>, ignoring_case: bool) {
    if texts.len() < 2 {
        return;
    }
    let mut seen = HashSet::with_capacity(texts.len());
    texts.retain(|text| {
        seen.insert(if ignoring_case {
            text.to_ascii_lowercase()
        } else {
            text.clone()
        })
    });
}

fn without_repeated_principals(principals: &mut Vec<Principal>) {
    if principals.len() < 2 {
        return;
    }
    let mut seen = HashSet::with_capacity(principals.len());
    principals.retain(|principal| seen.insert(principal.clone()));
}
