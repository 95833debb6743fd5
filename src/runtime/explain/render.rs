//! An explanation in words.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::words::{Mood, condition_in_words, list, negation_in_words};
use super::{
    Applied, Behind, Condition, Explanation, Found, Gate, Lack, Near, Patterns, Refusal, Variable,
};
use crate::iam::Effect;
use crate::runtime::Decision;
use crate::runtime::answer::{AccountSource, Provenance};
use crate::runtime::plain::Plain;

/// Where a statement is: `ml-team.acl:21`.
impl fmt::Display for Provenance<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.file.is_empty() && self.line == 0 {
            return formatter.write_str("a line that the image does not name");
        }
        formatter.write_str(self.file)?;
        if self.line > 0 {
            write!(formatter, ":{}", self.line)?;
        }
        Ok(())
    }
}

impl Explanation<'_> {
    /// What was asked, in one line, to go before the others in a log:
    /// `s3:GetObject on arn:aws:s3:::lake/a.csv by user Ann`. Characters that
    /// would begin another line are escaped.
    pub fn question(&self) -> String {
        let parts = [self.action, self.resource, &self.caller];
        let [action, resource, caller] = parts.map(Plain);
        format!("{action} on {resource} by {caller}")
    }

    /// The explanation, a sentence a line; what belongs to the line before is
    /// indented by two blanks. Characters that would begin another line are
    /// escaped.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = match self.answer.decision() {
            Decision::Allow => self.allow_lines(),
            Decision::ExplicitDeny => self.deny_lines(),
            Decision::ImplicitDeny => self.refusal_lines(),
        };
        lines.extend(self.assumed_account());
        lines.extend(
            self.answer
                .gap()
                .map(|gap| format!("not the last word: {}", gap.message())),
        );
        for line in &mut lines {
            *line = Plain(line).to_string();
        }
        lines
    }

    /// What was assumed of the resource's account, where nothing says it.
    fn assumed_account(&self) -> Option<String> {
        let (account, source) = self.answer.resource_account();
        if source != AccountSource::Caller || self.resource == "*" {
            return None;
        }
        match (account, self.answer.caller.account_number()) {
            (Some(account), _) => Some(format!(
                "nothing says whose the resource is; it is taken to be of the principal's account {account}"
            )),
            (None, Some(stranger)) => Some(format!(
                "nothing says whose the resource is, and the program does not know the principal's account {stranger}"
            )),
            (None, None) => None,
        }
    }

    fn allow_lines(&self) -> Vec<String> {
        let by: Vec<String> = self
            .answer
            .statements()
            .map(|statement| cite(&statement))
            .collect();
        let reason = if by.is_empty() {
            "whatever policies say".to_string()
        } else {
            format!("by {}", list(&by, "and"))
        };
        [format!("{} is allowed {reason}", self.action)].into()
    }

    fn deny_lines(&self) -> Vec<String> {
        let denies = self
            .applied
            .iter()
            .filter(|applied| applied.statement.effect == Effect::Deny);
        let mut lines = Vec::new();
        for deny in denies {
            lines.push(format!(
                "{} is denied by {}",
                self.action,
                cite(&deny.statement)
            ));
            lines.push(format!("  {}", lift(deny)));
        }
        match &self.behind {
            Some(Behind::Allow(statements)) => {
                let by: Vec<String> = statements.iter().map(cite).collect();
                let by = if by.is_empty() {
                    "as its root user may do everything".to_string()
                } else {
                    format!("by {}", list(&by, "and"))
                };
                lines.push(format!("but for that it would be allowed {by}"));
            }
            Some(Behind::Nothing) => {
                lines.push("but for that nothing would allow it, as it is:".to_string());
                let refusals = self.refusal_lines().into_iter();
                lines.extend(refusals.map(|line| format!("  {line}")));
            }
            Some(Behind::NeedsTime) => lines.push(
                "but for that it would hang on the time, and the request has no `aws:CurrentTime`"
                    .to_string(),
            ),
            None => {}
        }
        lines
    }

    fn refusal_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for refusal in &self.refusals {
            lines.push(format!(
                "{} is not allowed by {}",
                self.action,
                self.name(refusal)
            ));
            let near = refusal.near.iter();
            lines.extend(near.map(|near| format!("  {}", near_in_words(near))));
        }
        lines
    }

    fn name(&self, refusal: &Refusal<'_>) -> String {
        match refusal.gate {
            Gate::ServiceControl(target) => format!("the service guardrails of {target}"),
            Gate::Resource(Some(name)) => name.to_string(),
            Gate::Resource(None) => "the resource's policy, for it has none here".to_string(),
            Gate::Identity => format!("the policies of {}", self.caller),
            Gate::Boundary(name) => name.to_string(),
            Gate::Session => "the session policy".to_string(),
        }
    }
}

