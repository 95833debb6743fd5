//! One condition key twice under one operator, in two spellings.
//!
//! Keys have no letter case (IAM User Guide, "IAM JSON policy elements:
//! Condition"), so that these are two conditions on one key, both of which must
//! hold, where a reader sees two keys.

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for (place, atom) in statement.condition.iter().enumerate() {
            let mut earlier = statement.condition.iter().take(place);
            let twin = earlier.find(|other| {
                other.operator == atom.operator && other.key.eq_ignore_ascii_case(&atom.key)
            });
            if let Some(twin) = twin {
                let message = format!(
                    "`{}` and `{}` are one key, twice under `{}`",
                    twin.key, atom.key, atom.operator
                );
                diagnostics.push(
                    Diagnostic::new(codes::KEY_IN_TWO_CASES, message)
                        .at(statement.origin)
                        .hint("write it once, with the values of both"),
                );
            }
        }
    }
}
