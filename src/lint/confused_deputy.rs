//! A service that can be made to act for a stranger.
//!
//! A service acts for all its customers under one name. Where it takes the ARN
//! of a bucket, topic, key or role from a customer, a stranger can give it
//! yours. `aws:SourceArn` and `aws:SourceAccount` say for whom it acts (IAM
//! User Guide, "The confused deputy problem").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, PolicyKind, Principal, PrincipalMatch};
use crate::model::Statement;

use super::View;
use super::shared::holder::{allows, holders};

/// Services whose manuals ask for the condition in the trust policies of their
/// roles. With others, such as EC2 and Lambda, a role comes to be used only by
/// `iam:PassRole` in its own account, and their manuals ask for nothing.
const ROLES: &[&str] = &[
    "bedrock",
    "config",
    "ecs-tasks",
    "events",
    "firehose",
    "glue",
    "logs",
    "pipes",
    "scheduler",
    "states",
    "transfer",
];

/// What says for whom a service acts.
const SOURCES: &[&str] = &[
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for holder in holders(view.program) {
        for statement in holder.statements.iter().filter(|it| is_open(it)) {
            for service in confusable(holder.kind, statement) {
                let (noun, name) = (holder.noun, holder.name);
                let short = service.strip_suffix(".amazonaws.com").unwrap_or(service);
                diagnostics.push(
                    Diagnostic::new(
                        codes::CONFUSED_DEPUTY,
                        format!("a stranger can have `{service}` use the {noun} `{name}`"),
                    )
                    .at(statement.origin)
                    .hint(format!(
                        "write `service {short} for account NAME`, or `for` the ARN that it acts for"
                    )),
                );
            }
        }
    }
}

fn is_open(statement: &Statement) -> bool {
    let says_for_whom = |atom: &Atom| {
        SOURCES
            .iter()
            .any(|key| key.eq_ignore_ascii_case(&atom.key))
    };
    allows(statement) && !statement.condition.iter().any(says_for_whom)
}

/// The services that a statement names and a stranger can confuse.
fn confusable(kind: PolicyKind, statement: &Statement) -> Vec<&str> {
    let Some(PrincipalMatch::Any(principals)) = &statement.principals else {
        return Vec::new();
    };
    let services = principals.iter().filter_map(|principal| match principal {
        Principal::Service(name) => Some(name.as_str()),
        Principal::Aws(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => None,
    });
    let is_confusable = |service: &&str| match kind {
        PolicyKind::Resource => true,
        PolicyKind::Trust => service
            .split('.')
            .next()
            .is_some_and(|name| ROLES.contains(&name)),
        PolicyKind::Identity
        | PolicyKind::Boundary
        | PolicyKind::Session
        | PolicyKind::ServiceControl
        | PolicyKind::ResourceControl => false,
    };
    services.filter(is_confusable).collect()
}
