//! A resource that another one of its list takes in.

use crate::diag::{Diagnostics, codes};
use crate::iam::Match;

use super::View;
use super::shared::cover::covers_resource;
use super::shared::holder::holders;
use super::shared::redundant::{redundant, report};

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let resources = statement.resources.as_ref().map_or(&[][..], Match::patterns);
        for (resource, by) in redundant(resources, covers_resource) {
            diagnostics.push(report(codes::REDUNDANT_RESOURCE, statement, resource, by));
        }
    }
}
