//! The lines of a test to requests.

use super::expansion::{self, About};
use super::request::Context;
use super::values::gather;
use super::{Here, actions, arn, principal, resources, service_principals};
use crate::diag::codes::{
    EXPANSION_LIMIT, NOTHING_TO_ASK, PRINCIPAL_ARN, REQUEST_RESOURCE, SESSION_OF_WHOM,
};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::{Match, pattern};
use crate::model::{self, Request, RequestPrincipal, SessionPolicyId};
use crate::resolve::condition::Text;
use crate::resolve::expand::Placed;
use crate::resolve::world::World;
use crate::source::Span;
use crate::syntax::ast::{
    Expectation, Question, Setting, SettingKind, Term, Test, TestCase, TestSubject, Word,
};

/// How many requests one line may ask, of every member of a group that it asks
/// about.
const REQUESTS_LIMIT: usize = 50_000;

/// Puts every test into the program, with the lines that are well; what is
/// wrong is reported.
pub(in crate::resolve) fn lower_tests<'s>(
    tests: &[Placed<'_, 's, Test<'s>>],
    world: &mut World<'_, 's>,
    diagnostics: &mut Diagnostics,
) {
    for test in tests {
        let here = world.names(&test.scope);
        let name = world.text(test.node.name, &test.scope, diagnostics);
        let cases = test
            .node
            .cases
            .iter()
            .filter_map(|case| lower_case(case, here, diagnostics))
            .collect();
        world.program.tests.push(model::Test {
            name: name.unwrap_or_default().into_owned(),
            cases,
            origin: test.span,
        });
    }
}

fn lower_case<'s>(
    case: &TestCase<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<model::TestCase> {
    let principal = subject(&case.subject, here, diagnostics);
    let asked = asked(&case.question, here, diagnostics);
    let context = Context::of(&case.settings, case.at, here, diagnostics);
    let session_policies = session_policies(case, here, diagnostics);
    let (principal, asked, context, session_policies) =
        (principal?, asked?, context?, session_policies?);
    let members = match principal {
        RequestPrincipal::Group(id) => here.world.members(id).len(),
        RequestPrincipal::User(_)
        | RequestPrincipal::Role(_)
        | RequestPrincipal::Service(_)
        | RequestPrincipal::Arn(_)
        | RequestPrincipal::Anonymous => 1,
    };
    let requests = asked.actions.len().saturating_mul(asked.resources.len());
    let count = requests.saturating_mul(members.max(1));
    if count > REQUESTS_LIMIT {
        diagnostics.push(
            Diagnostic::new(
                EXPANSION_LIMIT,
                format!("this line asks {count} requests, and {REQUESTS_LIMIT} is the most"),
            )
            .at(case.span)
            .hint("ask fewer actions or resources in one line"),
        );
        return None;
    }
    let mut requests = Vec::with_capacity(requests);
    for action in &asked.actions {
        for resource in &asked.resources {
            requests.push(Request {
                principal: principal.clone(),
                action: action.clone(),
                resource: resource.clone(),
                context: context.for_action(action),
                session_policies: session_policies.clone(),
            });
        }
    }
    Some(model::TestCase {
        expectation: match case.expectation {
            Expectation::Allowed => model::Expectation::Allowed,
            Expectation::NotAllowed => model::Expectation::NotAllowed,
            Expectation::Denied => model::Expectation::Denied,
        },
        requests,
        origin: case.span,
    })
}

fn subject<'s>(
    subject: &TestSubject<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<RequestPrincipal> {
    match subject {
        TestSubject::User(word) => here
            .world
            .user(*word, here.scope, diagnostics)
            .map(RequestPrincipal::User),
        TestSubject::Group(word) => here
            .world
            .group(*word, here.scope, diagnostics)
            .map(RequestPrincipal::Group),
        TestSubject::Role(word) => here
            .world
            .role(*word, here.scope, diagnostics)
            .map(RequestPrincipal::Role),
        TestSubject::Service(word) => {
            let name = here.world.text(*word, here.scope, diagnostics)?;
            service_principals::principal(&name, here.world.partition(), word.span)
                .map(RequestPrincipal::Service)
                .map_err(|wrong| diagnostics.push(wrong))
                .ok()
        }
        TestSubject::Arn(word) => {
            let arns = principal::arns(&[*word], here, diagnostics)?;
            let [arn] = arns.as_slice() else {
                diagnostics.push(
                    Diagnostic::new(PRINCIPAL_ARN, "a line of a test asks for one principal")
                        .at(word.span)
                        .hint("write a line for each"),
                );
                return None;
            };
            Some(RequestPrincipal::Arn(arn.clone()))
        }
        TestSubject::Anyone(_) => Some(RequestPrincipal::Anonymous),
    }
}

/// Every action is asked of every resource.
struct Asked {
    actions: Vec<String>,
    resources: Vec<String>,
}

fn asked<'s>(
    question: &Question<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Asked> {
    match question {
        Question::Access { actions, resources } => {
            let asked = resources
                .as_ref()
                .map(|terms| asked_resources(terms, here, diagnostics));
            let about = asked.clone().flatten().map(Match::Any);
            let about = about.as_ref().map_or(About::Anything, About::Resources);
            let asked_actions = asked_actions(actions, about, here, diagnostics);
            let resources = match asked {
                Some(asked) => asked,
                None => left_out(actions, asked_actions.as_deref()?, here, diagnostics),
            };
            Some(Asked {
                actions: asked_actions?,
                resources: resources?,
            })
        }
        Question::Assume(words) => Some(Asked {
            actions: vec!["sts:AssumeRole".to_owned()],
            resources: asked_roles(words, here, diagnostics)?,
        }),
    }
}

