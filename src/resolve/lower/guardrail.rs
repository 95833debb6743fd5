//! A line of a guardrail to statements.

use super::{Here, grant, principal};
use crate::diag::codes::{GUARDRAIL_SUBJECT, RESOURCE_GUARDRAIL};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::{Atom, Match, PolicyKind, PrincipalMatch};
use crate::model::{GuardrailKind, Statement};
use crate::source::Span;
use crate::syntax::ast::{Grant, PrincipalPhrase};

/// The statements of a line: none where something is wrong with it, which is
/// then reported.
pub(super) fn lower<'s>(
    grant: &Grant<'s>,
    span: Span,
    kind: GuardrailKind,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    match kind {
        GuardrailKind::Service => on_principals(grant, span, here, diagnostics),
        GuardrailKind::Resource => on_resources(grant, span, here, diagnostics),
    }
}

/// A service control policy has no `Principal`; whom it spares is a condition
/// (AWS Organizations User Guide, "SCP syntax").
fn on_principals<'s>(
    grant: &Grant<'s>,
    span: Span,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    let required = spared(grant, here, diagnostics);
    let setting = grant::Setting {
        kind: PolicyKind::ServiceControl,
        of_role: false,
        reaches_role: false,
        principals: None,
        required: required.clone().unwrap_or_default(),
    };
    let statements = grant::lower(grant, span, &setting, here, diagnostics);
    if required.is_some() {
        statements
    } else {
        Vec::new()
    }
}

fn spared<'s>(
    grant: &Grant<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Atom>> {
    match &grant.subject {
        None => Some(Vec::new()),
        Some(PrincipalPhrase::Everyone { except, .. }) if grant.denies || except.is_empty() => {
            principal::all_but(except, here, diagnostics)
        }
        Some(PrincipalPhrase::Everyone { span, .. }) => {
            diagnostics.push(
                Diagnostic::new(
                    GUARDRAIL_SUBJECT,
                    "a `can` line of a guardrail allows nobody anything, so it spares nobody",
                )
                .at(*span)
                .hint("write `everyone except ... cannot`"),
            );
            None
        }
        Some(other) => {
            diagnostics.push(
                Diagnostic::new(
                    GUARDRAIL_SUBJECT,
                    "a guardrail is about everyone in its accounts",
                )
                .at(principal::span(other).unwrap_or(grant.verb))
                .hint("leave the subject out, or write `everyone except ... cannot`"),
            );
            None
        }
    }
}

/// A resource control policy only denies, is about everyone, and names the
/// actions (AWS Organizations User Guide, "RCP syntax": no `NotAction`, no
/// `Action` of `*` alone).
fn on_resources<'s>(
    grant: &Grant<'s>,
    span: Span,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    let is_well_said = is_anyone_cannot(grant, diagnostics);
    let setting = grant::Setting {
        kind: PolicyKind::ResourceControl,
        of_role: false,
        reaches_role: false,
        principals: Some(PrincipalMatch::Everyone),
        required: Vec::new(),
    };
    let statements = grant::lower(grant, span, &setting, here, diagnostics);
    let wrong = statements
        .first()
        .and_then(|statement| wrong_actions(&statement.actions));
    if let Some((message, hint)) = wrong {
        diagnostics.push(
            Diagnostic::new(RESOURCE_GUARDRAIL, message)
                .at(grant.actions.span)
                .hint(hint),
        );
        return Vec::new();
    }
    if is_well_said { statements } else { Vec::new() }
}

fn is_anyone_cannot(grant: &Grant<'_>, diagnostics: &mut Diagnostics) -> bool {
    let wrong = match &grant.subject {
        Some(PrincipalPhrase::Anyone(_)) if grant.denies => return true,
        Some(PrincipalPhrase::Anyone(_) | PrincipalPhrase::Public(_)) if !grant.denies => {
            Diagnostic::new(
                RESOURCE_GUARDRAIL,
                "a resource guardrail grants nothing: it only denies",
            )
            .at(grant.verb)
            .hint("write `anyone cannot ...`, with `unless` before what is to pass")
        }
        Some(subject) => Diagnostic::new(
            RESOURCE_GUARDRAIL,
            "a resource guardrail is about anyone at all",
        )
        .at(principal::span(subject).unwrap_or(grant.verb))
        .hint("write `anyone cannot ...`, and whom it spares in the condition: `unless aws:PrincipalArn like \"...\"`"),
        None => Diagnostic::new(
            RESOURCE_GUARDRAIL,
            "a line of a resource guardrail begins with `anyone cannot`",
        )
        .at(grant.verb)
        .hint("write `anyone` before it"),
    };
    diagnostics.push(wrong);
    false
}

fn wrong_actions(actions: &Match) -> Option<(&'static str, &'static str)> {
    match actions {
        Match::NoneOf(_) => Some((
            "a resource guardrail cannot say `* except`",
            "name the actions, such as `s3:*, sqs:*`",
        )),
        Match::Any(patterns) if patterns.iter().any(|pattern| pattern == "*") => Some((
            "a resource guardrail cannot say `*` alone",
            "name the services, such as `s3:*, sqs:*`",
        )),
        Match::Any(_) => None,
    }
}
