//! Where the service catalog would answer. This build has none, so that every
//! question to it is an error rather than a guess.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::source::Span;
use crate::syntax::ast::Constructor;

/// The ARN that a resource constructor such as `s3.object(ml-data, *)` makes.
pub(crate) fn construct(
    constructor: &Constructor<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    refuse(
        format!("the resource constructor `{}`", constructor.name.text),
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
        format!("the access level `{written}`"),
        "write the actions out, such as `s3:Get*, s3:List*`",
        span,
        diagnostics,
    );
    None
}

/// The actions of a list without those of its `except`.
pub(crate) fn without_exceptions(
    except: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    refuse(
        "`except` after anything but `*`".to_owned(),
        "write the remaining actions out, or add a `cannot` for the others",
        except,
        diagnostics,
    );
    None
}

fn refuse(what: String, instead: &str, span: Span, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(
            codes::NEEDS_CATALOG,
            format!("{what} needs the service catalog, which is not built in"),
        )
        .at(span)
        .hint(instead),
    );
}
