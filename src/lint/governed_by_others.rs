//! A resource that lets others change who is let in.
//!
//! Who may write the policy of a resource gives themselves all the rest. In the
//! resource's own account that is its administrators' affair; anybody else has
//! the resource.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, Principal, PrincipalMatch};
use crate::model::{Program, ResourcePolicy, Statement};

use super::View;
use super::shared::arn;
use super::shared::cover::covers_action;
use super::shared::holder::allows;
use super::shared::trust::account_of;

/// What writes the policy of a resource, or keeps the account from being asked.
const ACTIONS: &[&str] = &[
    "backup:PutBackupVaultAccessPolicy",
    "codeartifact:PutDomainPermissionsPolicy",
    "codeartifact:PutRepositoryPermissionsPolicy",
    "dynamodb:PutResourcePolicy",
    "ecr:SetRepositoryPolicy",
    "elasticfilesystem:PutFileSystemPolicy",
    "es:UpdateDomainConfig",
    "events:PutPermission",
    "glacier:SetVaultAccessPolicy",
    "glue:PutResourcePolicy",
    "kinesis:PutResourcePolicy",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "lambda:AddPermission",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "s3:PutObjectAcl",
    "secretsmanager:PutResourcePolicy",
    "sns:AddPermission",
    "sns:SetTopicAttributes",
    "sqs:AddPermission",
    "sqs:SetQueueAttributes",
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for resource in &view.program.resources {
        for statement in resource.statements.iter().filter(|it| allows(it)) {
            let governs = ACTIONS.iter().find(|it| is_for(resource, it) && takes(statement, it));
            let whom = stranger(view.program, resource, statement);
            if let (Some(action), Some(whom)) = (governs, whom) {
                let name = &resource.name;
                diagnostics.push(
                    Diagnostic::new(
                        codes::GOVERNED_BY_OTHERS,
                        format!("{whom} may change who is let into `{name}`, by `{action}`"),
                    )
                    .at(statement.origin)
                    .hint("name the actions that they need, such as `s3:GetObject`"),
                );
            }
        }
    }
}

/// Whether an action is one of the service that the resource is of.
fn is_for(resource: &ResourcePolicy, action: &str) -> bool {
    let service = resource.arn.split(':').nth(2);
    action.split(':').next() == service
}

fn takes(statement: &Statement, action: &str) -> bool {
    let covers = |pattern: &String| covers_action(pattern, action);
    match &statement.actions {
        Match::Any(list) => list.iter().any(covers),
        Match::NoneOf(list) => !list.iter().any(covers),
    }
}

/// Somebody whom a statement lets in and who is not of the resource's account.
/// A grant of a key that is for services of AWS is not meant.
fn stranger(program: &Program, resource: &ResourcePolicy, statement: &Statement) -> Option<String> {
    let own = arn::number(program, resource.account);
    let is_for_services = statement
        .condition
        .iter()
        .any(|atom| ["kms:GrantIsForAWSResource", "kms:ViaService"].iter().any(|key| key.eq_ignore_ascii_case(&atom.key)));
    match &statement.principals {
        Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) if !is_for_services => {
            Some("anybody".to_owned())
        }
        Some(PrincipalMatch::Any(list)) if !is_for_services => list.iter().find_map(|principal| match principal {
            Principal::Aws(name) if name == "*" => Some("anybody".to_owned()),
            Principal::Aws(name) => {
                let number = account_of(name).or_else(|| arn::account_number(name))?;
                (own.is_some() && own != Some(number)).then(|| format!("`{name}`"))
            }
            Principal::CanonicalUser(name) => Some(format!("`{name}`")),
            Principal::Service(_) | Principal::Federated(_) => None,
        }),
        _ => None,
    }
}
