//! Who else gets in where a role trusts a whole account.
//!
//! To trust an account is to leave it to that account's policies who comes in:
//! whoever has `sts:AssumeRole` on `*` does, too.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Principal, PrincipalMatch};
use crate::model::{Program, Role, Statement};

use super::View;
use super::shared::arn;
use super::shared::cover::{meets_action, meets_resource};
use super::shared::holder::{PrincipalHolder, allows, principals};
use super::shared::trust::account_of;

/// As many are named; the rest is counted.
const NAMED: usize = 5;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for role in &view.program.roles {
        for statement in role.trust.iter().filter(|it| is_open(it)) {
            for number in accounts(statement) {
                let others = others(view.program, role, statement, number);
                if !others.is_empty() {
                    diagnostics.push(report(role, statement, &others));
                }
            }
        }
    }
}

/// Whether it says nothing of who in the account may come in.
fn is_open(statement: &Statement) -> bool {
    allows(statement)
        && meets_action(statement, "sts:AssumeRole")
        && !statement
            .condition
            .iter()
            .any(|atom| atom.key.to_ascii_lowercase().starts_with("aws:principal"))
}

/// The numbers of the accounts that it names as a whole.
fn accounts(statement: &Statement) -> impl Iterator<Item = &str> {
    let principals = match &statement.principals {
        Some(PrincipalMatch::Any(list)) => list.as_slice(),
        Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) | None => &[],
    };
    principals.iter().filter_map(|principal| match principal {
        Principal::Aws(name) => account_of(name),
        Principal::Service(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => None,
    })
}

/// Who of the account may assume the role by a grant that is not the other half
/// of this trust.
fn others<'p>(
    program: &'p Program,
    role: &Role,
    trust: &Statement,
    number: &str,
) -> Vec<PrincipalHolder<'p>> {
    let Some(arn) = arn::of_entity(program, "role", &role.entity) else {
        return Vec::new();
    };
    let assumes = |statement: &Statement| {
        allows(statement)
            && statement.origin != trust.origin
            && meets_action(statement, "sts:AssumeRole")
            && meets_resource(statement, &arn)
    };
    principals(program)
        .filter(|subject| !std::ptr::eq(subject.entity, &role.entity))
        .filter(|subject| arn::number(program, subject.account()) == Some(number))
        .filter(|subject| subject.own.all_statements(program).any(assumes))
        .collect()
}

fn report(role: &Role, statement: &Statement, others: &[PrincipalHolder<'_>]) -> Diagnostic {
    let name = &role.entity.name;
    let shown: Vec<String> = others
        .iter()
        .take(NAMED)
        .map(|it| format!("{} `{}`", it.own.noun, it.own.name))
        .collect();
    let more = match others.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Diagnostic::new(
        codes::OPEN_DOOR,
        format!("`{name}` trusts a whole account, so these get in too: {}{more}", shown.join(", ")),
    )
    .at(statement.origin)
    .hint(format!(
        "`may assume {name}` without `openly` lets in whom it names and nobody else"
    ))
}
