use std::borrow::Cow;

use super::Question;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{ContextValue, Program, Request, RequestPrincipal};
use crate::runtime::Tree;
use crate::source::Span;

/// A warning for each value that a test gives and that AWS would never send
/// for its principal and resource. The value counts, so the line may hold for
/// a request that cannot be.
pub fn warn_of_differing_context(program: &Program, tree: &Tree) -> Diagnostics {
    let mut found = Diagnostics::new();
    for case in program.tests.iter().flat_map(|test| &test.cases) {
        if let Some(first) = case.requests.first() {
            differing(program, tree, first, case.origin, &mut found);
        }
    }
    found
}

fn differing(
    program: &Program,
    tree: &Tree,
    request: &Request,
    place: Span,
    found: &mut Diagnostics,
) {
    // Somebody in a group may be anybody.
    if matches!(request.principal, RequestPrincipal::Group(_)) {
        return;
    }
    let question = Question::of_test(program, request);
    for (key, value) in &request.context {
        let ContextValue::One(given) = value else {
            continue;
        };
        let sent = question.ask(tree, |request| {
            let bare = request.with_context(&[]);
            tree.filled_in(&bare, key).map(Cow::into_owned)
        });
        // A request that cannot be asked is reported when it is.
        if let Ok(Some(sent)) = sent
            && sent != *given
        {
            let message = format!("AWS sends `{sent}` as `{key}` here, not `{given}`");
            let warning = Diagnostic::new(codes::CONTEXT_DIFFERS, message);
            found.push(warning.at(place).hint(
                "leave the key out to have AWS's own value, or ask for the principal that has this one",
            ));
        }
    }
}
