//! A condition on tags, beside an action that knows no tags.
//!
//! A deny that rests on a tag which the service does not send denies nothing
//! (IAM User Guide, "AWS services that work with IAM": authorization based on
//! tags).

use crate::catalog::{Action, Service};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, Base, Match};
use crate::model::Statement;

use super::View;
use super::shared::carried::report_uncarried;
use super::shared::cover::covers_action;
use super::shared::holder::{allows, holders};

const TAG_KEYS: [&str; 3] = ["aws:ResourceTag/", "aws:RequestTag/", "aws:TagKeys"];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    report_uncarried(
        view.program,
        &view.known,
        codes::TAGS_NOT_SUPPORTED,
        is_of_tags,
        diagnostics,
    );
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        diagnostics.extend(of_the_rest(view, statement));
    }
}

fn is_of_tags(key: &str) -> bool {
    TAG_KEYS.iter().any(|tag| {
        let start = key.get(..tag.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(tag))
    })
}

/// What is said of a permission for everything but some actions, where the rest
/// has services whose requests never carry the tags. It gives nothing of these,
/// unless a missing tag satisfies it: then it gives all of them.
fn of_the_rest(view: &View<'_>, statement: &Statement) -> Option<Diagnostic> {
    let Match::NoneOf(excepted) = &statement.actions else {
        return None;
    };
    let asks = |atom: &&Atom| is_of_tags(&atom.key) && atom.operator.base != Base::Null;
    let atom = statement.condition.iter().find(asks)?;
    let excepts = |service: &Service<'_>| {
        let all = format!("{service}:*");
        excepted.iter().any(|it| covers_action(it, &all))
    };
    let carries = |service: &Service<'_>| {
        let mut keys = service.actions().flat_map(Action::carried_keys);
        keys.any(|key| key.is_named(&atom.key))
    };
    let without: Vec<Service<'_>> = (view.catalog.services())
        .filter(|service| !excepts(service) && !carries(service))
        .collect();
    let first = without.first().filter(|_| allows(statement))?;
    let key = &atom.key;
    let outcome = match atom.holds_without_key() {
        true => "all of them is allowed",
        false => "nothing of them is allowed",
    };
    let message = format!(
        "requests of {} services never carry `{key}`, `{first}` among them: {outcome}",
        without.len()
    );
    Some(
        Diagnostic::new(codes::TAGS_NOT_SUPPORTED, message)
            .at(statement.origin)
            .hint("name the actions whose resources have the tag, and give others a line of their own"),
    )
}
