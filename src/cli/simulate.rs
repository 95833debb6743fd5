use clap::Args;
use serde_json::json;

use super::lines::{Line, Lines, too_long};
use super::{Console, Exit, Failure};
use crate::ask::{CaseError, answer_case};
use crate::cores;
use crate::syntax::MAX_FILE_BYTES;

/// Decide cases of raw IAM documents, each with its request; no program is needed
#[derive(Args)]
#[command(after_help = "\
Each line is a case, answered by one line, in order. What is missing plays no part; nothing is
filled into the context. Exits 1 where a line is no case, and says so in its place.

  {\"id\": \"c1\",
   \"identity\": [{\"Version\": \"2012-10-17\", \"Statement\": []}], \"boundary\": {...}, \"session\": {...},
   \"resource_policy\": {...}, \"scps\": [[{...}], [{...}, {...}]], \"rcps\": [[{...}]],
   \"request\": {\"principal\": \"arn:aws:iam::111111111111:user/ana\", \"action\": \"s3:GetObject\",
               \"resource\": \"arn:aws:s3:::bkt/key\", \"resource_account\": \"111111111111\",
               \"context\": {\"aws:username\": \"ana\"}}}
  {\"id\":\"c1\",\"decision\":\"ImplicitDeny\"}

Examples:
  aclc simulate cases.jsonl > answers.jsonl
  generate-cases | aclc simulate -")]
pub(super) struct Simulate {
    /// The cases, one JSON object a line; - for standard input
    #[arg(value_name = "FILE")]
    cases: String,
}

/// As many lines as one core takes at once.
const FEW: usize = 64;

impl Simulate {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        let mut lines =
            Lines::open(&self.cases, MAX_FILE_BYTES).map_err(|error| console.fail(error))?;
        let mut all_decided = true;
        loop {
            let batch = lines.batch().map_err(|error| console.fail(error))?;
            if batch.is_empty() {
                break;
            }
            let parts = answer_batch(&batch);
            all_decided &= parts.iter().all(|part| part.all_decided);
            let text: String = parts.into_iter().map(|part| part.text).collect();
            if !console.send(&text)? {
                break;
            }
        }
        Ok(if all_decided { Exit::Yes } else { Exit::No })
    }
}

/// The answers to some lines.
#[derive(Default)]
struct Answers {
    text: String,
    all_decided: bool,
}

/// Answers lines on all cores; the answers are in the order of the lines.
fn answer_batch(batch: &[Line]) -> Vec<Answers> {
    let parts: Vec<&[Line]> = batch.chunks(FEW).collect();
    cores::map(&parts, 2, |part| answer_lines(part))
}

fn answer_lines(lines: &[Line]) -> Answers {
    let mut answers = Answers {
        text: String::with_capacity(lines.len() * 48),
        all_decided: true,
    };
    for line in lines {
        answers.all_decided &= answer_line(line, &mut answers.text);
    }
    answers
}

/// Writes the answer to a line behind others; returns whether it is a decision.
fn answer_line(line: &Line, text: &mut String) -> bool {
    let error = match line {
        Line::TooLong => json!(too_long(MAX_FILE_BYTES)),
        Line::Bytes(bytes) => match core::str::from_utf8(bytes) {
            Err(_) => json!("the line is not UTF-8"),
            Ok(line) => {
                let answer = answer_case(line);
                text.push_str("{\"id\":");
                text.push_str(&answer.id);
                return match answer.result {
                    Ok(decision) => {
                        text.push_str(",\"decision\":\"");
                        text.push_str(decision.name());
                        text.push_str("\"}\n");
                        true
                    }
                    Err(error) => {
                        text.push_str(&format!(",\"error\":{},", json!(error.to_string())));
                        text.push_str(&format!("\"problems\":{}}}\n", problems(&error)));
                        false
                    }
                };
            }
        },
    };
    text.push_str(&format!("{{\"id\":null,\"error\":{error}}}\n"));
    false
}

fn problems(error: &CaseError) -> serde_json::Value {
    let problems = error.problems.iter().map(|problem| {
        json!({
            "path": problem.path,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        })
    });
    problems.collect()
}
