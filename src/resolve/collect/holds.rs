//! Which clauses a kind of declaration may hold.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::source::Span;
use crate::syntax::ast::ClauseKind;

/// Whose block a clause stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::resolve) enum Holder {
    User,
    Group,
    Role,
    Policy,
    Boundary,
    SessionPolicy,
    Guardrail,
    Resource,
}

impl Holder {
    fn noun(self) -> &'static str {
        match self {
            Self::User => "a user",
            Self::Group => "a group",
            Self::Role => "a role",
            Self::Policy => "a policy",
            Self::Boundary => "a boundary",
            Self::SessionPolicy => "a session policy",
            Self::Guardrail => "a guardrail",
            Self::Resource => "a resource",
        }
    }

    /// Each clause by the words that begin it.
    fn clauses(self) -> &'static [&'static str] {
        match self {
            Self::User => &[
                "can",
                "cannot",
                "may assume",
                "may pass",
                "has",
                "path",
                "tags",
                "boundary",
                "verbatim",
            ],
            Self::Group => &[
                "can",
                "cannot",
                "may assume",
                "may pass",
                "has",
                "members",
                "includes",
                "path",
                "verbatim",
            ],
            Self::Role => &[
                "can",
                "cannot",
                "may assume",
                "may pass",
                "has",
                "trusts",
                "max session",
                "path",
                "tags",
                "boundary",
                "verbatim",
            ],
            Self::Policy | Self::Boundary => &["can", "cannot", "may pass", "path", "verbatim"],
            Self::SessionPolicy => &["can", "cannot", "may pass", "verbatim"],
            Self::Guardrail | Self::Resource => &["can", "cannot", "verbatim"],
        }
    }
}

/// Whether a holder may hold a clause; if not, an error that names what it may
/// hold.
pub(in crate::resolve) fn check(
    holder: Holder,
    clause: &ClauseKind<'_>,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> bool {
    let Some(words) = words(clause) else {
        return true;
    };
    if holder.clauses().contains(&words) {
        return true;
    }
    report(holder, words, span, diagnostics);
    false
}

/// An error about a clause that stands where it cannot.
pub(in crate::resolve) fn report(
    holder: Holder,
    words: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) {
    let noun = holder.noun();
    let may: Vec<String> = holder
        .clauses()
        .iter()
        .map(|words| format!("`{words}`"))
        .collect();
    let mut diagnostic = Diagnostic::new(
        codes::CLAUSE_NOT_HERE,
        format!("{noun} cannot hold `{words}`"),
    )
    .at(span)
    .hint(format!("{noun} holds {}", may.join(", ")));
    if let Some(instead) = instead(holder, words) {
        diagnostic = diagnostic.hint(instead);
    }
    diagnostics.push(diagnostic);
}

/// Where the clause belongs, for those that people try.
fn instead(holder: Holder, words: &str) -> Option<&'static str> {
    match (holder, words) {
        (Holder::Policy | Holder::Boundary | Holder::SessionPolicy, "may assume") => Some(
            "the role's trust must name who assumes it: write `may assume` of the user, group or role",
        ),
        (Holder::Group, "trusts" | "max session") => {
            Some("only a role is assumed, and so only a role trusts")
        }
        (Holder::Group, "boundary") => {
            Some("a boundary limits a user or a role: give it to the members")
        }
        (Holder::Group, "tags") => Some("IAM has no tags on groups"),
        _ => None,
    }
}

/// The words that begin a clause; none for a loop, which has been run.
fn words(clause: &ClauseKind<'_>) -> Option<&'static str> {
    match clause {
        ClauseKind::Grant(grant) if grant.denies => Some("cannot"),
        ClauseKind::Grant(_) => Some("can"),
        ClauseKind::Verbatim(_) => Some("verbatim"),
        ClauseKind::Assume(_) => Some("may assume"),
        ClauseKind::Pass(_) => Some("may pass"),
        ClauseKind::Has(_) => Some("has"),
        ClauseKind::Members(_) => Some("members"),
        ClauseKind::Includes(_) => Some("includes"),
        ClauseKind::Path(_) => Some("path"),
        ClauseKind::Tags(_) => Some("tags"),
        ClauseKind::Boundary(_) => Some("boundary"),
        ClauseKind::Trusts(_) | ClauseKind::TrustsFrom(_) => Some("trusts"),
        ClauseKind::MaxSession(_) => Some("max session"),
        ClauseKind::For(_) => None,
    }
}
