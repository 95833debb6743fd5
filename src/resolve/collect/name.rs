//! What AWS takes as a name.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::resolve::directory::Kind;
use crate::source::Span;
use crate::syntax::ast::Word;
use crate::syntax::is_name;

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
    let noun = || kind.with_article();
    let length = name.chars().count();
    let problem = if let Some(wrong) = name.chars().find(|character| !is_allowed(*character)) {
        let noun = noun();
        format!("the name of {noun} cannot hold `{}`", wrong.escape_debug())
    } else if length == 0 {
        format!("the name of {} cannot be empty", noun())
    } else if length > kind.longest() {
        format!("the name of this {} has {length} characters", kind.noun())
    } else if matches!(name, "." | "..") {
        format!("`{name}` cannot be the name of {}", noun())
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

/// Whether a name may stand without quotes: it begins and ends with a letter, a
/// digit or `_` and has no `..`, for a full stop or a dash at its end is more
/// likely a slip; if not, an error.
pub(in crate::resolve) fn check_bare(
    word: Word<'_>,
    name: &str,
    diagnostics: &mut Diagnostics,
) -> bool {
    if word.quoted || is_name(name) || name.chars().any(|character| !is_allowed(character)) {
        // What no name may hold is reported as that.
        return true;
    }
    diagnostics.push(
        Diagnostic::new(
            codes::INVALID_NAME,
            format!("`{name}` cannot stand without quotes"),
        )
        .at(word.span)
        .hint(format!(
            "a bare name begins and ends with a letter, a digit or `_`, holds no `..` and no `=` or `,`; where this is meant, write `\"{name}\"`"
        )),
    );
    false
}

/// IAM User Guide, "IAM and AWS STS quotas": "IAM name requirements".
pub(in crate::resolve) fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '+' | '=' | ',' | '.' | '@' | '_' | '-')
}
