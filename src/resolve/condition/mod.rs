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
//!    form that a document can hold, and `contradiction` finds those that no
//!    request satisfies together.
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
mod contradiction;
mod date;
mod expression;
mod habits;
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
pub(crate) use context::asked_key;
pub(in crate::resolve) use key::unquoted;
pub(crate) use key::{is_global, unknown_global_key, unknown_global_variable, unknown_service_key};
pub use names::{Meaning, NameKind, Names, Text};
pub(crate) use once::with_each_key_once;
pub use place::Place;
pub(in crate::resolve) use value::variable_problem;

use hashbrown::HashSet;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{Atom, Conjunction, Effect};
use crate::source::Span;
use crate::syntax::ast::{Guard, Word};
use expression::{Expression, Literal};
use join::Pair;
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
/// A conjunction that can never hold is a warning. `None`: two atoms that no
/// document can hold side by side, which is then an error.
pub fn conjoin(
    conditions: &[Conjunction],
    required: &[Atom],
    place: &Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Conjunction>> {
    let literal = |atom: &Atom| Literal::new(atom.clone(), place.span);
    let joined: Vec<Vec<Literal>> = conditions
        .iter()
        .map(|condition| condition.iter().chain(required).map(literal).collect())
        .collect();
    joined_or_reported(&joined, place, diagnostics)
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
    joined_or_reported(&conjunctions, place, diagnostics)
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

/// Each conjunction as one document can hold it. One that can never hold is left
/// out of a `can`, and of a deny too where no document can hold it.
fn joined_or_reported(
    conjunctions: &[Vec<Literal>],
    place: &Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Conjunction>> {
    let mut found = Vec::with_capacity(conjunctions.len());
    let mut never: Vec<(&[Literal], Pair)> = Vec::new();
    let mut good = true;
    for conjunction in conjunctions {
        let merged = match join::merged(conjunction.clone()) {
            Ok(merged) => merged,
            Err(pair) => {
                never.push((conjunction, pair));
                continue;
            }
        };
        let impossible = contradiction::find(&merged);
        let is_impossible = impossible.is_some();
        never.extend(impossible.map(|pair| (conjunction.as_slice(), pair)));
        // A deny that we may be mistaken about stands: it costs nothing.
        if is_impossible && place.effect == Effect::Allow {
            continue;
        }
        match respell::apart(merged) {
            Ok(literals) => {
                found.push(literals.into_iter().map(|literal| literal.atom).collect());
            }
            Err(_) if is_impossible => {}
            Err(pair) => {
                good = false;
                diagnostics.push(cannot_join(&pair, place));
            }
        }
    }
    for pair in pointless(conjunctions, &never) {
        diagnostics.push(never_applies(pair, place));
    }
    good.then(|| normal_form::without_subsumed(found))
}

/// Of the conjunctions that can never hold, those with an atom that stands in no
/// other. Of `(A or B) and (not A or C)` one of four cannot hold either, but that
/// is only how an "or" multiplies out.
fn pointless<'n>(conjunctions: &[Vec<Literal>], never: &'n [(&[Literal], Pair)]) -> Vec<&'n Pair> {
    if never.is_empty() {
        return Vec::new();
    }
    let is_never = |conjunction: &[Literal]| never.iter().any(|(other, _)| *other == conjunction);
    let living: HashSet<&Literal> = conjunctions
        .iter()
        .filter(|conjunction| !is_never(conjunction))
        .flatten()
        .collect();
    let mut found: Vec<&Pair> = Vec::new();
    for (conjunction, pair) in never {
        let is_pointless = conjunction.iter().any(|literal| !living.contains(literal));
        if is_pointless && !found.contains(&pair) {
            found.push(pair);
        }
    }
    found
}

fn cannot_join(pair: &Pair, place: &Place<'_>) -> Diagnostic {
    let found = Diagnostic::new(
        codes::CANNOT_JOIN,
        format!("no statement can hold both of these on `{}`", pair.key),
    );
    at_both(found, pair, place)
        .hint("IAM has one list a key under an operator, and its values are alternatives: say in one comparison what both ask for")
}

fn never_applies(pair: &Pair, place: &Place<'_>) -> Diagnostic {
    let both_opposed = pair.opposed == [true, true];
    let message = if both_opposed {
        format!("every request satisfies one of these on `{}`", pair.key)
    } else {
        format!("no request satisfies both of these on `{}`", pair.key)
    };
    at_both(Diagnostic::new(codes::NEVER_APPLIES, message), pair, place)
        .hint(match place.effect {
            Effect::Allow => "what rests on both allows nothing, ever, and is left out",
            Effect::Deny => "what rests on both denies nothing, ever",
        })
        .hint(if pair.alike && !both_opposed {
            "where either will do, list the values in one comparison; else leave one out"
        } else {
            "leave out the one that is not meant"
        })
}

fn at_both(diagnostic: Diagnostic, pair: &Pair, place: &Place<'_>) -> Diagnostic {
    let [one, other] = pair.places;
    if one == other {
        return diagnostic.at(one);
    }
    let what = |span: Span, opposed: bool| match opposed {
        _ if span == place.span => "what the grant itself asks for",
        true if pair.opposed != [true, true] => "that this does not hold",
        true | false => "this",
    };
    let [one_opposed, other_opposed] = pair.opposed;
    diagnostic
        .label(other, format!("and {}", what(other, other_opposed)))
        .label(one, what(one, one_opposed))
}
