//! The texts of a program: the files that were given, and those that they name,
//! each once.

mod loader;
mod path;

pub use loader::{LoadError, Loader, Texts};

use alloc::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::runtime::{ImageError, Policy};
use crate::source::{Language, SourceId, Sources, Span};
use crate::syntax;

/// One of the texts that a program is given as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The file at a path; one whose name ends in `.json` is an IAM document.
    File(String),
    /// The file at a path is an IAM document of this kind.
    Document {
        /// The path.
        path: String,
        /// Which kind of policy it is.
        kind: PolicyKind,
    },
    /// A text that is in no file, such as standard input. `use` in it starts
    /// at the folder of its name. It is an IAM document if it begins with `{` or
    /// `[`, as no program does, and its name does not end in `.acl`.
    Text {
        /// What messages call it.
        name: String,
        /// Its bytes, which must be UTF-8.
        bytes: Vec<u8>,
    },
}

/// The texts of a program.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The texts, programs and IAM documents.
    pub sources: Sources,
    /// The documents that were given as inputs, in order, each with its kind
    /// where one was said.
    pub given: Vec<(SourceId, Option<PolicyKind>)>,
    /// The documents that programs name, by the place of the name.
    pub named: BTreeMap<Span, SourceId>,
}

/// Loads the given texts and all that they name, in that order.
///
/// What could not be loaded is in the diagnostics; then the sources are not the
/// whole program, and nothing may be made of them.
pub fn load(inputs: &[Input], loader: &mut dyn Loader) -> (Loaded, Diagnostics) {
    let mut loading = Loading {
        loader,
        loaded: Loaded::default(),
        known: BTreeMap::new(),
        diagnostics: Diagnostics::new(),
    };
    for input in inputs {
        match input {
            Input::File(path) if syntax::is_document(path) => loading.given(path, None),
            Input::File(path) => {
                loading.file(path, Language::Program, None);
            }
            Input::Document { path, kind } => loading.given(path, Some(*kind)),
            Input::Text { name, bytes } => loading.text(name, bytes),
        }
    }
    let mut next = 0;
    while let Some(source) = loading.source(next) {
        loading.follow(source);
        next += 1;
    }
    (loading.loaded, loading.diagnostics)
}

/// What a text that is in no file is written in.
pub fn language_of(name: &str, bytes: &[u8]) -> Language {
    if name.ends_with(".acl") {
        return Language::Program;
    }
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match text.trim_ascii_start().first() {
        Some(b'{' | b'[') => Language::Document,
        Some(_) | None => Language::Program,
    }
}

/// Whether bytes begin as an image does. A text cannot: it holds no NUL.
pub(crate) fn is_image(bytes: &[u8]) -> bool {
    const BEGINNING: usize = 8;
    let beginning = bytes.get(..BEGINNING).unwrap_or(bytes);
    let said = Policy::from_bytes(beginning).err();
    beginning.contains(&0) && said.is_some_and(|error| error != ImageError::NotAnImage)
}

/// The text of a file, as [`syntax::read`] reads it, if it is not an image.
///
/// # Errors
/// Those of [`syntax::read`], and an image.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    if !is_image(bytes) {
        return syntax::read(name, bytes);
    }
    let message = format!("`{name}` is compiled already: an image, and no text");
    let hint = "`aclc eval`, `explain` and `tree` read an image, alone; give the program's `.acl` files here";
    Err(Diagnostic::new(codes::IMAGE_GIVEN, message).hint(hint))
}

struct Loading<'l> {
    loader: &'l mut dyn Loader,
    loaded: Loaded,
    /// What has been loaded, or has failed to, by identity.
    known: BTreeMap<String, Option<SourceId>>,
    diagnostics: Diagnostics,
}

