//! `$aws:username`: a policy variable without its braces, which IAM reads as
//! these very characters.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::keys;
use crate::resolve::condition::is_global;

use super::View;
use super::shared::holder::holders;
use super::shared::variable::filled_in;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for key in filled_in(statement).flat_map(unbraced) {
            diagnostics.push(
                Diagnostic::new(
                    codes::UNBRACED_VARIABLE,
                    format!("IAM fills nothing in for `${key}`: a policy variable has braces"),
                )
                .at(statement.origin)
                .hint(format!("write `${{{key}}}`")),
            );
        }
    }
}

/// The condition keys of a text that stand behind a bare `$`.
fn unbraced(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('$').filter_map(|(place, _)| {
        let rest = text.get(place + 1..)?;
        let of_key = |letter: char| letter.is_ascii_alphanumeric() || "-_:".contains(letter);
        let end = rest.find(|letter| !of_key(letter)).unwrap_or(rest.len());
        let key = rest.get(..end)?;
        let tag = rest.get(end..)?.strip_prefix('/').map_or("", |tag| {
            let end = tag.find(['/', '*', '?', '$']).unwrap_or(tag.len());
            tag.get(..end).unwrap_or_default()
        });
        let with_tag = rest.get(..end + 1 + tag.len()).filter(|_| !tag.is_empty());
        let with_tag = with_tag.filter(|key| keys::find(key).is_some());
        let key = with_tag.unwrap_or(key);
        let is_key = is_global(key) || keys::find(key).is_some();
        (is_key && key.contains(':')).then_some(key)
    })
}
