use super::{AskError, Given, Question};
use crate::diag::{Diagnostic, codes};
use crate::model::{ContextValue, Expectation, Program, Request, TestCase};
use crate::runtime::{Decision, Tree};
use crate::source::Span;
use crate::target::tree::principal_key;

/// What came of a program's tests.
#[derive(Debug, Default)]
pub struct Trials {
    /// How many lines hold.
    pub passed: usize,
    /// The lines that do not, in source order.
    pub failed: Vec<Failed>,
}

/// A line of a test that does not hold.
#[derive(Debug)]
pub struct Failed {
    /// What the test is called.
    pub test: String,
    /// Where the line is.
    pub place: Span,
    /// What every answer must be.
    pub expectation: Expectation,
    /// The first of the line's requests that has another answer.
    pub question: Question,
    /// Its answer.
    pub outcome: Outcome,
}

impl Failed {
    /// What the line wants and what came of it, such as `expected Allow, was
    /// ImplicitDeny`.
    pub fn verdict(&self) -> String {
        let expected = match self.expectation {
            Expectation::Allowed => "Allow",
            Expectation::NotAllowed => "a deny",
            Expectation::Denied => "ExplicitDeny",
        };
        let outcome = match &self.outcome {
            Outcome::Decided(decision) => format!("was {}", decision.name()),
            Outcome::Unsure(decision, gap) => format!("was {}, but {gap}", decision.name()),
            Outcome::Refused(error) => format!("was not decided: {error}"),
        };
        format!("expected {expected}, {outcome}")
    }

    /// The failure as an error at its line.
    pub fn diagnostic(&self, tree: &Tree) -> Diagnostic {
        let message = format!("the test `{}` does not hold: {}", self.test, self.verdict());
        let error = Diagnostic::new(codes::TEST_FAILED, message).label(self.place, self.request());
        let reasons = self.reasons(tree);
        if reasons.is_empty() {
            return error;
        }
        error.hint(reasons.join("\n"))
    }

    /// The request, as in `user/Ann s3:GetObject on arn:aws:s3:::lake/a`.
    pub fn request(&self) -> String {
        let Question {
            principal,
            action,
            resource,
            ..
        } = &self.question;
        format!("{principal} {action} on {resource}")
    }

    /// Which statements decided, or how near others were; nothing where there is
    /// no decision to explain.
    pub fn reasons(&self, tree: &Tree) -> Vec<String> {
        let explained = self.question.ask(tree, |request| {
            tree.explain(request)
                .map_or_else(|_| Vec::new(), |explanation| explanation.lines())
        });
        explained.unwrap_or_default()
    }
}

/// What came of one request.
#[derive(Debug)]
pub enum Outcome {
    /// Another decision than was expected.
    Decided(Decision),
    /// The decision was as expected, but does not count: something that it
    /// hangs on is not in the program.
    Unsure(Decision, &'static str),
    /// There was none.
    Refused(AskError),
}

/// Asks every request of every test.
pub fn run_tests(program: &Program, tree: &Tree) -> Trials {
    let mut trials = Trials::default();
    for test in &program.tests {
        for case in &test.cases {
            match run_case(program, tree, case) {
                None => trials.passed += 1,
                Some((question, outcome)) => trials.failed.push(Failed {
                    test: test.name.clone(),
                    place: case.origin,
                    expectation: case.expectation,
                    question,
                    outcome,
                }),
            }
        }
    }
    trials
}

/// The first request whose answer is another, if there is one.
fn run_case(program: &Program, tree: &Tree, case: &TestCase) -> Option<(Question, Outcome)> {
    let mut questions = case
        .requests
        .iter()
        .flat_map(|request| Question::of_test(program, request).each(tree));
    questions.find_map(|question| {
        let outcome = judge(tree, &question, case.expectation)?;
        Some((question, outcome))
    })
}

fn judge(tree: &Tree, question: &Question, expectation: Expectation) -> Option<Outcome> {
    let decided = question.ask(tree, |request| {
        tree.decide(request)
            .map(|answer| (answer.decision(), answer.gap()))
    });
    match decided {
        Err(error) => Some(Outcome::Refused(error)),
        Ok(Err(error)) => Some(Outcome::Refused(AskError(error.to_string()))),
        Ok(Ok((decision, _))) if !accepts(expectation, decision) => {
            Some(Outcome::Decided(decision))
        }
        Ok(Ok((decision, Some(gap)))) => Some(Outcome::Unsure(decision, gap.message())),
        Ok(Ok((_, None))) => None,
    }
}

fn accepts(expectation: Expectation, decision: Decision) -> bool {
    match expectation {
        Expectation::Allowed => decision == Decision::Allow,
        Expectation::NotAllowed => decision != Decision::Allow,
        Expectation::Denied => decision == Decision::ExplicitDeny,
    }
}

impl Question {
    /// The question that a line of a test asks.
    pub(super) fn of_test(program: &Program, request: &Request) -> Self {
        let context = request.context.iter().map(|(key, value)| {
            let given = match value {
                ContextValue::One(value) => Given::One(value.clone()),
                ContextValue::Many(values) => Given::Many(values.clone()),
            };
            (key.clone(), given)
        });
        let session_policies = request.session_policies.iter();
        Self {
            principal: principal_key(program, &request.principal),
            action: request.action.clone(),
            resource: request.resource.clone(),
            context: context.collect(),
            session_policies: session_policies
                .map(|id| program.session_policy(*id))
                .map(|policy| policy.map(|policy| policy.name.clone()))
                .map(Option::unwrap_or_default)
                .collect(),
            resource_account: None,
        }
    }
}
