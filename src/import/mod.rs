//! IAM's JSON documents, read strictly: every element is understood or refused
//! with its place. Nothing is skipped, for what is skipped could be the line
//! that denies.
//!
//! [`import`] makes one program of what people have: documents, what the AWS
//! command prints around them, the description of a whole account, and the
//! compiler's own output folder.

mod account;
pub mod document;
mod estate;
mod fields;
mod folder;
pub mod json;
mod pages;
mod printed;
mod shelf;
mod single;
mod texts;

#[cfg(feature = "cli")]
pub(crate) use folder::DOCUMENT_FOLDERS;
pub use shelf::{Shelf, read_documents};

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{Program, StatementId};
use crate::source::Sources;
use estate::Estate;
use json::{Json, Node};
use pages::Pages;
use texts::Texts;

/// What is to be imported.
#[derive(Clone, Debug)]
pub enum Given {
    /// One JSON text.
    Text {
        /// What messages call it.
        name: String,
        /// The text, without a byte-order mark.
        text: String,
    },
    /// An output folder of the compiler.
    Folder {
        /// Its path.
        name: String,
        /// Its files, the manifest too, by their paths in it, with `/`.
        files: BTreeMap<String, String>,
    },
}

/// How to read what is given.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What each lone document is; without it, that is told from what is in it
    /// and around it.
    pub wanted: Option<As>,
    /// Whether AWS's own managed policies, where an account's description holds
    /// them, become policies of the program. Otherwise they stay attached by
    /// their ARNs, as AWS has them, and no decision about who has one is
    /// complete.
    pub copies_aws_policies: bool,
}

/// What a lone document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum As {
    /// What a user may do.
    User(String),
    /// What a group may do.
    Group(String),
    /// What a role may do, or who may assume it.
    Role(String),
    /// A managed policy.
    Policy(String),
    /// A permissions boundary.
    Boundary(String),
    /// A session policy.
    SessionPolicy(String),
    /// The policy of the resource with this ARN.
    Resource(String),
    /// A service control policy.
    Guardrail(String),
    /// A resource control policy.
    ResourceGuardrail(String),
}

/// What came of it.
#[derive(Debug)]
pub struct Imported {
    /// The texts, which the diagnostics and the program's origins point into.
    pub sources: Sources,
    /// What is wrong.
    pub diagnostics: Diagnostics,
    /// The program; nothing where a diagnostic is an error.
    pub program: Option<Program>,
    /// What is to be said above a statement.
    pub remarks: BTreeMap<StatementId, Vec<String>>,
    /// What is to be said of everything.
    pub preface: Vec<String>,
}

/// Makes one program of everything that is given.
pub fn import(given: &[Given], options: &Options) -> Imported {
    let mut texts = Texts::default();
    let mut estate = Estate::default();
    // The pages of a description can stand in several texts.
    let jsons: Vec<Option<Json<'_>>> = given
        .iter()
        .map(|one| match one {
            Given::Text { name, text } => texts.json(name, text),
            Given::Folder { .. } => None,
        })
        .collect();
    let mut pages = Pages::default();
    for (one, json) in given.iter().zip(&jsons) {
        // What is wrong is reported; the others are read all the same.
        let _ = match (one, json) {
            (Given::Text { name, .. }, Some(json)) => {
                let root = json.root();
                let more = pages.add(root);
                match more {
                    Some(descriptions) => descriptions.iter().try_for_each(|pages| {
                        account::read(pages, options, &mut estate, &mut texts)
                    }),
                    None => single::read(root, stem(name), options, &mut estate, &mut texts),
                }
            }
            (Given::Text { .. }, None) => None,
            (Given::Folder { name, files }, _) => {
                folder(name, files, options, &mut estate, &mut texts)
            }
        };
    }
    pages.finish(&mut texts);
    if texts.found.is_empty() && estate.program.documents().is_empty() {
        texts.report(Diagnostic::new(
            codes::NOT_A_DOCUMENT,
            "there is no policy document here",
        ));
    }
    estate.some_account();
    let failed = texts.found.has_errors();
    Imported {
        sources: texts.sources,
        diagnostics: texts.found,
        program: (!failed).then_some(estate.program),
        remarks: estate.remarks,
        preface: estate.preface,
    }
}

fn folder(
    name: &str,
    files: &BTreeMap<String, String>,
    options: &Options,
    estate: &mut Estate,
    texts: &mut Texts,
) -> Option<()> {
    let Some(manifest) = files.get("manifest.json") else {
        texts.report(Diagnostic::new(
            codes::NOT_A_DOCUMENT,
            format!("the folder `{name}` has no `manifest.json`"),
        ));
        return None;
    };
    texts.with_json(&format!("{name}/manifest.json"), manifest, |texts, root| {
        if options.wanted.is_some() {
            texts.report(not_alone(root));
            return None;
        }
        folder::read(root, name, files, estate, texts)
    })
}

/// What to say of a description that is wanted as one document.
fn not_alone(described: Node<'_>) -> Diagnostic {
    let message = "this describes who has what, and is no lone document";
    let found = Diagnostic::new(codes::WHAT_IS_IT, message).at(described.head());
    found.hint("import it without `--as`")
}

/// What a file is called, without its folder and its ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    match name.split_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ if name.starts_with('<') => "Imported",
        _ => name,
    }
}
