//! Everybody in the world is let in: into a resource, or into a role.
//!
//! What limits everybody is what Amazon S3 takes for not public (Amazon S3 User
//! Guide, "The meaning of public"): a condition that holds for the requests of
//! one's own, and that nobody can see to who is not.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, PolicyKind, Principal, PrincipalMatch, Relation};
use crate::model::Statement;

use super::View;
use super::shared::holder::{Holder, allows, holders};

/// What says who asks, or from where. Names and tags are not among it, for
/// everybody gives their own.
const LIMITS: &[&str] = &[
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:userid",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "elasticfilesystem:AccessedViaMountTarget",
    "kms:CallerAccount",
    "lambda:EventSourceToken",
    "lambda:FunctionUrlAuthType",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "sns:Endpoint",
    "sts:ExternalId",
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for holder in holders(view.program).filter(|it| is_open_kind(it.kind)) {
        for statement in holder.statements.iter().filter(|it| lets_all_in(it)) {
            diagnostics.push(report(holder, statement));
        }
    }
}

fn is_open_kind(kind: PolicyKind) -> bool {
    match kind {
        PolicyKind::Resource | PolicyKind::Trust => true,
        PolicyKind::Identity
        | PolicyKind::Boundary
        | PolicyKind::Session
        | PolicyKind::ServiceControl
        | PolicyKind::ResourceControl => false,
    }
}

fn lets_all_in(statement: &Statement) -> bool {
    let is_everyone = match &statement.principals {
        Some(PrincipalMatch::Everyone) => true,
        Some(PrincipalMatch::Any(list)) => list.contains(&Principal::Aws("*".to_owned())),
        Some(PrincipalMatch::NoneOf(_)) | None => false,
    };
    allows(statement) && is_everyone && !statement.condition.iter().any(limits)
}

/// Whether a condition leaves most of the world out.
fn limits(atom: &Atom) -> bool {
    let is_limit = LIMITS.iter().any(|key| key.eq_ignore_ascii_case(&atom.key));
    is_limit && !atom.holds_without_key() && !atom.values.iter().any(|it| is_all(atom, it))
}

/// Whether a value takes in all that can be.
fn is_all(atom: &Atom, value: &str) -> bool {
    let is_kept = |piece: &str| piece.bytes().all(|byte| matches!(byte, b'*' | b'?'));
    match atom.operator.base.row().relation {
        // The account in the ARN tells one's own, or the name of a bucket does.
        Relation::Like if value.starts_with("arn:") => {
            let mut fields = value.splitn(6, ':').skip(4);
            let (account, name) = (fields.next().unwrap_or("*"), fields.next().unwrap_or("*"));
            let is_of_bucket = account.is_empty() && !name.starts_with(['*', '?']);
            (is_kept(account) && !is_of_bucket) || value.contains("${")
        }
        Relation::Like => is_kept(value) || value.contains("${"),
        Relation::Within => is_wide_range(value),
        Relation::Absent => true,
        Relation::Equal
        | Relation::EqualIgnoringCase
        | Relation::Less
        | Relation::LessOrEqual
        | Relation::Greater
        | Relation::GreaterOrEqual => value.contains("${"),
    }
}

/// A range of a size that nobody has to themselves: S3 draws the line at /8, and
/// at /32 for version 6.
fn is_wide_range(range: &str) -> bool {
    let Some((address, length)) = range.split_once('/') else {
        return false;
    };
    let least = if address.contains(':') { 32 } else { 8 };
    length.parse().is_ok_and(|length: u8| length < least)
}

fn report(holder: Holder<'_>, statement: &Statement) -> Diagnostic {
    let name = holder.name;
    let (message, hint) = match holder.kind {
        PolicyKind::Trust => (
            format!("everybody in the world can assume the role `{name}`"),
            "name who is trusted, such as `trusts account NAME`",
        ),
        _ if statement.condition.is_empty() => (
            format!("everybody in the world is let into `{name}`"),
            "name who is meant, or add `when principal in org ...`; where it is meant, say why above the line: \
             `# aclc: allow ACL1244 REASON`",
        ),
        _ => (
            format!("everybody in the world is let into `{name}`, for this condition leaves nobody out"),
            "say whose requests are meant, such as `principal in org ...`, `from ADDRESSES` or `from vpce-...`",
        ),
    };
    Diagnostic::new(codes::PUBLIC_ACCESS, message)
        .at(statement.origin)
        .hint(hint)
}
