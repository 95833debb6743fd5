//! What to write instead of the opposite that there is none of.

use super::complement::{Reason, Refusal};
use super::place::Place;
use super::presence::shown;
use crate::diag::{Diagnostic, codes};
use crate::iam::{Effect, ValueType};

/// The error for an atom without complement.
pub(super) fn report(refusal: &Refusal, place: &Place<'_>) -> Diagnostic {
    let key = shown(&refusal.key);
    let base = refusal.operator.base;
    match refusal.reason {
        Reason::NoPartner => Diagnostic::new(
            codes::NO_COMPLEMENT,
            format!("IAM has no opposite of `{}`", base.name()),
        )
        .at(refusal.span)
        .hint("put it positively: without `not` and `unless`"),
        Reason::Untyped if place.of_own_service && place.catalog.known_key(&refusal.key).is_none() => {
            Diagnostic::new(
                codes::NO_COMPLEMENT,
                format!("only your own service knows what `{key}` holds, and a value of another type satisfies neither this nor its opposite"),
            )
            .label(refusal.span, "this stands under `not` or `unless`")
            .hint(match &refusal.opposite {
                Some(opposite) => format!("write the opposite out: `when {key} {opposite} if present`, with `if present` for a request without the key"),
                None => "put it positively: without `not` and `unless`".to_owned(),
            })
        }
        Reason::Untyped => {
            let (what, instead) = match base.row().value_type {
                ValueType::Numeric => (
                    "a number",
                    format!("list the texts that are meant: `{key} in \"3\", \"4\"`"),
                ),
                ValueType::Date => (
                    "a date",
                    format!("compare a whole text: `{key} == \"2026-12-31\"`"),
                ),
                ValueType::Bool
                | ValueType::String
                | ValueType::Binary
                | ValueType::Ip
                | ValueType::Arn
                | ValueType::Presence => (
                    "`true` or `false`",
                    format!("compare the text: `{key} == \"true\"`"),
                ),
            };
            let who = if place.catalog.known_key(&refusal.key).is_some() {
                format!("AWS does not see to it that `{key}` holds {what}")
            } else {
                format!("it is not known here that `{key}` always holds {what}")
            };
            let found = Diagnostic::new(
                codes::NO_COMPLEMENT,
                format!("{who}, and a value that is none satisfies neither this nor its opposite"),
            )
            .label(refusal.span, "this stands under `not` or `unless`")
            .hint(instead);
            match place.effect {
                Effect::Deny => found.hint("or allow with the comparison put positively, in a `can ... when`, instead of denying without it"),
                Effect::Allow => found.hint("or put the comparison positively, in a `when`"),
            }
        }
    }
}
