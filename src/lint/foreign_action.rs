//! An action of one service in the resource policy of another one's resource.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::shared::known::{Known, named_actions};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for policy in &view.program.resources {
        let service = policy.arn.split(':').nth(2).unwrap_or_default();
        if !view.known.has_arns_like(&policy.arn) {
            continue;
        }
        // Beside ARNs, such an action is one that works on none of them.
        let on_all = policy.statements.iter();
        for statement in on_all.filter(|it| view.known.types_of(it).is_none()) {
            let patterns = named_actions(statement).iter();
            for pattern in patterns.filter(|it| is_foreign(&view.known, service, it)) {
                let message = format!("`{pattern}` is no action on `{}`", policy.arn);
                diagnostics.push(
                    Diagnostic::new(codes::FOREIGN_ACTION, message)
                        .at(statement.origin)
                        .hint(format!("a policy of this resource is asked about actions on `{service}` alone")),
                );
            }
        }
    }
}

/// Whether all that a pattern matches works on resources of other services.
fn is_foreign<'p>(known: &Known<'p>, service: &str, pattern: &'p str) -> bool {
    let actions = known.actions(pattern);
    let services: BTreeSet<&str> = actions
        .iter()
        .flat_map(|action| action.uses())
        .flat_map(|usage| usage.resource_type.formats())
        .filter_map(|format| format.text().split(':').nth(2))
        .collect();
    !services.is_empty() && services.iter().all(|of| *of != service && !of.contains('$'))
}
