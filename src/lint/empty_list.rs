//! An element that lists nothing, which a document can say: the statement never
//! applies, or under a negated operator always.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, PrincipalMatch};
use crate::model::Statement;

use super::View;
use super::shared::holder::holders;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for statement in holders(view.program).flat_map(|holder| holder.statements) {
        for element in empty_elements(statement) {
            diagnostics.push(
                Diagnostic::new(codes::EMPTY_LIST, format!("{element} lists nothing"))
                    .at(statement.origin)
                    .hint("name something, or leave the statement out"),
            );
        }
    }
}

fn empty_elements(statement: &Statement) -> Vec<String> {
    let is_empty = |element: &Match| element.patterns().is_empty();
    let mut empty = Vec::new();
    if is_empty(&statement.actions) {
        empty.push("`Action`".to_owned());
    }
    if statement.resources.as_ref().is_some_and(is_empty) {
        empty.push("`Resource`".to_owned());
    }
    match &statement.principals {
        Some(PrincipalMatch::Any(list) | PrincipalMatch::NoneOf(list)) if list.is_empty() => {
            empty.push("`Principal`".to_owned());
        }
        Some(PrincipalMatch::Any(_) | PrincipalMatch::NoneOf(_) | PrincipalMatch::Everyone)
        | None => {}
    }
    let atoms = statement.condition.iter();
    let keys = atoms.filter(|atom| atom.values.is_empty());
    empty.extend(keys.map(|atom| format!("`{}` under `{}`", atom.key, atom.operator)));
    empty
}
