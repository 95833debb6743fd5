//! A role for IAM Roles Anywhere that lacks what the service asks for.
//!
//! It sets the tags and the source identity of every session that it makes (IAM
//! Roles Anywhere User Guide, "Trust model").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Principal, PrincipalMatch};
use crate::model::Statement;

use super::View;
use super::shared::cover::meets_action;
use super::shared::holder::allows;

const NEEDED: [&str; 3] = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for role in &view.program.roles {
        let trust = role.trust.iter().filter(|it| allows(it) && is_for_it(it));
        let trust: Vec<&Statement> = trust.collect();
        let Some(first) = trust.first() else {
            continue;
        };
        let is_missing =
            |action: &&&str| !trust.iter().any(|statement| meets_action(statement, action));
        let missing = NEEDED.iter().filter(is_missing);
        let missing: Vec<String> = missing.map(|action| format!("`{action}`")).collect();
        if !missing.is_empty() {
            let name = &role.entity.name;
            let missing = missing.join(" and ");
            diagnostics.push(
                Diagnostic::new(
                    codes::ROLES_ANYWHERE,
                    format!("the role `{name}` does not allow {missing}, which Roles Anywhere needs"),
                )
                .at(first.origin)
                .hint("write `trusts service rolesanywhere with tags with source identity`"),
            );
        }
    }
}

fn is_for_it(statement: &Statement) -> bool {
    let is_it = |principal: &Principal| match principal {
        Principal::Service(name) => name == "rolesanywhere.amazonaws.com",
        Principal::Aws(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => false,
    };
    match &statement.principals {
        Some(PrincipalMatch::Any(list)) => list.iter().any(is_it),
        Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) | None => false,
    }
}
