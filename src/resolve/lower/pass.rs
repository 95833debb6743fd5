//! `may pass ROLES to SERVICES` to `iam:PassRole`.

use super::grant::conditions;
use super::principal::{self, atom};
use super::{Here, Holder, allowing, arn, sid, without_repeats};
use crate::diag::codes::{PASS_ANY, PASS_ELSEWHERE};
use crate::diag::{Diagnostic, Diagnostics};
use crate::iam::{Base, Match};
use crate::model::Statement;
use crate::resolve::condition::Place;
use crate::source::Span;
use crate::syntax::ast::{PassClause, Word};

/// The statements of a `may pass` (IAM User Guide, "Grant a user permissions
/// to pass a role to an AWS service"). None where something is wrong, which
/// is then reported.
pub(super) fn lower<'s>(
    clause: &PassClause<'s>,
    span: Span,
    holder: Holder,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    let roles = roles(&clause.roles, here, diagnostics);
    let services = principal::services(&clause.services, here, diagnostics);
    let required =
        services.map(|names| vec![atom(Base::StringEquals, "iam:PassedToService", names)]);
    let actions = Match::Any(vec!["iam:PassRole".to_owned()]);
    let place = Place {
        of_role: holder.of_role,
        ..Place::allowing(holder.kind, &actions, span, here.world.options.catalog)
    };
    let atoms = required.as_deref().unwrap_or_default();
    let conditions = conditions(&clause.modifiers, atoms, place, here, diagnostics);
    let (Some(roles), Some(_), Some(conditions)) = (roles, &required, conditions) else {
        return Vec::new();
    };
    let resources = Match::Any(roles);
    let mut statements = allowing(&actions, &resources, conditions, span);
    sid::give(clause.modifiers.name, &mut statements, here, diagnostics);
    statements
}

fn roles<'s>(
    words: &[Word<'s>],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    if let Some(any) = words.iter().find(|word| word.text == "*") {
        diagnostics.push(
            Diagnostic::new(
                PASS_ANY,
                "`may pass *` would give the service every role, and whoever passes them what they allow",
            )
            .at(any.span)
            .hint("name the roles"),
        );
        return None;
    }
    let mut arns = principal::roles(words, here, diagnostics)?;
    without_repeats(&mut arns, false);
    let own = here.world.number_of(here.scope.account());
    let is_foreign = |name: &str| arn::split(name).is_some_and(|role| Some(role.account) != own);
    let foreign = arns.iter().find(|name| is_foreign(name));
    let (Some(foreign), Some(first), Some(last)) = (foreign, words.first(), words.last()) else {
        return Some(arns);
    };
    diagnostics.push(
        Diagnostic::new(
            PASS_ELSEWHERE,
            format!("`{foreign}` is a role of another account, which nobody can pass"),
        )
        .at(first.span.to(last.span))
        .hint("a role is passed within its own account"),
    );
    None
}
