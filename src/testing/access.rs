//! Who may do what, one line each: a change of one answer is a change of one
//! line, and nothing is aligned to what may grow.

use super::{Failure, Question};
use crate::ask;
use crate::runtime::{DecideError, Decision, EntityView, Tree};

/// Who is asked about.
pub(super) struct Asker {
    /// What the table calls it.
    title: String,
    /// What the tree finds it by.
    key: String,
}

impl From<EntityView<'_>> for Asker {
    fn from(entity: EntityView<'_>) -> Self {
        Self {
            title: entity.title(),
            key: format!("{}/{}/{}", entity.kind.name(), entity.account, entity.name),
        }
    }
}

impl From<&str> for Asker {
    fn from(principal: &str) -> Self {
        Self {
            title: principal.to_owned(),
            key: principal.to_owned(),
        }
    }
}

/// A block for each question, a line for each who is asked about.
pub(super) fn table(
    tree: &Tree,
    askers: &[Asker],
    questions: &[Question],
) -> Result<String, Failure> {
    let mut blocks = Vec::new();
    for question in questions {
        let mut block = format!("{question}\n");
        for asker in askers {
            let answer = answer(tree, asker, question)
                .map_err(|why| Failure(format!("{question}: {}: {why}", asker.title)))?;
            block.push_str(&answer);
        }
        blocks.push(block);
    }
    Ok(blocks.join("\n"))
}

fn answer(tree: &Tree, asker: &Asker, question: &Question) -> Result<String, String> {
    if let Some(fault) = &question.fault {
        return Err(fault.clone());
    }
    let asked = ask::Question {
        principal: asker.key.clone(),
        ..question.asked.clone()
    };
    let answered = asked.ask(tree, |request| {
        let request = match question.time {
            Some(time) => request.at(time),
            None => *request,
        };
        tree.decide(&request)
            .map(|answer| (answer.decision(), answer.gap()))
    });
    let (decision, gap) =
        answered
            .map_err(|error| error.to_string())?
            .map_err(|error| match error {
                DecideError::NeedsTime => {
                    format!("{error}: give the question a time, `.at(\"2026-06-01T12:00:00Z\")`")
                }
                DecideError::NotAnAction
                | DecideError::NotAResource
                | DecideError::OtherTree
                | DecideError::TooManyValues => error.to_string(),
            })?;
    let word = match decision {
        Decision::Allow => "allow",
        Decision::ExplicitDeny => "DENY",
        Decision::ImplicitDeny => "no",
    };
    let mut line = format!("  {word:5}  {}", asker.title);
    if let Some(gap) = gap {
        line.push_str(&format!(", but {}", gap.message()));
    }
    line.push('\n');
    Ok(line)
}
