//! Trusts of providers of tokens.

use crate::iam::token::is_anything;
use crate::iam::{Base, Principal, PrincipalMatch, SetOperator};
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

/// Whether a statement applies only where the token has a claim, and it is one
/// of some values.
pub(in crate::lint) fn holds(statement: &Statement, claim: &str) -> bool {
    statement.condition.iter().any(|atom| {
        let row = atom.operator.base.row();
        atom.key.eq_ignore_ascii_case(claim)
            && !row.negated
            && !atom.operator.if_exists
            && atom.operator.set != Some(SetOperator::ForAllValues)
            && atom.operator.base != Base::Null
            && !atom
                .values
                .iter()
                .any(|value| is_anything(value, row.relation))
    })
}
