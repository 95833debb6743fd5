//! A set operator on the audience of a token.
//!
//! Most providers send one audience, and then the operator has no place; where
//! they send several, it is needed (IAM User Guide, "Single-valued vs.
//! multivalued context keys").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Atom;

use super::View;
use super::shared::holder::allows;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for role in &view.program.roles {
        for statement in role.trust.iter().filter(|it| allows(it)) {
            let is_list = |atom: &&Atom| {
                atom.operator.set.is_some() && atom.key.to_ascii_lowercase().ends_with(":aud")
            };
            if let Some(atom) = statement.condition.iter().find(is_list) {
                let key = &atom.key;
                diagnostics.push(
                    Diagnostic::new(
                        codes::AUDIENCE_AS_LIST,
                        format!("`{key}` is asked as a list, and most providers send one audience"),
                    )
                    .at(statement.origin)
                    .hint("look into a token: where `aud` is a text, leave the set operator out"),
                );
            }
        }
    }
}
