//! An action that AWS has most likely taken away.

use crate::catalog::Action;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::pattern;

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let names = statement.actions.patterns().iter();
        for name in names.filter(|name| !pattern::has_wildcard(name)) {
            if view.catalog.action(name).is_some_and(Action::is_former) {
                let message = format!("AWS no longer lists `{name}`");
                diagnostics.push(
                    Diagnostic::new(codes::FORMER_ACTION, message)
                        .at(statement.origin)
                        .hint("leave it out if nothing asks for it any more"),
                );
            }
        }
    }
}
