//! Where the service catalog would answer. This build has none, so that every
//! question to it is an error rather than a guess.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::Match;
use crate::source::Span;
use crate::syntax::ast::Constructor;

/// The ARN that a resource constructor such as `s3.object(ml-data, *)` makes.
pub(crate) fn construct(
    constructor: &Constructor<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    refuse(
        &format!("the resource constructor `{}`", constructor.name.text),
        "write the ARN out",
        constructor.span,
        diagnostics,
    );
    None
}

/// The actions of an access level such as `s3:@read`, or of `@global`.
pub(crate) fn access_level(
    written: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    refuse(
        &format!("the access level `{written}`"),
        "write the actions out, such as `s3:Get*, s3:List*`",
        span,
        diagnostics,
    );
    None
}

/// The actions that match a pattern and none of the others, which touch it in
/// part.
pub(crate) fn without_exceptions(
    pattern: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    refuse(
        &format!("an exception from `{pattern}`"),
        "write the remaining actions out, add a `cannot` for the others, or except from `*`",
        span,
        diagnostics,
    );
    None
}

/// What a line is about that names no resources: `*`, if none of its actions
/// can be limited to resources.
pub(crate) fn resources_left_out(actions: Span, diagnostics: &mut Diagnostics) -> Option<Match> {
    refuse(
        "a line without `on`",
        "write `on *`, or name the resources",
        actions,
        diagnostics,
    );
    None
}

/// The actions that match a pattern.
pub(crate) fn actions_matching(
    pattern: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    refuse(
        &format!("`{pattern}` in a test, which asks every action that matches,"),
        "name the actions, such as `s3:{Get,Put}Object`",
        span,
        diagnostics,
    );
    None
}

fn refuse(what: &str, instead: &str, span: Span, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(
            codes::NEEDS_CATALOG,
            format!("{what} needs the service catalog, which is not built in"),
        )
        .at(span)
        .hint(instead),
    );
}
