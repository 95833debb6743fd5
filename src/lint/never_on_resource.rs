//! An action that works on none of the resources that it stands beside.
//!
//! IAM takes `s3:ListBucket` on objects without a word, and allows or denies
//! nothing by it (Service Authorization Reference, "Resource types" of each
//! service).

use crate::catalog::{Action, Catalog};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Match;
use crate::model::Statement;

use super::View;
use super::shared::holder::{allows, holders};
use super::shared::known::{Fit, Known, named_actions};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let known = &view.known;
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let Some(types) = known.types_of(statement) else {
            continue;
        };
        // No resource at all is another rule's.
        if types.is_empty() && resources(statement).iter().all(|arn| known.has_arns_like(arn)) {
            continue;
        }
        for pattern in named_actions(statement) {
            if known.fit(pattern, &types) == Fit::Others {
                diagnostics.push(report(view.catalog, known, statement, pattern));
            }
        }
    }
}

fn resources(statement: &Statement) -> &[String] {
    match &statement.resources {
        Some(Match::Any(resources)) => resources,
        Some(Match::NoneOf(_)) | None => &[],
    }
}

fn report<'p>(
    catalog: &Catalog,
    known: &Known<'p>,
    statement: &'p Statement,
    pattern: &'p str,
) -> Diagnostic {
    let verb = if allows(statement) { "allowed" } else { "denied" };
    let message = format!("`{pattern}` is {verb} on nothing: it works on no resource of this line");
    let found = Diagnostic::new(codes::NEVER_ON_RESOURCE, message).at(statement.origin);
    let actions = known.actions(pattern);
    let mut resources = resources(statement).iter();
    let fitting = resources.find_map(|arn| catalog.near_arn(arn, &actions));
    match fitting {
        Some(arn) => found.hint(format!("write `{arn}` for it")),
        None => found.hint(format!("it works on {}", types(&actions))),
    }
}

/// The resource types of the actions, with what their ARNs look like.
fn types(actions: &[Action<'_>]) -> String {
    let mut types: Vec<String> = Vec::new();
    let uses = actions.iter().flat_map(|action| action.uses());
    for one in uses.map(|usage| usage.resource_type) {
        let format = one.formats().next().map_or("", |format| format.text());
        let text = format!("`{one}`: `{format}`");
        if !types.contains(&text) {
            types.push(text);
        }
    }
    types.truncate(3);
    types.join(", ")
}
