//! An action that can be limited to no resource, beside an ARN.
//!
//! "If there is no value for this column, you must specify all resources to which
//! the policy applies in the Resource element" (Service Authorization Reference,
//! "The actions table"). Some services ask about an ARN all the same, such as
//! that of all buckets, but none says that it always will.

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::shared::holder::{allows, holders};
use super::shared::known::{Fit, named_actions};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    check_tests(view, diagnostics);
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let Some(types) = view.known.types_of(statement) else {
            continue;
        };
        let patterns = named_actions(statement).iter();
        let idle = patterns.filter(|it| view.known.fit(it, &types) == Fit::NoResources);
        for pattern in idle {
            let verb = if allows(statement) { "allowed" } else { "denied" };
            let message = format!(
                "`{pattern}` is {verb} for certain beside `*` alone: AWS names no resource that it works on"
            );
            diagnostics.push(
                Diagnostic::new(codes::NEEDS_STAR, message)
                    .at(statement.origin)
                    .hint(format!("give it a line of its own: `{pattern} on *`")),
            );
        }
    }
}

/// A test that asks about an ARN holds or fails by patterns that AWS would not
/// look at.
fn check_tests(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let cases = view.program.tests.iter().flat_map(|test| &test.cases);
    for case in cases {
        let idle = case.requests.iter().find(|request| {
            request.resource.starts_with("arn:")
                && view.known.fit(&request.action, &view.known.types(&request.resource))
                    == Fit::NoResources
        });
        if let Some(request) = idle {
            let action = &request.action;
            diagnostics.push(
                Diagnostic::new(
                    codes::NEEDS_STAR,
                    format!("`{action}` is asked of `*` for certain: AWS names no resource that it works on"),
                )
                .at(case.origin)
                .hint(format!("write `{action} on *`")),
            );
        }
    }
}