impl Loading<'_> {
    /// A document of the command line, which counts once.
    fn given(&mut self, path: &str, kind: Option<PolicyKind>) {
        let Some(source) = self.file(path, Language::Document, None) else {
            return;
        };
        let given = &mut self.loaded.given;
        if !given.contains(&(source, kind)) {
            given.push((source, kind));
        }
    }

    fn text(&mut self, name: &str, bytes: &[u8]) {
        let language = language_of(name, bytes);
        let source = self.add(name, language, bytes, None);
        if let (Some(source), Language::Document) = (source, language) {
            self.loaded.given.push((source, None));
        }
    }

    fn source(&self, index: usize) -> Option<SourceId> {
        let mut ids = self.loaded.sources.iter().map(|(id, _)| id);
        ids.nth(index)
    }

    /// Loads what a text names.
    fn follow(&mut self, user: SourceId) {
        let Some(source) = self.loaded.sources.get(user) else {
            return;
        };
        if source.language() == Language::Document {
            return;
        }
        let folder = source.name().to_owned();
        // The spans outlive the borrow of the text.
        let owned = |words: Vec<syntax::ast::Word<'_>>| -> Vec<(String, Span)> {
            let words = words.into_iter();
            words
                .map(|word| (word.text.to_owned(), word.span))
                .collect()
        };
        let references = syntax::references(user, source.text());
        let programs = owned(references.programs);
        let documents = owned(references.documents);
        for (path, span) in programs {
            if syntax::is_document(&path) {
                self.used_document(&path, span);
            } else {
                self.named(&folder, &path, Language::Program, (user, span));
            }
        }
        for (path, span) in documents {
            let document = self.named(&folder, &path, Language::Document, (user, span));
            self.loaded
                .named
                .extend(document.map(|document| (span, document)));
        }
    }

    fn named(
        &mut self,
        folder: &str,
        path: &str,
        language: Language,
        user: (SourceId, Span),
    ) -> Option<SourceId> {
        if let Some(fault) = path::fault(path) {
            let message = format!("the path `{path}` {fault}");
            let hint = "write the steps from the folder of this file, separated by `/`";
            let wrong = Diagnostic::new(codes::USE_PATH, message);
            self.diagnostics.push(wrong.at(user.1).hint(hint));
            return None;
        }
        self.file(&path::join(folder, path), language, Some(user))
    }

    fn used_document(&mut self, path: &str, place: Span) {
        let message = format!("`use` takes programs, and `{path}` is an IAM document");
        let hint = format!(
            "say what it is: `policy NAME from \"{path}\"`, or the same with `boundary`, `guardrail`, `resource` or `session policy`"
        );
        let wrong = Diagnostic::new(codes::USE_DOCUMENT, message);
        self.diagnostics.push(wrong.at(place).hint(hint));
    }

    /// Loads a file, unless it is known.
    fn file(
        &mut self,
        path: &str,
        language: Language,
        user: Option<(SourceId, Span)>,
    ) -> Option<SourceId> {
        let place = user.map(|(_, span)| span);
        let identity = match self.loader.identity(path) {
            Ok(identity) => identity,
            Err(error) => {
                self.refuse(path, &error, place);
                return None;
            }
        };
        match self.known.get(&identity) {
            Some(Some(known)) if user.is_some_and(|(user, _)| user == *known) => {
                let message = "this file uses itself";
                let hint = "remove the line, or name the file that was meant";
                self.complain(
                    Diagnostic::new(codes::USE_ITSELF, message).hint(hint),
                    place,
                );
                None
            }
            Some(known) => *known,
            None => {
                let name = self.shown_name(path, &identity);
                let loaded = match self.loader.read(path) {
                    Ok(bytes) => self.add(&name, language, &bytes, place),
                    Err(error) => {
                        self.refuse(path, &error, place);
                        None
                    }
                };
                self.known.insert(identity, loaded);
                loaded
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

    fn add(
        &mut self,
        name: &str,
        language: Language,
        bytes: &[u8],
        place: Option<Span>,
    ) -> Option<SourceId> {
        match read(name, bytes) {
            Ok(text) => Some(self.loaded.sources.add_in(language, name, text)),
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
            refusal.hint("a path starts at the folder of the file that names it")
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