fn left_out(
    words: &[Word<'_>],
    actions: &[String],
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let span = words.first()?.span.to(words.last()?.span);
    let actions = Match::Any(actions.to_vec());
    let written: Vec<&str> = words.iter().map(|word| word.text).collect();
    expansion::check_left_out(here.world.options.catalog, &actions, &written, span)
        .map_err(|wrong| diagnostics.push(wrong))
        .ok()?;
    Some(vec!["*".to_owned()])
}

fn asked_actions<'s>(
    words: &[Word<'s>],
    about: About<'_>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let mut asked = Some(Vec::new());
    for word in words {
        let Some(patterns) = actions::patterns(&[*word], about, here, diagnostics) else {
            asked = None;
            continue;
        };
        for action in patterns {
            let more = if pattern::has_wildcard(&action) {
                matching(&action, word.span, here, diagnostics)
            } else {
                Some(vec![action])
            };
            gather(&mut asked, more);
        }
    }
    let mut asked = asked?;
    super::without_repeats(&mut asked, true);
    Some(asked)
}

/// Every action that a pattern matches.
fn matching(
    pattern: &str,
    span: Span,
    here: Here<'_, '_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let catalog = here.world.options.catalog;
    let actions = catalog.actions_matching(pattern);
    let actions: Vec<String> = actions.map(|action| action.to_string()).collect();
    if actions.is_empty() {
        diagnostics.push(
            Diagnostic::new(
                NOTHING_TO_ASK,
                format!(
                    "no action of the catalog of {} matches `{pattern}`",
                    catalog.date()
                ),
            )
            .at(span)
            .hint("name the actions, such as `s3:{Get,Put}Object`"),
        );
        return None;
    }
    Some(actions)
}

fn asked_resources<'s>(
    terms: &[Term<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let patterns = resources::patterns(terms, here, diagnostics)?;
    let mut asked = Vec::with_capacity(patterns.len());
    let mut are_well = true;
    for Text { text, span, .. } in patterns {
        match wrong_resource(&text) {
            Some(wrong) => {
                diagnostics.push(wrong.at(span));
                are_well = false;
            }
            None => asked.push(text),
        }
    }
    super::without_repeats(&mut asked, false);
    are_well.then_some(asked)
}

/// A request is about one resource, or about none: `*`.
fn wrong_resource(text: &str) -> Option<Diagnostic> {
    if text == "*" {
        return None;
    }
    if text.contains("${") {
        return Some(
            Diagnostic::new(
                REQUEST_RESOURCE,
                format!("`{text}` holds a policy variable, and a request has none"),
            )
            .hint("write the value that it has for this caller"),
        );
    }
    pattern::has_wildcard(text).then(|| {
        Diagnostic::new(
            REQUEST_RESOURCE,
            format!("`{text}` is a pattern, and a request is about one resource"),
        )
        .hint(format!(
            "ask about one that it matches, such as `{}`",
            example(text)
        ))
    })
}

/// One of the ARNs that a pattern matches.
fn example(text: &str) -> String {
    let fill = |field: &str, all: &str| field.replace('*', all).replace('?', "x");
    match arn::split(text) {
        Some(arn) => format!(
            "arn:{}:{}:{}:{}:{}",
            fill(arn.partition, "aws"),
            arn.service,
            fill(arn.region, "us-east-1"),
            if pattern::has_wildcard(arn.account) {
                "111122223333"
            } else {
                arn.account
            },
            fill(arn.resource, "example")
        ),
        None => fill(text, "example"),
    }
}

fn asked_roles<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let mut asked = Some(Vec::with_capacity(words.len()));
    for word in words {
        let arn = if word.text.starts_with("arn:") {
            asked_resources(&[Term::Word(*word)], here, diagnostics)
        } else {
            here.world
                .role(*word, here.scope, diagnostics)
                .and_then(|role| principal::role_arn(role, word.span, here, diagnostics))
                .map(|arn| vec![arn])
        };
        gather(&mut asked, arn);
    }
    asked
}

fn session_policies<'s>(
    case: &TestCase<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<SessionPolicyId>> {
    let mut found = Vec::new();
    let mut are_well = true;
    for Setting { kind, span } in &case.settings {
        let SettingKind::SessionPolicies(words) = kind else {
            continue;
        };
        if !is_session(&case.subject) {
            diagnostics.push(
                Diagnostic::new(
                    SESSION_OF_WHOM,
                    "only a session of a role has session policies",
                )
                .at(*span)
                .hint("ask for `role NAME`, or for the ARN of a session"),
            );
            are_well = false;
        }
        for word in words {
            match here.world.session_policy(*word, here.scope, diagnostics) {
                Some(id) => found.push(id),
                None => are_well = false,
            }
        }
    }
    are_well.then_some(found)
}

fn is_session(subject: &TestSubject<'_>) -> bool {
    match subject {
        TestSubject::Role(_) | TestSubject::Arn(_) => true,
        TestSubject::User(_)
        | TestSubject::Group(_)
        | TestSubject::Service(_)
        | TestSubject::Anyone(_) => false,
    }
}
