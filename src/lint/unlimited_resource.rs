//! An action on everything that could be limited to resources.

use crate::catalog::Action;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, PolicyKind};
use crate::model::Statement;

use super::View;
use super::shared::holder::{allows, holders};
use super::shared::known::named_actions;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let identity = holders(view.program).filter(|holder| holder.kind == PolicyKind::Identity);
    for statement in identity.flat_map(|holder| holder.statements) {
        if !allows(statement) || !is_unlimited(statement) {
            continue;
        }
        let limitable: Vec<(&String, Action<'_>)> = named_actions(statement)
            .iter()
            .filter_map(|pattern| {
                let actions = view.known.actions(pattern);
                let limitable = actions.iter().find(|action| action.has_resources());
                Some((pattern, *limitable?))
            })
            .collect();
        let Some((pattern, action)) = limitable.first() else {
            continue;
        };
        let others = match limitable.len() - 1 {
            0 => String::new(),
            1 => " and one more".to_owned(),
            more => format!(" and {more} more"),
        };
        let message = format!("`{pattern}`{others} can be limited to resources, and are allowed on all");
        let one = message.replace(", and are allowed", ", and is allowed");
        let message = if others.is_empty() { one } else { message };
        let Some(usage) = action.uses().next() else {
            continue;
        };
        let format = usage.resource_type.formats().next();
        let format = format.map_or("", |format| format.text());
        diagnostics.push(
            Diagnostic::new(codes::UNLIMITED_RESOURCE, message)
                .at(statement.origin)
                .hint(format!("`{action}` takes `{format}`")),
        );
    }
}

fn is_unlimited(statement: &Statement) -> bool {
    match &statement.resources {
        Some(Match::Any(resources)) => resources.iter().any(|resource| resource == "*"),
        Some(Match::NoneOf(_)) | None => false,
    }
}
