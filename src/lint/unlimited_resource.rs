//! An action on everything that could be limited to resources.

use crate::catalog::{Action, ResourceType};
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
                let mut limitable = actions.iter().filter(|action| action.has_resources());
                let first = limitable.next()?;
                // `ec2:Describe*` is nearly all of actions that cannot.
                let is_most = (limitable.count() + 1) * 2 > actions.len();
                is_most.then_some((pattern, *first))
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
        let Some(resource_type) = main_type(*action) else {
            continue;
        };
        let format = resource_type.formats().next();
        let format = format.map_or("", |format| format.text());
        diagnostics.push(
            Diagnostic::new(codes::UNLIMITED_RESOURCE, message)
                .at(statement.origin)
                .hint(format!("`{action}` takes `{format}`")),
        );
    }
}

/// What an action is about, of all that it works on: what its own name says, and
/// what every request for it needs.
fn main_type(action: Action<'_>) -> Option<ResourceType<'_>> {
    let name = action.name().to_ascii_lowercase();
    let plain = |one: ResourceType<'_>| one.constructor_name().replace('-', "");
    let uses = action.uses();
    let main = uses.min_by_key(|usage| {
        let is_named = name.contains(&plain(usage.resource_type));
        (!is_named, !usage.required)
    });
    main.map(|usage| usage.resource_type)
}

fn is_unlimited(statement: &Statement) -> bool {
    match &statement.resources {
        Some(Match::Any(resources)) => resources.iter().any(|resource| resource == "*"),
        Some(Match::NoneOf(_)) | None => false,
    }
}
