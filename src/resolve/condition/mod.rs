//! How a written condition becomes IAM's `operator -> key -> values` maps.
//!
//! In the order in which a condition passes through:
//!
//! 1. `reader` makes an `expression` of it: sugar
//!    (`sugar`), comparisons (`comparison`) and operators by name (`by_name`)
//!    become atoms, whose keys (`key`, `tag`) and values (`value`) are checked.
//! 2. `complement` pushes "not" down to the atoms, exactly or not at all.
//! 3. `normal_form` multiplies out: an "or" of "ands", one statement each.
//! 4. `presence` says what a request without a key does to them.
//! 5. `join` and `respell` bring atoms on one key under one operator into a
//!    form that a document can hold.
//!
//! `docs/CONDITIONS.md` is the algebra with its argument.

mod address;
mod always_fires;
mod arn;
mod bound;
mod by_name;
mod comparison;
mod complement;
pub(in crate::resolve) mod context;
mod date;
mod expression;
mod join;
mod key;
mod names;
mod normal_form;
mod number;
mod once;
mod place;
mod presence;
mod reader;
mod reading;
mod refusal;
mod respell;
mod shape;
mod sugar;
mod tag;
mod value;
mod variable;

pub(crate) use address::{is_partly_private, is_private, parse as parse_address};
pub(crate) use key::unknown_global_key;
pub(in crate::resolve) use key::unquoted;
pub use names::{Meaning, NameKind, Names, Text};
pub(crate) use once::with_each_key_once;
pub use place::Place;
pub(in crate::resolve) use value::variable_problem;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, Conjunction};
use crate::source::Span;
use crate::syntax::ast::{Guard, Word};
use expression::{Expression, Literal};
use join::{Conflict, Pair, join};
use reader::Reader;

/// The conditions of the statements that a grant becomes, in source order: one
/// statement for each, which together apply where `guard` and `until` hold. A
/// date is for grants that permit; a deny has no end, and its caller refuses
/// one.
///
/// No conjunction at all: the grant can never apply, which is then reported.
/// One without atoms: it always applies. `None`: an error, which is reported.
pub fn lower<'s>(
    guard: Option<&Guard<'s>>,
    until: Option<Word<'s>>,
    place: &Place<'_>,
    names: &dyn Names<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Conjunction>> {
    if guard.is_none() && until.is_none() {
        return Some(vec![Conjunction::new()]);
    }
    let mut reader = Reader::new(place, diagnostics);
    let guarded = guard.map_or(Some(Expression::All(Vec::new())), |guard| {
        let condition = reader.condition(&guard.condition, names)?;
        Some(if guard.unless {
            Expression::Not(Box::new(condition))
        } else {
            condition
        })
    });
    let dated = until.map_or(Some(Expression::All(Vec::new())), |until| {
        reader.until(until, names)
    });
    let (guarded, dated) = guarded.zip(dated)?;
    let span = guard.map_or(place.span, |guard| guard.span);
    multiply_out(
        Expression::All(vec![guarded, dated]),
        span,
        place,
        diagnostics,
    )
}

/// `conditions`, each with `required` as well: joined exactly where both speak
/// of one key, so that nothing is widened.
///
/// A conjunction that can never hold is left out, with a warning. `None`: two
/// atoms that no document can hold side by side, which is then an error.
pub fn conjoin(
    conditions: &[Conjunction],
    required: &[Atom],
    place: &Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Conjunction>> {
    let literal = |atom: &Atom| Literal::new(atom.clone(), place.span);
    let joined = conditions
        .iter()
        .map(|condition| condition.iter().chain(required).map(literal).collect())
        .collect();
    joined_or_reported(joined, place, diagnostics)
}

/// From an expression to conjunctions.
fn multiply_out(
    expression: Expression,
    span: Span,
    place: &Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Conjunction>> {
    let expression = match expression.without_not(false, place.catalog) {
        Ok(expression) => expression,
        Err(refusal) => {
            diagnostics.push(refusal::report(&refusal, place));
            return None;
        }
    };
    let count = normal_form::count(&expression);
    if count > normal_form::MAX_STATEMENTS {
        diagnostics.push(too_many(count, span));
        return None;
    }
    let conjunctions = normal_form::conjunctions(&expression);
    if !presence::advise(&conjunctions, place, diagnostics) {
        return None;
    }
    if let Some(problem) = always_fires::refuse(&conjunctions, place) {
        diagnostics.push(problem);
        return None;
    }
    joined_or_reported(conjunctions, place, diagnostics)
}

fn too_many(count: u64, span: Span) -> Diagnostic {
    let how_many = if count == u64::MAX {
        "far too many".to_owned()
    } else {
        count.to_string()
    };
    Diagnostic::new(
        codes::TOO_MANY_STATEMENTS,
        format!(
            "this condition becomes {how_many} statements, and at most {} may come from one grant",
            normal_form::MAX_STATEMENTS
        ),
    )
    .at(span)
    .hint("every `or` under an `and` multiplies: list values in one comparison (`KEY in a, b`), or split the grant")
}

/// Each conjunction as one document can hold it; those that can never apply
/// left out.
fn joined_or_reported(
    conjunctions: Vec<Vec<Literal>>,
    place: &Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Conjunction>> {
    let mut found = Vec::with_capacity(conjunctions.len());
    let mut good = true;
    for conjunction in conjunctions {
        match join(conjunction) {
            Ok(literals) => {
                found.push(literals.into_iter().map(|literal| literal.atom).collect());
            }
            Err(Conflict::Never(pair)) => {
                diagnostics.push(
                    at_both(
                        Diagnostic::new(
                            codes::NEVER_APPLIES,
                            format!("no request satisfies both of these on `{}`", pair.key),
                        ),
                        &pair,
                        place,
                    )
                    .hint("what rests on both is left out, for it can never apply"),
                );
            }
            Err(Conflict::Stuck(pair)) => {
                good = false;
                diagnostics.push(at_both(
                    Diagnostic::new(
                        codes::CANNOT_JOIN,
                        format!("no statement can hold both of these on `{}`", pair.key),
                    ),
                    &pair,
                    place,
                )
                .hint("IAM has one list a key under an operator, and its values are alternatives: say in one comparison what both ask for"));
            }
        }
    }
    good.then(|| normal_form::without_subsumed(found))
}

fn at_both(diagnostic: Diagnostic, pair: &Pair, place: &Place<'_>) -> Diagnostic {
    let [one, other] = pair.places;
    let what = |span: Span| {
        if span == place.span {
            "what the grant itself asks for"
        } else {
            ""
        }
    };
    if one == other {
        return diagnostic.at(one);
    }
    diagnostic
        .label(
            other,
            if what(other).is_empty() {
                "this"
            } else {
                what(other)
            },
        )
        .label(
            one,
            if what(one).is_empty() {
                "and this"
            } else {
                what(one)
            },
        )
}
