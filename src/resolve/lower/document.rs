//! What is wrong with whole documents, once all their lines are known.

use std::collections::BTreeSet;

use super::line::Lowered;
use super::sid;
use crate::diag::codes::{
    ALLOWS_NOTHING, GUARDRAIL_REACHES_NOBODY, MIXED_GUARDRAILS, NOTHING_BESIDE,
};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::Effect;
use crate::model::{
    Account, AccountId, BoundaryId, Guardrail, GuardrailId, GuardrailKind, GuardrailTarget, Limit,
    PolicyId, Program, SessionPolicyId, Statement, UnitId,
};
use crate::resolve::collect::declared::Subject;
use crate::source::Span;

/// Checks each document of a program, and each target of its guardrails.
/// Nothing is concluded from what an incomplete one does not say.
pub(in crate::resolve) fn check(
    program: &Program,
    lowered: &Lowered,
    diagnostics: &mut Diagnostics,
) {
    for statements in documents(program) {
        sid::check_unique(statements, diagnostics);
    }
    let mut limits = Limits {
        lowered,
        diagnostics,
    };
    for (place, boundary) in program.boundaries.iter().enumerate() {
        let subject = Subject::Boundary(BoundaryId::new(place));
        let what = format!("the boundary `{}`", boundary.entity.name);
        limits.check(subject, &what, &boundary.statements, boundary.entity.origin);
    }
    let is_limit: BTreeSet<Limit> = program.limits().collect();
    for (place, policy) in program.policies.iter().enumerate() {
        let id = PolicyId::new(place);
        let what = format!("the policy `{}`, which is a boundary,", policy.entity.name);
        if is_limit.contains(&Limit::Policy(id)) {
            let subject = Subject::Policy(id);
            limits.check(subject, &what, &policy.statements, policy.entity.origin);
        }
    }
    for (place, policy) in program.session_policies.iter().enumerate() {
        let subject = Subject::SessionPolicy(SessionPolicyId::new(place));
        let what = format!("the session policy `{}`", policy.name);
        limits.check(subject, &what, &policy.statements, policy.origin);
    }
    for (subject, place) in &lowered.nothing {
        if let Subject::Policy(id) = subject
            && let Some(policy) = program.policy(*id)
            && allows(&policy.statements)
        {
            diagnostics.push(says_both(*place));
        }
    }
    check_targets(program, &lowered.incomplete, diagnostics);
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

/// The limits of a program.
struct Limits<'l> {
    lowered: &'l Lowered,
    diagnostics: &'l mut Diagnostics,
}

impl Limits<'_> {
    /// A limit allows only what it names (IAM User Guide, "Permissions
    /// boundaries for IAM entities"), so that one that only denies leaves
    /// nothing. Where that is meant, it is said.
    fn check(&mut self, limit: Subject, what: &str, statements: &[Statement], origin: Span) {
        let said = self.lowered.nothing.iter().find(|(of, _)| *of == limit);
        match (allows(statements), said) {
            (true, None) | (false, Some(_)) => {}
            // Policies are looked at whether they are limits or not.
            (true, Some(_)) if matches!(limit, Subject::Policy(_)) => {}
            (true, Some((_, place))) => self.diagnostics.push(says_both(*place)),
            (false, None) if self.is_unknown(limit, statements) => {}
            (false, None) => self.diagnostics.push(
                Diagnostic::new(
                    ALLOWS_NOTHING,
                    format!("{what} has no `can` line, and so allows nothing at all"),
                )
                .at(origin)
                .hint("where it is only to deny, add `can * on *`; where it is to allow nothing, add `can nothing`"),
            ),
        }
    }

    /// One that is made elsewhere is empty here, which is reported.
    fn is_unknown(&self, limit: Subject, statements: &[Statement]) -> bool {
        self.lowered.incomplete.contains(&limit)
            || statements.is_empty() && self.diagnostics.has_errors()
    }
}

fn says_both(place: Span) -> Diagnostic {
    Diagnostic::new(
        NOTHING_BESIDE,
        "`can nothing` stands beside what is allowed",
    )
    .at(place)
    .hint("leave it out, or take the `can` lines away")
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
