//! A date that has passed: the line no longer does anything.

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::shared::end::{End, ends};
use super::shared::holder::{allows, holders};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let Some(now) = view.now else { return };
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let Some(End { text, .. }) = ends(statement).find(|end| end.instant <= now) else {
            continue;
        };
        let message = if allows(statement) {
            format!("this grant ended at `{text}`")
        } else {
            format!("this refusal ended at `{text}`: it denies nothing any more")
        };
        diagnostics.push(
            Diagnostic::new(codes::PAST_DATE, message)
                .at(statement.origin)
                .hint("leave it out, or give it a later date"),
        );
    }
}