fn cite(statement: &Provenance<'_>) -> String {
    format!("{statement} ({})", statement.policy)
}

fn lift(deny: &Applied<'_>) -> String {
    let ways: Vec<String> = deny
        .conditions
        .iter()
        .map(|condition| {
            let values: Vec<&str> = condition.values.iter().map(AsRef::as_ref).collect();
            let wish = negation_in_words(condition.operator, condition.key, &values);
            match variables_in_words(&condition.variables) {
                Some(variables) => format!("{wish} ({variables})"),
                None => wish,
            }
        })
        .collect();
    if ways.is_empty() {
        "it has no condition, so no request like this one gets past it".to_string()
    } else {
        format!("it would not apply if {}", list(&ways, "or"))
    }
}

/// Of the statement alone: a deny or another gate may still stand in the way of
/// the request that it would allow.
fn near_in_words(near: &Near<'_>) -> String {
    let lacks: Vec<String> = near.lacks.iter().map(lack_in_words).collect();
    format!(
        "{} would allow it if {}",
        cite(&near.statement),
        list(&lacks, "and")
    )
}

fn lack_in_words(lack: &Lack<'_>) -> String {
    match lack {
        Lack::Principal => "it named the principal".to_string(),
        Lack::Action(patterns) => format!("the action were {}", patterns_in_words(patterns)),
        Lack::Resource(resources) => {
            let none = if resources.negated { "none of " } else { "" };
            let patterns: Vec<String> =
                resources.patterns.iter().map(ToString::to_string).collect();
            let wish = format!("the resource were {none}{}", list(&patterns, "or"));
            match variables_in_words(&resources.variables) {
                Some(variables) => format!("{wish} ({variables})"),
                None => wish,
            }
        }
        Lack::Condition(condition) => {
            let values: Vec<&str> = condition.values.iter().map(AsRef::as_ref).collect();
            let wish = condition_in_words(condition.operator, condition.key, &values, Mood::Were);
            let found = found_in_words(condition);
            match variables_in_words(&condition.variables) {
                Some(variables) => format!("{wish} ({found}; {variables})"),
                None => format!("{wish} ({found})"),
            }
        }
    }
}

fn patterns_in_words(patterns: &Patterns<'_>) -> String {
    let listed: Vec<String> = patterns.patterns.iter().map(ToString::to_string).collect();
    let none = if patterns.negated { "none of " } else { "" };
    format!("{none}{}", list(&listed, "or"))
}

/// What the variables stand for, if there are any.
fn variables_in_words(variables: &[Variable<'_>]) -> Option<String> {
    let said: Vec<String> = variables
        .iter()
        .map(|Variable { key, value }| match value {
            Some(value) => format!("${{{key}}} is {value}"),
            None => format!("${{{key}}} has no value"),
        })
        .collect();
    (!said.is_empty()).then(|| list(&said, "and"))
}

fn found_in_words(condition: &Condition<'_>) -> String {
    match &condition.found {
        Found::Missing => "it is missing".to_string(),
        Found::One(value) => format!("it is {value}"),
        Found::Many(values) => format!("it is [{}]", values.join(", ")),
    }
}
