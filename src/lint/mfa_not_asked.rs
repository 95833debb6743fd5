//! A condition on MFA that requests without any pass by.
//!
//! Requests signed with access keys have no `aws:MultiFactorAuthPresent` at all,
//! neither true nor false (IAM User Guide, "AWS global condition context keys").
//! So `Bool` with `false` does not deny them, and `BoolIfExists` with `true`
//! does allow them.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, Base, Effect};
use crate::model::Statement;

use super::View;
use super::shared::holder::holders;

const KEYS: &[&str] = &["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge"];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for holder in holders(view.program) {
        // Some write two denies, one for each.
        let denies_missing = holder.statements.iter().any(|statement| {
            statement.effect == Effect::Deny && statement.condition.iter().any(|it| is_of_mfa(it) && it.holds_without_key())
        });
        for statement in holder.statements {
            let slips = |atom: &&Atom| is_of_mfa(atom) && slips(statement, atom);
            let Some(atom) = statement.condition.iter().find(slips) else {
                continue;
            };
            match statement.effect {
                Effect::Deny if denies_missing => {}
                Effect::Deny => diagnostics.push(report(
                    statement,
                    format!("this does not deny a request that has no `{}`, such as one with access keys", atom.key),
                    "write `unless mfa`, which is `BoolIfExists` with `false`",
                )),
                Effect::Allow => diagnostics.push(report(
                    statement,
                    format!("this also allows a request that has no `{}`, such as one with access keys", atom.key),
                    "write `when mfa`, which is `Bool` with `true`",
                )),
            }
        }
    }
}

fn is_of_mfa(atom: &Atom) -> bool {
    KEYS.iter().any(|key| atom.key.eq_ignore_ascii_case(key))
}

/// Whether a request without the key passes by a condition.
fn slips(statement: &Statement, atom: &Atom) -> bool {
    // A deny for whoever has used MFA is about those alone.
    let wants_mfa = atom.operator.base == Base::Bool && atom.values.iter().any(|it| it == "true");
    let is_guarded = statement
        .condition
        .iter()
        .any(|other| other.operator.base == Base::Null && other.key.eq_ignore_ascii_case(&atom.key));
    let slips = match statement.effect {
        Effect::Deny => !atom.holds_without_key() && !wants_mfa,
        Effect::Allow => atom.holds_without_key(),
    };
    slips && !is_guarded && atom.operator.base != Base::Null
}

fn report(statement: &Statement, message: String, hint: &str) -> Diagnostic {
    Diagnostic::new(codes::MFA_NOT_ASKED, message)
        .at(statement.origin)
        .hint(hint)
}
