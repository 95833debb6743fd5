//! A service is let in if its request carries what requests of services do not.
//!
//! A service principal is of no account and no organization, and has no name, no
//! tags and no MFA (IAM User Guide, "AWS global condition context keys"), so
//! that the statement never applies. For whom the service acts is in
//! `aws:SourceAccount`, `aws:SourceArn` and `aws:SourceOrgID`.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, Principal, PrincipalMatch};
use crate::model::Statement;

use super::View;
use super::shared::holder::{allows, holders};

/// What requests of services do not carry, and what they may carry instead.
const ABSENT: &[(&str, &str)] = &[
    ("aws:PrincipalOrgID", "`source in org ...`"),
    ("aws:PrincipalOrgPaths", "`aws:SourceOrgPaths`"),
    ("aws:PrincipalAccount", "`service NAME for account ...`"),
    ("aws:PrincipalArn", "`service NAME for arn:...`"),
    ("aws:PrincipalTag/", "`service NAME for account ...`"),
    ("aws:username", "`service NAME for account ...`"),
    ("aws:MultiFactorAuthPresent", "`service NAME for account ...`"),
    ("aws:MultiFactorAuthAge", "`service NAME for account ...`"),
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for holder in holders(view.program) {
        for statement in holder.statements.iter().filter(|it| allows(it)) {
            let absent = statement.condition.iter().find_map(absent);
            if let (Some((key, instead)), true) = (absent, is_for_services(statement)) {
                diagnostics.push(
                    Diagnostic::new(
                        codes::KEY_NOT_OF_SERVICE,
                        format!("requests of a service carry no `{key}`, so this lets it in never"),
                    )
                    .at(statement.origin)
                    .hint(format!("say for whom the service acts: {instead}")),
                );
            }
        }
    }
}

/// The key of a condition that no request of a service meets.
fn absent(atom: &Atom) -> Option<(&str, &'static str)> {
    let is_key = |key: &str| match key.strip_suffix('/') {
        Some(_) => atom
            .key
            .get(..key.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(key)),
        None => atom.key.eq_ignore_ascii_case(key),
    };
    let (_, instead) = ABSENT.iter().find(|(key, _)| is_key(key))?;
    (!atom.holds_without_key()).then_some((atom.key.as_str(), *instead))
}

/// Whether all whom a statement names are services.
fn is_for_services(statement: &Statement) -> bool {
    let is_service = |principal: &Principal| matches!(principal, Principal::Service(_));
    match &statement.principals {
        Some(PrincipalMatch::Any(list)) => !list.is_empty() && list.iter().all(is_service),
        Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) | None => false,
    }
}
