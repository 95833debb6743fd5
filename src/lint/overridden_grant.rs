//! A grant that a deny always overrides.
//!
//! IAM lets a matching deny win over every permission (IAM User Guide, "Policy
//! evaluation logic"), so a grant all of whose requests are denied to the same
//! principal never takes effect.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::model::{Program, Statement};

use super::View;
use super::shared::cover::covers;
use super::shared::holder::{Holder, PrincipalHolder, allows, holders, principals};
use super::shared::reach::{above, groups, statements_of};

/// As many denies of one principal are looked at. IAM holds few more.
const DENIES: usize = 256;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let program = view.program;
    for principal in principals(program) {
        if principal.own.statements.iter().any(allows) {
            let denies = denies_of(program, principal);
            report(principal.own, &denies, diagnostics);
        }
    }
    for holder in holders(program).filter(|it| !is_own(it)) {
        let denies: Vec<&Statement> = denies(holder.statements.iter()).collect();
        report(holder, &denies, diagnostics);
    }
}

/// Whether it is a principal's own policy, which stands with others.
fn is_own(holder: &Holder<'_>) -> bool {
    holder.kind == PolicyKind::Identity && holder.noun != "policy"
}

fn denies<'p>(
    statements: impl Iterator<Item = &'p Statement>,
) -> impl Iterator<Item = &'p Statement> {
    statements.filter(|statement| !allows(statement)).take(DENIES)
}

/// Every deny that reaches a principal: its own, those of what is attached to
/// it, of its groups, and of the service control policies above its account.
fn denies_of<'p>(program: &'p Program, principal: PrincipalHolder<'p>) -> Vec<&'p Statement> {
    let of_groups = groups(program, principal).flat_map(|group| statements_of(program, group));
    let own = principal.own.all_statements(program);
    let above = above(program, principal.account());
    denies(own.chain(of_groups).chain(above)).collect()
}

/// A clause is reported when all that came of it in this policy is overridden.
fn report(holder: Holder<'_>, denies: &[&Statement], diagnostics: &mut Diagnostics) {
    let grants = holder.statements;
    for (place, grant) in grants.iter().enumerate() {
        let overriding = |grant: &Statement| denies.iter().find(|deny| covers(deny, grant));
        let Some(deny) = overriding(grant).filter(|_| allows(grant)) else {
            continue;
        };
        let mut same_clause = grants
            .iter()
            .filter(|other| allows(other) && other.origin == grant.origin);
        let is_first = grants
            .iter()
            .take(place)
            .all(|other| other.origin != grant.origin);
        if is_first && same_clause.all(|other| overriding(other).is_some()) {
            let Holder { noun, name, .. } = holder;
            diagnostics.push(
                Diagnostic::new(
                    codes::OVERRIDDEN_GRANT,
                    format!("this grant of the {noun} `{name}` never takes effect"),
                )
                .at(grant.origin)
                .label(deny.origin, "all of it is denied here")
                .hint("leave it out, or narrow what is denied"),
            );
        }
    }
}
