//! One request as the options of a command.

use clap::Args;

use super::clock::Moment;
use super::json::Strict;
use super::request::given;
use super::{Console, Failure};
use crate::ask::{Given, Question};
use crate::diag::{Diagnostic, codes, nearest};
use crate::runtime::Tree;

/// One request.
#[derive(Args)]
#[command(next_help_heading = "Request")]
pub(super) struct Asking {
    /// Who: user/NAME, role/NAME, an ARN, service/NAME or anonymous
    #[arg(long, value_name = "WHO")]
    principal: String,

    /// What, such as s3:GetObject
    #[arg(long, value_name = "SERVICE:NAME")]
    action: String,

    /// On what: an ARN, or * for an action without resources
    #[arg(long, value_name = "ARN")]
    resource: String,

    /// The value of a condition key; a multi-valued key's as a JSON list: 'aws:TagKeys=["team", "env"]'
    #[arg(long, value_name = "KEY=VALUE")]
    context: Vec<String>,

    /// A session policy of the session that asks, by its name in the program
    #[arg(long, value_name = "NAME")]
    session_policy: Vec<String>,

    /// The account of the resource, where neither its ARN nor the program says it
    #[arg(long, value_name = "NUMBER")]
    resource_account: Option<String>,
}

impl Asking {
    /// The question that the options ask, at this time unless they give one.
    pub(super) fn question(self, time: Moment, console: &mut Console) -> Result<Question, Failure> {
        let mut question = Question {
            principal: self.principal,
            action: self.action,
            resource: self.resource,
            context: Vec::new(),
            session_policies: self.session_policy,
            resource_account: self.resource_account,
        };
        for pair in &self.context {
            let read = read_pair(pair).and_then(|(key, given)| {
                let added = question.give(key, given);
                added.map_err(|error| error.to_string())
            });
            read.map_err(|why| console.fail(Diagnostic::new(codes::REQUEST, why)))?;
        }
        tell_time(&mut question, time);
        Ok(question)
    }
}

/// Tells a question the time, unless it says one itself.
pub(super) fn tell_time(question: &mut Question, time: Moment) {
    let keys = ["aws:CurrentTime", "aws:EpochTime"];
    if keys.iter().any(|key| question.gives(key)) {
        return;
    }
    for (key, value) in keys.into_iter().zip([time.text(), time.epoch()]) {
        question.context.push((key.to_owned(), Given::One(value)));
    }
}

/// The error of what a tree cannot be asked, with the principal that was
/// perhaps meant.
pub(super) fn refused(why: String, principal: &str, tree: &Tree) -> Diagnostic {
    let refused = Diagnostic::new(codes::REQUEST, why);
    if tree.principal(principal).is_ok() {
        return refused;
    }
    let name = principal.rsplit(['/', ':']).next().unwrap_or(principal);
    let entities: Vec<_> = tree.entities().collect();
    let near = nearest(name, entities.iter().map(|entity| entity.name));
    match entities.iter().find(|entity| Some(entity.name) == near) {
        Some(entity) => refused.hint(format!(
            "did you mean `{}/{}`?",
            entity.kind.name(),
            entity.name
        )),
        None => refused,
    }
}

/// `KEY=VALUE`: the value is a text as it stands, or a list in JSON.
fn read_pair(pair: &str) -> Result<(String, Given), String> {
    let Some((key, value)) = pair.split_once('=').filter(|(key, _)| !key.is_empty()) else {
        return Err(format!("`{pair}` is not of the form `KEY=VALUE`"));
    };
    let given = if value.starts_with('[') {
        let list: Strict = serde_json::from_str(value)
            .map_err(|error| format!("the value of `{key}` is not a JSON list: {error}"))?;
        given(key, list.0)?
    } else {
        Given::One(value.to_owned())
    };
    Ok((key.to_owned(), given))
}
