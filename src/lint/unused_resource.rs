//! A resource that no action of its line works on.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Match;

use super::View;
use super::shared::holder::holders;
use super::shared::known::{Fit, named_actions};

pub(super) fn check<'p>(view: &View<'p>, diagnostics: &mut Diagnostics) {
    let known = &view.known;
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        let Some(Match::Any(resources)) = &statement.resources else {
            continue;
        };
        let patterns = named_actions(statement);
        let is_idle = |arn: &'p String| {
            let types = known.types(arn);
            let mut patterns = patterns.iter();
            !types.is_empty() && patterns.all(|it| known.fit(it, &types) == Fit::Others)
        };
        let idle: Vec<&String> = resources.iter().filter(|it| is_idle(it)).collect();
        // Where it is so of all, the actions are what is wrong.
        if patterns.is_empty() || idle.len() == resources.len() {
            continue;
        }
        for arn in idle {
            diagnostics.push(
                Diagnostic::new(
                    codes::UNUSED_RESOURCE,
                    format!("no action of this line works on `{arn}`"),
                )
                .at(statement.origin)
                .hint("leave it out, or add the actions that it is for"),
            );
        }
    }
}
