//! A test that expects a refusal, on `*`, of an action that the program grants
//! on resources.
//!
//! A request for `*` is a request for no resource, and no ARN matches it. So
//! the line holds whatever the program says about the resources that were
//! meant. Only actions that a line names in full count: `s3:*` on a bucket
//! says nothing about `s3:ListAllMyBuckets`.

use std::collections::HashMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Match;
use crate::model::{Expectation, Statement};

use super::View;
use super::shared::holder::{allows, holders};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let cases = view.program.tests.iter().flat_map(|test| &test.cases);
    let refusals = cases.filter(|case| case.expectation == Expectation::NotAllowed);
    let about_nothing = refusals.flat_map(|case| {
        let requests = case.requests.iter().filter(|it| it.resource == "*");
        requests.map(|request| (request.action.as_str(), case.origin))
    });
    let mut granted = None;
    for (action, origin) in about_nothing {
        let granted = granted.get_or_insert_with(|| granted_on_resources(view));
        if let Some(resource) = granted.get(&action.to_ascii_lowercase()) {
            diagnostics.push(
                Diagnostic::new(
                    codes::QUESTION_ABOUT_NOTHING,
                    format!("`{action} on *` asks about no resource, so this holds whatever is granted"),
                )
                .at(origin)
                .hint(format!("name one, such as one that `{resource}` matches")),
            );
        }
    }
}

/// Actions that are granted by name, in lower case, and on resources alone,
/// with one of them.
fn granted_on_resources<'p>(view: &View<'p>) -> HashMap<String, &'p str> {
    holders(view.program)
        .flat_map(|holder| holder.statements)
        .filter(|statement| allows(statement))
        .filter_map(|statement| Some((only_resource(statement)?, statement)))
        .flat_map(|(resource, statement)| {
            let actions = statement.actions.patterns().iter();
            actions.map(move |action| (action.to_ascii_lowercase(), resource))
        })
        .collect()
}

fn only_resource(statement: &Statement) -> Option<&str> {
    match (&statement.actions, statement.resources.as_ref()?) {
        (Match::Any(_), Match::Any(list)) if !list.iter().any(|pattern| pattern == "*") => {
            list.first().map(String::as_str)
        }
        (Match::Any(_) | Match::NoneOf(_), Match::Any(_) | Match::NoneOf(_)) => None,
    }
}
