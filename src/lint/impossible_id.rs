//! A condition's value that no value of its key looks like: an account without
//! twelve digits, a VPC without its prefix.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, ValueType, is_account_number, is_region, pattern};

use super::View;
use super::shared::holder::holders;

/// A key, what its values look like, and whether a text does.
type Shape = (&'static str, &'static str, fn(&str) -> bool);

const SHAPES: [Shape; 12] = [
    ("aws:SourceVpc", "`vpc-` and hexadecimal digits", |text| {
        is_id("vpc-", text)
    }),
    ("aws:SourceVpce", "`vpce-` and hexadecimal digits", |text| {
        is_id("vpce-", text)
    }),
    ("aws:Ec2InstanceSourceVpc", "`vpc-` and hexadecimal digits", |text| {
        is_id("vpc-", text)
    }),
    ("aws:SourceAccount", "twelve digits", is_account_number),
    ("aws:PrincipalAccount", "twelve digits", is_account_number),
    ("aws:ResourceAccount", "twelve digits", is_account_number),
    ("aws:VpceAccount", "twelve digits", is_account_number),
    ("aws:PrincipalOrgID", "`o-` and 10 to 32 small letters or digits", is_organization),
    ("aws:ResourceOrgID", "`o-` and 10 to 32 small letters or digits", is_organization),
    ("aws:SourceOrgID", "`o-` and 10 to 32 small letters or digits", is_organization),
    ("sts:ExternalId", "2 to 1,224 letters, digits and `+=,.@:/-_`", is_external_id),
    ("aws:RequestedRegion", "the code of a region, as `us-east-1`", is_any_region),
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            for session in sessions_as_principals(atom) {
                diagnostics.push(
                    Diagnostic::new(codes::IMPOSSIBLE_ID, format!("`{}` is never `{session}`", atom.key))
                        .at(statement.origin)
                        .hint("the key of a session is the ARN of its role, as `arn:aws:iam::111122223333:role/Name`"),
                );
            }
            let Some((key, expected, is_one)) = shape(atom) else {
                continue;
            };
            let plain = |value: &&String| !value.contains("${") && !pattern::has_wildcard(value);
            for value in atom.values.iter().filter(plain).filter(|it| !is_one(it)) {
                diagnostics.push(
                    Diagnostic::new(codes::IMPOSSIBLE_ID, format!("`{key}` is never `{value}`"))
                        .at(statement.origin)
                        .hint(format!("its values are {expected}")),
                );
            }
        }
    }
}

/// The ARNs of role sessions among the values of `aws:PrincipalArn`, which "for
/// IAM roles [is] the ARN of the role, not the ARN of the user that assumed the
/// role" (IAM User Guide, "AWS global condition context keys").
fn sessions_as_principals(atom: &Atom) -> impl Iterator<Item = &String> {
    let is_principal = atom.key.eq_ignore_ascii_case("aws:PrincipalArn");
    atom.values.iter().filter(move |value| {
        let resource = value.splitn(6, ':').nth(5);
        is_principal && resource.is_some_and(|it| it.starts_with("assumed-role/"))
    })
}

fn shape(atom: &Atom) -> Option<&'static Shape> {
    let is_text = atom.operator.base.row().value_type == ValueType::String;
    let mut shapes = SHAPES.iter().filter(|_| is_text);
    shapes.find(|(key, ..)| key.eq_ignore_ascii_case(&atom.key))
}

fn is_id(prefix: &str, text: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|id| {
        id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// AWS Organizations API Reference, "Organization".
fn is_organization(text: &str) -> bool {
    text.strip_prefix("o-")
        .is_some_and(|id| {
            let is_well = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            (10..=32).contains(&id.len()) && id.bytes().all(is_well)
        })
}

/// IAM User Guide, "Access to AWS accounts owned by third parties".
fn is_external_id(text: &str) -> bool {
    (2..=1_224).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&byte))
}

/// Global services are asked in a region of their own.
fn is_any_region(text: &str) -> bool {
    text == "aws-global" || is_region(text)
}
