//! What is known of tokens by which callers from outside are let in.

use super::{Atom, Base, Relation, SetOperator};

/// The providers that IAM knows by themselves, with the keys that hold the
/// audience (IAM User Guide, "IAM and AWS STS condition context keys").
pub const WEB: [(&str, &[&str]); 4] = [
    ("accounts.google.com", &["aud", "oaud"]),
    ("graph.facebook.com", &["app_id"]),
    ("www.amazon.com", &["app_id"]),
    ("cognito-identity.amazonaws.com", &["aud"]),
];

/// Providers whose tokens everybody can have, so that only the subject tells
/// one customer from another (IAM User Guide, "Identity-provider controls for
/// shared OIDC providers").
pub const SHARED: [&str; 11] = [
    "token.actions.githubusercontent.com",
    "vstoken.actions.githubusercontent.com",
    "oidc-configuration.audit-log.githubusercontent.com",
    "gitlab.com",
    "agent.buildkite.com",
    "app.terraform.io",
    "oidc.codefresh.io",
    "proidc.upbound.io",
    "scalr.io",
    "studio.datachain.ai/api",
    "tokens.cloud.shisho.dev",
];

/// Whether a condition holds only where the token has a claim, and it is one of
/// some values.
pub fn holds_claim(condition: &[Atom], claim: &str) -> bool {
    condition.iter().any(|atom| {
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

/// Whether a value leaves open what the claim is: nothing but wildcards, or a
/// policy variable, which the token itself may fill in.
fn is_anything(value: &str, relation: Relation) -> bool {
    let is_filled_in = value.match_indices("${").any(|(start, _)| {
        let inside = value.get(start + 2..).unwrap_or_default();
        !["*}", "?}", "$}"].iter().any(|it| inside.starts_with(it))
    });
    let is_wild = relation == Relation::Like
        && !value.is_empty()
        && value.bytes().all(|byte| matches!(byte, b'*' | b'?'));
    is_filled_in || is_wild
}

/// Whether a pattern for a subject fits those of other owners as well: its first
/// wildcard comes before the owner's name is over.
pub fn is_loose_subject(value: &str) -> bool {
    let Some(wildcard) = value.find(['*', '?']) else {
        return false;
    };
    let fixed = value.get(..wildcard).unwrap_or_default();
    let owner_is_over = fixed
        .split_once(':')
        .and_then(|(_, owner)| owner.find([':', '/']))
        .is_some_and(|end| end > 0);
    !owner_is_over
}
