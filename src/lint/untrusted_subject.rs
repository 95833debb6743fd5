//! Someone may assume a role that does not trust them.
//!
//! `may assume` writes both halves; a grant of `sts:AssumeRole` writes one only.

use std::collections::HashMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Match;
use crate::model::{Role, Statement};

use super::View;
use super::shared::arn;
use super::shared::cover::actions_overlap;
use super::shared::holder::{PrincipalHolder, allows, principals};
use super::shared::trust::{callers, lets_in};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let roles = arn::roles(view.program);
    for subject in principals(view.program) {
        let mut found: Option<Vec<String>> = None;
        for statement in subject.own.all_statements(view.program) {
            for role in assumed(statement, &roles) {
                let callers = found.get_or_insert_with(|| callers(view.program, subject));
                let is_trusted = callers
                    .iter()
                    .any(|caller| lets_in(role, "sts:AssumeRole", caller));
                if !callers.is_empty() && !is_trusted {
                    diagnostics.push(report(subject, statement, role));
                }
            }
        }
    }
}

/// The roles of the program that a statement names and lets assume.
fn assumed<'r>(statement: &Statement, roles: &HashMap<String, &'r Role>) -> Vec<&'r Role> {
    let names_assuming = statement.actions.patterns().iter().any(|action| {
        let is_sts = action.len() > 4 && action.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("sts:"));
        is_sts && actions_overlap(action, "sts:AssumeRole")
    });
    match (&statement.actions, &statement.resources) {
        (Match::Any(_), Some(Match::Any(resources))) if allows(statement) && names_assuming => {
            let roles = resources.iter().filter_map(|arn| roles.get(arn));
            roles.copied().collect()
        }
        _ => Vec::new(),
    }
}

fn report(subject: PrincipalHolder<'_>, statement: &Statement, role: &Role) -> Diagnostic {
    let (noun, name, role_name) = (subject.own.noun, subject.own.name, &role.entity.name);
    Diagnostic::new(
        codes::UNTRUSTED_SUBJECT,
        format!("the {noun} `{name}` may assume `{role_name}`, which does not trust it"),
    )
    .at(statement.origin)
    .label(role.entity.origin, "the role")
    .hint(format!(
        "`{noun} {name} may assume {role_name}` writes both halves"
    ))
}
