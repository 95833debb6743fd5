//! A key with many values without a set operator, and one with one value with
//! it (IAM User Guide, "Single-valued vs. multivalued context keys").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::keys::{self, Arity};
use crate::iam::{Atom, Base};

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            if let Some((message, hint)) = problem(view, atom) {
                diagnostics.push(
                    Diagnostic::new(codes::SET_OPERATOR, message)
                        .at(statement.origin)
                        .hint(hint),
                );
            }
        }
    }
}

fn problem(view: &View<'_>, atom: &Atom) -> Option<(String, &'static str)> {
    let key = &atom.key;
    if atom.operator.base == Base::Null {
        return None;
    }
    // What is said of the keys of the first table under a set operator, other
    // rules say.
    let (is_many, is_listed) = match keys::find(key) {
        Some(row) => (row.arity == Arity::Many, true),
        None => (view.catalog.condition_key(key)?.has_many(), false),
    };
    match (is_many, atom.operator.set) {
        (true, None) => Some((
            format!("`{key}` has many values, and IAM does not say how `{}` compares them", atom.operator),
            "put `ForAnyValue:` before the operator (one of them), or `ForAllValues:` (all of them, or none at all)",
        )),
        (false, Some(set)) if !is_listed => Some((
            format!("`{key}` has one value, and `{}` is for keys with many", set.prefix()),
            "leave the prefix out; a request without the key satisfies `ForAllValues:`",
        )),
        (true, Some(_)) | (false, _) => None,
    }
}
