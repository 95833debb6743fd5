//! Denies that a request cannot escape, for some of the resources that it asks
//! about never carry the key.

use super::expression::Literal;
use super::place::Place;
use super::presence::shown;
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

/// The error for a deny that holds where the request has no tags, over such an
/// action and such resources.
pub(super) fn refuse(conjunctions: &[Vec<Literal>], place: &Place<'_>) -> Option<Diagnostic> {
    let (Effect::Deny, Some(actions), Some(resources)) =
        (place.effect, place.actions, place.resources)
    else {
        return None;
    };
    let literal = conjunctions.iter().flatten().find(|literal| {
        is_of_request_tags(&literal.atom.key) && literal.atom.holds_without_key()
    })?;
    let (action, types) = UNTAGGED.iter().find_map(|untagged| {
        let types: Vec<&str> = untagged
            .types
            .iter()
            .copied()
            .filter(|name| reaches_resource(resources, name))
            .collect();
        let fires = reaches_action(actions, untagged.action) && !types.is_empty();
        fires.then_some((untagged.action, types))
    })?;
    Some(
        Diagnostic::new(
            codes::DENY_ALWAYS_FIRES,
            format!(
                "this denies every `{action}`: it also asks about {}, which never carry `{}`",
                list(&types),
                shown(&literal.atom.key)
            ),
        )
        .at(literal.span)
        .label(place.span, "in this deny")
        .hint("deny it on what is tagged as it is made: `on arn:aws:ec2:*:*:instance/*, arn:aws:ec2:*:*:volume/*`"),
    )
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
