//! The order of the stages. No other place knows it.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};

use crate::adopt::{adopt, modern};
use crate::ask::{warn_of_differing_context, warn_of_unread_context};
use crate::catalog::Catalog;
use crate::diag::{Denied, Diagnostic, Diagnostics, Severity, apply_allowances, codes};
use crate::format::program::Style;
use crate::import::{self, Given, Shelf, read_documents};
use crate::lint;
use crate::load::{Input, Loaded, Loader, load};
use crate::model::Program;
use crate::resolve::{self, Expansion, check_own, resolve_with};
use crate::runtime::{BuildError, Tree};
use crate::source::{Sources, Span};
use crate::syntax::{self, ast::Ast};
use crate::target::{iam, tree::build_tree};
use crate::verify;

/// What to look for beside errors.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether the lints run.
    pub lints: bool,
    /// The day for lints about dates, such as `2026-01-01`; without one they
    /// say nothing, for a result must not depend on a clock unasked.
    pub now: Option<String>,
    /// The warnings that count as errors.
    pub denied: Denied,
    /// Whether the documents are read back and held against the program
    /// ([`verify`]).
    pub verify: bool,
    /// What is known of AWS's services, in place of the built-in catalog.
    pub catalog: Option<Arc<Catalog>>,
    /// How the actions come out that the catalog puts in.
    pub expansion: Expansion,
    /// The prefixes of services of one's own, such as `docs` of `docs:ReadPage`:
    /// that the catalog has none of that name is no warning. One that it has is an
    /// error, and so is what can be no prefix.
    pub services: Vec<String>,
}

impl Options {
    fn catalog(&self) -> &Catalog {
        self.catalog.as_deref().unwrap_or(Catalog::built_in())
    }
}

/// What came of a program's texts.
#[derive(Debug)]
pub struct Compilation {
    /// The texts, which the diagnostics point into.
    pub sources: Sources,
    /// What is wrong, in the order of the texts.
    pub diagnostics: Diagnostics,
    /// What was made of them; nothing where a diagnostic is an error.
    pub compiled: Option<Compiled>,
}

/// A program in all its forms.
#[derive(Debug)]
pub struct Compiled {
    /// What the texts mean.
    pub program: Program,
    /// The same as IAM JSON.
    pub documents: iam::Output,
    /// The same as the evaluator runs it.
    pub tree: Tree,
}

/// Compiles the texts of one program.
pub fn compile(inputs: &[Input], loader: &mut dyn Loader, options: &Options) -> Compilation {
    let (loaded, mut diagnostics) = load(inputs, loader);
    let compiled = compile_loaded(&loaded, options, &mut diagnostics);
    diagnostics.sort();
    Compilation {
        compiled: compiled.filter(|_| !diagnostics.has_errors()),
        sources: loaded.sources,
        diagnostics,
    }
}

/// Every stage that can find something runs as far as it can, so that one run
/// shows all there is; nothing is made of a program that has an error.
fn compile_loaded(loaded: &Loaded, options: &Options, found: &mut Diagnostics) -> Option<Compiled> {
    let catalog = options.catalog();
    let is_whole = !found.has_errors();
    let sources = &loaded.sources;
    let asts = found.absorb(syntax::parse_all(sources));
    let shelf = found.absorb(read_documents(loaded));
    if !is_whole {
        // What a missing file declares would be reported as undeclared.
        return None;
    }
    check_not_empty(&asts, &shelf, found);
    found.append(check_own(&options.services, catalog));
    let resolving = resolve::Options {
        catalog,
        expansion: options.expansion,
        services: &options.services,
    };
    let program = found.absorb(resolve_with(&asts, &shelf, sources, resolving));
    let compiled = if found.has_errors() {
        None
    } else {
        make(program, sources, options, found)
    };
    if let Some(compiled) = compiled.as_ref().filter(|_| options.lints) {
        found.append(warn_of_differing_context(&compiled.program, &compiled.tree));
        found.append(warn_of_unread_context(&compiled.program, &compiled.tree));
    }
    apply_allowances(sources, found, options.lints && compiled.is_some());
    options.denied.apply(found);
    compiled
}

