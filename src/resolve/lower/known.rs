//! Actions as AWS spells them, and a warning about those that the catalog does
//! not know. A warning and no more: what it does not know may be newer.

use crate::catalog::{Action, Catalog, Service};
use crate::diag::codes::{PATTERN_OF_NOTHING, UNKNOWN_ACTION, UNKNOWN_PREFIX};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::iam::pattern;
use crate::resolve::Here;
use crate::source::Span;

/// How many suggestions a hint has room for.
const SUGGESTIONS: usize = 5;

/// An action in AWS's spelling; as it is where it is a pattern, or where the
/// catalog does not know it.
pub(super) fn spelled(
    action: &str,
    span: Span,
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> String {
    let catalog = here.world.options.catalog;
    if pattern::has_wildcard(action) {
        if action != "*" && !here.world.matches_something(action) {
            diagnostics.push(once(action, here, no_match).at(span));
        }
        return action.to_owned();
    }
    match catalog.action(action) {
        Some(known) => known.to_string(),
        None => {
            diagnostics.push(once(action, here, unknown).at(span));
            action.to_owned()
        }
    }
}

/// What is said of an action, made at its first occurrence.
fn once(action: &str, here: Here<'_, '_, '_>, say: fn(&Catalog, &str) -> Diagnostic) -> Diagnostic {
    let mut said = here.world.unknown_actions.borrow_mut();
    if let Some(said) = said.get(action) {
        return said.clone();
    }
    let warning = say(here.world.options.catalog, action);
    said.insert(action.to_owned(), warning.clone());
    warning
}

fn unknown(catalog: &Catalog, action: &str) -> Diagnostic {
    let (prefix, name) = action.split_once(':').unwrap_or(("", action));
    let Some(service) = catalog.service(prefix) else {
        return unknown_prefix(catalog, prefix, action);
    };
    let warning = Diagnostic::new(
        UNKNOWN_ACTION,
        format!(
            "`{service}` has no action `{name}` in the catalog of {}",
            catalog.date()
        ),
    );
    let names = || service.actions().map(Action::name);
    let meant = suggested(&catalog.meant(action))
        .or_else(|| nearest(name, names()).map(|near| format!("`{service}:{near}`")))
        .or_else(|| {
            let pattern = format!("{name}*");
            service.actions_matching(&pattern).next()?;
            Some(format!("`{service}:{pattern}`"))
        });
    with_ways_out(warning, meant, UNKNOWN_ACTION.name())
}

fn unknown_prefix(catalog: &Catalog, prefix: &str, action: &str) -> Diagnostic {
    let warning = Diagnostic::new(
        UNKNOWN_PREFIX,
        format!(
            "no service of the catalog of {} is called `{prefix}`",
            catalog.date()
        ),
    );
    let name = action.split_once(':').map_or("", |(_, name)| name);
    let meant = suggested(&catalog.meant(action)).or_else(|| {
        let near = || nearest(prefix, catalog.services().map(Service::prefix));
        let service = catalog.meant_service(prefix).map(Service::prefix);
        service.or_else(near).map(|near| format!("`{near}:{name}`"))
    });
    with_ways_out(warning, meant, UNKNOWN_PREFIX.name())
}

fn no_match(catalog: &Catalog, pattern: &str) -> Diagnostic {
    let (prefix, _) = pattern.split_once(':').unwrap_or(("", pattern));
    if catalog.service(prefix).is_none() {
        return unknown_prefix(catalog, prefix, pattern);
    }
    let warning = Diagnostic::new(
        PATTERN_OF_NOTHING,
        format!(
            "no action of the catalog of {} matches `{pattern}`",
            catalog.date()
        ),
    );
    with_ways_out(warning, None, PATTERN_OF_NOTHING.name())
}

fn suggested(actions: &[Action<'_>]) -> Option<String> {
    let names: Vec<String> = actions
        .iter()
        .take(SUGGESTIONS)
        .map(|action| format!("`{action}`"))
        .collect();
    let (last, rest) = names.split_last()?;
    Some(if rest.is_empty() {
        last.clone()
    } else {
        format!("{} or {last}", rest.join(", "))
    })
}

fn with_ways_out(warning: Diagnostic, meant: Option<String>, code: &str) -> Diagnostic {
    let warning = match meant {
        Some(meant) => warning.hint(format!("did you mean {meant}?")),
        None => warning,
    };
    warning.hint(format!(
        "what is newer than the catalog is allowed by `# aclc: allow {code}` above the line, or known with `--catalog FILE`"
    ))
}
