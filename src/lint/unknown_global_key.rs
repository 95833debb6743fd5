//! A condition on a key, or a policy variable of one, that begins as the global
//! ones and is none of them.
//!
//! A slip of the pen: no request has the key, so that a negated operator holds
//! for every one, and a pattern with the variable matches nothing.

use crate::diag::Diagnostics;
use crate::resolve::condition::{is_global, unknown_global_key, unknown_global_variable};

use super::View;
use super::shared::holder::holders;
use super::shared::variable::variables;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let is_unknown = |key: &str| is_global(key) && view.catalog.known_key(key).is_none();
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let compared = statement.condition.iter().map(|atom| atom.key.as_str());
        let compared = compared.filter(|key| is_unknown(key)).map(unknown_global_key);
        let filled_in = variables(statement).filter(|key| is_unknown(key));
        let found = compared.chain(filled_in.map(unknown_global_variable));
        diagnostics.extend(found.map(|found| found.at(statement.origin)));
    }
}
