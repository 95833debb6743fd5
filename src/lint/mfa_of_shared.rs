//! MFA asked for in a policy that roles share with users, or in the boundary of
//! a role. Sessions of roles carry none (IAM User Guide, "AWS global condition
//! context keys": `aws:MultiFactorAuthPresent`).
//!
//! In a policy that only roles have, the same is an error.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, Effect};
use crate::model::{Attachment, DocumentId, Limit, Role, Statement};

use super::View;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    // A policy is reported once, with the first role that has it.
    let mut seen = BTreeSet::new();
    for role in &view.program.roles {
        let managed = role.attached.iter().filter_map(|it| match it {
            Attachment::Managed(id) => Some(DocumentId::Policy(*id)),
            Attachment::External { .. } => None,
        });
        let documents = managed.chain(role.boundary.map(Limit::document));
        let statements = documents
            .filter(|document| seen.insert(*document))
            .flat_map(|document| view.program.statements(document));
        for statement in statements {
            if let Some(atom) = statement.condition.iter().find(|it| is_of_mfa(it)) {
                diagnostics.push(report(role, statement, atom));
            }
        }
    }
}

fn is_of_mfa(atom: &Atom) -> bool {
    ["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"]
        .iter()
        .any(|key| atom.key.eq_ignore_ascii_case(key))
}

fn report(role: &Role, statement: &Statement, atom: &Atom) -> Diagnostic {
    let outcome = match (statement.effect, atom.holds_without_key()) {
        (Effect::Allow, true) => "this asks them for none",
        (Effect::Allow, false) => "this never allows them anything",
        (Effect::Deny, true) => "this always denies them",
        (Effect::Deny, false) => "this never denies them anything",
    };
    let name = &role.entity.name;
    Diagnostic::new(
        codes::MFA_OF_SHARED,
        format!("sessions of the role `{name}` carry no MFA: {outcome}"),
    )
    .at(statement.origin)
    .label(role.entity.origin, "the role has this policy, or it is its boundary")
    .hint("give roles a policy of their own, and ask for MFA where they are assumed: `trusts ... when mfa`")
}
