//! What is wrong with whole documents, once all their lines are known.

use std::collections::BTreeSet;

use super::sid;
use crate::diag::codes::{ALLOWS_NOTHING, GUARDRAIL_REACHES_NOBODY, MIXED_GUARDRAILS};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::Effect;
use crate::model::{
    Account, AccountId, BoundaryId, Guardrail, GuardrailId, GuardrailKind, GuardrailTarget, Limit,
    Program, SessionPolicyId, Statement, UnitId,
};
use crate::resolve::collect::declared::Subject;
use crate::source::Span;

/// Checks each document of a program, and each target of its guardrails.
/// Nothing is concluded from what an incomplete one does not say.
pub(in crate::resolve) fn check(
    program: &Program,
    incomplete: &[Subject],
    diagnostics: &mut Diagnostics,
) {
    for statements in documents(program) {
        sid::check_unique(statements, diagnostics);
    }
    for (place, boundary) in program.boundaries.iter().enumerate() {
        if !incomplete.contains(&Subject::Boundary(BoundaryId::new(place))) {
            let what = format!("the boundary `{}`", boundary.entity.name);
            let origin = boundary.entity.origin;
            allows_something(&what, &boundary.statements, origin, diagnostics);
        }
    }
    let limits: BTreeSet<Limit> = program.limits().collect();
    for limit in limits {
        let Limit::Policy(id) = limit else { continue };
        if let Some(policy) = program.policy(id)
            && !incomplete.contains(&Subject::Policy(id))
        {
            let what = format!("the policy `{}`, which is a boundary,", policy.entity.name);
            let origin = policy.entity.origin;
            allows_something(&what, &policy.statements, origin, diagnostics);
        }
    }
    for (place, policy) in program.session_policies.iter().enumerate() {
        if !incomplete.contains(&Subject::SessionPolicy(SessionPolicyId::new(place))) {
            let what = format!("the session policy `{}`", policy.name);
            allows_something(&what, &policy.statements, policy.origin, diagnostics);
        }
    }
    check_targets(program, incomplete, diagnostics);
}

fn documents(program: &Program) -> impl Iterator<Item = &[Statement]> {
    let users = program.users.iter().map(|user| &user.statements);
    let groups = program.groups.iter().map(|group| &group.statements);
    let roles = program.roles.iter().map(|role| &role.statements);
    let trusts = program.roles.iter().map(|role| &role.trust);
    let policies = program.policies.iter().map(|policy| &policy.statements);
    let boundaries = program
        .boundaries
        .iter()
        .map(|boundary| &boundary.statements);
    let sessions = program
        .session_policies
        .iter()
        .map(|policy| &policy.statements);
    let guardrails = program
        .guardrails
        .iter()
        .map(|guardrail| &guardrail.statements);
    let resources = program
        .resources
        .iter()
        .map(|resource| &resource.statements);
    users
        .chain(groups)
        .chain(roles)
        .chain(trusts)
        .chain(policies)
        .chain(boundaries)
        .chain(sessions)
        .chain(guardrails)
        .chain(resources)
        .map(Vec::as_slice)
}

fn allows(statements: &[Statement]) -> bool {
    statements
        .iter()
        .any(|statement| statement.effect == Effect::Allow)
}

/// A limit allows only what it names (IAM User Guide, "Permissions boundaries
/// for IAM entities"), so that one that only denies leaves nothing.
fn allows_something(
    what: &str,
    statements: &[Statement],
    origin: Span,
    diagnostics: &mut Diagnostics,
) {
    // One that is made elsewhere is empty here, which is reported.
    let is_unknown = statements.is_empty() && diagnostics.has_errors();
    if is_unknown || allows(statements) {
        return;
    }
    diagnostics.push(
        Diagnostic::new(
            ALLOWS_NOTHING,
            format!("{what} has no `can` line, and so allows nothing at all"),
        )
        .at(origin)
        .hint("where it is only to deny, add `can * on *`"),
    );
}

