//! Someone can give themselves more rights than they were given.
//!
//! Every published method is a row of the table in `ways`.

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::ways::{ESCALATIONS, Finding, MethodKind, Way, find, labelled, shown, who};

/// As many ways are named in the message; the others in a hint.
const NAMED: usize = 3;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for finding in find(view.program, ESCALATIONS, is_certain) {
        if let Some(found) = report(&finding) {
            diagnostics.push(found);
        }
    }
}

/// Whether more rights come of it. What runs already gives no more than its role
/// has, of which nothing is known here but that it is an administrator.
fn is_certain(way: &Way<'_>) -> bool {
    match way.method.kind {
        MethodKind::Runs(_) => way.administrator.is_some(),
        MethodKind::Grants | MethodKind::Makes | MethodKind::Unbinds | MethodKind::Passes(_) => {
            true
        }
    }
}

fn report(finding: &Finding<'_>) -> Option<Diagnostic> {
    let ways = &finding.ways;
    let first = ways.first()?;
    let named: Vec<_> = ways.iter().take(NAMED).map(shown).collect();
    let count = match ways.len() {
        1 => "by ".to_owned(),
        many => format!("in {many} ways: "),
    };
    let more = match ways.len().saturating_sub(NAMED) {
        0 => "",
        _ => ", ...",
    };
    let message = format!(
        "{} can get more rights than it was given, {count}{}{more}",
        who(finding),
        named.join(", ")
    );
    let found = Diagnostic::new(codes::PRIVILEGE_ESCALATION, message);
    let found = labelled(found, ways).hint(remedy(first));
    let rest: Vec<_> = ways.iter().skip(NAMED).map(shown).collect();
    Some(match rest.is_empty() {
        true => found,
        false => found.hint(format!("the other ways: {}", rest.join(", "))),
    })
}

/// What to write instead.
fn remedy(way: &Way<'_>) -> String {
    let action = way.method.actions().next().unwrap_or_default();
    match way.method.kind {
        MethodKind::Passes(service) => {
            let short = service.strip_suffix(".amazonaws.com").unwrap_or(service);
            format!("say which roles: `may pass ROLE to {short}`, and leave `iam:PassRole` out")
        }
        MethodKind::Runs(_) => {
            format!("name what `{action}` is for, so that nothing of the role is among it")
        }
        MethodKind::Makes => {
            "let them make bounded roles alone: `when iam:PermissionsBoundary == ARN` on both".to_owned()
        }
        MethodKind::Unbinds => format!("take it away: `cannot {action} on *`"),
        MethodKind::Grants if action == "sts:AssumeRole" => {
            "say which roles: `may assume ROLE`".to_owned()
        }
        MethodKind::Grants => format!(
            "name what `{action}` is for and who has less, or take it away: `cannot {action} on *`"
        ),
    }
}
