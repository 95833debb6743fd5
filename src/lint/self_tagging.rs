//! Access by tags for someone who can set the tags.
//!
//! A condition on a tag holds only as well as the tag does: who may tag the
//! resource, or oneself, meets it at will.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Atom;
use crate::model::{Program, Statement};

use super::View;
use super::shared::cover::{covers, meets_action, resources_overlap};
use super::shared::holder::{PrincipalHolder, allows, principals};
use super::shared::reach::{groups, statements_of};

/// What sets the tags of whoever asks.
const OF_PRINCIPALS: &[&str] = &["iam:TagUser", "iam:TagRole", "sts:TagSession"];

/// What sets the tags of a service's resources, after the service.
const OF_RESOURCES: &[&str] = &["TagResource", "CreateTags", "AddTags", "AddTagsToResource"];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for subject in principals(view.program) {
        let by_tag = subject.own.statements.iter().filter(|it| allows(it));
        let mut reach: Option<Vec<&Statement>> = None;
        for grant in by_tag.filter(|it| !it.condition.is_empty()) {
            let setters = setters(grant);
            if setters.is_empty() {
                continue;
            }
            let reach = reach.get_or_insert_with(|| reach_of(view.program, subject));
            let opening = reach
                .iter()
                .find_map(|it| Some((*it, setters.iter().find(|action| opens(it, action, grant))?)));
            if let Some((setter, action)) = opening {
                diagnostics.push(report(subject, grant, setter, action));
            }
        }
    }
}

/// The actions that set the tags that a grant rests on.
fn setters(grant: &Statement) -> Vec<String> {
    let mut setters = Vec::new();
    let rests_on = |tag: &str| grant.condition.iter().any(|atom| mentions(atom, tag));
    if rests_on("aws:principaltag/") {
        setters.extend(OF_PRINCIPALS.iter().map(|action| (*action).to_owned()));
    }
    if rests_on("aws:resourcetag/") {
        let services = grant.actions.patterns().iter();
        for service in services.filter_map(|action| Some(action.split_once(':')?.0)) {
            setters.extend(OF_RESOURCES.iter().map(|name| format!("{service}:{name}")));
        }
    }
    setters
}

/// Whether a condition compares a tag, on either side.
fn mentions(atom: &Atom, tag: &str) -> bool {
    let has = |text: &String| text.to_ascii_lowercase().contains(tag);
    has(&atom.key) || atom.values.iter().any(has)
}

/// Everything that a principal is allowed: its own, what is attached to it, and
/// a user's groups'.
fn reach_of<'p>(program: &'p Program, subject: PrincipalHolder<'p>) -> Vec<&'p Statement> {
    let of_groups = groups(program, subject).flat_map(|group| statements_of(program, group));
    let own = subject.own.all_statements(program);
    own.chain(of_groups).filter(|it| allows(it)).collect()
}

/// Whether a statement lets the tags be set as one likes, and does not allow
/// what the grant allows anyway.
fn opens(setter: &Statement, action: &str, grant: &Statement) -> bool {
    let limits_tags = |atom: &Atom| {
        let key = atom.key.to_ascii_lowercase();
        key == "aws:tagkeys" || key.starts_with("aws:requesttag/") || mentions(atom, "aws:resourcetag/")
    };
    let is_of_principals = OF_PRINCIPALS.contains(&action);
    meets_action(setter, action)
        && !setter.condition.iter().any(limits_tags)
        && (is_of_principals || reaches(setter, grant))
        && !covers(setter, grant)
}

/// Whether two statements have a resource in common.
fn reaches(setter: &Statement, grant: &Statement) -> bool {
    let patterns = |statement: &Statement| match &statement.resources {
        Some(resources) if !resources.is_negated() => resources.patterns().to_vec(),
        _ => vec!["*".to_owned()],
    };
    let of_grant = patterns(grant);
    patterns(setter)
        .iter()
        .any(|one| of_grant.iter().any(|other| resources_overlap(one, other)))
}

fn report(
    subject: PrincipalHolder<'_>,
    grant: &Statement,
    setter: &Statement,
    action: &str,
) -> Diagnostic {
    let (noun, name) = (subject.own.noun, subject.own.name);
    Diagnostic::new(
        codes::SELF_TAGGING,
        format!("this rests on a tag that the {noun} `{name}` can set by `{action}`"),
    )
    .at(grant.origin)
    .label(setter.origin, "allowed here")
    .hint("limit which tags may be set there, by `tag request.NAME` or `only aws:TagKeys in ...`")
}
