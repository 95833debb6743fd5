//! One line each, as compilers have always printed them:
//! `file:line:column: error[ACL0201]: message`.

use super::text;
use crate::diag::Diagnostic;
use crate::source::Sources;

/// One diagnostic on one line; hints are left out.
pub(super) fn diagnostic(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place().map_or_else(String::new, |span| {
        let name = text::message(sources.name(span));
        let position = sources.position(span);
        format!("{name}:{}:{}: ", position.line, position.column)
    });
    let severity = diagnostic.severity.name();
    let message = text::message(&diagnostic.message);
    format!("{place}{severity}[{}]: {message}\n", diagnostic.code)
}
