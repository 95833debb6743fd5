//! What a request can hold for a condition key.

use crate::diag::Diagnostic;
use crate::resolve::condition::Text;
use crate::source::Span;
use crate::syntax::ast::Party;

/// An instant.
pub(super) struct Moment {
    pub(super) written: String,
    pub(super) seconds: i64,
}

pub(super) fn key(text: &str, _span: Span) -> Result<String, Diagnostic> {
    Ok(text.to_owned())
}

pub(super) fn value(_key: &str, text: &Text) -> Result<String, Diagnostic> {
    Ok(text.text.clone())
}

pub(super) fn moment(text: &Text) -> Result<Moment, Diagnostic> {
    Ok(Moment {
        written: text.text.clone(),
        seconds: 0,
    })
}

pub(super) fn tag_prefixes(_party: Party, _action: &str) -> Vec<&'static str> {
    vec!["aws:ResourceTag/"]
}

/// Whether a key holds a list, where that is known.
pub(super) fn is_list(_key: &str) -> Option<bool> {
    None
}
