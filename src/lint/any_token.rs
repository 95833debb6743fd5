//! A trust of an OIDC provider that takes every token of it.
//!
//! The audience says whom a token is for, the subject whose it is. Providers
//! that many share must have a subject; for one's own it may be meant.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Principal, PrincipalMatch};
use crate::model::Statement;

use super::View;
use super::shared::holder::allows;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for role in &view.program.roles {
        for statement in role.trust.iter().filter(|it| allows(it)) {
            for provider in providers(statement).filter(|it| !has_subject(statement, it)) {
                let name = &role.entity.name;
                diagnostics.push(
                    Diagnostic::new(
                        codes::ANY_TOKEN,
                        format!("the role `{name}` takes the token of anyone who has one of `{provider}`"),
                    )
                    .at(statement.origin)
                    .hint(format!("add `and {provider}:sub == \"...\"`, or `like` a pattern of it")),
                );
            }
        }
    }
}

/// The OIDC providers that a statement names, as condition keys write them.
fn providers(statement: &Statement) -> impl Iterator<Item = &str> {
    let principals = match &statement.principals {
        Some(PrincipalMatch::Any(list)) => list.as_slice(),
        Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) | None => &[],
    };
    principals.iter().filter_map(|principal| match principal {
        Principal::Federated(name) => Some(name.split_once(":oidc-provider/")?.1),
        Principal::Aws(_) | Principal::Service(_) | Principal::CanonicalUser(_) => None,
    })
}

fn has_subject(statement: &Statement, provider: &str) -> bool {
    statement.condition.iter().any(|atom| {
        let key = atom.key.to_ascii_lowercase();
        let claim = key.strip_prefix(&provider.to_ascii_lowercase());
        claim == Some(":sub") && !atom.operator.if_exists && !atom.operator.base.row().negated
    })
}
