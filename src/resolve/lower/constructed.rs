//! The constructor that somebody means who writes the name of a resource bare:
//! `dynamodb:Scan on users` for `dynamodb:Scan on dynamodb.table(users)`. For the
//! name of a role, what grants the action with all that belongs to it.

use hashbrown::HashMap;

use super::Here;
use crate::catalog::{Action, Catalog, ResourceType};
use crate::diag::{Diagnostic, codes};
use crate::iam::pattern;
use crate::resolve::constructor::own_fields;
use crate::resolve::directory::Kind;
use crate::source::Span;
use crate::syntax::ast::{Grant, Term};

/// Adds to what was said of the resources of a line, where one of them is a
/// name that nothing declares, what its action would take.
pub(super) fn offer<'d>(
    grant: &Grant<'_>,
    here: Here<'_, '_, '_>,
    said: impl Iterator<Item = &'d mut Diagnostic>,
) {
    let unknown = said.filter(|it| it.code == codes::UNKNOWN_NAME);
    let placed = unknown.filter_map(|it| it.place().map(|place| (place, it)));
    let mut unknown: HashMap<Span, &mut Diagnostic> = placed.collect();
    let catalog = here.world.options.catalog;
    let action = || {
        let mut words = grant.actions.list.iter();
        words.find_map(|word| meant(catalog, word.text))
    };
    let terms = grant.resources.iter().flat_map(|written| &written.list);
    for term in terms {
        let Term::Word(word) = term else { continue };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        if word.text.bytes().all(is_plain)
            && let Some(found) = unknown.get_mut(&word.span)
            && here.world.may_search()
            && let Some(one) = action().and_then(resource_type)
        {
            let hint = match of_role(grant, word.text, here) {
                Some(hint) => hint,
                None => format!("did you mean `{}`?", call(one, word.text)),
            };
            found.hints.insert(0, hint);
        }
    }
}

/// What to write of a role of the program that one is to assume or to pass.
fn of_role(grant: &Grant<'_>, name: &str, here: Here<'_, '_, '_>) -> Option<String> {
    let roles = here.world.directory.table(Kind::Role);
    roles.find(here.scope.account(), name)?;
    let [action] = grant.actions.list.as_slice() else {
        return None;
    };
    let (clause, why) = match action.text.to_ascii_lowercase().as_str() {
        _ if grant.denies => return None,
        "sts:assumerole" => (
            format!("may assume {name}"),
            ", and the role then trusts them",
        ),
        "iam:passrole" => (format!("may pass {name} to SERVICE"), ""),
        _ => return None,
    };
    Some(format!("write `{clause}` in place of `can ...`{why}"))
}

/// The action that is named, or most likely meant.
fn meant<'c>(catalog: &'c Catalog, written: &str) -> Option<Action<'c>> {
    if pattern::has_wildcard(written) {
        let mut actions = catalog.actions_matching(written);
        return actions.find(|action| action.has_resources());
    }
    let known = catalog.action(written);
    known.or_else(|| catalog.meant(written).first().copied())
}

/// What an action is most likely about: what every request names, and of that
/// what takes the fewest words.
fn resource_type(action: Action<'_>) -> Option<ResourceType<'_>> {
    let uses = action.uses();
    let best = uses.min_by_key(|usage| {
        let words = count(usage.resource_type);
        let fields = usage.resource_type.formats().next();
        let all = fields.map_or(usize::MAX, |format| format.fields().count());
        (!usage.required, all, words)
    })?;
    Some(best.resource_type)
}

fn count(one: ResourceType<'_>) -> usize {
    let format = one.formats().next();
    format.map_or(0, |format| own_fields(format).count())
}

fn call(one: ResourceType<'_>, name: &str) -> String {
    let rest = count(one).saturating_sub(1);
    let service = one.service();
    format!(
        "{service}.{}({name}{})",
        one.constructor_name(),
        ", *".repeat(rest)
    )
}
