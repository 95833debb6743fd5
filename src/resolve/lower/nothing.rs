//! `can nothing`: a limit that allows nothing, and is meant to.
//!
//! A boundary or session policy allows what it names (IAM User Guide,
//! "Permissions boundaries for IAM entities"). One that only denies therefore
//! shuts out whoever has it, which is a slip more often than a quarantine: that
//! it is one has to be said.

use crate::diag::codes::NOTHING_BESIDE;
use crate::diag::{Diagnostic, Diagnostics};
use crate::resolve::collect::declared::Subject;
use crate::syntax::ast::{Grant, Modifiers};

/// The word, which is no name of a `let`.
pub(in crate::resolve) const NOTHING: &str = "nothing";

/// Whether `nothing` is among the actions of a line.
pub(super) fn is_said(grant: &Grant<'_>) -> bool {
    let mut words = grant.actions.list.iter().chain(&grant.actions.except);
    words.any(|word| !word.quoted && word.text == NOTHING)
}

/// Checks such a line: it stands alone, and in what can be a limit. Whether it
/// says what it is to say.
pub(super) fn check(grant: &Grant<'_>, subject: Subject, diagnostics: &mut Diagnostics) -> bool {
    let Modifiers { guard, until, name } = &grant.modifiers;
    let is_alone = !grant.denies
        && grant.actions.list.len() == 1
        && grant.actions.except.is_empty()
        && grant.resources.is_none()
        && guard.is_none()
        && until.is_none()
        && name.is_none();
    if !is_alone {
        return refuse(
            grant,
            "`can nothing` has nothing beside it",
            "write `can nothing` alone; what is denied needs a `cannot` line",
            diagnostics,
        );
    }
    match subject {
        Subject::Boundary(_) | Subject::SessionPolicy(_) | Subject::Policy(_) => true,
        Subject::Unattached => false,
        Subject::User(_)
        | Subject::Group(_)
        | Subject::Role(_)
        | Subject::Guardrail(_)
        | Subject::Resource(_) => refuse(
            grant,
            "`can nothing` stands in a boundary, a session policy or a policy that is a boundary",
            "leave it out: what nothing allows is refused anyway",
            diagnostics,
        ),
    }
}

fn refuse(grant: &Grant<'_>, message: &str, hint: &str, diagnostics: &mut Diagnostics) -> bool {
    let found = Diagnostic::new(NOTHING_BESIDE, message).at(grant.actions.span);
    diagnostics.push(found.hint(hint));
    false
}
