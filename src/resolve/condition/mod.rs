//! How a written condition becomes IAM's `operator -> key -> values` maps.
//!
//! `docs/CONDITIONS.md` is the algebra with its argument.

mod names;
mod place;

pub use names::{Meaning, NameKind, Names, Text};
pub use place::Place;

use crate::diag::Diagnostics;
use crate::iam::{Atom, Conjunction};
use crate::syntax::ast::{Guard, Word};

/// The conditions of the statements that a grant becomes, in source order: one
/// statement for each, which together apply where `guard` and `until` hold.
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
    let _ = (guard, until, place, names, diagnostics);
    None
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
    let _ = (conditions, required, place, diagnostics);
    None
}
