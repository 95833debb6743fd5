use clap::Args;
use serde_json::{Value, json};

use super::clock::Moment;
use super::files::STDIN;
use super::lines::{Line, Lines, too_long};
use super::program::Paths;
use super::question::{Asking, refused, tell_time};
use super::request::{NO_ID, read_line};
use super::{Console, Exit, Failure};
use crate::ask::{Doubts, Question};
use crate::catalog::Catalog;
use crate::diag::{Diagnostic, codes};
use crate::runtime::{Answer, Tree};

/// Decide a request: Allow, ExplicitDeny or ImplicitDeny
#[derive(Args)]
#[command(after_help = "\
Exits 0 only where the answer is Allow; 1 where it is a deny; 2 where the request cannot be asked.

Examples:
  aclc eval team.acl --principal user/Alice --action s3:GetObject \\
      --resource arn:aws:s3:::lake/a.csv
  aclc eval team.acl --principal role/Trainer --action s3:PutObject \\
      --resource arn:aws:s3:::lake/b.csv --context aws:SecureTransport=true \\
      --context 'aws:TagKeys=[\"team\", \"env\"]' --at 2026-06-01
  aclc eval team.acl --requests requests.jsonl
  aclc eval out/program.aclt --requests requests.jsonl     what is compiled already

With --requests, each line is a request, answered by one line, in order:
  {\"id\": 7, \"principal\": \"user/Alice\", \"action\": \"s3:GetObject\",
   \"resource\": \"arn:aws:s3:::lake/a.csv\", \"context\": {\"aws:SourceIp\": \"203.0.113.9\"}}
  {\"id\": 7, \"decision\": \"Allow\",
   \"statements\": [{\"file\": \"team.acl\", \"line\": 14, \"effect\": \"Allow\", \"sid\": null}]}")]
pub(super) struct Eval {
    #[command(flatten)]
    paths: Paths,

    /// Answer the requests of a file, one JSON object a line; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "Asking")]
    requests: Option<String>,

    /// The time of requests that do not say one, such as 2026-06-01 or 2026-06-01T12:00:00Z [default: now]
    #[arg(long, value_name = "DATE", value_parser = Moment::parse)]
    at: Option<Moment>,

    // Last, for what follows would stand under its heading.
    #[command(flatten)]
    asking: Option<Asking>,
}

impl Eval {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        let time = self.at.unwrap_or_else(Moment::now);
        if let Some(file) = self.requests {
            if file == STDIN.0 && self.paths.has_stdin() {
                let message = "standard input cannot be both the program and the requests";
                return Err(console.fail(Diagnostic::new(codes::REQUEST, message)));
            }
            let tree = self.paths.tree(console)?;
            let catalog = self.paths.catalog(console)?;
            let catalog = catalog.as_deref().unwrap_or(Catalog::built_in());
            let doubts = Doubts::new(catalog, self.paths.services());
            return answer_file(&file, &tree, time, doubts, console);
        }
        let Some(asking) = self.asking else {
            let message = "nothing is asked";
            let hint = "give --principal, --action and --resource, or --requests FILE";
            return Err(console.fail(Diagnostic::new(codes::REQUEST, message).hint(hint)));
        };
        let question = asking.question(time, console)?;
        let tree = self.paths.tree(console)?;
        let catalog = self.paths.catalog(console)?;
        let catalog = catalog.as_deref().unwrap_or(Catalog::built_in());
        console.warn(Doubts::new(catalog, self.paths.services()).of(&question));
        answer_one(&question, &tree, console)
    }
}

fn answer_one(question: &Question, tree: &Tree, console: &mut Console) -> Result<Exit, Failure> {
    let decided = decide(question, tree, |answer| (answer.decision(), answer.gap()));
    let (decision, gap) =
        decided.map_err(|why| console.fail(refused(why, &question.principal, tree)))?;
    if let Some(gap) = gap {
        console.note(&format!("note: {}", gap.message()));
    }
    console.print(&format!("{}\n", decision.name()))?;
    Ok(Exit::from(decision))
}

fn decide<Made>(
    question: &Question,
    tree: &Tree,
    read: impl FnOnce(&Answer<'_>) -> Made,
) -> Result<Made, String> {
    let question = question
        .in_common(tree)
        .map_err(|error| error.to_string())?;
    question
        .ask(tree, |request| {
            tree.decide(request)
                .map(|answer| read(&answer))
                .map_err(|error| error.to_string())
        })
        .map_err(|error| error.to_string())?
}

fn answer_file(
    file: &str,
    tree: &Tree,
    time: Moment,
    mut doubts: Doubts<'_>,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let mut requests = Lines::open(file, LINE_LIMIT).map_err(|error| console.fail(error))?;
    let mut all_answered = true;
    let mut number = 0;
    loop {
        let batch = requests.batch().map_err(|error| console.fail(error))?;
        if batch.is_empty() {
            break;
        }
        let mut text = String::new();
        for line in &batch {
            number += 1;
            let (id, asked) = question_of(line, time);
            let found = asked.iter().flat_map(|question| doubts.of(question));
            let first = |doubt: Diagnostic| doubt.hint(format!("first asked in line {number}"));
            console.warn(found.map(first).collect::<Vec<_>>());
            let answer = asked.and_then(|question| decide(&question, tree, describe));
            all_answered &= answer.is_ok();
            text.push_str(&answer_line(id, answer));
        }
        if !console.send(&text)? {
            break;
        }
    }
    Ok(if all_answered { Exit::Yes } else { Exit::No })
}

/// How long a line of requests may be, in bytes: far longer than any request
/// that AWS takes, and no more than we care to hold.
const LINE_LIMIT: usize = 1 << 20;

/// The id of a line, and the question that it asks.
fn question_of(line: &Line, time: Moment) -> (&str, Result<Question, String>) {
    let text = match line {
        Line::Bytes(bytes) => core::str::from_utf8(bytes),
        Line::TooLong => return (NO_ID, Err(too_long(LINE_LIMIT))),
    };
    let Ok(text) = text else {
        return (NO_ID, Err("not UTF-8".to_owned()));
    };
    let (id, mut asked) = read_line(text);
    if let Ok(question) = &mut asked {
        tell_time(question, time);
    }
    (id, asked)
}

fn describe(answer: &Answer<'_>) -> Value {
    let statements: Vec<Value> = answer
        .statements()
        .map(|statement| {
            json!({
                "file": statement.file,
                "line": statement.line,
                "effect": statement.effect.name(),
                "sid": statement.sid,
            })
        })
        .collect();
    let mut described = json!({
        "decision": answer.decision().name(),
        "statements": statements,
    });
    if let (Some(gap), Some(fields)) = (answer.gap(), described.as_object_mut()) {
        fields.insert("note".to_owned(), gap.message().into());
    }
    described
}

/// The line that answers: an object, whose first field is the id.
fn answer_line(id: &str, answer: Result<Value, String>) -> String {
    let fields = answer.unwrap_or_else(|error| json!({ "error": error }));
    let fields = fields.to_string();
    format!("{{\"id\":{id},{}\n", fields.trim_start_matches('{'))
}
