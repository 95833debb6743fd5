//! `ACTIONS except ACTIONS` to an `Action` or `NotAction` element.

use std::borrow::Cow;

use super::expansion::{self, About};
use super::global_services::GLOBAL;
use super::known;
use super::values::{self, Kind, gather};
use super::without_repeats;
use crate::catalog::AccessLevel;
use crate::diag::codes::{
    ACTION_LEVEL, ACTION_SERVICE, ACTION_SHAPE, EXCEPTION_OF_NOTHING, FROZEN_DENY,
    GLOBAL_OUTSIDE_EXCEPTION, NOTHING_LEFT, SERVICE_TO_EXPAND, WRITE_WITHOUT_CHANGE,
};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::iam::{Effect, Match, pattern};
use crate::resolve::condition::Text;
use crate::resolve::{Expansion, Here};
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
    /// Whether the catalog put the names in.
    expanded: bool,
    /// As written, for messages.
    written: String,
    /// Where the list names it.
    span: Span,
}

/// What the actions of a line become. `None` where something is wrong with
/// them, which is then reported.
pub(super) fn lower<'s>(
    actions: &Actions<'s>,
    effect: Effect,
    about: About<'_>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Match> {
    let listed = named(&actions.list, Side::Listed(about), here, diagnostics);
    let excepted = named(&actions.except, Side::Excepted, here, diagnostics);
    let (listed, excepted) = (listed?, excepted?);
    let is_everything = listed
        .iter()
        .any(|listed| listed.patterns.iter().any(|pattern| pattern == "*"));
    let listed = if excepted.is_empty() {
        listed
    } else {
        let taken: Vec<String> = excepted.iter().flat_map(lowercase).collect();
        check_exceptions(&listed, &excepted, &taken, actions.span, diagnostics)?;
        if is_everything {
            return Some(Match::NoneOf(flat(excepted, here)));
        }
        kept(listed, &taken, about, actions.span, here, diagnostics)?
    };
    if effect == Effect::Deny {
        warn_of_frozen(&listed, here, diagnostics);
        warn_of_write(&listed, &excepted, about, here, diagnostics);
    }
    Some(Match::Any(flat(listed, here)))
}

/// The patterns of a list that takes nothing away, without repeats.
pub(super) fn patterns<'s>(
    words: &[Word<'s>],
    about: About<'_>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let named = named(words, Side::Listed(about), here, diagnostics)?;
    let mut patterns = named.into_iter().flat_map(|named| named.patterns).collect();
    without_repeats(&mut patterns, true);
    Some(patterns)
}

/// On which side of `except` a list stands.
#[derive(Clone, Copy)]
enum Side<'m> {
    /// What is named, about what.
    Listed(About<'m>),
    /// What is taken away: of an access level all of it.
    Excepted,
}

impl<'m> Side<'m> {
    fn about(self) -> About<'m> {
        match self {
            Side::Listed(about) => about,
            Side::Excepted => About::Anything,
        }
    }
}

fn named<'s>(
    words: &[Word<'s>],
    side: Side<'_>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Named>> {
    let mut found = Some(Vec::with_capacity(words.len()));
    for word in words {
        let Some(values) = values::of_word(*word, Kind::Action, &here, diagnostics) else {
            found = None;
            continue;
        };
        for value in values {
            let one = read(value, side, here, diagnostics).map(|named| Named {
                span: word.span,
                ..named
            });
            gather(&mut found, one.map(|one| vec![one]));
        }
    }
    found
}

