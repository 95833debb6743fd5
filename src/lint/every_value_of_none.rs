//! `ForAllValues:` in an Allow, which a request without the key satisfies.
//!
//! "All values are among these" holds where there are none (IAM User Guide,
//! "Single-valued vs. multivalued context keys").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, Base, PolicyKind, SetOperator};
use crate::model::Statement;

use super::View;
use super::shared::holder::{allows, holders};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for holder in holders(view.program).filter(|it| grants(it.kind)) {
        for statement in holder.statements.iter().filter(|it| allows(it)) {
            let open = |atom: &&Atom| {
                atom.operator.set == Some(SetOperator::ForAllValues) && !is_guarded(statement, atom)
            };
            if let Some(atom) = statement.condition.iter().find(open) {
                let key = &atom.key;
                diagnostics.push(
                    Diagnostic::new(
                        codes::EVERY_VALUE_OF_NONE,
                        format!("this also allows a request that has no `{key}`"),
                    )
                    .at(statement.origin)
                    .hint(format!(
                        "write `only {key} in ...`, or set `Null` with `\"{key}\": \"false\"` beside it"
                    )),
                );
            }
        }
    }
}

fn grants(kind: PolicyKind) -> bool {
    match kind {
        PolicyKind::Identity | PolicyKind::Resource | PolicyKind::Trust => true,
        PolicyKind::Boundary
        | PolicyKind::Session
        | PolicyKind::ServiceControl
        | PolicyKind::ResourceControl => false,
    }
}

/// Whether another condition asks for the key. A request that sets a tag has the
/// names of all that it sets.
fn is_guarded(statement: &Statement, atom: &Atom) -> bool {
    let is_tags = atom.key.eq_ignore_ascii_case("aws:TagKeys");
    statement.condition.iter().any(|other| {
        let is_same = other.key.eq_ignore_ascii_case(&atom.key);
        let sets_tag = is_tags && other.key.to_ascii_lowercase().starts_with("aws:requesttag/");
        let by_null = other.operator.base != Base::Null || is_same;
        (is_same || sets_tag) && by_null && !other.holds_without_key()
    })
}
