//! An action of a service that the catalog does not know.

use crate::diag::{Diagnostics, codes};

use super::View;
use super::shared::unknown::report_unknown;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    report_unknown(view, codes::UNKNOWN_PREFIX, diagnostics);
}
