//! Every action of a service on everything, also those that are still to come.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, PolicyKind};
use crate::model::Statement;

use super::View;
use super::shared::holder::{allows, holders};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for holder in holders(view.program).filter(|it| it.kind == PolicyKind::Identity) {
        for statement in holder.statements.iter().filter(|it| allows(it)) {
            let services = services(statement);
            if services.is_empty() {
                continue;
            }
            let (noun, name) = (holder.noun, holder.name);
            diagnostics.push(
                Diagnostic::new(
                    codes::SERVICE_WILDCARD,
                    format!(
                        "the {noun} `{name}` allows every action of {} on everything, also what is still to come",
                        services.join(", ")
                    ),
                )
                .at(statement.origin)
                .hint("name the actions, or say on what"),
            );
        }
    }
}

/// The services of which a statement allows all actions on everything.
fn services(statement: &Statement) -> Vec<String> {
    let is_everything = match &statement.resources {
        Some(Match::Any(list)) => list.iter().any(|pattern| pattern == "*"),
        Some(Match::NoneOf(_)) | None => false,
    };
    let actions = match &statement.actions {
        Match::Any(list) if is_everything => list.as_slice(),
        Match::Any(_) | Match::NoneOf(_) => &[],
    };
    let services = actions.iter().filter_map(|action| action.strip_suffix(":*"));
    services.map(|service| format!("`{service}`")).collect()
}
