//! What stands twice in one list.

use crate::diag::{Code, Diagnostic};
use crate::model::Statement;

/// In a longer list only exact repeats and this many patterns are looked at.
const PATTERNS: usize = 128;

/// The entries of a list that another one of it says, with that one. Of two
/// that say the same, the later one is too much.
pub(in crate::lint) fn redundant(
    list: &[String],
    covers: impl Fn(&str, &str) -> bool,
) -> Vec<(&str, &str)> {
    let is_wide = |entry: &&(usize, &String)| entry.1.contains(['*', '?', '/']);
    let entries: Vec<(usize, &String)> = list.iter().enumerate().collect();
    let is_short = list.len() <= PATTERNS;
    let wide: Vec<&(usize, &String)> = entries
        .iter()
        .filter(|entry| is_short || is_wide(entry))
        .take(PATTERNS)
        .collect();
    let by = |place: usize, entry: &str| {
        let mut wide = wide.iter();
        let found = wide.find(|(at, other)| {
            *at != place && covers(other, entry) && (*at < place || !covers(entry, other))
        });
        found.map(|(_, other)| other.as_str())
    };
    entries
        .iter()
        .filter_map(|(place, entry)| Some((entry.as_str(), by(*place, entry)?)))
        .collect()
}

/// Says so.
pub(in crate::lint) fn report(
    code: Code,
    statement: &Statement,
    entry: &str,
    by: &str,
) -> Diagnostic {
    let message = if entry == by {
        format!("`{entry}` stands twice")
    } else {
        format!("`{entry}` adds nothing to `{by}`")
    };
    Diagnostic::new(code, message)
        .at(statement.origin)
        .hint("leave it out")
}
