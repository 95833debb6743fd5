//! `ACTIONS except ACTIONS` to an `Action` or `NotAction` element.

use std::borrow::Cow;

use super::global_services::GLOBAL;
use super::values::{self, Kind, gather};
use super::without_repeats;
use crate::diag::codes::{
    ACTION_LEVEL, ACTION_SERVICE, ACTION_SHAPE, EXCEPTION_OF_NOTHING, GLOBAL_OUTSIDE_EXCEPTION,
    NOTHING_LEFT,
};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::iam::{Match, pattern};
use crate::resolve::catalog;
use crate::resolve::condition::{Names, Text};
use crate::source::Span;
use crate::syntax::ast::{Actions, Word};

/// The levels that the service catalog gives to actions, and the one that
/// stands for the last three.
const LEVELS: [&str; 6] = [
    "@read",
    "@list",
    "@write",
    "@tagging",
    "@permissions",
    "@change",
];

/// One or more patterns that a word stands for.
struct Named {
    patterns: Vec<String>,
    /// As written, for messages.
    written: String,
    /// Where the list names it.
    span: Span,
}

/// What the actions of a line become. `None` where something is wrong with
/// them, which is then reported.
pub(super) fn lower<'s>(
    actions: &Actions<'s>,
    names: &dyn Names<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<Match> {
    let listed = named(&actions.list, false, names, diagnostics);
    let excepted = named(&actions.except, true, names, diagnostics);
    let (listed, excepted) = (listed?, excepted?);
    if excepted.is_empty() {
        return Some(Match::Any(flat(listed)));
    }
    subtract(listed, excepted, actions.span, diagnostics)
}

/// The patterns of a list that takes nothing away, without repeats.
pub(super) fn patterns<'s>(
    words: &[Word<'s>],
    names: &dyn Names<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    named(words, false, names, diagnostics).map(flat)
}

fn named<'s>(
    words: &[Word<'s>],
    in_exception: bool,
    names: &dyn Names<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Named>> {
    let mut found = Some(Vec::with_capacity(words.len()));
    for word in words {
        let Some(values) = values::of_word(*word, Kind::Action, names, diagnostics) else {
            found = None;
            continue;
        };
        for value in values {
            let one = read(value, in_exception, diagnostics).map(|named| Named {
                span: word.span,
                ..named
            });
            gather(&mut found, one.map(|one| vec![one]));
        }
    }
    found
}

fn read(value: Text, in_exception: bool, diagnostics: &mut Diagnostics) -> Option<Named> {
    let Text { text, span, .. } = value;
    let patterns = match text.split_once(':') {
        None if text == "@global" && in_exception => {
            GLOBAL.iter().map(|action| (*action).to_owned()).collect()
        }
        None if text == "@global" => {
            diagnostics.push(global_outside_exception(span));
            return None;
        }
        Some((service, level)) if level.starts_with('@') => {
            of_level(&text, service, level, span, diagnostics)?
        }
        Some(_) | None => match pattern(&text, span) {
            Ok(pattern) => vec![pattern.into_owned()],
            Err(wrong) => {
                diagnostics.push(wrong);
                return None;
            }
        },
    };
    Some(Named {
        patterns,
        written: text,
        span,
    })
}

/// The actions of `s3:@read`.
fn of_level(
    text: &str,
    service: &str,
    level: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    if LEVELS.contains(&level) {
        return catalog::access_level(text, span, diagnostics);
    }
    let unknown = if level == "@global" {
        global_outside_exception(span).hint("`@global` stands alone, without a service")
    } else {
        let unknown =
            Diagnostic::new(ACTION_LEVEL, format!("there is no access level `{level}`")).at(span);
        match nearest(level, LEVELS) {
            Some(nearest) => unknown.hint(format!("did you mean `{service}:{nearest}`?")),
            None => unknown.hint(format!("the levels are `{}`", LEVELS.join("`, `"))),
        }
    };
    diagnostics.push(unknown);
    None
}

/// An action or pattern, with its service in lower case (IAM User Guide, "IAM
/// JSON policy elements: Action": the prefix and the name ignore case, and a
/// pattern is `*` or has one colon and no wildcard before it).
pub(super) fn pattern(text: &str, span: Span) -> Result<Cow<'_, str>, Diagnostic> {
    if text == "*" {
        return Ok(Cow::Borrowed(text));
    }
    let Some((service, name)) = text.split_once(':') else {
        return Err(misshapen(text, span).hint("an action is `service:Name`, or `*` for every one"));
    };
    if text.contains("${") {
        return Err(misshapen(text, span)
            .hint("IAM has no policy variables in actions; write the actions out"));
    }
    if pattern::has_wildcard(service) {
        return Err(wildcard_service(text, service, name, span));
    }
    let service_is_well = service.starts_with(|first: char| first.is_ascii_alphanumeric())
        && all(service, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !service_is_well {
        return Err(misshapen(text, span)
            .hint("the service is letters, digits and `-`, as in `s3:GetObject`"));
    }
    if name.is_empty() {
        return Err(misshapen(text, span).hint(format!(
            "`{service}:*` is every action of the service `{service}`"
        )));
    }
    let name_is_well = all(name, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'?' | b'_' | b'-')
    });
    if !name_is_well {
        return Err(misshapen(text, span).hint(
            "behind the colon stand letters, digits, `*` and `?`; several actions are separated by commas",
        ));
    }
    Ok(if service.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(format!("{}:{name}", service.to_ascii_lowercase()))
    } else {
        Cow::Borrowed(text)
    })
}

