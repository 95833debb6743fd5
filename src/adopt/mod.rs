//! A program that documents came to, as text that a person can own.
//!
//! [`adopt`] writes the program in the plainest words, compiles what it has
//! written, and compares: statement by statement with what the documents said,
//! and in who has what. A statement whose words are refused, or are read as
//! anything else, is written again in the next manner, and at last `verbatim`.
//! Nothing is given out before everything is the same.

mod compare;
mod estate;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Diagnostics, Severity, codes};
use crate::format::format;
use crate::format::program::{Draft, Style, write};
use crate::model::{Program, StatementId};
use crate::resolve::condition::with_each_key_once;
use crate::resolve::{self, resolve};
use crate::source::{Sources, Span};
use crate::syntax;

/// The text of a program, laid out.
///
/// # Errors
/// If something in the program cannot be said, or would come to something else:
/// each is named, at the place in the documents that it is from.
pub fn adopt(program: &Program, mut style: Style) -> Result<String, Diagnostics> {
    let program = modern(program);
    loop {
        let draft = write(&program, &style);
        let misfits = try_out(&program, &draft);
        if misfits.is_none() {
            return laid_out(draft.text);
        }
        if !improve(&mut style, &misfits) {
            return Err(report(&program, misfits));
        }
    }
}

/// Every statement in the terms of `Version` 2012-10-17 and with each condition
/// key once under an operator, as the compiler writes them.
pub(crate) fn modern(program: &Program) -> Program {
    let mut program = program.clone();
    for document in program.documents() {
        for statement in program.statements_mut(document).into_iter().flatten() {
            let modern = statement.modern().into_owned();
            // What has no such form is refused as it stands.
            *statement = with_each_key_once(&modern).flatten().unwrap_or(modern);
        }
    }
    program.tests.clear();
    program
}

/// What a text does not say as it should.
#[derive(Debug, Default)]
struct Misfits {
    /// Statements, each with what the compiler says of its words.
    statements: BTreeMap<StatementId, Vec<String>>,
    /// What is not a statement's, and where the documents say it.
    others: Vec<(Option<Span>, String)>,
}

impl Misfits {
    fn is_none(&self) -> bool {
        self.statements.is_empty() && self.others.is_empty()
    }
}

/// Compiles a draft, and compares.
fn try_out(program: &Program, draft: &Draft) -> Misfits {
    let mut sources = Sources::new();
    let source = sources.add("", draft.text.as_str());
    let (ast, mut diagnostics) = syntax::parse(&sources, source);
    let asts = [ast];
    let again = diagnostics.absorb(resolve(&asts, &sources, resolve::Options::default()));
    let mut misfits = Misfits::default();
    for error in diagnostics.iter() {
        if error.severity == Severity::Error {
            blame(error, draft, &mut misfits);
        }
    }
    compare::statements(program, &again, draft, &mut misfits);
    if misfits.is_none() {
        misfits.others = estate::differences(program, &again);
    }
    misfits
}

/// The statements that an error is about.
fn blame(error: &Diagnostic, draft: &Draft, misfits: &mut Misfits) {
    let about: BTreeSet<StatementId> = error
        .labels
        .iter()
        .filter_map(|label| draft.statement_at(label.span.start as usize))
        .collect();
    for id in &about {
        let said = misfits.statements.entry(*id).or_default();
        said.push(error.message.clone());
    }
    if about.is_empty() {
        let first = error.labels.first();
        let place = first.and_then(|label| draft.origin_at(label.span.start as usize));
        misfits.others.push((place, error.message.clone()));
    }
}

/// Writes what did not fit in the next manner. Whether there was one.
fn improve(style: &mut Style, misfits: &Misfits) -> bool {
    let mut improved = false;
    for id in misfits.statements.keys() {
        let manner = style.manners.get(id).copied().unwrap_or_default();
        if let Some(next) = manner.next() {
            style.manners.insert(*id, next);
            improved = true;
        }
    }
    if misfits.statements.is_empty() && !style.without_lets {
        style.without_lets = true;
        improved = true;
    }
    improved
}

fn report(program: &Program, misfits: Misfits) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for (id, said) in misfits.statements {
        // Where the text around a statement is refused, the statement is lost
        // with it and no fault of its own.
        if said == [compare::READ_OTHERWISE] && !misfits.others.is_empty() {
            continue;
        }
        let mut diagnostic = Diagnostic::new(
            codes::CANNOT_KEEP,
            "this statement cannot be said in the language",
        );
        if let Some(statement) = program.statements(id.document).get(id.index) {
            diagnostic = diagnostic.at(statement.origin);
        }
        diagnostics.push(said.into_iter().fold(diagnostic, Diagnostic::hint));
    }
    for (place, message) in misfits.others {
        let diagnostic = Diagnostic::new(codes::CANNOT_KEEP, message);
        diagnostics.push(match place {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        });
    }
    diagnostics
}

fn laid_out(text: String) -> Result<String, Diagnostics> {
    let mut sources = Sources::new();
    let id = sources.add("", text);
    format(&sources, id)
}
