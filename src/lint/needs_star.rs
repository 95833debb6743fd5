//! An action that can be limited to no resource, beside an ARN.
//!
//! A request for it has no resource, and only `*` matches that (Service
//! Authorization Reference: actions without resource types).

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::shared::holder::{allows, holders};
use super::shared::known::{Fit, named_actions};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let Some(types) = view.known.types_of(statement) else {
            continue;
        };
        let patterns = named_actions(statement).iter();
        let idle = patterns.filter(|it| view.known.fit(it, &types) == Fit::NoResources);
        for pattern in idle {
            let verb = if allows(statement) { "allowed" } else { "denied" };
            let message = format!(
                "`{pattern}` is {verb} on nothing: it can be limited to no resource, and matches `*` alone"
            );
            diagnostics.push(
                Diagnostic::new(codes::NEEDS_STAR, message)
                    .at(statement.origin)
                    .hint(format!("give it a line of its own: `{pattern} on *`")),
            );
        }
    }
}
