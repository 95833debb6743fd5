//! A condition's value that its operator cannot read, so that it matches
//! nothing, or everything where it is negated (IAM User Guide, "IAM JSON policy elements: Condition operators").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::ValueType;
use crate::runtime::{Instant, Network, Number, parse_bool};

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            let (expected, can_read) = reader(atom.operator.base.row().value_type);
            let values = atom.values.iter().filter(|value| !value.contains("${"));
            for value in values.filter(|value| !can_read(value)) {
                let operator = atom.operator;
                let matched = match operator.base.row().negated {
                    true => "everything",
                    false => "nothing",
                };
                let message = format!("`{operator}` matches {matched} by `{value}`");
                diagnostics.push(
                    Diagnostic::new(codes::IMPOSSIBLE_VALUE, message)
                        .at(statement.origin)
                        .hint(format!("it compares {expected}")),
                );
            }
        }
    }
}

/// What operators of a type compare, and whether a text is one.
fn reader(compared: ValueType) -> (&'static str, fn(&str) -> bool) {
    match compared {
        ValueType::String | ValueType::Binary => ("texts", |_| true),
        ValueType::Numeric => ("numbers, as `10` or `2.5`", |text| {
            Number::parse(text).is_some()
        }),
        ValueType::Date => ("dates, as `2026-01-31T12:00:00Z`", |text| {
            Instant::parse(text).is_some()
        }),
        ValueType::Bool | ValueType::Presence => ("`true` and `false`", |text| {
            parse_bool(text).is_some()
        }),
        ValueType::Ip => ("addresses and ranges, as `203.0.113.0/24`", |text| {
            Network::parse(text).is_some()
        }),
        ValueType::Arn => ("ARNs, all six fields of them", is_arn),
    }
}

fn is_arn(text: &str) -> bool {
    // Compared field by field: one `*` stands for no others.
    text.starts_with("arn:") && text.splitn(6, ':').count() == 6
}
