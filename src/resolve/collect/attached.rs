//! `has`: managed policies attached by name or by ARN.

use crate::iam::is_account_number;
use hashbrown::HashSet;

use super::attributes::entity;
use super::declared::{Line, Subject};
use super::policies::Instances;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{self, PolicyId};
use crate::resolve::scope::Scope;
use crate::resolve::world::World;
use crate::syntax::ast::{Attachment, ClauseKind};

/// What is attached to whom.
pub(super) type Taken = HashSet<(Subject, Key)>;

/// What tells attachments apart.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Managed(PolicyId),
    External(String),
}

/// Attaches what a `has` names; other clauses are not about policies.
pub(super) fn take<'a, 's>(
    line: &Line<'a, 's>,
    taken: &mut Taken,
    instances: &mut Instances<'a, 's>,
    world: &mut World<'a, 's>,
    diagnostics: &mut Diagnostics,
) {
    let ClauseKind::Has(attachments) = &line.clause.node.kind else {
        return;
    };
    let scope = &line.clause.scope;
    for attachment in attachments {
        let found = find(
            attachment,
            line.subject,
            scope,
            instances,
            world,
            diagnostics,
        );
        let Some(found) = found else {
            continue;
        };
        // What is attached twice is attached.
        let key = match &found {
            model::Attachment::Managed(policy) => Key::Managed(*policy),
            model::Attachment::External { arn, .. } => Key::External(arn.clone()),
        };
        if taken.insert((line.subject, key))
            && let Some(attached) = attached_mut(line.subject, world)
        {
            attached.push(found);
        }
    }
}

fn find<'a, 's>(
    attachment: &Attachment<'s>,
    subject: Subject,
    scope: &Scope<'s>,
    instances: &mut Instances<'a, 's>,
    world: &mut World<'a, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<model::Attachment> {
    let word = attachment.policy;
    if word.text.starts_with("arn:") {
        return external(attachment, scope, instances, world, diagnostics);
    }
    let account = entity(subject, world)?.account;
    let arguments = attachment.arguments.as_deref();
    instances
        .policy(word, arguments, scope, account, world, diagnostics)
        .map(model::Attachment::Managed)
}

/// A policy by its ARN: one that the program holds, or one whose document is
/// not given.
fn external<'s>(
    attachment: &Attachment<'s>,
    scope: &Scope<'s>,
    instances: &Instances<'_, 's>,
    world: &World<'_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<model::Attachment> {
    let word = attachment.policy;
    let arn = world.text(word, scope, diagnostics)?;
    let Some((account, name)) = policy_arn(&arn) else {
        diagnostics.push(
            Diagnostic::new(
                codes::ARGUMENTS,
                format!("`{arn}` is not the ARN of a managed policy"),
            )
            .at(word.span)
            .hint("it looks like `arn:aws:iam::aws:policy/ReadOnlyAccess` or `arn:aws:iam::111122223333:policy/Name`"),
        );
        return None;
    };
    if attachment.arguments.is_some() {
        diagnostics.push(
            Diagnostic::new(
                codes::ARGUMENTS,
                "a policy given by its ARN takes no arguments",
            )
            .at(attachment.span)
            .hint("leave the parentheses out"),
        );
        return None;
    }
    Some(match own_policy(account, name, instances, world) {
        Some(policy) => model::Attachment::Managed(policy),
        None => model::Attachment::External {
            arn: arn.into_owned(),
            origin: word.span,
        },
    })
}

/// The account and the name, path included, of a managed policy's ARN.
fn policy_arn(arn: &str) -> Option<(&str, &str)> {
    let fields: Vec<&str> = arn.split(':').collect();
    let ["arn", partition, "iam", "", account, resource] = fields.as_slice() else {
        return None;
    };
    let name = resource.strip_prefix("policy/")?;
    let is_account = *account == "aws" || is_account_number(account);
    let is_whole = !name.is_empty() && !name.ends_with('/') && !name.contains(['*', '?', '$']);
    (is_account && is_whole && partition.starts_with("aws")).then_some((account, name))
}

/// The program's policy of an ARN's account and name.
fn own_policy(
    number: &str,
    name: &str,
    instances: &Instances<'_, '_>,
    world: &World<'_, '_>,
) -> Option<PolicyId> {
    let account = world.account_numbered(number)?;
    let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
    instances.named(account, name)
}

fn attached_mut<'w>(
    subject: Subject,
    world: &'w mut World<'_, '_>,
) -> Option<&'w mut Vec<model::Attachment>> {
    let program = &mut world.program;
    match subject {
        Subject::User(id) => program
            .users
            .get_mut(id.index())
            .map(|user| &mut user.attached),
        Subject::Group(id) => program
            .groups
            .get_mut(id.index())
            .map(|group| &mut group.attached),
        Subject::Role(id) => program
            .roles
            .get_mut(id.index())
            .map(|role| &mut role.attached),
        Subject::Policy(_)
        | Subject::Boundary(_)
        | Subject::SessionPolicy(_)
        | Subject::Guardrail(_)
        | Subject::Resource(_)
        | Subject::Unattached => None,
    }
}
