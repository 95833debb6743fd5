//! A trust whose action is not the one by which its principals come in.
//!
//! Users, roles, accounts and services come by `sts:AssumeRole`, tokens of web
//! identity providers by `sts:AssumeRoleWithWebIdentity`, SAML assertions by
//! `sts:AssumeRoleWithSAML` (STS API Reference).

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Principal, PrincipalMatch};
use crate::model::Statement;

use super::View;
use super::shared::cover::meets_action;
use super::shared::holder::allows;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in view.program.roles.iter().flat_map(|role| &role.trust) {
        let Some(PrincipalMatch::Any(principals)) = &statement.principals else {
            continue;
        };
        for principal in principals.iter().filter(|_| allows(statement)) {
            let (name, actions) = way_in(principal);
            if !actions.iter().any(|action| meets_action(statement, action)) {
                diagnostics.push(report(statement, name, actions));
            }
        }
    }
}

/// What a principal is called, and the actions that can be its.
fn way_in(principal: &Principal) -> (&str, &'static [&'static str]) {
    match principal {
        Principal::Federated(name) if name.contains(":saml-provider/") => {
            (name, &["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"])
        }
        Principal::Federated(name) => (
            name,
            &["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"],
        ),
        Principal::Aws(name) | Principal::Service(name) | Principal::CanonicalUser(name) => (
            name,
            &["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"],
        ),
    }
}

fn report(statement: &Statement, name: &str, actions: &[&str]) -> Diagnostic {
    let action = actions.first().copied().unwrap_or_default();
    Diagnostic::new(
        codes::MISMATCHED_TRUST,
        format!("`{name}` does not come in by any action of this trust"),
    )
    .at(statement.origin)
    .hint(format!("its action is `{action}`"))
}
