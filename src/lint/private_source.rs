//! A private address where AWS sees the public one.
//!
//! `aws:SourceIp` is the address that a request arrives from over the internet,
//! and is missing where it arrives through a VPC endpoint (IAM User Guide, "AWS
//! global condition context keys").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::ValueType;
use crate::resolve::condition::{is_partly_private, is_private, parse_address};

use super::View;
use super::shared::holder::holders;
use super::shared::own::is_own;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let statements = holders(view.program).flat_map(|holder| holder.statements);
    // The caller of a service of one's own may have a private address.
    for statement in statements.filter(|statement| !is_own(view, statement)) {
        for atom in &statement.condition {
            let compares = atom.operator.base.row().value_type == ValueType::Ip;
            if !compares || !atom.key.eq_ignore_ascii_case("aws:SourceIp") {
                continue;
            }
            for value in &atom.values {
                diagnostics.extend(problem(value).map(|found| found.at(statement.origin)));
            }
        }
    }
}

fn problem(value: &str) -> Option<Diagnostic> {
    let range = parse_address(value)?;
    if is_private(&range) {
        let message = format!("`aws:SourceIp` is never in `{value}`, which is private");
        let found = Diagnostic::new(codes::PRIVATE_SOURCE, message);
        return Some(found.hint("write the public addresses, or `aws:VpcSourceIp` for what comes through a VPC endpoint"));
    }
    is_partly_private(&range).then(|| {
        let message = format!(
            "`{value}` has private addresses, which `aws:SourceIp` never is, and others, which are strangers'"
        );
        Diagnostic::new(codes::PRIVATE_SOURCE, message)
            .hint("write your own public addresses: the private ranges are `10.0.0.0/8`, `172.16.0.0/12` and `192.168.0.0/16`")
    })
}
