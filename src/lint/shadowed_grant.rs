//! A grant or refusal that another one says already.
//!
//! Nothing is wrong with the access, but whoever takes one of the two away
//! later will believe that it is gone.

use std::collections::HashMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Match, pattern};
use crate::model::Statement;

use super::View;
use super::shared::cover::covers;
use super::shared::holder::{Holder, allows, holders};

/// In a policy with more statements than this, only exact repeats are looked
/// for, and covers by statements with wildcards, of which as many are taken.
const STATEMENTS: usize = 256;

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for holder in holders(view.program) {
        check_holder(view, holder, diagnostics);
    }
}

fn check_holder(view: &View<'_>, holder: Holder<'_>, diagnostics: &mut Diagnostics) {
    let own = holder.statements;
    let others: Vec<&Statement> = holder.all_statements(view.program).collect();
    let is_small = others.len() <= STATEMENTS;
    let wide: Vec<(usize, &Statement)> = others
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, statement)| is_small || is_wide(statement))
        .take(STATEMENTS)
        .collect();
    let repeats = repeats(own);
    let shadow = |place: usize, statement: &Statement| {
        let covering = wide.iter().find(|(at, other)| {
            other.effect == statement.effect
                && other.origin != statement.origin
                && covers(other, statement)
                // Of two that say the same, the later one is too much.
                && (*at < place || !covers(statement, other))
        });
        covering
            .map(|(_, other)| *other)
            .or_else(|| own.get(*repeats.get(&place)?))
    };
    let shadows: Vec<Option<&Statement>> = own
        .iter()
        .enumerate()
        .map(|(place, statement)| shadow(place, statement))
        .collect();
    report(holder, &shadows, diagnostics);
}

/// A clause is reported when all that came of it in this policy is shadowed.
fn report(holder: Holder<'_>, shadows: &[Option<&Statement>], diagnostics: &mut Diagnostics) {
    let mut clauses: HashMap<_, bool> = HashMap::new();
    for (statement, shadow) in holder.statements.iter().zip(shadows) {
        let whole = clauses.entry(statement.origin).or_insert(true);
        *whole &= shadow.is_some();
    }
    for (statement, shadow) in holder.statements.iter().zip(shadows) {
        // Taken out, so that each clause is reported once.
        let is_shadowed = clauses.remove(&statement.origin).unwrap_or(false);
        if let Some(shadow) = shadow.filter(|_| is_shadowed) {
            let Holder { noun, name, .. } = holder;
            let (what, by) = if allows(statement) {
                ("grant", "all of it is granted here")
            } else {
                ("refusal", "all of it is denied here")
            };
            diagnostics.push(
                Diagnostic::new(
                    codes::SHADOWED_GRANT,
                    format!("this {what} of the {noun} `{name}` adds nothing"),
                )
                .at(statement.origin)
                .label(shadow.origin, by)
                .hint("leave one of the two out"),
            );
        }
    }
}

/// Whether it can say all that a statement with another text says.
fn is_wide(statement: &Statement) -> bool {
    let is_wide = |element: &Match| {
        element.is_negated() || element.patterns().iter().any(|it| pattern::has_wildcard(it))
    };
    is_wide(&statement.actions) || statement.resources.as_ref().is_some_and(is_wide)
}

/// For each statement that is there before under another clause, the place of
/// the first.
fn repeats(statements: &[Statement]) -> HashMap<usize, usize> {
    let mut first = HashMap::new();
    let mut repeats = HashMap::new();
    for (place, statement) in statements.iter().enumerate() {
        let earlier = *first.entry(text_of(statement)).or_insert(place);
        let is_other = statements
            .get(earlier)
            .is_some_and(|other| other.origin != statement.origin);
        if is_other {
            repeats.insert(place, earlier);
        }
    }
    repeats
}

/// A text that is the same for what says the same.
fn text_of(statement: &Statement) -> String {
    let Statement {
        effect,
        principals,
        actions,
        resources,
        condition,
        version,
        ..
    } = statement;
    format!("{effect:?} {principals:?} {actions:?} {resources:?} {condition:?} {version:?}")
}
