//! A condition key that its service does not have.
//!
//! IAM takes any key. One that no request carries makes a grant that never
//! applies, and a deny that never fires or, under a negated operator, always.

use crate::diag::Diagnostics;
use crate::resolve::condition::unknown_service_key;

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            let found = unknown_service_key(&atom.key, view.catalog);
            diagnostics.extend(found.map(|found| found.at(statement.origin)));
        }
    }
}
