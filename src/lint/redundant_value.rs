//! A condition's value that another one of its list takes in.

use crate::diag::{Diagnostics, codes};
use crate::iam::{Base, Relation, ValueType, pattern};
use crate::resolve::condition::parse_address;

use super::View;
use super::shared::holder::holders;
use super::shared::redundant::{redundant, report};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            for (value, by) in redundant(&atom.values, covering(atom.operator.base)) {
                diagnostics.push(report(codes::REDUNDANT_VALUE, statement, value, by));
            }
        }
    }
}

/// Whether all that matches the second value of an operator matches the first.
fn covering(base: Base) -> fn(&str, &str) -> bool {
    let row = base.row();
    match (row.value_type, row.relation) {
        (ValueType::String, Relation::Like) => covers_text,
        (ValueType::Ip, _) => covers_range,
        _ => |one, other| one == other,
    }
}

fn covers_text(wide: &str, narrow: &str) -> bool {
    wide == narrow || (!wide.contains("${") && pattern::covers(wide, narrow))
}

fn covers_range(wide: &str, narrow: &str) -> bool {
    let ranges = parse_address(wide).zip(parse_address(narrow));
    ranges.is_some_and(|(wide, narrow)| wide.contains(&narrow))
}
