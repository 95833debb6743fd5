//! Lists of actions, with the families among them as choices.

use std::collections::HashSet;

use super::word;
use crate::resolve::GLOBAL;

/// A list of actions in its order: neighbours that do different things to the
/// same are one choice, `s3:{Get,Put}Object`.
pub(super) fn actions(patterns: &[String]) -> String {
    let patterns = without_repeats(patterns);
    let mut words: Vec<String> = Vec::new();
    let mut rest = patterns.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let family = family(first, behind);
        if family.len() > 1 {
            let (service, _, object) = parts(first).unwrap_or_default();
            words.push(format!("{service}:{{{}}}{object}", family.join(",")));
        } else {
            words.push(word::plain(first));
        }
        rest = rest.get(family.len().max(1)..).unwrap_or_default();
    }
    words.join(", ")
}

/// The actions of an exception; those of the global services by their name.
pub(super) fn excepted(patterns: &[String]) -> String {
    let find = |pattern: &str| patterns.iter().any(|it| it == pattern);
    if !GLOBAL.iter().all(|pattern| find(pattern)) {
        return actions(patterns);
    }
    let is_other = |pattern: &&String| !GLOBAL.contains(&pattern.as_str());
    let others: Vec<String> = patterns.iter().filter(is_other).cloned().collect();
    if others.is_empty() {
        return "@global".to_owned();
    }
    format!("@global, {}", actions(&others))
}

/// Every action for itself, as IAM has it.
pub(super) fn plain(patterns: &[String]) -> String {
    word::list(patterns, |pattern| word::plain(pattern))
}

/// IAM ignores the letter case of actions; services are written small.
fn without_repeats(patterns: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    patterns
        .iter()
        .filter(|pattern| seen.insert(pattern.to_ascii_lowercase()))
        .map(|pattern| match pattern.split_once(':') {
            Some((service, name)) => format!("{}:{name}", service.to_ascii_lowercase()),
            None => pattern.clone(),
        })
        .collect()
}

/// The verbs of an action and of those behind it that differ from it in
/// nothing else.
fn family<'p>(first: &'p str, behind: &'p [String]) -> Vec<&'p str> {
    let Some((service, verb, object)) = parts(first) else {
        return Vec::new();
    };
    let mut verbs = vec![verb];
    for next in behind {
        match parts(next) {
            Some((same_service, verb, same_object))
                if same_service == service && same_object == object && !verbs.contains(&verb) =>
            {
                verbs.push(verb);
            }
            Some(_) | None => break,
        }
    }
    verbs
}

/// `s3:GetObject` as `s3`, `Get` and `Object`. None where it has no verb of its
/// own, or is not plain.
fn parts(pattern: &str) -> Option<(&str, &str, &str)> {
    let (service, name) = pattern.split_once(':')?;
    let end = name
        .char_indices()
        .skip(1)
        .find(|(_, character)| !character.is_ascii_lowercase())
        .map(|(index, _)| index)?;
    let (verb, object) = name.split_at_checked(end)?;
    let is_plain = word::is_plain(pattern)
        && verb.bytes().all(|byte| byte.is_ascii_alphabetic())
        && object.starts_with(|first: char| first.is_ascii_uppercase() || first == '*');
    is_plain.then_some((service, verb, object))
}
