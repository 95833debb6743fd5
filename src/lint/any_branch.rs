//! A trust of GitHub that any branch, tag and pull request of a repository meets.
//!
//! Who may push a branch runs what they like with the role (IAM User Guide,
//! "Configuring a role for GitHub OIDC identity provider").

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Relation;
use crate::iam::token::is_loose_subject;

use super::View;
use super::shared::holder::allows;

const KEY: &str = "token.actions.githubusercontent.com:sub";

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for role in &view.program.roles {
        for statement in role.trust.iter().filter(|it| allows(it)) {
            let patterns = statement.condition.iter().filter(|atom| {
                let row = atom.operator.base.row();
                atom.key.eq_ignore_ascii_case(KEY) && row.relation == Relation::Like && !row.negated
            });
            let open = patterns.flat_map(|atom| &atom.values).find(|it| is_open(it));
            if let Some(value) = open {
                let name = &role.entity.name;
                diagnostics.push(
                    Diagnostic::new(
                        codes::ANY_BRANCH,
                        format!("`{value}` lets every branch and pull request into the role `{name}`"),
                    )
                    .at(statement.origin)
                    .hint("name the branch or the environment: `\"repo:OWNER/NAME:ref:refs/heads/main\"`"),
                );
            }
        }
    }
}

/// Whether what stands before the first wildcard ends with the repository. Those
/// that leave the owner open are another rule's.
fn is_open(value: &str) -> bool {
    let fixed = value.split(['*', '?']).next().unwrap_or_default();
    fixed.len() < value.len() && !is_loose_subject(value) && (fixed.matches(':').count() < 3 || fixed.ends_with(":refs/heads/"))
}
