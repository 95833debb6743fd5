//! Reading IAM's JSON documents.

mod diagnostics;
mod hostile;
mod json;
mod managed;

pub(crate) use managed::managed_policies;
mod rows;

use aclc::diag::{Diagnostics, Format, render};
use aclc::iam::PolicyKind;
use aclc::import::document::{Document, read_document};
use aclc::import::json::read_json;
use aclc::source::Sources;

/// Reads a document that stands alone in its text.
pub(crate) fn read(text: &str, kind: PolicyKind) -> Result<Document, String> {
    let mut sources = Sources::new();
    let id = sources.add("policy.json", text);
    let (document, found) = match read_json(id, text) {
        Ok(json) => read_document(json.root(), kind),
        Err(found) => (None, found),
    };
    document.ok_or_else(|| shown(&sources, &found))
}

/// The messages as a terminal shows them.
pub(crate) fn shown(sources: &Sources, found: &Diagnostics) -> String {
    render(Format::Human { color: false }, sources, found)
}
