//! Any role can be passed to any service.
//!
//! `iam:PassRole` is a right to whatever the roles may do that it takes in (IAM
//! User Guide, "Grant a user permissions to pass a role to an AWS service").

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::ways::{Kind, Method, Part, find, grants, labelled, who};

const METHODS: &[Method] = &[grants(
    "any role, for any service",
    &[&[Part::AnyOf(Kind::Role, "iam:PassRole")]],
)];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for finding in find(view.program, METHODS, |_| true) {
        let message = format!("{} may pass any role to any service", who(&finding));
        let found = Diagnostic::new(codes::PASS_ANY_ROLE, message);
        diagnostics.push(labelled(found, &finding.ways).hint(
            "say which, and to whom: `may pass ROLE to SERVICE`; at the least add `when iam:PassedToService == \"...\"`",
        ));
    }
}
