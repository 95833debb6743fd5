//! What a condition says of a request that is part of a method.

use crate::iam::{Atom, Base, Relation, pattern};

/// What is known of such a request, whoever makes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asking<'a> {
    /// The ARN of whoever asks, where it is one.
    pub(super) principal: Option<&'a str>,
    /// The service that a role is for, in a request that passes or makes one.
    pub(super) service: Option<&'a str>,
    /// The managed policy that is attached, in a request that attaches one.
    pub(super) policy: Option<&'a str>,
}

impl Asking<'_> {
    /// Whether the condition holds; none where whoever asks may see to it.
    pub(super) fn decide(&self, atom: &Atom) -> Option<bool> {
        let key = atom.key.to_ascii_lowercase();
        match key.as_str() {
            "iam:passedtoservice" | "iam:awsservicename" => holds(atom, self.service?),
            "iam:policyarn" => holds(atom, self.policy?),
            "aws:principalarn" => holds(atom, self.principal?),
            // Whoever gets more rights takes care that they are not bounded.
            "iam:permissionsboundary" => Some(atom.holds_without_key()),
            "iam:associatedresourcearn" => limits(atom),
            // What a service of AWS makes for itself lets nobody else in.
            "kms:grantisforawsresource" => holds(atom, "false"),
            "kms:viaservice" => limits(atom),
            _ if key.contains("resourcetag/") => limits(atom),
            _ => None,
        }
    }
}

/// A condition that singles resources out: of those which whoever asks is
/// trusted with.
fn limits(atom: &Atom) -> Option<bool> {
    (!atom.holds_without_key()).then_some(false)
}

/// Whether a value satisfies a condition.
fn holds(atom: &Atom, value: &str) -> Option<bool> {
    let row = atom.operator.base.row();
    if row.base == Base::Null {
        return Some(!atom.holds_without_key());
    }
    if atom.values.iter().any(|it| it.contains("${")) {
        return None;
    }
    let matches: fn(&str, &str) -> bool = match row.relation {
        Relation::Equal => |one, other| one == other,
        Relation::EqualIgnoringCase => str::eq_ignore_ascii_case,
        Relation::Like => pattern::covers,
        Relation::Less
        | Relation::LessOrEqual
        | Relation::Greater
        | Relation::GreaterOrEqual
        | Relation::Within
        | Relation::Absent => return None,
    };
    let is_any = atom.values.iter().any(|it| matches(it, value));
    Some(is_any != row.negated)
}
