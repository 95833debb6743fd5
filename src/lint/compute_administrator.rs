//! An administrator that runs somebody's code.
//!
//! Who gets into a function or an instance, by a flaw in what runs there, has the
//! rights of its role (cloudsplaining: "Assumable by compute service").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Principal, PrincipalMatch};
use crate::model::Role;

use super::View;
use super::shared::holder::{allows, attached_statements};

/// Services that run code of their customers.
const COMPUTE: &[&str] = &[
    "batch.amazonaws.com",
    "codebuild.amazonaws.com",
    "ec2.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "eks.amazonaws.com",
    "elasticmapreduce.amazonaws.com",
    "glue.amazonaws.com",
    "lambda.amazonaws.com",
    "pods.eks.amazonaws.com",
    "sagemaker.amazonaws.com",
    "tasks.apprunner.amazonaws.com",
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for role in view.program.roles.iter().filter(|it| it.boundary.is_none()) {
        let attached = attached_statements(view.program, &role.attached);
        let everything = role.statements.iter().chain(attached).find(|it| allows(it) && it.is_about_everything());
        if let (Some(service), Some(grant)) = (compute_service(role), everything) {
            let name = &role.entity.name;
            diagnostics.push(
                Diagnostic::new(
                    codes::COMPUTE_ADMINISTRATOR,
                    format!("what runs as `{name}` in `{service}` is an administrator, and so is whoever gets into it"),
                )
                .at(role.entity.origin)
                .label(grant.origin, "it may do everything by this")
                .hint("give it what its code needs"),
            );
        }
    }
}

fn compute_service(role: &Role) -> Option<&str> {
    let trusts = role.trust.iter().filter(|it| allows(it));
    let principals = trusts.flat_map(|statement| match &statement.principals {
        Some(PrincipalMatch::Any(list)) => list.as_slice(),
        Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) | None => &[],
    });
    let mut services = principals.filter_map(|principal| match principal {
        Principal::Service(name) => Some(name.as_str()),
        Principal::Aws(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => None,
    });
    services.find(|name| COMPUTE.contains(name))
}
