//! What reaches a principal beside its own policies.

use crate::model::{AccountId, Group, GuardrailKind, GuardrailTarget, Program, Statement, UnitId};

use super::holder::{Place, PrincipalHolder, allows, attached_statements};

/// The groups that a user is in; none for a group or role.
pub(in crate::lint) fn groups<'p>(
    program: &'p Program,
    principal: PrincipalHolder<'p>,
) -> impl Iterator<Item = &'p Group> {
    let groups = match principal.place {
        Place::User(place) => program.users.get(place).map_or(&[][..], |it| &it.groups),
        Place::Group(_) | Place::Role(_) => &[],
    };
    groups.iter().filter_map(|id| program.group(*id))
}

/// What a group's members are granted and denied by it.
pub(in crate::lint) fn statements_of<'p>(
    program: &'p Program,
    group: &'p Group,
) -> impl Iterator<Item = &'p Statement> {
    let attached = attached_statements(program, &group.attached);
    group.statements.iter().chain(attached)
}

/// The statements of the service control policies that reach an account.
pub(in crate::lint) fn above(
    program: &Program,
    account: AccountId,
) -> impl Iterator<Item = &Statement> {
    levels(program, account)
        .into_iter()
        .flat_map(move |level| on(program, level))
}

/// What each level above an account allows, where it does not allow everything:
/// every one of them must (AWS Organizations User Guide, "SCP evaluation").
pub(in crate::lint) fn allow_lists(program: &Program, account: AccountId) -> Vec<Vec<&Statement>> {
    let lists = levels(program, account).into_iter().map(|level| {
        let allowed = on(program, level).filter(|it| allows(it));
        allowed.collect::<Vec<_>>()
    });
    lists.filter(|list| !list.is_empty()).collect()
}

/// The places at which a service control policy reaches an account.
fn levels(program: &Program, account: AccountId) -> Vec<GuardrailTarget> {
    let is_managed = program
        .organization
        .as_ref()
        .is_some_and(|organization| organization.management != Some(account));
    if !is_managed {
        return Vec::new();
    }
    let unit = program.account(account).and_then(|account| account.unit);
    let units = unit.into_iter().flat_map(|unit| units_above(program, unit));
    let inner = [
        GuardrailTarget::Organization,
        GuardrailTarget::Account(account),
    ];
    inner
        .into_iter()
        .chain(units.map(GuardrailTarget::Unit))
        .collect()
}

/// The statements of the service control policies on one target.
fn on(program: &Program, target: GuardrailTarget) -> impl Iterator<Item = &Statement> {
    program
        .guardrails
        .iter()
        .filter(move |it| it.kind == GuardrailKind::Service && it.targets.contains(&target))
        .flat_map(|guardrail| &guardrail.statements)
}

/// The unit and those that it is in; as many steps as there are units at most.
fn units_above(program: &Program, unit: UnitId) -> impl Iterator<Item = UnitId> {
    std::iter::successors(Some(unit), |unit| program.unit(*unit)?.parent).take(program.units.len())
}
