//! A date that passes soon: somebody may be surprised.

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::shared::end::{End, ends};
use super::shared::holder::{allows, holders};

/// How long before is soon.
const DAYS: i64 = 30;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let Some(now) = view.now else { return };
    let soon = now.days_later(DAYS);
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let Some(End { text, instant }) = ends(statement).min_by_key(|end| end.instant) else {
            continue;
        };
        if instant <= now || instant > soon {
            continue;
        }
        let what = if allows(statement) { "grant" } else { "refusal" };
        diagnostics.push(
            Diagnostic::new(
                codes::NEAR_DATE,
                format!("this {what} ends at `{text}`, within {DAYS} days"),
            )
            .at(statement.origin)
            .hint("give it a later date if it is still needed then"),
        );
    }
}
