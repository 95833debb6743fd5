//! A grant that a deny always overrides.
//!
//! IAM lets a matching deny win over every permission (IAM User Guide, "Policy
//! evaluation logic"), so a grant all of whose requests are denied to the same
//! principal never takes effect.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, PolicyKind};
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
        let overriding = |grant: &Statement| overriding(denies, grant);
        let Some(deny) = Some(grant).filter(|it| allows(it)).and_then(overriding) else {
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
                .label(deny.by.origin, deny.what)
                .hint("leave it out, or narrow what is denied"),
            );
        }
    }
}

/// What denies all that a grant gives.
struct Overriding<'p> {
    by: &'p Statement,
    what: &'static str,
}

/// One deny that covers a grant, or several that do so together: what a grant
/// gives is each of its actions on each of its resources.
fn overriding<'p>(denies: &[&'p Statement], grant: &Statement) -> Option<Overriding<'p>> {
    let whole = denies.iter().find(|deny| covers(deny, grant));
    if let Some(by) = whole {
        let what = "all of it is denied here";
        return Some(Overriding { by, what });
    }
    let pairs = pairs(grant)?;
    let mut by = None;
    for pair in &pairs {
        let deny = denies.iter().find(|deny| covers(deny, pair))?;
        by = by.or(Some(*deny));
    }
    let what = "a part of it is denied here, and the rest elsewhere";
    by.map(|by| Overriding { by, what })
}

/// As many parts of a grant are looked at.
const PAIRS: usize = 64;

/// The grant, in parts of one action on one resource; none where it has no
/// lists, or is one part alone.
fn pairs(grant: &Statement) -> Option<Vec<Statement>> {
    let (Match::Any(actions), Some(Match::Any(resources))) = (&grant.actions, &grant.resources)
    else {
        return None;
    };
    let count = actions.len() * resources.len();
    let part = |action: &String, resource: &String| Statement {
        actions: Match::Any(vec![action.clone()]),
        resources: Some(Match::Any(vec![resource.clone()])),
        ..grant.clone()
    };
    (2..=PAIRS).contains(&count).then(|| {
        let of = |action| resources.iter().map(move |resource| part(action, resource));
        actions.iter().flat_map(of).collect()
    })
}
