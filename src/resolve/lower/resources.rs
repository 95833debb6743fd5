//! `RESOURCES except RESOURCES` to a `Resource` or `NotResource` element.

use super::values::{self, Kind, gather};
use super::{arn, without_repeats};
use crate::catalog::Catalog;
use crate::diag::codes::{
    ALLOW_NOT_RESOURCE, DENY_REACHES_BUCKET, NOT_RESOURCE_EVERYTHING, NOT_RESOURCE_VARIABLE,
    RESOURCE_EXCEPTION,
};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::pattern::matches_ignoring_case;
use crate::iam::{Effect, Match, Variable, split_variable};
use crate::resolve::Here;
use crate::resolve::condition::{Text, variable_problem};
use crate::source::Span;
use crate::syntax::ast::{Resources, Term};

/// What the resources of a line become. `None` where something is wrong with
/// them, which is then reported.
pub(super) fn lower<'s>(
    resources: &Resources<'s>,
    effect: Effect,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Match> {
    let listed = patterns(&resources.list, here, diagnostics);
    let excepted = patterns(&resources.except, here, diagnostics);
    let (listed, excepted) = (listed?, excepted?);
    if excepted.is_empty() {
        return Some(Match::Any(flat(listed)));
    }
    if !listed.iter().all(|text| text.text == "*") {
        diagnostics.push(exception_of_some(resources, &listed, &excepted, effect));
        return None;
    }
    if let Some(everything) = excepted.iter().find(|text| text.text == "*") {
        diagnostics.push(
            Diagnostic::new(RESOURCE_EXCEPTION, "the exception `*` leaves no resource")
                .at(everything.span)
                .hint("leave the line out, or except less"),
        );
        return None;
    }
    if effect == Effect::Allow && !may_allow_the_rest(&excepted, diagnostics) {
        return None;
    }
    Some(Match::NoneOf(flat(excepted)))
}

