//! A condition key that AWS advises against.

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::shared::holder::holders;

/// The key, and what to use instead (IAM User Guide, "AWS global condition
/// context keys"; Amazon SNS Developer Guide).
const DEPRECATED: [(&str, &str); 1] = [("aws:SourceOwner", "aws:SourceAccount")];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for atom in &statement.condition {
            let mut deprecated = DEPRECATED.iter();
            let found = deprecated.find(|(key, _)| key.eq_ignore_ascii_case(&atom.key));
            if let Some((key, instead)) = found {
                diagnostics.push(
                    Diagnostic::new(codes::DEPRECATED_KEY, format!("`{key}` is deprecated"))
                        .at(statement.origin)
                        .hint(format!("write `{instead}`")),
                );
            }
        }
    }
}
