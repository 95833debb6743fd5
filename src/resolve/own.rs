//! Services of one's own, whose actions no catalog lists.

use crate::catalog::Catalog;
use crate::diag::{Diagnostic, Diagnostics, codes};

/// What to give for one.
pub(crate) const PREFIX: &str =
    "give what stands before the colon of its actions: `docs` for `docs:ReadPage`";

/// Whether a text can stand before the colon of an action.
pub(crate) fn is_prefix(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether an action or a pattern of some is of a service in a list of prefixes.
pub(crate) fn is_of_service(action: &str, services: &[String]) -> bool {
    let prefix = action.split(':').next().unwrap_or_default();
    let mut services = services.iter();
    services.any(|service| service.eq_ignore_ascii_case(prefix))
}

/// Refuses what cannot be one. What AWS has is AWS's: were its actions taken for
/// one's own, nobody would look up what a line grants there.
pub(crate) fn check_own(services: &[String], catalog: &Catalog) -> Diagnostics {
    let mut found = Diagnostics::new();
    for given in services {
        let wrong = |message: String| Diagnostic::new(codes::OWN_SERVICE, message);
        if !is_prefix(given) {
            found.push(wrong(format!("no service can be called `{given}`")).hint(PREFIX));
        } else if catalog.service(given).is_some() {
            let message = format!("AWS has a service `{given}`, so that it is none of your own");
            let hint = format!("choose another prefix, such as `my-{given}`");
            found.push(wrong(message).hint(hint));
        }
    }
    found
}
