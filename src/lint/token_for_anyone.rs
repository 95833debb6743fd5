//! A trust of a provider that asks no token whom it is for.
//!
//! Without the audience, a token that somebody gave to another application of
//! the same provider opens the role (IAM User Guide, "Creating a role for web
//! identity or OpenID Connect federation").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::token::{WEB, holds_claim};
use crate::model::Statement;

use super::View;
use super::shared::holder::allows;
use super::shared::token::federated;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for role in &view.program.roles {
        for statement in role.trust.iter().filter(|it| allows(it)) {
            for provider in federated(statement) {
                if let Some(key) = missing(statement, provider) {
                    let name = &role.entity.name;
                    diagnostics.push(
                        Diagnostic::new(
                            codes::TOKEN_FOR_ANYONE,
                            format!("the role `{name}` takes tokens that were made for other applications"),
                        )
                        .at(statement.origin)
                        .hint(format!("say whose tokens: `when {key} == \"...\"`")),
                    );
                }
            }
        }
    }
}

/// The key of the audience, where no condition holds it to a value.
fn missing(statement: &Statement, provider: &str) -> Option<String> {
    let host = match provider.split_once(":oidc-provider/") {
        Some((_, host)) => host,
        None => provider,
    };
    let web = WEB.iter().find(|(name, _)| *name == host);
    let claims: &[&str] = match web {
        Some((_, claims)) => claims,
        None if host != provider => &["aud"],
        None => return None,
    };
    let keys: Vec<String> = claims.iter().map(|claim| format!("{host}:{claim}")).collect();
    let is_asked = keys.iter().any(|key| holds_claim(&statement.condition, key));
    keys.into_iter().next().filter(|_| !is_asked)
}