/// The patterns of a list, each `*` or an ARN of the right shape, with the
/// place where the list names it.
pub(super) fn patterns<'s>(
    terms: &[Term<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Text>> {
    let mut found = Some(Vec::with_capacity(terms.len()));
    for term in terms {
        let more = of_term(term, here, diagnostics);
        gather(&mut found, more);
    }
    found
}

fn of_term<'s>(
    term: &Term<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Text>> {
    match term {
        Term::Word(word) => {
            let mut values = values::of_word(*word, Kind::Resource, &here, diagnostics)?;
            let mut are_well = true;
            for value in &mut values {
                // What is wrong with a suffix is wrong where it is written.
                if word.text.contains("${") {
                    value.span = word.span;
                }
                if let Some(wrong) = arn::pattern_problem(value) {
                    are_well = false;
                    diagnostics.push(wrong);
                }
                value.span = word.span;
            }
            are_well.then_some(values)
        }
        Term::Constructor(constructor) => {
            let text = Text {
                text: here.world.construct(constructor, here.scope, diagnostics)?,
                quoted: false,
                span: constructor.span,
            };
            // Its form is AWS's own, even where that is no ARN of six fields.
            match variable_problem(&text) {
                None => Some(vec![text]),
                Some(wrong) => {
                    diagnostics.push(wrong);
                    None
                }
            }
        }
    }
}

fn flat(texts: Vec<Text>) -> Vec<String> {
    let mut patterns: Vec<String> = texts.into_iter().map(|text| text.text).collect();
    without_repeats(&mut patterns, false);
    patterns
}

/// IAM has no form for some resources less others; the error shows the line
/// that says it.
fn exception_of_some(
    resources: &Resources<'_>,
    listed: &[Text],
    excepted: &[Text],
    effect: Effect,
) -> Diagnostic {
    let wrong = Diagnostic::new(
        RESOURCE_EXCEPTION,
        format!(
            "IAM cannot except `{}` from `{}`",
            first(excepted),
            first(listed)
        ),
    )
    .at(resources.span);
    match effect {
        Effect::Allow => wrong.hint(format!(
            "leave `except` out and add a line that denies: `cannot ... on {}`",
            excepted
                .iter()
                .map(|text| text.text.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        )),
        Effect::Deny => wrong.hint(
            "name what is denied without an exception, or deny `on * except ...` everything else",
        ),
    }
}

/// Refuses to allow every action on everything but some resources; of others on
/// as many there is a warning.
pub(super) fn check_rest(
    resources: &Match,
    actions: &Match,
    effect: Effect,
    catalog: &Catalog,
    span: Span,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let Match::NoneOf(excepted) = resources else {
        return Ok(None);
    };
    if effect == Effect::Deny {
        return Ok(warn_of_bucket(excepted, actions, catalog, span));
    }
    let every_action =
        actions.is_negated() || actions.patterns().iter().any(|pattern| pattern == "*");
    if !every_action {
        return Ok(Some(warn_of_rest(excepted, span)));
    }
    Err(Diagnostic::new(
        NOT_RESOURCE_EVERYTHING,
        "this allows every action on everything but a few resources",
    )
    .at(span)
    .hint("name the resources, or name the actions"))
}

/// Whether an Allow on everything but some resources may stand.
fn may_allow_the_rest(excepted: &[Text], diagnostics: &mut Diagnostics) -> bool {
    if let Some(variable) = excepted.iter().find(|text| text.text.contains("${")) {
        let asked = match key_of(&variable.text) {
            Some(key) => format!(" `when {key} exists`"),
            None => String::new(),
        };
        diagnostics.push(
            Diagnostic::new(
                NOT_RESOURCE_VARIABLE,
                format!("the exception `{}` holds a policy variable", variable.text),
            )
            .label(
                variable.span,
                "matches nothing where the variable has no value, so that everything would be allowed",
            )
            .hint(format!(
                "allow on what is meant{asked}, and add `cannot ... on {}`",
                variable.text
            )),
        );
        return false;
    }
    true
}

/// The key of the first variable in a text that has no default.
fn key_of(text: &str) -> Option<&str> {
    let starts = text.match_indices("${").map(|(start, _)| start);
    let mut variables = starts.filter_map(|start| split_variable(text.get(start..)?));
    variables.find_map(|(variable, _)| match variable {
        Variable::Key { key, default: None } => Some(key),
        Variable::Key { .. } | Variable::Escape(_) => None,
    })
}

/// What to know of an Allow on everything but some resources.
fn warn_of_rest(excepted: &[String], span: Span) -> Diagnostic {
    let warning = Diagnostic::new(
        ALLOW_NOT_RESOURCE,
        "this allows on every resource of every kind but the excepted ones",
    )
    .at(span);
    match bucket_left_open(excepted) {
        Some(bucket) => warning.hint(format!(
            "the bucket itself is not excepted: add `{bucket}`; or name the resources that are meant"
        )),
        None => warning.hint("name the resources that are meant"),
    }
}

/// A Deny on everything but the objects of a bucket denies on the bucket too,
/// so that not even its objects can be listed.
fn warn_of_bucket(
    excepted: &[String],
    actions: &Match,
    catalog: &Catalog,
    span: Span,
) -> Option<Diagnostic> {
    let bucket = bucket_left_open(excepted)?;
    let types = catalog.resource_types_of(bucket);
    let is_denied = |name: &String| {
        let mut patterns = actions.patterns().iter();
        patterns.any(|pattern| matches_ignoring_case(pattern, name)) != actions.is_negated()
    };
    // Listing is what would be missed first.
    let denied = catalog
        .actions_matching("s3:*")
        .filter(|action| action.works_on(&types))
        .map(|action| action.to_string())
        .filter(is_denied)
        .min_by_key(|name| name != "s3:ListBucket")?;
    Some(
        Diagnostic::new(
            DENY_REACHES_BUCKET,
            format!("this denies on the bucket itself too, `{denied}` for one: only objects in it are excepted"),
        )
        .at(span)
        .hint(format!("to spare the bucket as well, except it too: add `{bucket}` behind `except`"))
        .hint(format!("where it is meant, except the bucket here all the same, and say in a line of its own what is denied `on {bucket}`")),
    )
}

/// The bucket of excepted objects that is not itself excepted.
fn bucket_left_open(excepted: &[String]) -> Option<&str> {
    excepted.iter().find_map(|text| {
        let arn = arn::split(text)?;
        let (bucket, _) = arn.resource.split_once('/')?;
        let length = text.len() - arn.resource.len() + bucket.len();
        let bucket = text.get(..length).filter(|_| arn.service == "s3")?;
        let is_excepted = excepted.iter().any(|other| other == bucket);
        (!is_excepted).then_some(bucket)
    })
}

fn first(texts: &[Text]) -> &str {
    texts.first().map_or("", |text| text.text.as_str())
}
