//! What the service catalog puts in the place of `s3:@read` and of
//! `s3:* except s3:Delete*`: the names of actions.

use crate::catalog::{AccessLevel, Action, Catalog, ResourceTypes};
use crate::diag::codes::{LEVEL_OF_NOTHING, RESOURCES_NEEDED, SERVICE_TO_EXPAND};
use crate::diag::{Diagnostic, nearest};
use crate::iam::Match;
use crate::iam::pattern::matches_ignoring_case;
use crate::source::Span;

/// As many actions of a line are shown again in a hint.
const SHOWN: usize = 3;

/// What a line is about, as far as it decides which actions can apply.
#[derive(Clone, Copy, Debug)]
pub(super) enum About<'m> {
    /// Anything: nothing is left out.
    Anything,
    /// These resources.
    Resources(&'m Match),
}

/// The actions of `s3:@read`, less those that can apply to none of the
/// resources that the line is about.
pub(super) fn of_level(
    catalog: &Catalog,
    service: &str,
    levels: &[AccessLevel],
    about: About<'_>,
    written: &str,
    span: Span,
) -> Result<Vec<String>, Diagnostic> {
    let Some(known) = catalog.service(service) else {
        return Err(unknown_service(catalog, service, written, span));
    };
    let of_level: Vec<Action<'_>> = known
        .actions()
        .filter(|action| levels.contains(&action.level()))
        .collect();
    if of_level.is_empty() {
        return Err(
            Diagnostic::new(LEVEL_OF_NOTHING, format!("`{written}` is no action"))
                .at(span)
                .hint(format!(
                    "`{service}` has actions on {}",
                    levels_of(catalog, service)
                )),
        );
    }
    let reach = Reach::of(catalog, about);
    let applying: Vec<String> = of_level
        .into_iter()
        .filter(|action| reach.has(*action))
        .map(|action| action.to_string())
        .collect();
    if applying.is_empty() {
        return Err(Diagnostic::new(
            LEVEL_OF_NOTHING,
            format!("no action of `{written}` can apply to the resources of this line"),
        )
        .at(span)
        .hint("name the resources that they work on, or `*`"));
    }
    Ok(applying)
}

/// The actions that match a pattern and none of the exceptions, which touch
/// it in part; less those that can apply to none of the resources, unless
/// that is all of them.
pub(super) fn without(
    catalog: &Catalog,
    pattern: &str,
    exceptions: &[String],
    about: About<'_>,
    span: Span,
) -> Result<Vec<String>, Diagnostic> {
    let service = pattern.split(':').next().unwrap_or_default();
    if catalog.service(service).is_none() {
        return Err(unknown_service(catalog, service, pattern, span));
    }
    let is_left = |action: &Action<'_>| {
        let name = action.to_string();
        let mut exceptions = exceptions.iter();
        !exceptions.any(|exception| matches_ignoring_case(exception, &name))
    };
    let left: Vec<Action<'_>> = catalog.actions_matching(pattern).filter(is_left).collect();
    let reach = Reach::of(catalog, about);
    let applying: Vec<String> = left
        .iter()
        .filter(|action| reach.has(**action))
        .map(ToString::to_string)
        .collect();
    if applying.is_empty() {
        return Ok(left.iter().map(ToString::to_string).collect());
    }
    Ok(applying)
}

/// Patterns for exactly these actions of a service.
pub(super) fn shortest(catalog: &Catalog, service: &str, actions: &[&String]) -> Vec<String> {
    let known: Option<Vec<Action<'_>>> = actions
        .iter()
        .map(|action| catalog.action(action))
        .collect();
    match (known, catalog.service(service)) {
        (Some(known), Some(of)) => of
            .shortest(&known)
            .into_iter()
            .map(|pattern| format!("{service}:{pattern}"))
            .collect(),
        _ => actions.iter().map(|action| (*action).clone()).collect(),
    }
}

/// Refuses to leave `on` out where an action can be limited to resources, or
/// may be.
pub(super) fn check_left_out(
    catalog: &Catalog,
    actions: &Match,
    written: &[&str],
    span: Span,
) -> Result<(), Diagnostic> {
    let written = match written {
        few if few.len() <= SHOWN => few.join(", "),
        _ => "...".to_owned(),
    };
    let needed = |message: String| {
        Err(Diagnostic::new(RESOURCES_NEEDED, message)
            .at(span)
            .hint(format!("say on what: `{written} on *` for every resource")))
    };
    let Match::Any(patterns) = actions else {
        return needed("a line without `on` names every action".to_owned());
    };
    for pattern in patterns {
        let mut known = false;
        for action in catalog.actions_matching(pattern) {
            known = true;
            if action.has_resources() {
                return needed(format!(
                    "`on` is left out, and `{action}` can be limited to resources"
                ));
            }
        }
        if !known {
            return needed(format!(
                "`on` is left out, and whether `{pattern}` can be limited to resources is not known"
            ));
        }
    }
    Ok(())
}

/// Which actions can apply to what a line is about.
enum Reach {
    All,
    Types { types: ResourceTypes },
}

impl Reach {
    fn of(catalog: &Catalog, about: About<'_>) -> Self {
        let About::Resources(Match::Any(patterns)) = about else {
            return Self::All;
        };
        let mut types = ResourceTypes::none();
        for pattern in patterns {
            if pattern == "*" {
                return Self::All;
            }
            types.add(&catalog.resource_types_of(pattern));
        }
        Self::Types { types }
    }

    /// An action without resources applies to `*` alone.
    fn has(&self, action: Action<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Types { types } => action.works_on(types),
        }
    }
}

fn unknown_service(catalog: &Catalog, service: &str, written: &str, span: Span) -> Diagnostic {
    let unknown = Diagnostic::new(
        SERVICE_TO_EXPAND,
        format!(
            "`{written}` cannot be expanded: the catalog of {} knows no service `{service}`",
            catalog.date()
        ),
    )
    .at(span);
    let prefixes = catalog.services().map(crate::catalog::Service::prefix);
    match nearest(service, prefixes) {
        Some(near) => unknown.hint(format!("did you mean `{near}`?")),
        None => unknown.hint("write the actions out, or give a newer catalog with `--catalog`"),
    }
}

fn levels_of(catalog: &Catalog, service: &str) -> String {
    let has = |level: &AccessLevel| {
        catalog
            .service(service)
            .is_some_and(|service| service.actions().any(|action| action.level() == *level))
    };
    let levels: Vec<String> = AccessLevel::ALL
        .iter()
        .filter(|level| has(level))
        .map(|level| format!("`@{}`", level.name()))
        .collect();
    levels.join(", ")
}