/// An empty program grants nothing. Writing that out would take away all access
/// there was, which is more likely a slip than a wish.
fn check_not_empty(asts: &[Ast<'_>], shelf: &Shelf<'_>, found: &mut Diagnostics) {
    let declares = !shelf.is_empty() || asts.iter().any(|ast| !ast.items.is_empty());
    if found.has_errors() || declares {
        return;
    }
    let empty = Diagnostic::new(codes::NO_PROGRAM, "the program declares nothing")
        .hint("write for example `group Engineers can s3:GetObject on *`");
    found.push(match asts.first() {
        Some(ast) => empty.at(Span::new(ast.source, 0, 0)),
        None => empty,
    });
}

/// Makes the documents on one core and the tree on another, and reads the
/// documents back where that is wanted; the lints, which need neither, run
/// beside both.
fn make(
    program: Program,
    sources: &Sources,
    options: &Options,
    found: &mut Diagnostics,
) -> Option<Compiled> {
    let (made, lints) = thread::scope(|scope| {
        let lints = scope.spawn(|| lints(&program, options));
        (emit(&program, sources, options), joined(lints))
    });
    if let Some(mut lints) = lints {
        lint::drop_repeats(&mut lints, found);
        found.append(lints);
    }
    let (documents, tree) = found.absorb(made)?;
    Some(Compiled {
        program,
        documents,
        tree,
    })
}

fn lints(program: &Program, options: &Options) -> Option<Diagnostics> {
    let now = options.now.as_deref().and_then(lint::Options::at);
    let lint = || {
        let lints = now
            .unwrap_or_default()
            .with_services(options.services.clone());
        lint::lint(program, options.catalog(), &lints)
    };
    options.lints.then(lint)
}

fn emit(
    program: &Program,
    sources: &Sources,
    options: &Options,
) -> (Option<(iam::Output, Tree)>, Diagnostics) {
    let mut found = Diagnostics::new();
    let (documents, read_back, tree) = thread::scope(|scope| {
        let tree = scope.spawn(|| build_tree(program, sources));
        let documents = iam::emit(program);
        let is_read_back = options.verify && !documents.1.has_errors();
        let read_back = is_read_back.then(|| read_back(program, &documents.0));
        (documents, read_back, joined(tree))
    });
    let documents = found.absorb(documents);
    if found.has_errors() {
        return (None, found);
    }
    match tree {
        Ok(tree) => {
            if let Some(read_back) = read_back {
                found.append(read_back.verify(program, &tree));
            }
            (Some((documents, tree)), found)
        }
        Err(error) => {
            found.push(contradiction(&error));
            (None, found)
        }
    }
}

/// What a thread made; its panic goes on here.
fn joined<Made>(thread: ScopedJoinHandle<'_, Made>) -> Made {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

fn read_back(program: &Program, documents: &iam::Output) -> verify::ReadBack {
    let files = documents.files.iter();
    let texts = files.map(|file| (file.path.as_str(), file.text.as_str()));
    verify::read_back(program, texts)
}

/// A statement that its policy cannot hold should have been found before.
fn contradiction(error: &BuildError) -> Diagnostic {
    let (file, line) = error.place();
    let message = format!("no decision tree can be made of the program: {file}:{line}: {error}");
    Diagnostic::new(codes::CONTRADICTION_WITHIN, message)
        .hint("this is a mistake of the compiler; please report it with the program")
}

/// What came of IAM documents.
#[derive(Debug)]
pub struct Adoption {
    /// The documents' texts, which the diagnostics point into.
    pub sources: Sources,
    /// What is wrong with them, or cannot be kept.
    pub diagnostics: Diagnostics,
    /// The program that says the same; nothing where a diagnostic is an error.
    pub text: Option<String>,
    /// What the documents say.
    pub program: Option<Program>,
}

/// Makes a program's text of IAM documents. There is one only where it compiles
/// to what they say.
pub fn import(given: &[Given], options: &import::Options) -> Adoption {
    let imported = import::import(given, options);
    let mut diagnostics = imported.diagnostics;
    let style = Style {
        remarks: imported.remarks,
        preface: imported.preface,
        ..Style::default()
    };
    let text = imported.program.as_ref().and_then(|program| {
        adopt(program, style)
            .map_err(|problems| diagnostics.append(problems))
            .ok()
    });
    if let Some(program) = imported.program.as_ref().filter(|_| text.is_some()) {
        warn_of_limits(program, &mut diagnostics);
    }
    diagnostics.sort();
    Adoption {
        sources: imported.sources,
        diagnostics,
        text,
        program: imported.program,
    }
}

/// A program can say more than AWS takes as a customer's own, for AWS's own
/// policies may be larger.
fn warn_of_limits(program: &Program, found: &mut Diagnostics) {
    let mut program = modern(program);
    for document in program.documents() {
        // Of those that are the same in one list, the text keeps one; of those
        // that are no names, none.
        let mut sids = BTreeSet::new();
        for statement in program.statements_mut(document).into_iter().flatten() {
            statement.sid = statement.sid.take().filter(|sid| {
                sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) && sids.insert(sid.clone())
            });
        }
    }
    let (_, problems) = iam::emit(&program);
    for problem in problems.iter() {
        if problem.severity == Severity::Error {
            let mut warning = Diagnostic::new(codes::PAST_LIMITS, problem.message.clone());
            warning.labels.clone_from(&problem.labels);
            found.push(warning.hint(
                "the program says the same as the document; `aclc compile` refuses to write it",
            ));
        }
    }
}
