use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clap::Args;

use super::files::{STDIN, standard_input, write_new};
use super::{Console, Exit, Failure};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::disk::{Disk, json_files};
use crate::iam::quotas::is_name_character;
use crate::import::{As, Given, Options};
use crate::load::{self, Input, Loader as _};
use crate::pipeline::import;

/// Make a program of IAM JSON: documents, a folder, or a whole account
#[derive(Args)]
#[command(after_help = "\
What is read:
  a policy document               what it is follows from what it holds, or from --as
  what the AWS command prints     get-policy-version, get-role-policy, get-bucket-policy, ...
  a whole account                 aws iam get-account-authorization-details
  a folder                        what aclc compile -o has written, else every .json file below it

The program is printed only if it compiles to what the documents say, statement by statement.

Examples:
  aws iam get-account-authorization-details | aclc import - -o account.acl
  aclc import team-policy.json --as group Engineers
  aclc import bucket.json --as resource arn:aws:s3:::lake")]
pub(super) struct Import {
    /// JSON files, folders, or - for standard input; together they become one program
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,

    /// What a lone document is: user, group, role, policy, boundary, session, guardrail or
    /// resource-guardrail and a name, or resource and an ARN
    #[arg(long = "as", num_args = 2, value_names = ["KIND", "NAME"])]
    wanted: Option<Vec<String>>,

    /// Make policies of the program of AWS's own managed policies that the account's description
    /// holds, so that decisions about who has them are complete [default: keep them by their ARNs]
    #[arg(long)]
    copy_aws_policies: bool,

    /// Write a new file instead of printing
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
}

impl Import {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        let wanted = match self.wanted.as_deref() {
            None => None,
            Some(words) => Some(wanted(words).map_err(|problem| console.fail(problem))?),
        };
        let mut found = Diagnostics::new();
        let given = given(&self.paths, &mut found);
        let unread = found.has_errors();
        console.add(found);
        if unread {
            return Err(Failure::Reported);
        }
        let options = Options {
            wanted,
            copies_aws_policies: self.copy_aws_policies,
        };
        let adoption = import(&given, &options);
        console.keep(adoption.sources);
        let is_wrong = console.judge(adoption.diagnostics);
        let Some(text) = adoption.text.filter(|_| !is_wrong) else {
            return Err(Failure::Reported);
        };
        match &self.output {
            None => console.print(&text)?,
            Some(path) => write_new(path, &text).map_err(|problem| console.fail(problem))?,
        }
        Ok(Exit::Yes)
    }
}

/// `--as group Engineers`
fn wanted(words: &[String]) -> Result<As, Diagnostic> {
    let (Some(kind), Some(name)) = (words.first(), words.get(1).cloned()) else {
        return Err(Diagnostic::new(
            codes::REQUEST,
            "`--as` takes a kind and a name",
        ));
    };
    let is_of_iam = matches!(
        kind.as_str(),
        "user" | "group" | "role" | "policy" | "boundary"
    );
    let is_name = !name.is_empty() && name.chars().all(is_name_character);
    if is_of_iam && !is_name {
        return Err(
            Diagnostic::new(codes::REQUEST, format!("`{name}` is no name of a {kind}"))
                .hint("IAM's names are of letters and digits without accents, and `+=,.@_-`"),
        );
    }
    Ok(match kind.as_str() {
        "user" => As::User(name),
        "group" => As::Group(name),
        "role" => As::Role(name),
        "policy" => As::Policy(name),
        "boundary" => As::Boundary(name),
        "session" => As::SessionPolicy(name),
        "guardrail" => As::Guardrail(name),
        "resource-guardrail" => As::ResourceGuardrail(name),
        "resource" if name.starts_with("arn:") => As::Resource(name),
        "resource" => {
            return Err(Diagnostic::new(
                codes::REQUEST,
                format!("`{name}` is not the ARN of a resource"),
            )
            .hint("such as `--as resource arn:aws:s3:::lake`"));
        }
        other => {
            return Err(
                Diagnostic::new(codes::REQUEST, format!("a document cannot be a `{other}`")).hint(
                    "the kinds are user, group, role, policy, boundary, session, guardrail, resource-guardrail and resource",
                ),
            );
        }
    })
}

/// The texts and folders that paths of the command line stand for.
fn given(paths: &[String], found: &mut Diagnostics) -> Vec<Given> {
    let mut given = Vec::new();
    for path in paths {
        if path == STDIN.0 {
            if let Some(Input::Text { name, bytes }) = standard_input(found) {
                given.extend(text(&name, &bytes, found));
            }
        } else if Path::new(path).is_dir() {
            given.extend(folder(path, found));
        } else {
            given.extend(file(path, found));
        }
    }
    given
}

fn text(name: &str, bytes: &[u8], found: &mut Diagnostics) -> Option<Given> {
    match load::read(name, bytes) {
        Ok(text) => Some(Given::Text {
            name: name.to_owned(),
            text,
        }),
        Err(problem) => {
            found.push(problem);
            None
        }
    }
}

fn file(path: &str, found: &mut Diagnostics) -> Option<Given> {
    match Disk::default().read(path) {
        Ok(bytes) => text(path, &bytes, found),
        Err(error) => {
            found.push(error.about(path));
            None
        }
    }
}

/// A folder that the compiler has written is one program; of any other each
/// JSON file is read.
fn folder(path: &str, found: &mut Diagnostics) -> Vec<Given> {
    let root = path.trim_end_matches('/');
    let files = json_files(root, found);
    let is_ours = fs::exists(format!("{root}/manifest.json")).unwrap_or(false);
    let texts = files.iter().filter_map(|name| file(name, found));
    if !is_ours {
        return texts.collect();
    }
    let files: BTreeMap<String, String> = texts
        .filter_map(|given| match given {
            Given::Text { name, text } => {
                let inside = name.strip_prefix(root)?.trim_start_matches('/').to_owned();
                Some((inside, text))
            }
            Given::Folder { .. } => None,
        })
        .collect();
    vec![Given::Folder {
        name: root.to_owned(),
        files,
    }]
}
