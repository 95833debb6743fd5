//! A principal that another one of its list takes in.

use crate::diag::{Diagnostics, codes};
use crate::iam::{Principal, PrincipalMatch};

use super::View;
use super::shared::holder::holders;
use super::shared::redundant::{redundant, report};
use super::shared::trust::account_of;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let principals = match &statement.principals {
            Some(PrincipalMatch::Any(list) | PrincipalMatch::NoneOf(list)) => list.as_slice(),
            Some(PrincipalMatch::Everyone) | None => &[],
        };
        let names: Vec<String> = principals.iter().map(name).collect();
        for (principal, by) in redundant(&names, covers) {
            diagnostics.push(report(codes::REDUNDANT_PRINCIPAL, statement, principal, by));
        }
    }
}

fn name(principal: &Principal) -> String {
    match principal {
        Principal::Aws(name)
        | Principal::Service(name)
        | Principal::Federated(name)
        | Principal::CanonicalUser(name) => name.clone(),
    }
}

/// The number of an account and the ARN of its root are one principal. The
/// account does not take in its users: it only delegates to their policies.
fn covers(wide: &str, narrow: &str) -> bool {
    let is_same_account = account_of(wide).is_some() && account_of(wide) == account_of(narrow);
    wide == narrow || is_same_account
}
