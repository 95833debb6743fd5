//! A condition on a service's key, beside an action whose requests never carry
//! it (Service Authorization Reference, "Condition keys" of each action and
//! resource type).

use crate::diag::{Diagnostics, codes};

use super::View;
use super::shared::carried::report_uncarried;

/// Keys that AWS adds to the requests of what runs in a service, whatever they
/// are for (IAM User Guide, "AWS global condition context keys").
const OF_SESSIONS: [&str; 10] = [
    "ec2:RoleDelivery",
    "ec2:SourceInstanceArn",
    "lambda:SourceFunctionArn",
    "ssm:SourceInstanceArn",
    "glue:RoleAssumedBy",
    "glue:CredentialIssuingService",
    "identitystore:UserId",
    "identitystore:CredentialId",
    "signin:RequestId",
    "sts:SourceIdentity",
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let is_asked = |key: &str| {
        let prefix = key.split(':').next().unwrap_or_default();
        let is_of_session = OF_SESSIONS.iter().any(|it| it.eq_ignore_ascii_case(key));
        !is_of_session
            && view.catalog.service(prefix).is_some()
            && view.catalog.condition_key(key).is_some()
    };
    report_uncarried(
        view.program,
        &view.known,
        codes::KEY_NOT_CARRIED,
        is_asked,
        diagnostics,
    );
}
