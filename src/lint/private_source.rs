//! A private address where AWS sees the public one.
//!
//! `aws:SourceIp` is the address that a request arrives from over the internet,
//! and is missing where it arrives through a VPC endpoint (IAM User Guide, "AWS
//! global condition context keys").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::ValueType;
use crate::resolve::condition::{is_private, parse_address};

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            let compares = atom.operator.base.row().value_type == ValueType::Ip;
            if !compares || !atom.key.eq_ignore_ascii_case("aws:SourceIp") {
                continue;
            }
            let is_private = |value: &&String| {
                parse_address(value).is_some_and(|range| is_private(&range))
            };
            for value in atom.values.iter().filter(is_private) {
                let message = format!("`aws:SourceIp` is never in `{value}`, which is private");
                diagnostics.push(
                    Diagnostic::new(codes::PRIVATE_SOURCE, message)
                        .at(statement.origin)
                        .hint("write the public addresses, or `aws:VpcSourceIp` for what comes through a VPC endpoint"),
                );
            }
        }
    }
}
