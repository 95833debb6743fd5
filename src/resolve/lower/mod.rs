//! One clause, in its scope, to statements.
//!
//! A clause that has an error gives no statement and a diagnostic; nothing is
//! left out in silence, for after any error no target is made.

mod actions;
mod arn;
mod assume;
mod context;
mod document;
mod federation;
mod global_services;
mod grant;
mod guardrail;
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

pub(super) use assume::{Halves, Subject};
pub(super) use document::check;
pub(super) use resource_policy::Target;

use hashbrown::HashSet;

use super::Here;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{PolicyKind, Principal};
use crate::model::{self, GuardrailKind, Statement};
use crate::source::Span;
use crate::syntax::ast::{AssumeClause, Grant, PassClause, Test, TrustClause};

/// Where a clause that names no principal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    /// An identity policy, boundary or session policy.
    pub(super) kind: PolicyKind,
    /// Whether it is a role's own policy.
    pub(super) of_role: bool,
}

/// `can`, `cannot` in the policy of a user, group or role, in a managed
/// policy, a boundary or a session policy.
pub(super) fn grant<'s>(
    grant: &Grant<'s>,
    span: Span,
    holder: Holder,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    if let Some(subject) = &grant.subject {
        diagnostics.push(
            Diagnostic::new(
                codes::SUBJECT_NOT_HERE,
                "a principal stands only in a resource, a guardrail or `trusts`",
            )
            .at(principal::span(subject).unwrap_or(grant.verb))
            .hint("leave it out: the line is about what the block declares"),
        );
        return Vec::new();
    }
    let setting = grant::Setting {
        kind: holder.kind,
        of_role: holder.of_role,
        principals: None,
        required: Vec::new(),
    };
    grant::lower(grant, span, setting, here, diagnostics)
}

/// `can`, `cannot` in the policy of a resource.
pub(super) fn resource_line<'s>(
    grant: &Grant<'s>,
    span: Span,
    target: &Target,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    resource_policy::lower(grant, span, target, here, diagnostics)
}

/// `can`, `cannot` in a guardrail.
pub(super) fn guardrail_line<'s>(
    grant: &Grant<'s>,
    span: Span,
    kind: GuardrailKind,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    guardrail::lower(grant, span, kind, here, diagnostics)
}

/// `may assume`: both halves.
pub(super) fn assume<'s>(
    clause: &AssumeClause<'s>,
    span: Span,
    subject: Subject,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Halves {
    assume::lower(clause, span, subject, here, diagnostics)
}

/// `may pass`
pub(super) fn pass<'s>(
    clause: &PassClause<'s>,
    span: Span,
    holder: Holder,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    pass::lower(clause, span, holder, here, diagnostics)
}

/// `trusts`; the scope's account is the role's.
pub(super) fn trust<'s>(
    clause: &TrustClause<'s>,
    span: Span,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    trust::lower(clause, span, here, diagnostics)
}

/// `test "name" { ... }`
pub(super) fn test<'s>(
    test: &Test<'s>,
    span: Span,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> model::Test {
    test::lower(test, span, here, diagnostics)
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
