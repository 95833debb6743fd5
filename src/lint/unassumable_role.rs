//! A role that nobody can assume.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::Role;

use super::View;
use super::shared::cover::meets_action;
use super::shared::holder::allows;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for role in view.program.roles.iter().filter(|role| !is_assumable(role)) {
        let name = &role.entity.name;
        diagnostics.push(
            Diagnostic::new(
                codes::UNASSUMABLE_ROLE,
                format!("nobody can assume the role `{name}`"),
            )
            .at(role.entity.origin)
            .hint(format!(
                "say whom it `trusts`, or write `may assume {name}` for a user, group or role"
            )),
        );
    }
}

fn is_assumable(role: &Role) -> bool {
    role.trust
        .iter()
        .any(|statement| allows(statement) && meets_action(statement, "sts:AssumeRole*"))
}
