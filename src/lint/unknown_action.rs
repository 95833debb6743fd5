//! An action that its service does not have, as far as the catalog knows.

use crate::diag::{Diagnostics, codes};

use super::View;
use super::shared::unknown::report_unknown;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    report_unknown(view, codes::UNKNOWN_ACTION, diagnostics);
}
