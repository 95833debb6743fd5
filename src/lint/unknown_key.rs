//! A condition key that its service does not have.
//!
//! IAM takes any key. One that no request carries makes a grant that never
//! applies, and a deny that never fires or, under a negated operator, always.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::Statement;
use crate::resolve::condition::{is_global, unknown_service_key};

use super::View;
use super::shared::holder::holders;
use super::shared::variable::variables;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let compared = statement.condition.iter().map(|atom| atom.key.as_str());
        for key in compared.chain(variables(statement)) {
            let found = unknown_service_key(key, view.catalog).or_else(|| of_no_service(view, statement, key));
            diagnostics.extend(found.map(|found| found.at(statement.origin)));
        }
    }
}

/// What is said of a key whose prefix is of no service. The keys of tokens have
/// the name of a host there.
fn of_no_service(view: &View<'_>, statement: &Statement, key: &str) -> Option<Diagnostic> {
    let (prefix, _) = key.split_once(':')?;
    let is_own = view.services.iter().any(|own| own.eq_ignore_ascii_case(prefix));
    // Of a service that is newer than the catalog its actions say enough.
    let mut actions = statement.actions.patterns().iter();
    let is_asked = actions.any(|action| action.split(':').next() == Some(prefix));
    let is_known = is_own
        || is_asked
        || is_global(key)
        || prefix.contains('.')
        || view.catalog.service(prefix).is_some()
        || view.catalog.known_key(key).is_some();
    (!is_known).then(|| {
        let message = format!("no service is known by the prefix of the condition key `{key}`");
        Diagnostic::new(codes::UNKNOWN_KEY, message).hint(format!(
            "a service of your own is named with `--service {prefix}`"
        ))
    })
}
