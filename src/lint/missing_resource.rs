//! An action that is allowed on some of the resources that each request for it
//! needs, and not on the others.
//!
//! `ec2:RunInstances` is asked about for the instance, its image, its network
//! and its disks at once: all must be allowed (Service Authorization Reference,
//! "Resource types", those with an asterisk).

use std::collections::BTreeMap;

use crate::catalog::{ResourceType, ResourceTypes};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Match;
use crate::model::{Attachment, Program, Statement};

use super::View;
use super::shared::cover::actions_overlap;
use super::shared::holder::{Place, PrincipalHolder, allows, principals};
use super::shared::known::{Known, named_actions};

/// The services of which one request needs all that is marked as required. Of
/// many others, one of them.
const SERVICES: [&str; 2] = ["ec2", "kms"];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for principal in principals(view.program) {
        // What is not given may allow the rest.
        if !has_external(principal.own.attached) {
            check_principal(view, principal, diagnostics);
        }
    }
}

fn check_principal<'p>(
    view: &View<'p>,
    principal: PrincipalHolder<'p>,
    diagnostics: &mut Diagnostics,
) {
    let program = view.program;
    let grants: Vec<&Statement> = principal
        .own
        .all_statements(program)
        .filter(|statement| allows(statement))
        .collect();
    let mut asked: BTreeMap<&str, &Statement> = BTreeMap::new();
    for grant in &grants {
        let patterns = named_actions(grant).iter();
        for pattern in patterns.filter(|it| is_asked(&view.known, it)) {
            asked.entry(pattern).or_insert(grant);
        }
    }
    if asked.is_empty() {
        return;
    }
    let of_groups = grants_of_groups(program, principal);
    let all: Vec<&Statement> = grants.into_iter().chain(of_groups).collect();
    for (pattern, grant) in asked {
        let missing = missing(&view.known, pattern, &all);
        if let Some(first) = missing.first() {
            diagnostics.push(report(principal, grant, pattern, &missing, *first));
        }
    }
}

fn has_external(attached: &[Attachment]) -> bool {
    let is_external = |attachment: &Attachment| match attachment {
        Attachment::External { .. } => true,
        Attachment::Managed(_) => false,
    };
    attached.iter().any(is_external)
}

fn is_asked<'p>(known: &Known<'p>, pattern: &'p str) -> bool {
    let service = pattern.split(':').next().unwrap_or_default();
    let is_of_service = SERVICES.iter().any(|it| it.eq_ignore_ascii_case(service));
    is_of_service
        && known.action(pattern).is_some_and(|action| {
            action.uses().filter(|usage| usage.required).count() > 1
        })
}

fn grants_of_groups<'p>(
    program: &'p Program,
    principal: PrincipalHolder<'p>,
) -> impl Iterator<Item = &'p Statement> {
    let groups = match principal.place {
        Place::User(place) => program.users.get(place).map_or(&[][..], |it| &it.groups),
        Place::Group(_) | Place::Role(_) => &[],
    };
    let groups = groups.iter().filter_map(|id| program.group(*id));
    groups
        .flat_map(|group| &group.statements)
        .filter(|statement| allows(statement))
}

/// The required types on which no grant allows an action; none where it works
/// on nothing at all, which another rule says.
fn missing<'p>(
    known: &Known<'p>,
    pattern: &'p str,
    grants: &[&'p Statement],
) -> Vec<ResourceType<'p>> {
    let Some(action) = known.action(pattern) else {
        return Vec::new();
    };
    let mut reached = ResourceTypes::none();
    for grant in grants.iter().filter(|grant| meets(grant, pattern)) {
        match known.types_of(grant) {
            Some(types) => reached.add(&types),
            None => return Vec::new(),
        }
    }
    if !action.works_on(&reached) {
        return Vec::new();
    }
    let required = action.uses().filter(|usage| usage.required);
    required
        .map(|usage| usage.resource_type)
        .filter(|one| !reached.contains(*one))
        .collect()
}

fn meets(grant: &Statement, action: &str) -> bool {
    match &grant.actions {
        Match::Any(patterns) => patterns.iter().any(|it| actions_overlap(it, action)),
        Match::NoneOf(patterns) => !patterns.iter().any(|it| actions_overlap(it, action)),
    }
}

fn report(
    principal: PrincipalHolder<'_>,
    grant: &Statement,
    pattern: &str,
    missing: &[ResourceType<'_>],
    first: ResourceType<'_>,
) -> Diagnostic {
    let names = missing.iter().map(|one| format!("`{}`", one.name()));
    let names = names.collect::<Vec<_>>().join(", ");
    let (noun, name) = (principal.own.noun, principal.own.name);
    let format = first.formats().next();
    let format = format.map_or("", |format| format.text());
    Diagnostic::new(
        codes::MISSING_RESOURCE,
        format!("by the catalog `{pattern}` also needs {names}, which the {noun} `{name}` is not allowed"),
    )
    .at(grant.origin)
    .hint(format!("add what the requests use, as `{format}`"))
}
