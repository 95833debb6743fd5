//! Which condition key holds a tag.

use super::names::Names;
use super::reader::Reader;
use crate::diag::{Diagnostic, codes};
use crate::iam::{Effect, Match};
use crate::source::Span;
use crate::syntax::ast::{Party, Word};

/// The actions on S3 objects whose requests carry `s3:ExistingObjectTag/...`
/// (Service Authorization Reference, "Actions, resources, and condition keys
/// for Amazon S3").
const EXISTING_OBJECT_TAG: [&str; 12] = [
    "s3:deleteobjecttagging",
    "s3:deleteobjectversiontagging",
    "s3:getobject",
    "s3:getobjectacl",
    "s3:getobjecttagging",
    "s3:getobjectversion",
    "s3:getobjectversionacl",
    "s3:getobjectversiontagging",
    "s3:putobjectacl",
    "s3:putobjecttagging",
    "s3:putobjectversionacl",
    "s3:putobjectversiontagging",
];

/// Those whose requests carry `s3:RequestObjectTag/...`.
const REQUEST_OBJECT_TAG: [&str; 3] = [
    "s3:putobject",
    "s3:putobjecttagging",
    "s3:putobjectversiontagging",
];

/// Which of a statement's actions have tags under a key of their own.
enum Reach {
    /// None of them, as far as is known.
    Usual,
    /// All of them, under this prefix.
    Own(&'static str),
    /// Actions of this service have none that fits them all.
    Refused(&'static str),
    /// Actions of every service.
    Everything,
}

impl Reader<'_> {
    /// The key of `tag principal.team` and its kin.
    pub(super) fn tag<'s>(
        &mut self,
        party: Party,
        name: Word<'s>,
        span: Span,
        names: &dyn Names<'s>,
    ) -> Option<String> {
        let name = self.one(name, names)?;
        let allowed = |character: char| {
            character.is_alphanumeric()
                || matches!(
                    character,
                    ' ' | '_' | '.' | ':' | '/' | '=' | '+' | '-' | '@'
                )
        };
        let length = name.text.chars().count();
        if !(1..=128).contains(&length) || !name.text.chars().all(allowed) {
            return self.report(
                Diagnostic::new(
                    codes::CONDITION_KEY,
                    format!("`{}` is not the name of a tag", name.text),
                )
                .at(name.span)
                .hint("a tag's name has 1 to 128 letters, digits, blanks and `_ . : / = + - @`"),
            );
        }
        let prefix = self.tag_prefix(party, span)?;
        Some(format!("{prefix}{}", name.text))
    }

    fn tag_prefix(&mut self, party: Party, span: Span) -> Option<&'static str> {
        match party {
            Party::Principal => Some("aws:PrincipalTag/"),
            Party::Resource => self.own_prefix("aws:ResourceTag/", resource_tag, span),
            Party::Request => self.own_prefix("aws:RequestTag/", request_tag, span),
            Party::Source => self.report(
                Diagnostic::new(codes::CONDITION_KEY, "IAM knows no tags of the source")
                    .at(span)
                    .hint("tags are those of `principal`, `resource` and `request`"),
            ),
        }
    }

    fn own_prefix(
        &mut self,
        usual: &'static str,
        own: fn(&str) -> Option<Result<&'static str, &'static str>>,
        span: Span,
    ) -> Option<&'static str> {
        let reach = self
            .place
            .actions
            .map_or(Reach::Usual, |actions| reach(actions, own));
        match reach {
            Reach::Usual => Some(usual),
            Reach::Own(prefix) => Some(prefix),
            Reach::Everything => {
                if self.place.effect == Effect::Deny {
                    self.diagnostics.push(
                        Diagnostic::new(
                            codes::TAG_KEY_MISSES,
                            format!("this deny does not see the tags of S3 and of the other services that have none under `{usual}`"),
                        )
                        .at(span)
                        .label(self.place.span, "this reaches every service")
                        .hint("deny the services one by one, each with its own tags"),
                    );
                }
                Some(usual)
            }
            Reach::Refused(service) => self.report(
                Diagnostic::new(
                    codes::TAG_KEY,
                    format!("not every action here has its tags under one key: `{service}` has `{usual}` elsewhere, or not at all"),
                )
                .at(span)
                .label(self.place.span, "in this grant")
                .hint(match service {
                    "s3" => "`s3:ExistingObjectTag/...` serves `s3:GetObject` and the actions on an object's ACL and tags, `s3:RequestObjectTag/...` serves `s3:PutObject`; give them a grant of their own",
                    _ => "give the actions of this service a grant of their own",
                }),
            ),
        }
    }
}

/// How the actions of a statement stand to a kind of tag. `own` says of an
/// action, in lower case, whether its service has a key of its own (and which),
/// or none that is known to fit.
fn reach(actions: &Match, own: fn(&str) -> Option<Result<&'static str, &'static str>>) -> Reach {
    let patterns = match actions {
        Match::NoneOf(_) => return Reach::Everything,
        Match::Any(patterns) => patterns,
    };
    let mut found: Option<Result<&'static str, &'static str>> = None;
    let mut usual = false;
    for pattern in patterns {
        if !pattern.contains(':') {
            return Reach::Everything;
        }
        match (own(&pattern.to_ascii_lowercase()), found) {
            (None, _) => usual = true,
            (Some(Err(service)), _) => return Reach::Refused(service),
            (Some(Ok(prefix)), None) => found = Some(Ok(prefix)),
            (Some(Ok(prefix)), Some(Ok(before))) if prefix == before => {}
            (Some(Ok(prefix)), Some(_)) => return Reach::Refused(service_of(prefix)),
        }
    }
    match found {
        None | Some(Err(_)) => Reach::Usual,
        Some(Ok(prefix)) if usual => Reach::Refused(service_of(prefix)),
        Some(Ok(prefix)) => Reach::Own(prefix),
    }
}

/// The prefixes under which a request for an action, in lower case, has the
/// tags of a party.
pub(super) fn prefixes(party: Party, action: &str) -> Vec<&'static str> {
    let (usual, own) = match party {
        Party::Principal => return vec!["aws:PrincipalTag/"],
        Party::Source => return Vec::new(),
        Party::Resource => ("aws:ResourceTag/", resource_tag(action)),
        Party::Request => ("aws:RequestTag/", request_tag(action)),
    };
    match own {
        Some(Ok(prefix)) if prefix.starts_with("s3:") => vec![prefix],
        Some(Ok(prefix)) => vec![usual, prefix],
        Some(Err(_)) | None => vec![usual],
    }
}

fn service_of(prefix: &'static str) -> &'static str {
    prefix.split(':').next().unwrap_or(prefix)
}

fn resource_tag(action: &str) -> Option<Result<&'static str, &'static str>> {
    match action.split(':').next() {
        Some("iam") => Some(Ok("iam:ResourceTag/")),
        Some("s3") if EXISTING_OBJECT_TAG.contains(&action) => Some(Ok("s3:ExistingObjectTag/")),
        Some("s3") => Some(Err("s3")),
        Some(_) | None => None,
    }
}

fn request_tag(action: &str) -> Option<Result<&'static str, &'static str>> {
    match action.split(':').next() {
        Some("s3") if REQUEST_OBJECT_TAG.contains(&action) => Some(Ok("s3:RequestObjectTag/")),
        Some("s3") => Some(Err("s3")),
        Some(_) | None => None,
    }
}
