//! Actions as AWS spells them, and a warning about those that the catalog does
//! not know. A warning and no more: what it does not know may be newer.

use super::expansion::About;
use crate::catalog::{AccessLevel, Action, Catalog, Service};
use crate::diag::codes::{PATTERN_OF_NOTHING, UNKNOWN_ACTION, UNKNOWN_PREFIX};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::iam::{Match, pattern};
use crate::resolve::world::locked;
use crate::resolve::{Here, is_of_service};
use crate::source::Span;

/// How a hint about the age of the catalog begins.
const NEWER: &str = "what is newer than the catalog";

/// How many suggestions a hint has room for.
const SUGGESTIONS: usize = 5;

/// What is said of an action that the catalog does not know.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct Said {
    warning: Diagnostic,
    /// The one action that was meant, if that is likely.
    meant: Option<String>,
}

impl Said {
    fn new(warning: Diagnostic, meant: &[Action<'_>]) -> Self {
        Self {
            warning,
            meant: meant.first().map(ToString::to_string),
        }
    }
}

/// An action in AWS's spelling; as it is where it is a pattern, or where the
/// catalog does not know it.
pub(super) fn spelled(
    action: &str,
    about: About<'_>,
    span: Span,
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> String {
    let catalog = here.world.options.catalog;
    if pattern::has_wildcard(action) {
        let is_known = || action == "*" || here.world.matches_something(action);
        if !is_own(action, here) && !is_known() {
            diagnostics.push(once(action, here, no_match).warning.at(span));
        }
        return action.to_owned();
    }
    match catalog.action(action) {
        Some(known) => [known.service().prefix(), ":", known.name()].concat(),
        None if is_own(action, here) => action.to_owned(),
        None => {
            diagnostics.push(report(action, about, here).at(span));
            action.to_owned()
        }
    }
}

/// Whether every action is of a service of one's own.
pub(super) fn are_own(actions: &Match, here: Here<'_, '_, '_>) -> bool {
    let patterns = actions.patterns();
    let mut each = patterns.iter();
    !actions.is_negated() && !patterns.is_empty() && each.all(|action| is_own(action, here))
}

/// Whether an action is of a service of one's own, which is none of AWS's.
pub(super) fn is_own(action: &str, here: Here<'_, '_, '_>) -> bool {
    is_of_service(action, here.world.options.services)
        && service_of(here.world.options.catalog, action).is_none()
}

fn service_of<'c>(catalog: &'c Catalog, action: &str) -> Option<Service<'c>> {
    catalog.service(action.split(':').next().unwrap_or_default())
}

/// What is said of an action that there is not; and of the one that was meant,
/// where that works on nothing here, so that one run shows both mistakes.
fn report(action: &str, about: About<'_>, here: Here<'_, '_, '_>) -> Diagnostic {
    let said = once(action, here, unknown);
    let catalog = here.world.options.catalog;
    let meant = said.meant.as_deref().and_then(|name| catalog.action(name));
    let misfit = meant
        .filter(|_| here.world.may_search())
        .and_then(|meant| misfit(catalog, meant, about));
    match misfit {
        Some(misfit) => said.warning.hint(misfit),
        None => said.warning,
    }
}

/// What to write where an action works on none of the resources of a line.
fn misfit(catalog: &Catalog, action: Action<'_>, about: About<'_>) -> Option<String> {
    let About::Resources(Match::Any(arns)) = about else {
        return None;
    };
    let works = |arn: &String| arn == "*" || action.works_on(&catalog.resource_types_of(arn));
    if arns.iter().any(works) {
        return None;
    }
    if !action.has_resources() {
        return Some(format!(
            "AWS names no resource that `{action}` works on: give it a line of its own, `on *`"
        ));
    }
    let near = arns.iter().find_map(|arn| catalog.near_arn(arn, &[action]));
    let near = near.or_else(|| {
        let format = action.uses().next()?.resource_type.formats().next()?;
        Some(format.text().to_owned())
    })?;
    Some(format!(
        "`{action}` works on no resource of this line: write `{near}` for it"
    ))
}

/// What is said of an action or a pattern of some that the catalog does not know.
/// What was meant takes a search.
pub(crate) fn unknown_action(catalog: &Catalog, action: &str, may_search: bool) -> Diagnostic {
    let said = if pattern::has_wildcard(action) {
        no_match(catalog, action, may_search)
    } else {
        unknown(catalog, action, may_search)
    };
    said.warning
}

