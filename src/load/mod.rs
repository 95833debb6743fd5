//! The texts of a program: the files that were given, and those that they
//! `use`, each once.

mod loader;
mod path;

pub use loader::{LoadError, Loader, Texts};

use alloc::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::source::{SourceId, Sources, Span};
use crate::syntax;

/// One of the texts that a program is given as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The file at a path.
    File(String),
    /// A text that is in no file, such as standard input. `use` in it starts
    /// at the folder of its name.
    Text {
        /// What messages call it.
        name: String,
        /// Its bytes, which must be UTF-8.
        bytes: Vec<u8>,
    },
}

/// Loads the given texts and all that they use, in that order.
///
/// What could not be loaded is in the diagnostics; then the sources are not the
/// whole program, and nothing may be made of them.
pub fn load(inputs: &[Input], loader: &mut dyn Loader) -> (Sources, Diagnostics) {
    let mut loading = Loading {
        loader,
        sources: Sources::new(),
        known: BTreeMap::new(),
        diagnostics: Diagnostics::new(),
    };
    for input in inputs {
        match input {
            Input::File(path) => loading.file(path, None),
            Input::Text { name, bytes } => {
                loading.add(name, bytes, None);
            }
        }
    }
    let mut next = 0;
    while let Some(source) = loading.source(next) {
        loading.follow(source);
        next += 1;
    }
    (loading.sources, loading.diagnostics)
}

struct Loading<'l> {
    loader: &'l mut dyn Loader,
    sources: Sources,
    /// What has been loaded, or has failed to, by identity.
    known: BTreeMap<String, Option<SourceId>>,
    diagnostics: Diagnostics,
}

impl Loading<'_> {
    fn source(&self, index: usize) -> Option<SourceId> {
        self.sources.iter().nth(index).map(|(id, _)| id)
    }

    /// Loads what a text uses.
    fn follow(&mut self, user: SourceId) {
        let Some(source) = self.sources.get(user) else {
            return;
        };
        let folder = source.name().to_owned();
        // The spans outlive the borrow of the text.
        let uses: Vec<(String, Span)> = syntax::uses(user, source.text())
            .into_iter()
            .map(|word| (word.text.to_owned(), word.span))
            .collect();
        for (used, span) in uses {
            if let Some(fault) = path::fault(&used) {
                let message = format!("the path `{used}` {fault}");
                let hint = "write the steps from the folder of this file, separated by `/`";
                let wrong = Diagnostic::new(codes::USE_PATH, message);
                self.diagnostics.push(wrong.at(span).hint(hint));
                continue;
            }
            self.file(&path::join(&folder, &used), Some((user, span)));
        }
    }

    /// Loads a file, unless it is known.
    fn file(&mut self, path: &str, user: Option<(SourceId, Span)>) {
        let place = user.map(|(_, span)| span);
        if path.to_ascii_lowercase().ends_with(".json") {
            let message = format!("`{path}` is an IAM document");
            let hint = "write its statements as grants in a `.acl` file";
            self.complain(
                Diagnostic::new(codes::NEEDS_IMPORT, message).hint(hint),
                place,
            );
            return;
        }
        let identity = match self.loader.identity(path) {
            Ok(identity) => identity,
            Err(error) => return self.refuse(path, &error, place),
        };
        match self.known.get(&identity) {
            Some(Some(known)) if user.is_some_and(|(user, _)| user == *known) => {
                let message = "this file uses itself";
                let hint = "remove the line, or name the file that was meant";
                self.complain(
                    Diagnostic::new(codes::USE_ITSELF, message).hint(hint),
                    place,
                );
            }
            Some(_) => {}
            None => {
                let name = self.shown_name(path, &identity);
                let loaded = match self.loader.read(path) {
                    Ok(bytes) => self.add(&name, &bytes, place),
                    Err(error) => {
                        self.refuse(path, &error, place);
                        None
                    }
                };
                self.known.insert(identity, loaded);
            }
        }
    }

    /// The shortest way to write a path, where it leads to the same file.
    fn shown_name(&mut self, path: &str, identity: &str) -> String {
        let short = path::normalize(path);
        match self.loader.identity(&short) {
            Ok(same) if same == identity => short,
            Ok(_) | Err(_) => path.to_owned(),
        }
    }

    fn add(&mut self, name: &str, bytes: &[u8], place: Option<Span>) -> Option<SourceId> {
        match syntax::read(name, bytes) {
            Ok(text) => Some(self.sources.add(name, text)),
            Err(problem) => {
                self.complain(problem, place);
                None
            }
        }
    }

    fn refuse(&mut self, path: &str, error: &LoadError, place: Option<Span>) {
        let refusal = error.about(path);
        let is_missed_use = place.is_some() && *error == LoadError::Missing;
        let refusal = if is_missed_use {
            refusal.hint("a `use` starts at the folder of the file that it stands in")
        } else {
            refusal
        };
        self.complain(refusal, place);
    }

    fn complain(&mut self, diagnostic: Diagnostic, place: Option<Span>) {
        self.diagnostics.push(match place {
            Some(span) => diagnostic.at(span),
            None => diagnostic,
        });
    }
}
