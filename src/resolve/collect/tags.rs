//! The tags of users and roles.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::quotas::is_tag_of_aws;
use crate::model::Entity;
use crate::source::Span;
use crate::syntax::ast::Word;

/// How many tags a user or role has, and how long they are, in characters (IAM
/// User Guide, "Tags for AWS Identity and Access Management resources").
const TAGS: usize = 50;
const TAG_KEY_LENGTH: usize = 128;
const TAG_VALUE_LENGTH: usize = 256;

/// Adds one tag. The same tag a second time says nothing new; the same key with
/// another value, or in another case, is an error (keys of IAM tags compare
/// without case).
pub(super) fn add(
    entity: &Entity,
    tags: &mut Vec<(String, String)>,
    spans: &mut Vec<Span>,
    (key, value, span): (String, String, Span),
    diagnostics: &mut Diagnostics,
) {
    let before = tags
        .iter()
        .position(|(known, _)| known.eq_ignore_ascii_case(&key));
    let Some(before) = before else {
        // Those that AWS sets are not counted (IAM User Guide, as above).
        let own = tags.iter().filter(|(key, _)| !is_tag_of_aws(key)).count();
        if own > TAGS {
            // Reported with the first one too many.
            return;
        }
        if own == TAGS && !is_tag_of_aws(&key) {
            diagnostics.push(
                Diagnostic::new(
                    codes::TAGS,
                    format!("`{}` has more than {TAGS} tags", entity.name),
                )
                .at(span)
                .hint("IAM allows 50 tags: leave some out"),
            );
        }
        tags.push((key, value));
        spans.push(span);
        return;
    };
    let Some((known, known_value)) = tags.get(before) else {
        return;
    };
    let mut diagnostic = if *known != key {
        Diagnostic::new(
            codes::TAGS,
            format!("the tags `{key}` and `{known}` differ only in case"),
        )
    } else if *known_value != value {
        Diagnostic::new(
            codes::CONTRADICTION,
            format!("the tag `{key}` of `{}` has two values", entity.name),
        )
    } else {
        return;
    };
    diagnostic = diagnostic.at(span);
    if let Some(first) = spans.get(before) {
        diagnostic = diagnostic.label(*first, "the first is here");
    }
    diagnostics.push(diagnostic.hint("a tag is there once: leave one out"));
}

pub(super) fn are_allowed(
    name: &str,
    text: &str,
    key: Word<'_>,
    value: Word<'_>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let too_long = |text: &str, longest: usize| text.chars().count() > longest;
    let is_allowed = |character: char| {
        character.is_alphanumeric()
            || matches!(
                character,
                ' ' | '_' | '.' | ':' | '/' | '=' | '+' | '-' | '@'
            )
    };
    let (problem, span) = if name.is_empty() || too_long(name, TAG_KEY_LENGTH) {
        (
            format!("the key of a tag has 1 to {TAG_KEY_LENGTH} characters"),
            key.span,
        )
    } else if too_long(text, TAG_VALUE_LENGTH) {
        (
            format!("the value of a tag has at most {TAG_VALUE_LENGTH} characters"),
            value.span,
        )
    } else if let Some(wrong) = name.chars().find(|character| !is_allowed(*character)) {
        (
            format!("the key of a tag cannot hold `{}`", wrong.escape_debug()),
            key.span,
        )
    } else if let Some(wrong) = text.chars().find(|character| !is_allowed(*character)) {
        (
            format!("the value of a tag cannot hold `{}`", wrong.escape_debug()),
            value.span,
        )
    } else {
        if is_tag_of_aws(name) {
            diagnostics.push(of_aws(name, key.span));
        }
        return true;
    };
    diagnostics.push(
        Diagnostic::new(codes::TAGS, problem)
            .at(span)
            .hint("tags hold letters, digits, spaces and `_ . : / = + - @`"),
    );
    false
}

fn of_aws(key: &str, span: Span) -> Diagnostic {
    let message = format!("the tag `{key}` is one that AWS sets itself, and takes from nobody");
    Diagnostic::new(codes::TAG_OF_AWS, message)
        .at(span)
        .hint("leave it out, unless a policy asks for it and the service that made this has set it")
}
