//! A user, a group or a role with the name of another: the subject of a grant
//! declares itself, so `user Admins can ...` beside `group Admins` is a grant
//! that nobody has.
//!
//! AWS takes such names, and so do we.

use std::collections::HashMap;

use crate::diag::{Diagnostic, Diagnostics, codes};

use crate::model::Program;

use super::View;
use super::shared::holder::{PrincipalHolder, principals};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    let mut known: HashMap<_, PrincipalHolder<'_>> = HashMap::new();
    for holder in principals(view.program) {
        let key = (holder.account(), holder.entity.name.to_ascii_lowercase());
        let Some(other) = known.insert(key, holder) else {
            continue;
        };
        // The later one is more likely to be the slip.
        let (one, two) = if other.entity.origin < holder.entity.origin {
            (other, holder)
        } else {
            (holder, other)
        };
        let name = &two.entity.name;
        let warning = Diagnostic::new(
            codes::NAME_OF_TWO_KINDS,
            format!(
                "the {} `{name}` has the name of the {} `{}`",
                two.own.noun, one.own.noun, one.entity.name
            ),
        )
        .at(two.entity.origin)
        .label(one.entity.origin, "the other one")
        .hint("if they are one and the same, write the one kind everywhere; a bare name in a test or a member list is a user's");
        diagnostics.push(match listed_group(view.program, one, two) {
            Some(hint) => warning.hint(hint),
            None => warning,
        });
    }
}

/// What to write where a group was meant to be a member of another.
fn listed_group(
    program: &Program,
    one: PrincipalHolder<'_>,
    two: PrincipalHolder<'_>,
) -> Option<String> {
    let is_user = |it: &PrincipalHolder<'_>| it.own.noun == "user";
    let user = [one, two].into_iter().find(is_user)?;
    let group = [one, two].into_iter().find(|it| it.own.noun == "group")?;
    let mut users = program.users.iter();
    let user = users.find(|own| own.entity.origin == user.entity.origin)?;
    let only_listed = user.statements.is_empty() && user.attached.is_empty();
    let wider = user.groups.first().filter(|_| only_listed)?;
    let wider = &program.groups.get(wider.index())?.entity.name;
    let name = &group.entity.name;
    Some(format!(
        "for the members of `{name}` to be members of `{wider}` too, write `group {wider} includes {name}`"
    ))
}