fn read(
    value: Text,
    side: Side<'_>,
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<Named> {
    let Text { text, span, .. } = value;
    let is_excepted = matches!(side, Side::Excepted);
    let level = text
        .split_once(':')
        .filter(|(_, level)| level.starts_with('@'));
    let patterns = match level {
        None if text == "@global" && is_excepted => {
            Ok(GLOBAL.iter().map(|action| (*action).to_owned()).collect())
        }
        None if text == "@global" => Err(global_outside_exception(span)),
        None => pattern(&text, span).map(|pattern| {
            vec![known::spelled(
                &pattern,
                side.about(),
                span,
                here,
                diagnostics,
            )]
        }),
        Some((service, level)) => of_level(&text, service, level, span, side, here),
    };
    match patterns {
        Ok(patterns) => Some(Named {
            patterns,
            expanded: level.is_some(),
            written: text,
            span,
        }),
        Err(wrong) => {
            diagnostics.push(wrong);
            None
        }
    }
}

/// The actions of `s3:@read`.
fn of_level(
    text: &str,
    service: &str,
    level: &str,
    span: Span,
    side: Side<'_>,
    here: Here<'_, '_, '_>,
) -> Result<Vec<String>, Diagnostic> {
    let about = side.about();
    if let Some(levels) = level.strip_prefix('@').and_then(AccessLevel::named) {
        let catalog = here.world.options.catalog;
        if known::is_own(text, here) {
            let message =
                format!("`{service}` is a service of your own, and levels are AWS's alone");
            return Err(name_them(Diagnostic::new(ACTION_LEVEL, message), service).at(span));
        }
        return expansion::of_level(catalog, service, levels, about, text, span);
    }
    Err(if level == "@global" {
        global_outside_exception(span).hint("`@global` stands alone, without a service")
    } else {
        let unknown =
            Diagnostic::new(ACTION_LEVEL, format!("there is no access level `{level}`")).at(span);
        match nearest(level, LEVELS) {
            Some(nearest) => unknown.hint(format!("did you mean `{service}:{nearest}`?")),
            None => unknown.hint(format!("the levels are `{}`", LEVELS.join("`, `"))),
        }
    })
}

/// What to do where nobody knows which actions a service of one's own has.
fn name_them(wrong: Diagnostic, service: &str) -> Diagnostic {
    wrong.hint(format!(
        "name the actions: `{service}:Name, ...`, or once for all lines: `let reads = {service}:Name, ...`"
    ))
}

/// What is left of a pattern that an exception touches in part.
fn without(
    pattern: &str,
    exceptions: &[String],
    about: About<'_>,
    span: Span,
    here: Here<'_, '_, '_>,
) -> Result<Vec<String>, Diagnostic> {
    if known::is_own(pattern, here) {
        let service = pattern.split(':').next().unwrap_or_default();
        let message = format!(
            "`{pattern}` cannot be expanded: `{service}` is a service of your own, of which nobody lists the actions"
        );
        return Err(name_them(Diagnostic::new(SERVICE_TO_EXPAND, message), service).at(span));
    }
    let catalog = here.world.options.catalog;
    expansion::without(catalog, pattern, exceptions, about, span)
}

/// An action or pattern, with its service in lower case (IAM User Guide, "IAM
/// JSON policy elements: Action": the prefix and the name ignore case, and a
/// pattern is `*` or has one colon and no wildcard before it).
pub(super) fn pattern(text: &str, span: Span) -> Result<Cow<'_, str>, Diagnostic> {
    if text == "*" {
        return Ok(Cow::Borrowed(text));
    }
    let Some((service, name)) = text.split_once(':') else {
        return Err(misshapen(text, span).hint(if text.starts_with('@') {
            "an access level stands behind its service, as in `s3:@read`; the global services, in an exception, are `@global`"
        } else {
            "an action is `service:Name`, or `*` for every one"
        }));
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

/// Refuses exceptions that take nothing away, or everything.
fn check_exceptions(
    listed: &[Named],
    excepted: &[Named],
    taken: &[String],
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let mut is_well = true;
    for exception in excepted {
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
    if is_well && taken.iter().any(|taken| taken == "*") {
        diagnostics.push(nothing_left(span));
        is_well = false;
    }
    is_well.then_some(())
}

/// The patterns that no exception touches. One that is taken away whole goes;
/// one that is touched in part is expanded.
fn kept(
    listed: Vec<Named>,
    taken: &[String],
    about: About<'_>,
    span: Span,
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Named>> {
    let mut kept = Some(Vec::new());
    for listed in listed {
        for pattern in &listed.patterns {
            let lowered = pattern.to_ascii_lowercase();
            let touched: Vec<String> = taken
                .iter()
                .filter(|taken| pattern::overlap(taken, &lowered))
                .cloned()
                .collect();
            let is_gone = touched.iter().any(|taken| pattern::covers(taken, &lowered));
            let left = if is_gone {
                Some(Vec::new())
            } else if touched.is_empty() {
                Some(vec![Named {
                    patterns: vec![pattern.clone()],
                    expanded: listed.expanded,
                    written: listed.written.clone(),
                    span: listed.span,
                }])
            } else {
                without(pattern, &touched, about, listed.span, here)
                    .map_err(|wrong| diagnostics.push(wrong))
                    .ok()
                    .map(|patterns| {
                        vec![Named {
                            patterns,
                            expanded: true,
                            written: listed.written.clone(),
                            span: listed.span,
                        }]
                    })
            };
            gather(&mut kept, left);
        }
    }
    let kept = kept?;
    if kept.iter().all(|named| named.patterns.is_empty()) {
        diagnostics.push(nothing_left(span));
        return None;
    }
    Some(kept)
}

/// What the catalog puts in does not grow with AWS, so that a deny opens.
fn warn_of_frozen(listed: &[Named], here: Here<'_, '_, '_>, diagnostics: &mut Diagnostics) {
    let Some(frozen) = listed.iter().find(|named| named.expanded) else {
        return;
    };
    let date = here.world.options.catalog.date();
    diagnostics.push(
        Diagnostic::new(
            FROZEN_DENY,
            format!(
                "`{}` denies the actions that there were on {date}, and none that AWS adds later",
                frozen.written
            ),
        )
        .at(frozen.span)
        .hint("deny a pattern such as `s3:Put*`, or everything but what is needed: `cannot * except ...`"),
    );
}

/// `@write` is one of three levels that change something: a bucket's policy and
/// the tags that others' access rests on are on the other two.
fn warn_of_write(
    listed: &[Named],
    excepted: &[Named],
    about: About<'_>,
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let catalog = here.world.options.catalog;
    let said: Vec<&String> = listed
        .iter()
        .chain(excepted)
        .flat_map(|named| &named.patterns)
        .collect();
    let writes = listed.iter().filter_map(|named| {
        let service = named.written.strip_suffix(":@write")?;
        Some((named, service))
    });
    for (named, service) in writes {
        let is_said = |action: &String| {
            let mut said = said.iter();
            said.any(|pattern| pattern::matches_ignoring_case(pattern, action))
        };
        let others = [AccessLevel::Permissions, AccessLevel::Tagging].map(|level| {
            let of_level =
                expansion::of_level(catalog, service, &[level], about, service, named.span);
            let left = of_level.unwrap_or_default().into_iter();
            // What is known best: a policy that is put, a tag that is set.
            left.filter(|action| !is_said(action)).min_by_key(|action| {
                let puts = action.contains(":Put");
                (
                    !(puts && action.ends_with("Policy")),
                    !puts,
                    !action.contains(":Tag"),
                )
            })
        });
        let open: Vec<String> = others
            .into_iter()
            .flatten()
            .map(|it| format!("`{it}`"))
            .collect();
        if open.is_empty() {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(
                WRITE_WITHOUT_CHANGE,
                format!(
                    "this leaves {} open: `@write` is one of three levels that change something",
                    open.join(" and ")
                ),
            )
            .at(named.span)
            .hint(format!(
                "to deny all three, permissions and tags among them, write `{service}:@change`"
            )),
        );
    }
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

/// Every pattern, without repeats. What the catalog put in is left out where a
/// written pattern says it.
fn flat(named: Vec<Named>, here: Here<'_, '_, '_>) -> Vec<String> {
    if !named.iter().any(|named| named.expanded) {
        let mut patterns: Vec<String> =
            named.into_iter().flat_map(|named| named.patterns).collect();
        without_repeats(&mut patterns, true);
        return patterns;
    }
    let written: Vec<String> = named
        .iter()
        .filter(|named| !named.expanded)
        .flat_map(|named| named.patterns.iter().cloned())
        .collect();
    let is_said = |action: &String| {
        let mut written = written.iter();
        written.any(|pattern| pattern::matches_ignoring_case(pattern, action))
    };
    let mut flat = Vec::new();
    let mut shortened: Vec<&str> = Vec::new();
    for one in &named {
        if !one.expanded {
            flat.extend(one.patterns.iter().cloned());
            continue;
        }
        let service = one.patterns.first().map_or("", |action| service_of(action));
        match here.world.options.expansion {
            Expansion::List => {
                let unsaid = one.patterns.iter().filter(|action| !is_said(action));
                flat.extend(unsaid.cloned());
            }
            Expansion::Shortest if shortened.contains(&service) => {}
            Expansion::Shortest => {
                shortened.push(service);
                let of_service = named.iter().filter(|named| named.expanded);
                let actions: Vec<&String> = of_service
                    .flat_map(|named| &named.patterns)
                    .filter(|action| service_of(action) == service && !is_said(action))
                    .collect();
                flat.extend(expansion::shortest(
                    here.world.options.catalog,
                    service,
                    &actions,
                ));
            }
        }
    }
    without_repeats(&mut flat, true);
    flat
}

fn service_of(action: &str) -> &str {
    action.split_once(':').map_or("", |(service, _)| service)
}

/// Whether there is a byte, and every one passes.
fn all(text: &str, pass: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(pass)
}
