//! A group with no members: what it grants, nobody has.

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for group in &view.program.groups {
        if group.members.is_empty() {
            let name = &group.entity.name;
            diagnostics.push(
                Diagnostic::new(
                    codes::GROUP_WITHOUT_MEMBERS,
                    format!("the group `{name}` has no members"),
                )
                .at(group.entity.origin)
                .hint(format!("write `group {name}: NAME, NAME`")),
            );
        }
    }
}
