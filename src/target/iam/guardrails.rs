//! Guardrails and what they are attached to.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::quotas;
use crate::model::{Guardrail, GuardrailKind, GuardrailTarget, Program};

/// Reports targets with more guardrails than AWS attaches.
///
/// AWS's own policy that lets everything pass counts: it stays on every target
/// for resource control policies, and for service control policies on those
/// that have no allow list.
pub(super) fn check_guardrails(program: &Program, diagnostics: &mut Diagnostics) {
    for target in targets(program) {
        for kind in [GuardrailKind::Service, GuardrailKind::Resource] {
            let attached: Vec<&Guardrail> = program
                .guardrails_on(target)
                .filter(|guardrail| guardrail.kind == kind)
                .collect();
            let (most, what, own) = match kind {
                GuardrailKind::Service => (
                    quotas::SERVICE_CONTROL_POLICIES_PER_TARGET,
                    "service control policies",
                    usize::from(program.has_full_access(target)),
                ),
                GuardrailKind::Resource => (
                    quotas::RESOURCE_CONTROL_POLICIES_PER_TARGET,
                    "resource control policies",
                    1,
                ),
            };
            let count = attached.len();
            if let Some(last) = attached.last().filter(|_| count + own > most) {
                let name = target_name(program, target);
                let counted = if own == 0 { "" } else { " with AWS's own" };
                diagnostics.push(
                    Diagnostic::new(
                        codes::TOO_MANY_GUARDRAILS,
                        format!(
                            "`{name}` has {} {what}{counted}, and AWS attaches {most}",
                            count + own
                        ),
                    )
                    .at(last.origin)
                    .hint("join guardrails of one target into one"),
                );
            }
        }
    }
}

/// The targets of all guardrails.
pub(super) fn targets(program: &Program) -> BTreeSet<GuardrailTarget> {
    let all = program.guardrails.iter();
    all.flat_map(|guardrail| guardrail.targets.iter().copied())
        .collect()
}

/// A target as the manifest names it.
pub(super) fn target_name(program: &Program, target: GuardrailTarget) -> String {
    match target {
        GuardrailTarget::Organization => "org".to_owned(),
        GuardrailTarget::Unit(id) => {
            format!("ou/{}", program.unit(id).map_or("", |unit| &unit.name))
        }
        GuardrailTarget::Account(id) => {
            format!(
                "account/{}",
                program.account(id).map_or("", |account| &account.name)
            )
        }
    }
}
