//! Actions that the catalog does not know, wherever they stand: in a document or
//! a verbatim line as well. Of the language's own lines it has been said before.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics, codes};
use crate::lint::View;
use crate::resolve::{is_of_service, unknown_action};

use super::holder::holders;

/// Of so many different unknown actions it is looked up what was meant.
const SEARCHES: usize = 1_000;

/// Reports every unknown action of which a code is said.
pub(in crate::lint) fn report_unknown(view: &View<'_>, code: Code, diagnostics: &mut Diagnostics) {
    let mut said: BTreeMap<&str, Option<Diagnostic>> = BTreeMap::new();
    let mut searches = 0;
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for action in statement.actions.patterns() {
            let found = said.entry(action).or_insert_with(|| {
                if view.catalog.actions_matching(action).next().is_some() {
                    return None;
                }
                if code == codes::UNKNOWN_PREFIX && is_of_service(action, view.services) {
                    return None;
                }
                searches += 1;
                let found = unknown_action(view.catalog, action, searches <= SEARCHES);
                Some(found).filter(|found| found.code == code)
            });
            diagnostics.extend(found.clone().map(|found| found.at(statement.origin)));
        }
    }
}
