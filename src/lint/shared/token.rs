//! Trusts of providers of tokens.

use crate::iam::{Principal, PrincipalMatch};
use crate::model::Statement;

/// The OIDC providers that a statement names, as condition keys write them.
pub(in crate::lint) fn oidc_providers(statement: &Statement) -> impl Iterator<Item = &str> {
    federated(statement).filter_map(|name| Some(name.split_once(":oidc-provider/")?.1))
}

/// What a statement names of `Federated`.
pub(in crate::lint) fn federated(statement: &Statement) -> impl Iterator<Item = &str> {
    let principals = match &statement.principals {
        Some(PrincipalMatch::Any(list)) => list.as_slice(),
        Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) | None => &[],
    };
    principals.iter().filter_map(|principal| match principal {
        Principal::Federated(name) => Some(name.as_str()),
        Principal::Aws(_) | Principal::Service(_) | Principal::CanonicalUser(_) => None,
    })
}
