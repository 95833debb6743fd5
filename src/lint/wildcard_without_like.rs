//! A wildcard in a value that is compared letter by letter.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Relation, ValueType};

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            let row = atom.operator.base.row();
            if row.value_type != ValueType::String || row.relation == Relation::Like {
                continue;
            }
            let has_star = |value: &&String| value.replace("${*}", "").contains('*');
            for value in atom.values.iter().filter(has_star) {
                let (operator, key) = (atom.operator, &atom.key);
                let like = if row.negated { "StringNotLike" } else { "StringLike" };
                let message = format!("the `*` in `{value}` is a letter: `{operator}` knows no wildcards");
                diagnostics.push(
                    Diagnostic::new(codes::WILDCARD_WITHOUT_LIKE, message)
                        .at(statement.origin)
                        .hint(format!("compare `{key}` with `{like}`, or write `${{*}}` for the letter")),
                );
            }
        }
    }
}
