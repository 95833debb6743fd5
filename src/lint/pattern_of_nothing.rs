//! A pattern that matches no action of the catalog.

use crate::diag::{Diagnostics, codes};

use super::View;
use super::shared::unknown::report_unknown;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    report_unknown(view, codes::PATTERN_OF_NOTHING, diagnostics);
}
