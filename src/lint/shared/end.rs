//! When statements end.

use crate::iam::{Atom, Base};
use crate::model::Statement;
use crate::runtime::Instant;

/// A bound on the time of the request.
#[derive(Clone, Copy)]
pub(in crate::lint) struct End<'p> {
    /// As the condition writes it.
    pub(in crate::lint) text: &'p str,
    pub(in crate::lint) instant: Instant,
}

/// The moments after which a statement no longer applies. A moment that is
/// included is given as that moment, for a date lint as good as the next.
pub(in crate::lint) fn ends(statement: &Statement) -> impl Iterator<Item = End<'_>> {
    statement.condition.iter().filter_map(end_of)
}

fn end_of(atom: &Atom) -> Option<End<'_>> {
    let is_time = ["aws:CurrentTime", "aws:EpochTime"]
        .iter()
        .any(|key| key.eq_ignore_ascii_case(&atom.key));
    let bounds = [
        Base::DateLessThan,
        Base::DateLessThanEquals,
        Base::NumericLessThan,
        Base::NumericLessThanEquals,
    ];
    if !is_time || !bounds.contains(&atom.operator.base) {
        return None;
    }
    // The values are alternatives: the latest one counts.
    let ends = atom.values.iter().map(|text| {
        let instant = Instant::parse(text)?;
        Some(End { text, instant })
    });
    let ends: Option<Vec<End<'_>>> = ends.collect();
    ends?.into_iter().max_by_key(|end| end.instant)
}
