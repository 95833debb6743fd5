//! A condition key that says little without another one beside it.
//!
//! The addresses inside a VPC are everybody's: without the VPC or the endpoint,
//! `aws:VpcSourceIp` holds for any VPC of any account that uses the range (IAM
//! User Guide, "AWS global condition context keys": `aws:VpcSourceIp`).

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Atom;

use super::View;
use super::shared::holder::{allows, holders};

/// A key, and those of which one must stand beside it.
const PAIRS: &[(&str, &[&str], &str)] = &[
    (
        "aws:VpcSourceIp",
        &["aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn"],
        "say which VPC or endpoint the addresses are of: `and from vpc-...`",
    ),
    (
        "aws:Ec2InstanceSourcePrivateIPv4",
        &["aws:Ec2InstanceSourceVpc"],
        "say which VPC the address is of: `and aws:Ec2InstanceSourceVpc == \"vpc-...\"`",
    ),
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for holder in holders(view.program) {
        for statement in holder.statements.iter().filter(|it| allows(it)) {
            let has = |key: &str| {
                let is_key = |atom: &Atom| atom.key.eq_ignore_ascii_case(key);
                statement.condition.iter().any(is_key)
            };
            for (key, others, hint) in PAIRS {
                if has(key) && !others.iter().any(|other| has(other)) {
                    diagnostics.push(
                        Diagnostic::new(
                            codes::UNPAIRED_KEY,
                            format!("`{key}` holds for every network that has these addresses"),
                        )
                        .at(statement.origin)
                        .hint(*hint),
                    );
                }
            }
        }
    }
}
