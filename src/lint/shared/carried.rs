//! Conditions on keys that requests for an action never carry.

use super::holder::{allows, holders};
use super::known::{Known, named_actions};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::iam::{Atom, Base, SetOperator};
use crate::model::{Program, Statement};

/// Reports every named action that never carries a key of its statement, of
/// the keys that a rule asks about.
pub(in crate::lint) fn report_uncarried<'p>(
    program: &'p Program,
    known: &Known<'p>,
    code: Code,
    is_asked: impl Fn(&str) -> bool,
    diagnostics: &mut Diagnostics,
) {
    for statement in holders(program).flat_map(|holder| holder.statements) {
        let patterns = named_actions(statement);
        for atom in statement.condition.iter().filter(|it| is_asked(&it.key)) {
            let carries = |pattern: &&'p String| known.carries(pattern, atom);
            // Written for some actions, and on purpose without effect for others.
            if is_spared(atom) && patterns.iter().any(|it| carries(&it)) {
                continue;
            }
            for pattern in patterns {
                if !carries(&pattern) {
                    diagnostics.push(uncarried(code, statement, pattern, atom));
                } else if !allows(statement) && atom.holds_without_key() {
                    diagnostics.extend(partly_carried(code, statement, pattern, atom, known));
                }
            }
        }
    }
}

/// Whether an operator says itself what is to be where the key is missing.
fn is_spared(atom: &Atom) -> bool {
    atom.operator.if_exists
        || atom.operator.base == Base::Null
        || atom.operator.set == Some(SetOperator::ForAllValues)
}

/// A deny of a pattern, of whose actions some never carry the key.
fn partly_carried<'p>(
    code: Code,
    statement: &'p Statement,
    pattern: &'p str,
    atom: &'p Atom,
    known: &Known<'p>,
) -> Option<Diagnostic> {
    let actions = known.actions(pattern);
    let mut without = actions.iter().filter(|it| !known.is_carried(**it, atom));
    let first = without.next()?;
    let (count, key) = (1 + without.count(), &atom.key);
    let message = format!(
        "by the catalog requests for {count} of the {} actions of `{pattern}`, such as `{first}`, never carry `{key}`, so they are always denied here",
        actions.len()
    );
    let found = Diagnostic::new(code, message).at(statement.origin);
    Some(found.hint("name the actions that carry the key"))
}

fn uncarried(code: Code, statement: &Statement, pattern: &str, atom: &Atom) -> Diagnostic {
    let key = &atom.key;
    let message = format!("by the catalog no request for `{pattern}` carries `{key}`");
    let outcome = match (allows(statement), atom.holds_without_key()) {
        (true, false) => "so it is never allowed here",
        (true, true) => "so this condition lets every request for it through",
        (false, false) => "so it is never denied here",
        (false, true) => "so it is always denied here",
    };
    Diagnostic::new(code, format!("{message}, {outcome}"))
        .at(statement.origin)
        .hint("give the actions that carry the key a line of their own")
}
