//! Any service can be given its service-linked role.
//!
//! What such a role may do is the service's affair, so making one lets a service
//! into the account (IAM User Guide, "Using service-linked roles").

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::ways::{Kind, Method, Part, find, grants, labelled, who};

const METHODS: &[Method] = &[grants(
    "the service-linked role of any service",
    &[&[Part::AnyOf(Kind::Role, "iam:CreateServiceLinkedRole")]],
)];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for finding in find(view.program, METHODS, |_| true) {
        let message = format!("{} may let any service into the account, by its service-linked role", who(&finding));
        let found = Diagnostic::new(codes::ANY_SERVICE_LINKED_ROLE, message);
        diagnostics.push(labelled(found, &finding.ways).hint(
            "say which: `when iam:AWSServiceName == \"...\"`, or `on arn:aws:iam::ACCOUNT:role/aws-service-role/SERVICE/*`",
        ));
    }
}
