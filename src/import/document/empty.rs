//! Empty lists, which IAM takes and no program has: a statement without any
//! action, resource or principal has no effect, and what a condition without any
//! value comes to hangs on its operator.

use super::{Document, read_document};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::import::json::{JsonKind, Node};

/// Reads a document that becomes part of a program, which has no empty lists.
pub fn read_for_program(document: Node<'_>, kind: PolicyKind) -> (Option<Document>, Diagnostics) {
    let (read, mut found) = read_document(document, kind);
    if read.is_none() {
        return (read, found);
    }
    let statements = document.get("Statement").into_iter();
    for statement in statements.flat_map(Node::one_or_many) {
        for (element, value) in statement.members() {
            check_element(element, value, &mut found);
        }
    }
    (read.filter(|_| !found.has_errors()), found)
}

fn check_element(element: Node<'_>, value: Node<'_>, found: &mut Diagnostics) {
    let name = element.string().unwrap_or_default();
    match name.as_ref() {
        "Condition" => {
            let keys = value.members().flat_map(|(_, keys)| keys.members());
            let without = keys.filter(|(_, values)| is_empty_list(*values));
            found.extend(without.map(|(key, values)| without_value(key, values)));
        }
        "Principal" | "NotPrincipal" => {
            let lists = value.members().map(|(_, list)| list);
            let empty = lists.filter(|list| is_empty_list(*list));
            found.extend(empty.map(|list| without_effect(&name, list)));
        }
        _ if is_empty_list(value) => found.push(without_effect(&name, value)),
        _ => {}
    }
}

fn is_empty_list(node: Node<'_>) -> bool {
    node.kind() == JsonKind::List && node.items().next().is_none()
}

fn without_value(key: Node<'_>, values: Node<'_>) -> Diagnostic {
    let message = format!("the condition on {} has no value", key.spelling());
    Diagnostic::new(codes::CANNOT_KEEP, message)
        .at(values.span())
        .hint("say what the key is compared with, or take the statement away if it was never to apply")
}

fn without_effect(element: &str, list: Node<'_>) -> Diagnostic {
    Diagnostic::new(codes::CANNOT_KEEP, format!("`{element}` is an empty list"))
        .at(list.span())
        .hint("such a statement has no effect: take it away")
}
