//! An action whose requests ask for another one, which is not allowed.
//!
//! Creating a function with a role takes `iam:PassRole` besides (Service
//! Authorization Reference, "Dependent actions").

use std::collections::HashMap;

use crate::catalog::Action;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Match;
use crate::model::{Attachment, Program, Statement};

use super::View;
use super::shared::cover::{actions_overlap, covers_action};
use super::shared::holder::{Place, PrincipalHolder, allows, principals};
use super::shared::known::named_actions;

/// As many actions are named in one message.
const NAMED: usize = 4;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let with_grants =
        principals(view.program).filter(|it| it.own.statements.iter().any(allows));
    for principal in with_grants {
        let Some(grants) = grants(view.program, principal) else {
            continue;
        };
        let mut allowed: HashMap<usize, bool> = HashMap::new();
        for grant in principal.own.statements.iter().filter(|it| allows(it)) {
            for pattern in named_actions(grant) {
                let Some(action) = view.known.action(pattern) else {
                    continue;
                };
                let mut missing = action.dependents().collect::<Vec<_>>();
                missing.retain(|needed| {
                    let is_allowed = allowed.entry(needed.index());
                    !*is_allowed.or_insert_with(|| is_granted(&grants, *needed))
                });
                if !missing.is_empty() {
                    diagnostics.push(report(principal, grant, action, &missing));
                }
            }
        }
    }
}

/// All that a principal is allowed; nothing where a part of it is not known.
fn grants<'p>(program: &'p Program, principal: PrincipalHolder<'p>) -> Option<Vec<&'p Statement>> {
    let groups = match principal.place {
        Place::User(place) => program.users.get(place).map_or(&[][..], |it| &it.groups),
        Place::Group(_) | Place::Role(_) => &[],
    };
    let mut grants: Vec<&Statement> = Vec::new();
    let mut attached: Vec<&Attachment> = principal.own.attached.iter().collect();
    grants.extend(principal.own.statements);
    for group in groups.iter().filter_map(|id| program.group(*id)) {
        grants.extend(&group.statements);
        attached.extend(&group.attached);
    }
    for attachment in attached {
        match attachment {
            Attachment::Managed(id) => grants.extend(&program.policy(*id)?.statements),
            Attachment::External { .. } => return None,
        }
    }
    grants.retain(|statement| allows(statement));
    Some(grants)
}

fn is_granted(grants: &[&Statement], action: Action<'_>) -> bool {
    let name = action.to_string();
    grants.iter().any(|grant| match &grant.actions {
        Match::Any(patterns) => patterns.iter().any(|it| actions_overlap(it, &name)),
        Match::NoneOf(patterns) => !patterns.iter().any(|it| covers_action(it, &name)),
    })
}

fn report(
    principal: PrincipalHolder<'_>,
    grant: &Statement,
    action: Action<'_>,
    missing: &[Action<'_>],
) -> Diagnostic {
    let names: Vec<String> = missing.iter().take(NAMED).map(Action::to_string).collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let (noun, name) = (principal.own.noun, principal.own.name);
    let message = format!(
        "`{action}` can need {} besides, which the {noun} `{name}` is not allowed",
        quoted.join(", ")
    );
    let service = action.service();
    let hint = if names.iter().any(|name| name == "iam:PassRole") {
        format!("where a role is given to the service, add `may pass ROLE to {service}`")
    } else {
        format!("where requests use it, add `can {} on ...`", names.join(", "))
    };
    Diagnostic::new(codes::MISSING_DEPENDENT, message)
        .at(grant.origin)
        .hint(hint)
}
