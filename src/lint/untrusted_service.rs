//! A role is passed to a service that it does not trust.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Base, Match, Principal, PrincipalMatch};
use crate::model::{Role, Statement};

use super::View;
use super::shared::arn;
use super::shared::cover::covers_action;
use super::shared::holder::{allows, holders};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let roles = arn::roles(view.program);
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let Some(Match::Any(resources)) = &statement.resources else {
            continue;
        };
        let services = passed_to(statement);
        if services.is_empty() {
            continue;
        }
        for role in resources.iter().filter_map(|arn| roles.get(arn)) {
            for service in services.iter().filter(|service| !trusts(role, service)) {
                diagnostics.push(report(statement, role, service));
            }
        }
    }
}

/// The services that a statement lets roles be passed to, where it names them.
fn passed_to(statement: &Statement) -> &[String] {
    let passes = match &statement.actions {
        Match::Any(actions) => actions.iter().any(|it| covers_action("iam:PassRole", it)),
        Match::NoneOf(_) => false,
    };
    let named = statement.condition.iter().find(|atom| {
        atom.operator.base == Base::StringEquals
            && atom.key.eq_ignore_ascii_case("iam:PassedToService")
    });
    named
        .filter(|_| passes && allows(statement))
        .map_or(&[], |atom| &atom.values)
}

fn trusts(role: &Role, service: &str) -> bool {
    let is_service = |principal: &Principal| match principal {
        Principal::Service(name) => name == service,
        Principal::Aws(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => false,
    };
    role.trust.iter().filter(|it| allows(it)).any(|statement| {
        match &statement.principals {
            Some(PrincipalMatch::Any(list)) => list.iter().any(is_service),
            Some(PrincipalMatch::Everyone) => true,
            Some(PrincipalMatch::NoneOf(_)) | None => false,
        }
    })
}

fn report(statement: &Statement, role: &Role, service: &str) -> Diagnostic {
    let name = &role.entity.name;
    let short = service.strip_suffix(".amazonaws.com").unwrap_or(service);
    Diagnostic::new(
        codes::UNTRUSTED_SERVICE,
        format!("the role `{name}` does not trust `{service}`, which it may be passed to"),
    )
    .at(statement.origin)
    .label(role.entity.origin, "the role")
    .hint(format!("write `trusts service {short}` in the role"))
}
