//! A condition on a key that begins as the global ones and is none of them.
//!
//! A slip of the pen: no request has the key, so that a negated operator holds
//! for every one.

use crate::diag::Diagnostics;
use crate::resolve::condition::unknown_global_key;

use super::View;
use super::shared::holder::holders;

const PREFIX: &str = "aws:";

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            let key = &atom.key;
            let is_global = key
                .get(..PREFIX.len())
                .is_some_and(|prefix| prefix.eq_ignore_ascii_case(PREFIX));
            if is_global && view.catalog.known_key(key).is_none() {
                diagnostics.push(unknown_global_key(key).at(statement.origin));
            }
        }
    }
}
