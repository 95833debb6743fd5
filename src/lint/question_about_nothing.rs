//! A test that expects a refusal of what is refused whatever the program says.
//!
//! A request for `*` is a request for no resource, and no ARN matches it; so
//! where the program grants the action on resources, the line says nothing about
//! those that were meant. Nor does one about a resource that the action does not
//! work on: nobody deletes an object by `s3:DeleteBucket`.

use std::collections::{BTreeMap, HashMap};

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, pattern};
use crate::model::{Expectation, Request, Statement, TestCase};

use super::View;
use super::shared::holder::{allows, holders};
use super::shared::known::{Fit, Known};

pub(super) fn check<'p>(view: &View<'p>, diagnostics: &mut Diagnostics) {
    let cases = view.program.tests.iter().flat_map(|test| &test.cases);
    let mut granted = None;
    for case in cases.filter(|case| case.expectation == Expectation::NotAllowed) {
        if let Some(found) = on_no_type(&view.known, case) {
            diagnostics.push(found);
        }
        for request in case.requests.iter().filter(|it| it.resource == "*") {
            let granted = granted.get_or_insert_with(|| Granted::of(view));
            if let Some(resource) = granted.resource(&request.action, &view.known) {
                let action = &request.action;
                diagnostics.push(
                    Diagnostic::new(
                        codes::QUESTION_ABOUT_NOTHING,
                        format!("`{action} on *` asks about no resource, so this holds whatever is granted"),
                    )
                    .at(case.origin)
                    .hint(format!("name one, such as one that `{resource}` matches")),
                );
            }
        }
    }
}

/// A line none of whose actions works on what it is asked about.
fn on_no_type<'p>(known: &Known<'p>, case: &'p TestCase) -> Option<Diagnostic> {
    let is_idle = |request: &'p Request| {
        request.resource.starts_with("arn:")
            && known.has_arns_like(&request.resource)
            && known.fit(&request.action, &known.types(&request.resource)) == Fit::Others
    };
    let first = case.requests.first().filter(|_| case.requests.iter().all(is_idle))?;
    let (action, resource) = (&first.action, &first.resource);
    let works_on = known.action(action)?.uses().next()?.resource_type;
    let format = works_on.formats().next()?;
    Some(
        Diagnostic::new(
            codes::QUESTION_ABOUT_NOTHING,
            format!("`{action}` does not work on `{resource}`, so this holds whatever is granted"),
        )
        .at(case.origin)
        .hint(format!("it works on `{works_on}`: `{}`", format.text())),
    )
}

/// The actions that are granted on resources alone, with one of them.
struct Granted<'p> {
    /// In lower case.
    names: HashMap<String, &'p str>,
    patterns: BTreeMap<&'p str, &'p str>,
}

impl<'p> Granted<'p> {
    fn of(view: &View<'p>) -> Self {
        let mut granted = Self {
            names: HashMap::new(),
            patterns: BTreeMap::new(),
        };
        let statements = holders(view.program).flat_map(|holder| holder.statements);
        for statement in statements.filter(|statement| allows(statement)) {
            let Some(resource) = only_resource(statement) else {
                continue;
            };
            for action in statement.actions.patterns() {
                if pattern::has_wildcard(action) {
                    granted.patterns.entry(action).or_insert(resource);
                } else {
                    granted.names.insert(action.to_ascii_lowercase(), resource);
                }
            }
        }
        granted
    }

    /// A resource on which an action is granted, by name or, where the catalog
    /// knows that it is about resources, by a pattern.
    fn resource(&self, action: &'p str, known: &Known<'p>) -> Option<&'p str> {
        let by_pattern = || {
            known.action(action).filter(|it| it.has_resources())?;
            let mut patterns = self.patterns.iter();
            let found = patterns.find(|(it, _)| pattern::matches_ignoring_case(it, action));
            found.map(|(_, resource)| *resource)
        };
        let by_name = self.names.get(&action.to_ascii_lowercase());
        by_name.copied().or_else(by_pattern)
    }
}

fn only_resource(statement: &Statement) -> Option<&str> {
    match (&statement.actions, statement.resources.as_ref()?) {
        (Match::Any(_), Match::Any(list)) if !list.iter().any(|pattern| pattern == "*") => {
            list.first().map(String::as_str)
        }
        (Match::Any(_) | Match::NoneOf(_), Match::Any(_) | Match::NoneOf(_)) => None,
    }
}
