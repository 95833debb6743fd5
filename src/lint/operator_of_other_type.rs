//! An operator that compares values of another type than the key has.

use crate::catalog::Catalog;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, ValueType, keys};

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            let compared = atom.operator.base.row().value_type;
            let Some(held) = held(view.catalog, atom, compared) else {
                continue;
            };
            let (operator, key) = (atom.operator, &atom.key);
            let (values, operators) = in_words(held);
            let often = match operator.base.row().negated {
                true => "always",
                false => "never",
            };
            let message =
                format!("`{operator}` {often} matches `{key}`, whose values are {values}");
            diagnostics.push(
                Diagnostic::new(codes::OPERATOR_OF_OTHER_TYPE, message)
                    .at(statement.origin)
                    .hint(format!("compare it with {operators}")),
            );
        }
    }
}

/// What a key holds, if values of the type that is compared never match it.
fn held(catalog: &Catalog, atom: &Atom, compared: ValueType) -> Option<ValueType> {
    let key = &atom.key;
    let held = match keys::find(key) {
        Some(row) if row.holds(compared) => return None,
        Some(row) => row.value_type,
        None => catalog.condition_key(key)?.value_type(),
    };
    let fits = match (held, compared) {
        // Any text can be in a key of text, and everything be compared as text;
        // but that of an address is no range.
        (ValueType::Ip, ValueType::String) => !atom.values.iter().any(|it| it.contains('/')),
        (ValueType::String, _) | (_, ValueType::String | ValueType::Presence) => true,
        (held, compared) => held == compared,
    };
    (!fits).then_some(held)
}

/// The values of a type, and the operators for them.
fn in_words(held: ValueType) -> (&'static str, &'static str) {
    match held {
        ValueType::String | ValueType::Presence => ("texts", "`StringEquals` or `StringLike`"),
        ValueType::Numeric => ("numbers", "`NumericEquals` and its kin"),
        ValueType::Date => ("dates", "`DateLessThan` and its kin"),
        ValueType::Bool => ("`true` and `false`", "`Bool`"),
        ValueType::Binary => ("bytes", "`BinaryEquals`"),
        ValueType::Ip => ("addresses", "`IpAddress` or `NotIpAddress`"),
        ValueType::Arn => ("ARNs", "`ArnLike` or `ArnNotLike`"),
    }
}