fn misshapen(text: &str, span: Span) -> Diagnostic {
    Diagnostic::new(ACTION_SHAPE, format!("`{text}` is not an action")).at(span)
}

fn wildcard_service(text: &str, service: &str, name: &str, span: Span) -> Diagnostic {
    let wrong = Diagnostic::new(
        ACTION_SERVICE,
        format!("`{text}` has a wildcard in its service"),
    )
    .at(span);
    if service == "*" && name == "*" {
        wrong.hint("every action of every service is `*`")
    } else {
        wrong.hint(format!(
            "write a line for each service, such as `s3:{name}`"
        ))
    }
}

fn global_outside_exception(span: Span) -> Diagnostic {
    Diagnostic::new(
        GLOBAL_OUTSIDE_EXCEPTION,
        "`@global` stands only in an exception",
    )
    .at(span)
    .hint("write `* except @global`, which spares the global services")
}

/// What is left of a list without its exceptions.
fn subtract(
    listed: Vec<Named>,
    excepted: Vec<Named>,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Match> {
    let taken: Vec<String> = excepted.iter().flat_map(lowercase).collect();
    let mut is_well = true;
    for exception in &excepted {
        let touches = lowercase(exception).any(|taken| {
            listed
                .iter()
                .flat_map(lowercase)
                .any(|listed| pattern::overlap(&listed, &taken))
        });
        if !touches {
            diagnostics.push(exception_of_nothing(exception));
            is_well = false;
        }
    }
    if !is_well {
        return None;
    }
    if taken.iter().any(|taken| taken == "*") {
        diagnostics.push(nothing_left(span));
        return None;
    }
    let is_everything = listed
        .iter()
        .any(|listed| listed.patterns.iter().any(|pattern| pattern == "*"));
    if is_everything {
        return Some(Match::NoneOf(flat(excepted)));
    }
    let kept = kept(listed, &taken, diagnostics)?;
    if kept.is_empty() {
        diagnostics.push(nothing_left(span));
        return None;
    }
    Some(Match::Any(kept))
}

/// The patterns that no exception touches. One that is taken away whole goes;
/// one that is touched in part is expanded.
fn kept(
    listed: Vec<Named>,
    taken: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let mut kept = Some(Vec::new());
    for listed in listed {
        for pattern in listed.patterns {
            let lowered = pattern.to_ascii_lowercase();
            let left = if taken.iter().any(|taken| pattern::covers(taken, &lowered)) {
                Some(Vec::new())
            } else if taken.iter().any(|taken| pattern::overlap(taken, &lowered)) {
                catalog::without_exceptions(&pattern, listed.span, diagnostics)
            } else {
                Some(vec![pattern])
            };
            gather(&mut kept, left);
        }
    }
    let mut kept = kept?;
    without_repeats(&mut kept, true);
    Some(kept)
}

fn exception_of_nothing(exception: &Named) -> Diagnostic {
    Diagnostic::new(
        EXCEPTION_OF_NOTHING,
        format!("the exception `{}` takes nothing away", exception.written),
    )
    .label(exception.span, "no action of the list matches this")
    .hint("correct its spelling, or leave it out")
}

fn nothing_left(span: Span) -> Diagnostic {
    Diagnostic::new(NOTHING_LEFT, "the exceptions take every action away")
        .at(span)
        .hint("leave the line out, or except less")
}

fn lowercase(named: &Named) -> impl Iterator<Item = String> {
    named
        .patterns
        .iter()
        .map(|pattern| pattern.to_ascii_lowercase())
}

fn flat(named: Vec<Named>) -> Vec<String> {
    let mut patterns: Vec<String> = named.into_iter().flat_map(|named| named.patterns).collect();
    without_repeats(&mut patterns, true);
    patterns
}

/// Whether there is a byte, and every one passes.
fn all(text: &str, pass: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(pass)
}
