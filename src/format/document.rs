//! IAM documents in the one layout: two spaces, elements in the order in which
//! AWS writes them, a list of one as its only item.

use std::borrow::Cow;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::import::document::{
    DOCUMENT_ELEMENTS, Document, STATEMENT_ELEMENTS, read_document, recognize,
};
use crate::import::json::{JsonKind, Node, read_json};
use crate::source::{SourceId, Sources};

/// Lays out the IAM document of a source; its kind is recognized where none is
/// given.
///
/// # Errors
/// What is wrong with the document; and a layout that would mean something
/// else, which is a mistake of ours.
pub fn format_document(
    sources: &Sources,
    id: SourceId,
    kind: Option<PolicyKind>,
) -> Result<String, Diagnostics> {
    let text = sources.get(id).map_or("", |source| source.text());
    let json = read_json(id, text)?;
    let kind = kind.unwrap_or_else(|| recognize(json.root()));
    let (before, found) = read_document(json.root(), kind);
    let Some(before) = before else {
        return Err(found);
    };
    let mut page = String::with_capacity(text.len());
    write_elements(&mut page, json.root(), 0);
    page.push('\n');
    let after = read_json(id, &page).map(|json| read_document(json.root(), kind).0);
    match after {
        Ok(Some(after)) if is_same(&before, &after) => Ok(page),
        Ok(_) | Err(_) => {
            let message = "laying out this document would change what it means";
            let mut found = Diagnostics::new();
            found.push(
                Diagnostic::new(codes::FORMAT_REFUSED, message)
                    .at(before.origin)
                    .hint("this is a mistake of the compiler; please report it with the document"),
            );
            Err(found)
        }
    }
}

fn is_same(before: &Document, after: &Document) -> bool {
    let pairs = before.statements.iter().zip(&after.statements);
    before.version == after.version
        && before.id == after.id
        && before.statements.len() == after.statements.len()
        && pairs
            .into_iter()
            .all(|(before, after)| before.sid == after.sid && before.same_meaning(after))
}

/// A document or statement: its elements in AWS's order.
fn write_elements(page: &mut String, object: Node<'_>, depth: usize) {
    let mut members: Vec<(Cow<'_, str>, Node<'_>)> = object
        .members()
        .map(|(key, value)| (key.string().unwrap_or_default(), value))
        .collect();
    let elements = DOCUMENT_ELEMENTS.iter().chain(&STATEMENT_ELEMENTS);
    members.sort_by_key(|(name, _)| elements.clone().position(|element| element == name));
    write_members(
        page,
        members.into_iter(),
        depth,
        |page, name, value| match name {
            "Statement" => write_list(page, value, depth + 1, write_elements),
            "Condition" => write_maps(page, value, depth + 1, 2),
            "Principal" | "NotPrincipal" => write_maps(page, value, depth + 1, 1),
            _ => write_values(page, value, depth + 1),
        },
    );
}

/// Objects in so many levels, and at the end values.
fn write_maps(page: &mut String, value: Node<'_>, depth: usize, levels: usize) {
    if levels == 0 || value.kind() != JsonKind::Object {
        write_values(page, value, depth);
        return;
    }
    let members = value
        .members()
        .map(|(key, value)| (key.string().unwrap_or_default(), value));
    write_members(page, members, depth, |page, _, value| {
        write_maps(page, value, depth + 1, levels - 1);
    });
}

fn write_members<'j>(
    page: &mut String,
    members: impl Iterator<Item = (Cow<'j, str>, Node<'j>)>,
    depth: usize,
    mut write: impl FnMut(&mut String, &str, Node<'j>),
) {
    page.push('{');
    let mut is_empty = true;
    for (name, value) in members {
        begin_line(page, !is_empty, depth + 1);
        write_text(page, &name);
        page.push_str(": ");
        write(page, &name, value);
        is_empty = false;
    }
    if !is_empty {
        begin_line(page, false, depth);
    }
    page.push('}');
}

/// A text, or a list of texts; of one, the text alone. Numbers and booleans mean
/// the text that they are spelled as.
fn write_values(page: &mut String, value: Node<'_>, depth: usize) {
    let mut items = value.one_or_many();
    if let (Some(only), None) = (items.next(), items.next()) {
        write_value(page, only);
        return;
    }
    write_list(page, value, depth, |page, item, _| write_value(page, item));
}

fn write_list(
    page: &mut String,
    list: Node<'_>,
    depth: usize,
    write: impl Fn(&mut String, Node<'_>, usize),
) {
    page.push('[');
    let mut is_empty = true;
    for item in list.one_or_many() {
        begin_line(page, !is_empty, depth + 1);
        write(page, item, depth + 1);
        is_empty = false;
    }
    if !is_empty {
        begin_line(page, false, depth);
    }
    page.push(']');
}

fn write_value(page: &mut String, value: Node<'_>) {
    match value.string() {
        Some(text) => write_text(page, &text),
        None => write_text(page, value.spelling()),
    }
}

fn write_text(page: &mut String, text: &str) {
    // A string is always JSON.
    page.push_str(&serde_json::to_string(text).unwrap_or_default());
}

fn begin_line(page: &mut String, has_before: bool, depth: usize) {
    if has_before {
        page.push(',');
    }
    page.push('\n');
    for _ in 0..depth {
        page.push_str("  ");
    }
}
