//! Whom a trust policy lets in.

use crate::iam::{Atom, Base, Principal, PrincipalMatch, is_account_number, pattern};
use crate::model::{Program, Role, Statement};

use super::arn;
use super::cover::meets_action;
use super::holder::{Place, PrincipalHolder, allows};

/// Whether some statement of a role's trust policy can let the ARN in for an
/// action, whatever else it asks.
pub(in crate::lint) fn lets_in(role: &Role, action: &str, caller: &str) -> bool {
    role.trust
        .iter()
        .filter(|statement| allows(statement) && meets_action(statement, action))
        .any(|statement| names(statement, caller) && admits(&statement.condition, caller))
}

/// Whether a statement's principals take in the ARN of a user or role.
pub(in crate::lint) fn names(statement: &Statement, caller: &str) -> bool {
    let takes_in = |principal: &Principal| match principal {
        Principal::Aws(name) => {
            name == "*" || name == caller || account_of(name) == arn::account_number(caller)
        }
        Principal::Service(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => false,
    };
    match &statement.principals {
        Some(PrincipalMatch::Everyone) => true,
        Some(PrincipalMatch::Any(list)) => list.iter().any(takes_in),
        Some(PrincipalMatch::NoneOf(list)) => !list.iter().any(takes_in),
        None => false,
    }
}

/// The number of the account that a principal is, as a whole.
pub(in crate::lint) fn account_of(principal: &str) -> Option<&str> {
    if let Some(arn) = principal.strip_suffix(":root") {
        arn.rsplit(':').next()
    } else {
        is_account_number(principal).then_some(principal)
    }
}

/// Whether conditions on `aws:PrincipalArn` leave the ARN in.
fn admits(condition: &[Atom], caller: &str) -> bool {
    condition
        .iter()
        .filter(|atom| atom.key.eq_ignore_ascii_case("aws:PrincipalArn"))
        .all(|atom| {
            let matches = |wild: bool| {
                atom.values
                    .iter()
                    .any(|value| value == caller || (wild && pattern::overlap(value, caller)))
            };
            let is_one_of = |bases: &[Base]| bases.contains(&atom.operator.base);
            if is_one_of(&[Base::StringEquals]) {
                matches(false)
            } else if is_one_of(&[Base::StringLike, Base::ArnEquals, Base::ArnLike]) {
                matches(true)
            } else {
                // Too odd to say no for certain.
                true
            }
        })
}

/// The ARNs of the users and roles that a subject stands for: those of its
/// members for a group.
pub(in crate::lint) fn callers(program: &Program, subject: PrincipalHolder<'_>) -> Vec<String> {
    match subject.place {
        Place::User(_) => arn::of_entity(program, "user", subject.entity)
            .into_iter()
            .collect(),
        Place::Role(_) => arn::of_entity(program, "role", subject.entity)
            .into_iter()
            .collect(),
        Place::Group(place) => {
            let members = program.groups.get(place).map_or(&[][..], |it| &it.members);
            let users = members.iter().filter_map(|id| program.user(*id));
            users
                .filter_map(|user| arn::of_entity(program, "user", &user.entity))
                .collect()
        }
    }
}
