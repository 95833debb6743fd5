//! Statements that stand in IAM documents: `policy Vendor from "vendor.json"`.

use super::declared::Subject;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::import::document::read_for_program;
use crate::model::{GuardrailKind, Program, Statement};
use crate::resolve::condition::with_each_key_once;
use crate::resolve::world::World;
use crate::syntax::ast::Word;
use crate::syntax::is_document;

/// Gives a declaration the statements of the document that it names.
pub(super) fn add(
    file: Word<'_>,
    subject: Subject,
    world: &mut World<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(kind) = kind_of(subject, &world.program) else {
        return;
    };
    let statements = read(file, kind, world, diagnostics);
    if let Some(own) = own(subject, &mut world.program) {
        own.extend(statements);
    }
}

fn read(
    file: Word<'_>,
    kind: PolicyKind,
    world: &World<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    match world.shelf.named(file.span) {
        // What is wrong with its JSON has been reported.
        Some(None) => Vec::new(),
        Some(Some(document)) => {
            let document = diagnostics.absorb(read_for_program(document, kind));
            document.map_or_else(Vec::new, |document| {
                as_written(document.statements, diagnostics)
            })
        }
        None => {
            diagnostics.push(not_read(file));
            Vec::new()
        }
    }
}

/// The statements as the compiler writes them, each key once under an operator.
pub(in crate::resolve) fn as_written(
    statements: Vec<Statement>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    let written =
        statements
            .into_iter()
            .filter_map(|statement| match with_each_key_once(&statement) {
                None => Some(statement),
                Some(Some(once)) => Some(once),
                Some(None) => {
                    diagnostics.push(never_once(&statement));
                    None
                }
            });
    written.collect()
}

fn never_once(statement: &Statement) -> Diagnostic {
    let message = "this writes one condition key in two letter cases, and no document that has it once says the same";
    Diagnostic::new(codes::CANNOT_JOIN, message)
        .at(statement.origin)
        .hint("say in one list of values what both ask for; where no request satisfies both, take the statement away")
}

/// A document that was left out could be the one that denies.
fn not_read(file: Word<'_>) -> Diagnostic {
    let name = file.text;
    if is_document(name) {
        let message = format!("the document `{name}` has not been read");
        Diagnostic::new(codes::FILE_MISSING, message).at(file.span)
    } else {
        let message = format!("the name of the document `{name}` does not end in `.json`");
        Diagnostic::new(codes::DOCUMENT_NAME, message)
            .at(file.span)
            .hint("name an IAM document in JSON; a program is joined with `use`")
    }
}

fn kind_of(subject: Subject, program: &Program) -> Option<PolicyKind> {
    match subject {
        Subject::Policy(_) => Some(PolicyKind::Identity),
        Subject::Boundary(_) => Some(PolicyKind::Boundary),
        Subject::SessionPolicy(_) => Some(PolicyKind::Session),
        Subject::Resource(_) => Some(PolicyKind::Resource),
        Subject::Guardrail(id) => program.guardrail(id).map(|guardrail| match guardrail.kind {
            GuardrailKind::Service => PolicyKind::ServiceControl,
            GuardrailKind::Resource => PolicyKind::ResourceControl,
        }),
        // Only what it trusts comes from a document.
        Subject::Role(_) => Some(PolicyKind::Trust),
        // The grammar has no such form.
        Subject::User(_) | Subject::Group(_) => None,
        // It makes no statements.
        Subject::Unattached => None,
    }
}

fn own(subject: Subject, program: &mut Program) -> Option<&mut Vec<Statement>> {
    match subject {
        Subject::Policy(id) => Some(&mut program.policies.get_mut(id.index())?.statements),
        Subject::Boundary(id) => Some(&mut program.boundaries.get_mut(id.index())?.statements),
        Subject::SessionPolicy(id) => {
            Some(&mut program.session_policies.get_mut(id.index())?.statements)
        }
        Subject::Resource(id) => Some(&mut program.resources.get_mut(id.index())?.statements),
        Subject::Guardrail(id) => Some(&mut program.guardrails.get_mut(id.index())?.statements),
        Subject::Role(id) => Some(&mut program.roles.get_mut(id.index())?.trust),
        Subject::User(_) | Subject::Group(_) | Subject::Unattached => None,
    }
}
