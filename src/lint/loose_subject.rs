//! A trust whose pattern for the subject fits other customers of the provider.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Relation;
use crate::iam::token::{SHARED, is_loose_subject};

use super::View;
use super::shared::holder::allows;
use super::shared::token::oidc_providers;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for role in &view.program.roles {
        for statement in role.trust.iter().filter(|it| allows(it)) {
            for provider in oidc_providers(statement).filter(|it| SHARED.contains(it)) {
                let key = format!("{provider}:sub");
                let patterns = statement.condition.iter().filter(|atom| {
                    let row = atom.operator.base.row();
                    atom.key.eq_ignore_ascii_case(&key) && row.relation == Relation::Like && !row.negated
                });
                let loose = patterns.flat_map(|atom| &atom.values).find(|it| is_loose_subject(it));
                if let Some(value) = loose {
                    let name = &role.entity.name;
                    diagnostics.push(
                        Diagnostic::new(
                            codes::LOOSE_TOKEN_SUBJECT,
                            format!("`{value}` lets other customers of `{provider}` into the role `{name}`"),
                        )
                        .at(statement.origin)
                        .hint("name the owner to its end, such as `\"repo:OWNER/*\"`"),
                    );
                }
            }
        }
    }
}
