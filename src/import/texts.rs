use super::document::{Document, read_for_program};
use super::json::{Json, JsonKind, Node, read_json};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::source::Sources;

/// The texts that are read, and what is wrong with them. A document that stands
/// in another as a string is a text of its own, so that a mistake in it is
/// shown where it is.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) sources: Sources,
    pub(super) found: Diagnostics,
}

impl Texts {
    pub(super) fn report(&mut self, problem: Diagnostic) {
        self.found.push(problem);
    }

    /// Reads a text as JSON.
    pub(super) fn json<'t>(&mut self, name: &str, text: &'t str) -> Option<Json<'t>> {
        let id = self.sources.add(name, text);
        read_json(id, text)
            .map_err(|problems| self.found.append(problems))
            .ok()
    }

    /// Reads a text as JSON, and gives its value on.
    pub(super) fn with_json<Read>(
        &mut self,
        name: &str,
        text: &str,
        read: impl FnOnce(&mut Self, Node<'_>) -> Option<Read>,
    ) -> Option<Read> {
        let json = self.json(name, text)?;
        read(self, json.root())
    }

    /// A policy document: an object, or a string that holds one, plain or
    /// URL-encoded (IAM API Reference, "GetAccountAuthorizationDetails":
    /// "Policies returned by this operation are URL-encoded compliant with RFC
    /// 3986"). `what` names it in messages.
    pub(super) fn document(
        &mut self,
        node: Node<'_>,
        kind: PolicyKind,
        what: &str,
    ) -> Option<Document> {
        self.with_document(node, what, |texts, node| texts.plain_document(node, kind))
    }

    /// Reads a document of a kind.
    pub(super) fn plain_document(&mut self, node: Node<'_>, kind: PolicyKind) -> Option<Document> {
        self.found.absorb(read_for_program(node, kind))
    }

    /// Gives on the object that a document is, wherever it stands.
    pub(super) fn with_document<Read>(
        &mut self,
        node: Node<'_>,
        what: &str,
        read: impl FnOnce(&mut Self, Node<'_>) -> Option<Read>,
    ) -> Option<Read> {
        if node.kind() != JsonKind::String {
            return read(self, node);
        }
        let written = node.string()?;
        let text = if written.trim_start().starts_with('{') {
            Some(written.into_owned())
        } else {
            decode(&written)
        };
        let Some(text) = text else {
            self.report(
                Diagnostic::new(
                    codes::DOCUMENT_ENCODING,
                    format!("{what} is neither JSON nor URL-encoded JSON"),
                )
                .at(node.span())
                .hint("write the document itself, as an object"),
            );
            return None;
        };
        let name = self.sources.name(node.span()).to_owned();
        self.with_json(&format!("{name} ({what})"), &text, read)
    }
}

/// The text behind `%7B%22Version%22...`. `None`: no such text.
fn decode(encoded: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    text.trim_start().starts_with('{').then_some(text)
}
