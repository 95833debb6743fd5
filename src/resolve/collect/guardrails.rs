//! What guardrails are attached to.

use crate::diag::Diagnostics;
use crate::model::GuardrailTarget;
use crate::resolve::scope::Scope;
use crate::resolve::world::World;
use crate::syntax::ast::GuardrailTarget as Written;

/// What the `on ...` of a guardrail names, none twice.
pub(super) fn targets<'s>(
    written: &[Written<'s>],
    scope: &Scope<'s>,
    world: &World<'_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<GuardrailTarget>> {
    let mut targets: Vec<GuardrailTarget> = Vec::new();
    let mut all_known = true;
    for target in written {
        let found: Vec<Option<GuardrailTarget>> = match target {
            Written::Organization(_) => vec![Some(GuardrailTarget::Organization)],
            Written::Units(words) => words
                .iter()
                .map(|word| world.unit(*word, scope, diagnostics))
                .map(|unit| unit.map(GuardrailTarget::Unit))
                .collect(),
            Written::Accounts(words) => words
                .iter()
                .map(|word| world.account(*word, scope, diagnostics))
                .map(|account| account.map(GuardrailTarget::Account))
                .collect(),
        };
        for target in found {
            all_known &= target.is_some();
            targets.extend(target.filter(|target| !targets.contains(target)));
        }
    }
    all_known.then_some(targets)
}

/// Whether two pieces name the same targets, in whatever order.
pub(super) fn same_set(left: &[GuardrailTarget], right: &[GuardrailTarget]) -> bool {
    left.len() == right.len() && left.iter().all(|target| right.contains(target))
}
