//! Who else gets in where a role trusts a whole account.
//!
//! To trust an account is to leave it to that account's policies who comes in:
//! whoever has `sts:AssumeRole` on `*` does, too.

use std::collections::{BTreeSet, HashMap};

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, Principal, PrincipalMatch, pattern};
use crate::model::{Program, Role, Statement};

use super::View;
use super::shared::arn;
use super::shared::cover::{meets_action, meets_resource};
use super::shared::holder::{PrincipalHolder, allows, principals};
use super::shared::trust::account_of;

/// As many are named; the rest is counted.
const NAMED: usize = 5;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let askers = Askers::new(view.program);
    for role in &view.program.roles {
        for statement in role.trust.iter().filter(|it| is_open(it)) {
            for number in accounts(statement) {
                let others = others(view.program, &askers, role, statement, number);
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

/// Who may ask to assume roles, and by which grants.
struct Askers<'p> {
    all: Vec<(PrincipalHolder<'p>, Vec<&'p Statement>)>,
    /// Places in the list, by the ARN of a role that a grant names.
    by_role: HashMap<&'p str, Vec<usize>>,
    /// The places of those with a grant on a pattern.
    of_patterns: Vec<usize>,
}

impl<'p> Askers<'p> {
    fn new(program: &'p Program) -> Self {
        let mut askers = Self {
            all: Vec::new(),
            by_role: HashMap::new(),
            of_patterns: Vec::new(),
        };
        let asks = |it: &&Statement| allows(it) && meets_action(it, "sts:AssumeRole");
        for subject in principals(program) {
            let grants: Vec<_> = subject.own.all_statements(program).filter(asks).collect();
            let place = askers.all.len();
            for grant in &grants {
                match &grant.resources {
                    Some(Match::Any(arns)) if !arns.iter().any(|arn| is_pattern(arn)) => {
                        for arn in arns {
                            askers.by_role.entry(arn).or_default().push(place);
                        }
                    }
                    Some(Match::Any(_) | Match::NoneOf(_)) | None => {
                        askers.of_patterns.push(place);
                    }
                }
            }
            if !grants.is_empty() {
                askers.all.push((subject, grants));
            }
        }
        askers
    }

    /// Those with a grant that may be on a role, in the order of the program.
    fn of(&self, arn: &str) -> impl Iterator<Item = &(PrincipalHolder<'p>, Vec<&'p Statement>)> {
        let named = self.by_role.get(arn).into_iter().flatten();
        let places: BTreeSet<usize> = named.chain(&self.of_patterns).copied().collect();
        places.into_iter().filter_map(|place| self.all.get(place))
    }
}

fn is_pattern(arn: &str) -> bool {
    pattern::has_wildcard(arn) || arn.contains('$')
}

/// Who of the account may assume the role by a grant that is not the other half
/// of this trust.
fn others<'p>(
    program: &'p Program,
    askers: &Askers<'p>,
    role: &Role,
    trust: &Statement,
    number: &str,
) -> Vec<PrincipalHolder<'p>> {
    let Some(arn) = arn::of_entity(program, "role", &role.entity) else {
        return Vec::new();
    };
    let assumes = |grant: &&Statement| grant.origin != trust.origin && meets_resource(grant, &arn);
    let others = askers.of(&arn).filter(|(subject, grants)| {
        !std::ptr::eq(subject.entity, &role.entity)
            && arn::number(program, subject.account()) == Some(number)
            && grants.iter().any(assumes)
    });
    others.map(|(subject, _)| *subject).collect()
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
