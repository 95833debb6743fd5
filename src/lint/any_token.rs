//! A trust of an OIDC provider that takes every token of it.
//!
//! The audience says whom a token is for, the subject whose it is. Providers
//! that many share must have a subject; for one's own it may be meant.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::token::holds_claim;
use crate::model::Statement;

use super::View;
use super::shared::holder::allows;
use super::shared::token::oidc_providers;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for role in &view.program.roles {
        for statement in role.trust.iter().filter(|it| allows(it)) {
            for provider in oidc_providers(statement).filter(|it| !has_subject(statement, it)) {
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

fn has_subject(statement: &Statement, provider: &str) -> bool {
    holds_claim(&statement.condition, &format!("{provider}:sub"))
}
