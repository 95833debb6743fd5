//! A range of addresses that is written by an address in the middle of it.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::ValueType;
use crate::resolve::condition::parse_address;

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let atoms = statement.condition.iter();
        let ranges = atoms.filter(|it| it.operator.base.row().value_type == ValueType::Ip);
        for value in ranges.flat_map(|atom| &atom.values) {
            let Some(range) = parse_address(value).filter(|it| it.addr() != it.network()) else {
                continue;
            };
            let whole = range.trunc();
            diagnostics.push(
                Diagnostic::new(
                    codes::HOST_BITS,
                    format!("`{value}` is the whole range `{whole}`"),
                )
                .at(statement.origin)
                .hint(format!("write `{whole}`, or `{}` for the one address", range.addr())),
            );
        }
    }
}
