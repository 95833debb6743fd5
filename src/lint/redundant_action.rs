//! An action that another one of its list takes in.

use crate::diag::{Diagnostics, codes};

use super::View;
use super::shared::cover::covers_action;
use super::shared::holder::holders;
use super::shared::redundant::{redundant, report};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for (action, by) in redundant(statement.actions.patterns(), covers_action) {
            diagnostics.push(report(codes::REDUNDANT_ACTION, statement, action, by));
        }
    }
}
