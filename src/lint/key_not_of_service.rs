//! A caller is let in if its request carries what such requests do not.
//!
//! A service principal is of no account and no organization, and has no name, no
//! tags and no MFA; a role's session, and who signs in with an identity provider,
//! has no user name and no MFA (IAM User Guide, "AWS global condition context
//! keys"). So the statement never applies. For whom a service acts is in
//! `aws:SourceAccount`, `aws:SourceArn` and `aws:SourceOrgID`.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, Principal, PrincipalMatch};
use crate::model::Statement;

use super::View;
use super::shared::holder::{allows, holders};

/// What some requests do not carry, and what to do instead.
type Absent = &'static [(&'static str, &'static str)];

const OF_SERVICES: Absent = &[
    ("aws:PrincipalOrgID", FOR_WHOM_IN_ORG),
    ("aws:PrincipalOrgPaths", "say for whom the service acts: `aws:SourceOrgPaths`"),
    ("aws:PrincipalAccount", FOR_WHOM),
    ("aws:PrincipalArn", "say for whom the service acts: `service NAME for arn:...`"),
    ("aws:PrincipalTag/", FOR_WHOM),
    ("aws:username", FOR_WHOM),
    ("aws:MultiFactorAuthPresent", FOR_WHOM),
    ("aws:MultiFactorAuthAge", FOR_WHOM),
];

const FOR_WHOM: &str = "say for whom the service acts: `service NAME for account ...`";
const FOR_WHOM_IN_ORG: &str = "say for whom the service acts: `source in org ...`";

const OF_SESSIONS: Absent = &[
    ("aws:username", "only a user has a name; let in the users who are meant"),
    ("aws:MultiFactorAuthPresent", MFA_OF_USERS),
    ("aws:MultiFactorAuthAge", MFA_OF_USERS),
];

const MFA_OF_USERS: &str = "only a user's own requests carry MFA; ask for it where users come in";

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for holder in holders(view.program) {
        for statement in holder.statements.iter().filter(|it| allows(it)) {
            let Some((callers, keys)) = callers(statement) else {
                continue;
            };
            let absent = statement.condition.iter().find_map(|it| absent(it, keys));
            if let Some((key, hint)) = absent {
                let message =
                    format!("requests of {callers} carry no `{key}`, so this lets them in never");
                let found = Diagnostic::new(codes::KEY_NOT_OF_SERVICE, message);
                diagnostics.push(found.at(statement.origin).hint(hint));
            }
        }
    }
}

/// The key of a condition that no request without these keys meets.
fn absent(atom: &Atom, keys: Absent) -> Option<(&str, &'static str)> {
    let is_key = |key: &str| match key.strip_suffix('/') {
        Some(_) => atom
            .key
            .get(..key.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(key)),
        None => atom.key.eq_ignore_ascii_case(key),
    };
    let (_, instead) = keys.iter().find(|(key, _)| is_key(key))?;
    (!atom.holds_without_key()).then_some((atom.key.as_str(), *instead))
}

/// Whom a statement names, where all are of one kind, and what their requests
/// do not carry.
fn callers(statement: &Statement) -> Option<(&'static str, Absent)> {
    let list = match &statement.principals {
        Some(PrincipalMatch::Any(list)) if !list.is_empty() => list,
        Some(PrincipalMatch::Any(_) | PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_))
        | None => return None,
    };
    let all = |is_one: fn(&Principal) -> bool| list.iter().all(is_one);
    if all(|it| matches!(it, Principal::Service(_))) {
        Some(("services", OF_SERVICES))
    } else if all(|it| matches!(it, Principal::Federated(_))) {
        Some(("identity providers", OF_SESSIONS))
    } else if all(|it| matches!(it, Principal::Aws(name) if name.contains(":role/"))) {
        Some(("roles", OF_SESSIONS))
    } else {
        None
    }
}
