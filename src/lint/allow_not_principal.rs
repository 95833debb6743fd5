//! An Allow for everybody but some.
//!
//! `NotPrincipal` with `Allow` lets everybody else in, also callers without
//! credentials (IAM User Guide, "AWS JSON policy elements: NotPrincipal").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PrincipalMatch;

use super::View;
use super::shared::holder::{allows, holders};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for holder in holders(view.program) {
        for statement in holder.statements.iter().filter(|it| allows(it)) {
            if let Some(PrincipalMatch::NoneOf(_)) = statement.principals {
                let (noun, name) = (holder.noun, holder.name);
                diagnostics.push(
                    Diagnostic::new(
                        codes::ALLOW_NOT_PRINCIPAL,
                        format!("the {noun} `{name}` lets everybody in but those who are listed"),
                    )
                    .at(statement.origin)
                    .hint("let those in who are meant, and deny the others: `everyone except ... cannot`"),
                );
            }
        }
    }
}