/// What is said of an action that somebody asks about; there is no line above
/// which it could be allowed.
pub(crate) fn asked_action(
    catalog: &Catalog,
    action: &str,
    services: &[String],
) -> Option<Diagnostic> {
    let is_own = is_of_service(action, services) && service_of(catalog, action).is_none();
    if is_own || catalog.action(action).is_some() {
        return None;
    }
    let mut said = unknown(catalog, action, true).warning;
    said.hints.retain(|hint| !hint.starts_with(NEWER));
    Some(said)
}

/// What is said of an action, made at its first occurrence.
fn once(action: &str, here: Here<'_, '_, '_>, say: fn(&Catalog, &str, bool) -> Said) -> Said {
    let world = here.world;
    if let Some(said) = locked(&world.unknown_actions).get(action) {
        return said.clone();
    }
    let made = say(world.options.catalog, action, world.may_search());
    if !world.trying {
        locked(&world.unknown_actions).insert(action.to_owned(), made.clone());
    }
    made
}

fn unknown(catalog: &Catalog, action: &str, may_search: bool) -> Said {
    let (prefix, name) = action.split_once(':').unwrap_or(("", action));
    let Some(service) = catalog.service(prefix) else {
        return unknown_prefix(catalog, prefix, action, may_search);
    };
    let warning = Diagnostic::new(
        UNKNOWN_ACTION,
        format!(
            "`{service}` has no action `{name}` in the catalog of {}",
            catalog.date()
        ),
    );
    let code = UNKNOWN_ACTION.name();
    if !may_search {
        return Said::new(with_ways_out(warning, None, code), &[]);
    }
    let by_sense = catalog.meant(action);
    let by_spelling = || {
        let near = nearest(name, service.actions().map(Action::name))?;
        service.action(near)
    };
    let meant = match by_sense.is_empty() {
        true => by_spelling().into_iter().collect(),
        false => by_sense,
    };
    let more = suggested(&meant)
        .or_else(|| longer(service, name))
        .or_else(|| of_level(service, name))
        .or_else(|| suggested(&catalog.meant_elsewhere(action)));
    Said::new(with_ways_out(warning, more, code), &meant)
}

/// The actions that go on where the name ends: by their names, for the pattern
/// of them all would grant more than anybody asked for.
fn longer(service: Service<'_>, name: &str) -> Option<String> {
    let pattern = format!("{name}*");
    let actions: Vec<Action<'_>> = service.actions_matching(&pattern).collect();
    if actions.len() <= SUGGESTIONS {
        return suggested(&actions);
    }
    Some(format!(
        "one of the {} that begin so, as `aclc catalog '{service}:{pattern}'` lists them",
        actions.len()
    ))
}

/// `s3:Read`
fn of_level(service: Service<'_>, name: &str) -> Option<String> {
    let level = name.to_ascii_lowercase();
    let levels = AccessLevel::named(&level)?;
    let mut actions = service.actions();
    actions.find(|action| levels.contains(&action.level()))?;
    Some(format!("`{service}:@{level}`"))
}

fn unknown_prefix(catalog: &Catalog, prefix: &str, action: &str, may_search: bool) -> Said {
    let warning = Diagnostic::new(
        UNKNOWN_PREFIX,
        format!(
            "no service of the catalog of {} is called `{prefix}`",
            catalog.date()
        ),
    );
    let code = UNKNOWN_PREFIX.name();
    let said = |more, meant: &[Action<'_>]| {
        let own = format!("a service of your own is made known with `--service {prefix}`");
        Said::new(with_ways_out(warning, more, code).hint(own), meant)
    };
    if !may_search {
        return said(None, &[]);
    }
    let meant = catalog.meant(action);
    let name = action.split_once(':').map_or("", |(_, name)| name);
    let service = || {
        let near = || nearest(prefix, catalog.services().map(Service::prefix));
        let service = catalog.meant_service(prefix).map(Service::prefix);
        service.or_else(near).map(|near| format!("`{near}:{name}`"))
    };
    let more = suggested(&meant).or_else(service);
    said(more, &meant)
}

fn no_match(catalog: &Catalog, pattern: &str, may_search: bool) -> Said {
    let (prefix, _) = pattern.split_once(':').unwrap_or(("", pattern));
    if catalog.service(prefix).is_none() {
        return unknown_prefix(catalog, prefix, pattern, may_search);
    }
    let warning = Diagnostic::new(
        PATTERN_OF_NOTHING,
        format!(
            "no action of the catalog of {} matches `{pattern}`",
            catalog.date()
        ),
    );
    Said::new(with_ways_out(warning, None, PATTERN_OF_NOTHING.name()), &[])
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
        "{NEWER} is allowed by `# aclc: allow {code}` above the line, or known with `--catalog FILE`"
    ))
}
