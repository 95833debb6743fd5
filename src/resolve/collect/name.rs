//! What AWS takes as a name.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::resolve::directory::Kind;
use crate::source::Span;

impl Kind {
    /// The longest name, in characters (IAM User Guide, "IAM and AWS STS
    /// quotas"; AWS Organizations User Guide, "Quotas").
    fn longest(self) -> usize {
        match self {
            Self::User | Self::Role => 64,
            Self::Group
            | Self::Policy
            | Self::Boundary
            | Self::SessionPolicy
            | Self::Guardrail
            | Self::Unit => 128,
            Self::Account => 50,
        }
    }
}

/// Whether a name has the characters and the length that AWS takes; if not, an
/// error.
pub(in crate::resolve) fn check(
    kind: Kind,
    name: &str,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> bool {
    let noun = kind.with_article();
    let length = name.chars().count();
    let problem = if let Some(wrong) = name.chars().find(|character| !is_allowed(*character)) {
        format!("the name of {noun} cannot hold `{}`", wrong.escape_debug())
    } else if length == 0 {
        format!("the name of {noun} cannot be empty")
    } else if length > kind.longest() {
        format!("the name of this {} has {length} characters", kind.noun())
    } else if matches!(name, "." | "..") {
        format!("`{name}` cannot be the name of {noun}")
    } else {
        return true;
    };
    let longest = kind.longest();
    diagnostics.push(
        Diagnostic::new(codes::INVALID_NAME, problem)
            .at(span)
            .hint(format!(
                "it has 1 to {longest} letters, digits and `+ = , . @ _ -`"
            )),
    );
    false
}

/// IAM User Guide, "IAM and AWS STS quotas": "IAM name requirements".
pub(in crate::resolve) fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '+' | '=' | ',' | '.' | '@' | '_' | '-')
}
