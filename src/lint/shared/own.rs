//! Services of one's own.

use crate::lint::View;
use crate::model::Statement;
use crate::resolve::is_of_service;

use super::known::named_actions;

/// Whether all actions of a statement are of services of one's own.
pub(in crate::lint) fn is_own(view: &View<'_>, statement: &Statement) -> bool {
    let patterns = named_actions(statement);
    let mut each = patterns.iter();
    !patterns.is_empty() && each.all(|action| is_own_action(view, action))
}

/// Whether an action is of a service of one's own, which is none of AWS's.
pub(in crate::lint) fn is_own_action(view: &View<'_>, action: &str) -> bool {
    let prefix = action.split(':').next().unwrap_or_default();
    is_of_service(action, view.services) && view.catalog.service(prefix).is_none()
}
