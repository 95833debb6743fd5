//! `*` on `*`: every action on everything, whenever.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::model::Statement;

use super::View;
use super::shared::holder::{allows, holders};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    // In a boundary, session policy or guardrail it limits nothing and grants
    // nothing: there it is what makes room for the denies beside it.
    for holder in holders(view.program).filter(|it| it.kind == PolicyKind::Identity) {
        for statement in holder.statements.iter().filter(|it| is_everything(it)) {
            let (noun, name) = (holder.noun, holder.name);
            diagnostics.push(
                Diagnostic::new(
                    codes::EVERYTHING,
                    format!("the {noun} `{name}` allows every action on everything"),
                )
                .at(statement.origin)
                .hint(
                    "name the services; where this is meant, say why above the line: \
                     `# aclc: allow ACL0805 REASON`",
                ),
            );
        }
    }
}

fn is_everything(statement: &Statement) -> bool {
    allows(statement) && statement.condition.is_empty() && statement.is_about_everything()
}
