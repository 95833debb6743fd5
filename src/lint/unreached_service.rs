//! A resource guardrail on a service whose resources it may not reach.
//!
//! AWS Organizations User Guide, "Resource control policies": they apply to
//! the resources of some services only. The list grows, so a service that is
//! not in ours is a warning.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::GuardrailKind;

use super::View;

const REACHED: [&str; 7] = [
    "aoss",
    "ecr",
    "kms",
    "s3",
    "secretsmanager",
    "sqs",
    "sts",
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let guardrails = view.program.guardrails.iter();
    let on_resources = guardrails.filter(|it| it.kind == GuardrailKind::Resource);
    for statement in on_resources.flat_map(|it| &it.statements) {
        let actions = statement.actions.patterns().iter();
        let services = actions.filter_map(|action| action.split_once(':'));
        let unreached = services
            .map(|(service, _)| service)
            .find(|service| !REACHED.contains(service));
        if let Some(service) = unreached {
            diagnostics.push(
                Diagnostic::new(
                    codes::UNREACHED_SERVICE,
                    format!("a resource guardrail may not reach the resources of `{service}`"),
                )
                .at(statement.origin)
                .hint(format!(
                    "known to be reached are `{}`; for others write a `guardrail`, which limits \
                     who asks; if AWS has added the service, say so above the line: \
                     `# aclc: allow ACL0817 REASON`",
                    REACHED.join("`, `")
                )),
            );
        }
    }
}
