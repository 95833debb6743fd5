//! `as NAME` to a `Sid`.

use super::Here;
use crate::diag::codes::{SID_SHAPE, SID_TWICE};
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::Statement;
use crate::source::Span;
use crate::syntax::ast::Word;

/// Names the statements of one grant: `NAME`, or `NAME1`, `NAME2`, ... where
/// they are several.
pub(super) fn give<'s>(
    name: Option<Word<'s>>,
    statements: &mut [Statement],
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) {
    let Some(name) = name.and_then(|word| read(word, here, diagnostics)) else {
        return;
    };
    if let [only] = statements {
        only.sid = Some(name);
        return;
    }
    for (number, statement) in (1..).zip(statements) {
        statement.sid = Some(format!("{name}{number}"));
    }
}

/// A `Sid` is letters and digits (IAM User Guide, "IAM JSON policy elements:
/// Sid").
fn read<'s>(
    word: Word<'s>,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let name = here.world.text(word, here.scope, diagnostics)?.into_owned();
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Some(name);
    }
    let proposal: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let wrong = Diagnostic::new(SID_SHAPE, format!("`{name}` cannot name a statement"))
        .at(word.span)
        .hint("a statement's name is letters and digits");
    diagnostics.push(if proposal.is_empty() {
        wrong
    } else {
        wrong.hint(format!("write `as {proposal}`"))
    });
    None
}

/// Reports names that two statements of one document share (IAM User Guide,
/// "IAM JSON policy elements: Sid": unique within a policy).
pub(crate) fn check_unique(statements: &[Statement], diagnostics: &mut Diagnostics) {
    let mut named: Vec<(&str, Span)> = statements
        .iter()
        .filter_map(|statement| Some((statement.sid.as_deref()?, statement.origin)))
        .collect();
    named.sort_by_key(|(sid, _)| *sid);
    for pair in named.windows(2) {
        if let [(first, before), (second, after)] = pair
            && first == second
        {
            diagnostics.push(
                Diagnostic::new(
                    SID_TWICE,
                    format!("two statements of one policy are named `{first}`"),
                )
                .at(*after)
                .label(*before, "the other is here")
                .hint("name them apart; one line that becomes several statements takes `NAME1`, `NAME2`, ..."),
            );
        }
    }
}
