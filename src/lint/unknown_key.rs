//! A condition key that its service does not have.
//!
//! IAM takes any key. One that no request carries makes a grant that never
//! applies, and a deny that never fires or, under a negated operator, always.

use crate::catalog::ConditionKey;
use crate::diag::{Diagnostic, Diagnostics, codes, nearest};
use crate::iam::keys;

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let catalog = view.catalog;
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            let key = &atom.key;
            let prefix = key.split(':').next().unwrap_or_default();
            let Some(service) = catalog.service(prefix) else {
                continue;
            };
            let tag = key.split_once('/').map(|(name, _)| format!("{name}/x"));
            let is_known = |key: &str| keys::find(key).is_some() || catalog.condition_key(key).is_some();
            if is_known(key) || tag.is_some_and(|key| is_known(&key)) {
                continue;
            }
            let message = format!("`{service}` has no condition key `{key}` that is known here");
            let found = Diagnostic::new(codes::UNKNOWN_KEY, message).at(statement.origin);
            let own = service.condition_keys().map(ConditionKey::name);
            let own: Vec<&str> = own.filter(|name| !name.starts_with("aws:")).collect();
            diagnostics.push(match nearest(key, own.iter().copied()) {
                Some(near) => found.hint(format!("did you mean `{near}`?")),
                None if own.is_empty() => found.hint("it has none of its own"),
                None => found.hint("no request carries it, unless it is newer than the catalog"),
            });
        }
    }
}
