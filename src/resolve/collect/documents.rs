//! Statements that stand in IAM documents: `policy Vendor from "vendor.json"`.

use super::declared::Subject;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::import::document::read_document;
use crate::model::{GuardrailKind, Program, Statement};
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
            let document = diagnostics.absorb(read_document(document, kind));
            document.map_or_else(Vec::new, |document| document.statements)
        }
        None => {
            diagnostics.push(not_read(file));
            Vec::new()
        }
    }
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
