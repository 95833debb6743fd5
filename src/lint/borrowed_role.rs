//! Someone can act as the role of what runs already.
//!
//! Whether that is more than they have depends on roles which are not part of
//! the program, or not administrators: then it may well be wanted.

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::ways::{ESCALATIONS, Finding, MethodKind, Way, find, labelled, shown, who};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for finding in find(view.program, ESCALATIONS, is_open) {
        if let Some(found) = report(&finding) {
            diagnostics.push(found);
        }
    }
}

fn is_open(way: &Way<'_>) -> bool {
    matches!(way.method.kind, MethodKind::Runs(_)) && way.administrator.is_none()
}

fn report(finding: &Finding<'_>) -> Option<Diagnostic> {
    let ways: Vec<_> = finding.ways.iter().map(shown).collect();
    let action = finding.ways.first()?.method.actions().next()?;
    let message = format!(
        "{} can act as any role that it finds at work, by {}",
        who(finding),
        ways.join(", ")
    );
    let found = Diagnostic::new(codes::BORROWED_ROLE, message);
    Some(labelled(found, &finding.ways).hint(format!(
        "name what `{action}` is for: the ARN of each, or `when tag resource.NAME == ...`"
    )))
}
