use clap::{Args, ValueEnum};
use serde_json::Value;

use super::clock::Moment;
use super::output::{Document, Folder};
use super::program::{Paths, Show, Written};
use super::{Console, Exit, Failure};
use crate::diag::{Diagnostic, codes};
use crate::pipeline::Compiled;
use crate::resolve::Expansion;
use crate::target::iam::Headroom;
use crate::target::tree;

/// Compile a program to IAM JSON and its decision tree
#[derive(Args)]
#[command(after_help = "\
Examples:
  aclc compile team.acl                  every document in one JSON object
  aclc compile access/ -o out            a folder: groups/, roles/, ... and manifest.json
  aclc compile access/ -o out --check    exit 1, with a diff, where the folder is out of date
  aclc compile team.acl --emit iam,tree,dot -o out")]
pub(super) struct Compile {
    #[command(flatten)]
    paths: Paths,

    /// Look at dates from this day on, such as 2026-06-01 [default: dates are not looked at]
    #[arg(long, value_name = "DATE", value_parser = Moment::parse)]
    now: Option<Moment>,

    /// Write a folder, whole or not at all
    #[arg(short, long, value_name = "DIR")]
    output: Option<String>,

    /// What to make [default: iam; with -o also tree and image]
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
    emit: Vec<Emit>,

    /// How the actions of access levels and exceptions come out
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    actions: Actions,

    /// Write nothing; show a diff and exit 1 where the folder is not what would be written
    #[arg(long, requires = "output")]
    check: bool,

    /// Do not read back what is written to hold it against the program
    #[arg(long)]
    no_verify: bool,

    /// Leave out of the image where each statement is from; explanations then name policies alone
    #[arg(long)]
    no_provenance: bool,

    /// Show how much of each of AWS's limits is taken
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Actions {
    /// Each by its name
    #[default]
    List,
    /// As the shortest patterns that match the same actions of the service catalog and no other
    Shortest,
}

impl From<Actions> for Expansion {
    fn from(actions: Actions) -> Self {
        match actions {
            Actions::List => Self::List,
            Actions::Shortest => Self::Shortest,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Emit {
    /// IAM policy documents and the manifest
    Iam,
    /// The decision tree: program.tree.json
    Tree,
    /// The decision tree as services load it: program.aclt; only with -o
    Image,
    /// The decision tree for Graphviz: program.dot
    Dot,
}

impl Compile {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        self.refuse(console)?;
        let written = Written {
            verify: !self.no_verify,
            expansion: self.actions.into(),
        };
        let show = Show::Warnings(self.now);
        let compiled = self.paths.compile_and(show, written, console)?;
        if self.verbose {
            for headroom in &compiled.documents.headroom {
                console.note(&describe(headroom));
            }
        }
        let documents = self.documents(&compiled);
        match &self.output {
            None => {
                console.print(&as_one_object(&documents))?;
                Ok(Exit::Yes)
            }
            Some(path) => {
                let folder = Folder::open(path).map_err(|error| console.fail(error))?;
                let is_denied = console.warn(folder.warn_of_foreign(&documents));
                if self.check {
                    return check(&folder, &documents, console);
                }
                if is_denied {
                    return Err(Failure::Reported);
                }
                folder
                    .write(&documents)
                    .map_err(|error| console.fail(error))?;
                Ok(Exit::Yes)
            }
        }
    }

    /// Refuses options that cannot have what they ask for.
    fn refuse(&self, console: &mut Console) -> Result<(), Failure> {
        let makes_image = self.wanted().contains(&Emit::Image);
        let (message, hint) = if makes_image && self.output.is_none() {
            (
                "the image is no text, so it cannot be printed",
                "give `-o DIR`; the image is `DIR/program.aclt`",
            )
        } else if self.no_provenance && !makes_image {
            (
                "`--no-provenance` is about the image, and none is made",
                "give `-o DIR`, and `image` among what `--emit` names",
            )
        } else {
            return Ok(());
        };
        Err(console.fail(Diagnostic::new(codes::REQUEST, message).hint(hint)))
    }

    fn wanted(&self) -> &[Emit] {
        match &self.output {
            _ if !self.emit.is_empty() => &self.emit,
            Some(_) => &[Emit::Iam, Emit::Tree, Emit::Image],
            None => &[Emit::Iam],
        }
    }

    fn documents(&self, compiled: &Compiled) -> Vec<Document> {
        let wanted = self.wanted();
        let mut documents = Vec::new();
        if wanted.contains(&Emit::Iam) {
            let files = compiled.documents.files.iter();
            documents.extend(files.map(|file| (file.path.clone(), file.text.clone().into_bytes())));
        }
        if wanted.contains(&Emit::Tree) {
            let text = tree::json(&compiled.tree, None);
            documents.push(("program.tree.json".to_owned(), text.into_bytes()));
        }
        if wanted.contains(&Emit::Image) {
            let image = if self.no_provenance {
                compiled.tree.without_provenance().to_bytes()
            } else {
                compiled.tree.to_bytes()
            };
            documents.push(("program.aclt".to_owned(), image));
        }
        if wanted.contains(&Emit::Dot) {
            let dot = tree::dot(&compiled.tree, None);
            documents.push(("program.dot".to_owned(), dot.into_bytes()));
        }
        documents
    }
}

/// Every document in one JSON object, under its path; what is not JSON as a
/// text.
fn as_one_object(documents: &[Document]) -> String {
    let mut object = String::from("{");
    for (index, (name, bytes)) in documents.iter().enumerate() {
        let text = String::from_utf8_lossy(bytes);
        object.push_str(if index == 0 { "\n  " } else { ",\n  " });
        object.push_str(&Value::from(name.as_str()).to_string());
        object.push_str(": ");
        if name.ends_with(".json") {
            // JSON has no line feed inside a string, so every one is layout.
            object.push_str(&text.trim_end().replace('\n', "\n  "));
        } else {
            object.push_str(&Value::from(text.as_ref()).to_string());
        }
    }
    object.push_str("\n}\n");
    object
}

fn check(folder: &Folder, documents: &[Document], console: &mut Console) -> Result<Exit, Failure> {
    let difference = folder
        .difference(documents)
        .map_err(|error| console.fail(error))?;
    console.print(&difference)?;
    if difference.is_empty() {
        return Ok(Exit::Yes);
    }
    console.note("the folder is not what the program says; `aclc compile -o` writes it anew, and removes only what it wrote");
    Ok(Exit::No)
}

fn describe(headroom: &Headroom) -> String {
    let Headroom {
        subject,
        limited,
        unit,
        used,
        limit,
    } = headroom;
    let percent = headroom.percent();
    format!("{subject}: {limited} takes {used} of {limit} {unit} ({percent} %)")
}
