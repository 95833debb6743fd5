//! Denies that a request cannot escape, for some of the resources that it asks
//! about never carry the key.

use super::expression::Literal;
use super::place::Place;
use super::presence::shown;
use crate::catalog::{Catalog, ResourceUse};
use crate::diag::{Diagnostic, codes};
use crate::iam::{Effect, Match, pattern};

/// An action that asks about resources of several types, of which some never
/// carry the tags of the request.
struct Untagged {
    action: &'static str,
    /// The types, as the ARNs of their resources name them.
    types: &'static [&'static str],
}

/// Service Authorization Reference, "Actions, resources, and condition keys for
/// Amazon EC2": of what `ec2:RunInstances` asks about, instances, volumes and
/// network interfaces are made and tagged; these are only used.
const UNTAGGED: [Untagged; 1] = [Untagged {
    action: "ec2:RunInstances",
    types: &[
        "image",
        "key-pair",
        "placement-group",
        "security-group",
        "snapshot",
        "subnet",
    ],
}];

/// The error for a deny that holds where a key is missing, over an action and
/// resources of which some never carry it.
pub(super) fn refuse(conjunctions: &[Vec<Literal>], place: &Place<'_>) -> Option<Diagnostic> {
    let (Effect::Deny, Some(actions), Some(resources)) =
        (place.effect, place.actions, place.resources)
    else {
        return None;
    };
    let (literal, action, types) = conjunctions.iter().flatten().find_map(|literal| {
        let asked = Asked {
            actions,
            resources,
            key: literal
                .atom
                .holds_without_key()
                .then_some(&*literal.atom.key)?,
        };
        let (action, types) = match is_of_request_tags(asked.key) {
            true => asked.untagged(),
            false => asked.without_key(place.catalog),
        }?;
        Some((literal, action, types))
    })?;
    Some(
        Diagnostic::new(
            codes::DENY_ALWAYS_FIRES,
            format!(
                "this denies every `{action}`: it also asks about {}, which never {} `{}`",
                list(&types),
                if types.len() == 1 { "carries" } else { "carry" },
                shown(&literal.atom.key)
            ),
        )
        .at(literal.span)
        .label(place.span, "in this deny")
        .hint(if is_of_request_tags(&literal.atom.key) {
            "deny it on what is tagged as it is made: `on arn:aws:ec2:*:*:instance/*, arn:aws:ec2:*:*:volume/*`"
        } else {
            "deny it on resources that carry the key, such as `on arn:aws:ec2:*:*:instance/*`"
        }),
    )
}

/// What a deny is about.
struct Asked<'p> {
    actions: &'p Match,
    resources: &'p Match,
    key: &'p str,
}

impl<'p> Asked<'p> {
    /// An action some of whose resources never have the tags of the request.
    fn untagged(&self) -> Option<(String, Vec<&'p str>)> {
        UNTAGGED.iter().find_map(|untagged| {
            let types = untagged.types.iter().copied();
            let types = self.reached(types);
            let fires = reaches_action(self.actions, untagged.action) && !types.is_empty();
            fires.then(|| (untagged.action.to_owned(), types))
        })
    }

    /// An action of Amazon EC2 that carries the key for some types of resources
    /// and not for others that every request for it names. EC2 decides about each
    /// by itself (Amazon EC2 User Guide, "Resource-level permissions").
    fn without_key(&self, catalog: &'p Catalog) -> Option<(String, Vec<&'p str>)> {
        let Match::Any(patterns) = self.actions else {
            return None;
        };
        let is_of_ec2 = self.key.get(..4)?.eq_ignore_ascii_case("ec2:") && !self.key.contains('/');
        let mut actions = patterns
            .iter()
            .filter(|_| is_of_ec2)
            .flat_map(|pattern| catalog.actions_matching(pattern));
        actions.find_map(|action| {
            let is_own = action.condition_keys().any(|key| key.is_named(self.key));
            let carries = |usage: &ResourceUse<'_>| {
                let of_type = usage.resource_type.condition_keys();
                let mut keys = usage.condition_keys().chain(of_type);
                keys.any(|key| key.is_named(self.key))
            };
            let is_carried = !is_own && action.uses().any(|usage| carries(&usage));
            let without = action.uses().filter(|it| it.required && !carries(it));
            let types = self.reached(without.map(|usage| usage.resource_type.name()));
            (is_carried && !types.is_empty()).then(|| (action.to_string(), types))
        })
    }

    fn reached(&self, types: impl Iterator<Item = &'p str>) -> Vec<&'p str> {
        types
            .filter(|name| reaches_resource(self.resources, name))
            .collect()
    }
}

fn is_of_request_tags(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("aws:requesttag/") || key == "aws:tagkeys"
}

fn reaches_action(actions: &Match, action: &str) -> bool {
    let matches = |written: &String| {
        pattern::covers(&written.to_ascii_lowercase(), &action.to_ascii_lowercase())
    };
    actions.patterns().iter().any(matches) != actions.is_negated()
}

/// Whether a deny on these resources is asked about resources of a type. Fields
/// are compared one by one: in a whole ARN a `*` could swallow a colon.
fn reaches_resource(resources: &Match, name: &str) -> bool {
    let all = format!("arn:*:ec2:*:*:{name}/*");
    let each = |test: fn(&str, &str) -> bool| {
        let all = &all;
        move |written: &String| {
            let mut fields = written.splitn(6, ':');
            // A shorter pattern goes on with `*`.
            all.splitn(6, ':')
                .all(|field| test(fields.next().unwrap_or("*"), field))
        }
    };
    match resources {
        Match::Any(patterns) => patterns.iter().any(each(pattern::overlap)),
        Match::NoneOf(patterns) => !patterns.iter().any(each(pattern::covers)),
    }
}

fn list(types: &[&str]) -> String {
    let names: Vec<String> = types.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