fn check_targets(program: &Program, incomplete: &[Subject], diagnostics: &mut Diagnostics) {
    let management = program
        .organization
        .as_ref()
        .and_then(|organization| organization.management);
    let mut seen: Vec<(GuardrailTarget, &Guardrail)> = Vec::new();
    for (place, guardrail) in program.guardrails.iter().enumerate() {
        let is_whole = !incomplete.contains(&Subject::Guardrail(GuardrailId::new(place)))
            && !guardrail.statements.is_empty();
        for target in &guardrail.targets {
            if let Some(management) = management
                && holds_only(program, *target, management)
            {
                diagnostics.push(reaches_nobody(program, guardrail, *target));
            }
            if guardrail.kind == GuardrailKind::Service && is_whole {
                seen.push((*target, guardrail));
            }
        }
    }
    // A stable sort: the first guardrail of each target stays the first.
    seen.sort_by_key(|(target, _)| *target);
    for of_target in seen.chunk_by(|(one, _), (other, _)| one == other) {
        diagnose_mixture(program, of_target, diagnostics);
    }
}

/// With guardrails that only deny a target keeps full access, which leaves an
/// allow list beside them without effect.
fn diagnose_mixture(
    program: &Program,
    of_target: &[(GuardrailTarget, &Guardrail)],
    diagnostics: &mut Diagnostics,
) {
    let find = |wanted: bool| {
        of_target
            .iter()
            .find(|(_, guardrail)| allows(&guardrail.statements) == wanted)
    };
    let (Some((target, listing)), Some((_, denying))) = (find(true), find(false)) else {
        return;
    };
    diagnostics.push(
        Diagnostic::new(
            MIXED_GUARDRAILS,
            format!(
                "{} has the allow list `{}` and the guardrail `{}` that only denies",
                name(program, *target),
                listing.name,
                denying.name
            ),
        )
        .label(
            listing.origin,
            "this one has a `can` line, so that only what it names is allowed",
        )
        .label(
            denying.origin,
            "this one leaves full access, less what it denies",
        )
        .hint(
            "put the `cannot` lines into the allow list, or attach one of the two to another level",
        ),
    );
}

fn name(program: &Program, target: GuardrailTarget) -> String {
    match target {
        GuardrailTarget::Organization => "the organization".to_owned(),
        GuardrailTarget::Unit(id) => {
            let name = program.unit(id).map_or("", |unit| unit.name.as_str());
            format!("the unit `{name}`")
        }
        GuardrailTarget::Account(id) => {
            let name = program
                .account(id)
                .map_or("", |account| account.name.as_str());
            format!("the account `{name}`")
        }
    }
}

/// Whether of all accounts of the program a target holds this one alone. The
/// organization may have accounts that the program does not name.
fn holds_only(program: &Program, target: GuardrailTarget, only: AccountId) -> bool {
    let unit = match target {
        GuardrailTarget::Organization => return false,
        GuardrailTarget::Account(account) => return account == only,
        GuardrailTarget::Unit(unit) => unit,
    };
    let mut held = program
        .accounts
        .iter()
        .enumerate()
        .filter(|(_, account)| is_in(program, account, unit))
        .map(|(place, _)| AccountId::new(place))
        .peekable();
    held.peek().is_some() && held.all(|account| account == only)
}

fn is_in(program: &Program, account: &Account, unit: UnitId) -> bool {
    let parent = |id: &UnitId| program.unit(*id).and_then(|unit| unit.parent);
    // A unit holds itself in no checked program; the bound ends the walk in any.
    core::iter::successors(account.unit, parent)
        .take(program.units.len())
        .any(|around| around == unit)
}

fn reaches_nobody(program: &Program, guardrail: &Guardrail, target: GuardrailTarget) -> Diagnostic {
    let what = match target {
        GuardrailTarget::Account(_) => "the management account".to_owned(),
        GuardrailTarget::Unit(_) | GuardrailTarget::Organization => {
            format!(
                "{}, which holds the management account alone",
                name(program, target)
            )
        }
    };
    Diagnostic::new(
        GUARDRAIL_REACHES_NOBODY,
        format!(
            "the guardrail `{}` is on {what}: no guardrail reaches that account",
            guardrail.name
        ),
    )
    .at(guardrail.origin)
    .hint("keep people and workloads out of that account")
}
