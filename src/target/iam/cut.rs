//! One statement as several that say the same, where it is too large for a
//! document.
//!
//! The argument of [`super::merge`], read backwards: a list of alternatives can
//! be cut anywhere. A `Not` list cannot.

use super::document::size_of;
use crate::iam::Match;
use crate::model::Statement;

/// Cuts a statement's action and resource lists until each piece has at most
/// `limit` characters; pieces are in the order of the lists.
///
/// Once there are more than `enough` characters, the rest stays in one piece or
/// few: nobody will have room for it, and a long condition beside two long
/// lists would otherwise come to be written a million times.
///
/// # Errors
///
/// The characters of a piece that has nothing left to cut and is still larger.
pub(super) fn cut_statement(
    statement: &Statement,
    limit: usize,
    enough: usize,
) -> Result<Vec<Statement>, usize> {
    let mut pieces = Vec::new();
    let mut total = 0;
    let mut waiting = vec![statement.clone()];
    while let Some(piece) = waiting.pop() {
        let size = size_of(&piece);
        if size <= limit || total > enough {
            total += size;
            pieces.push(piece);
        } else {
            let (first, second) = halve(piece).ok_or(size)?;
            waiting.push(second);
            waiting.push(first);
        }
    }
    Ok(pieces)
}

/// The statement in two, cut in the longer of its lists.
fn halve(statement: Statement) -> Option<(Statement, Statement)> {
    let actions = weight(Some(&statement.actions));
    let resources = weight(statement.resources.as_ref());
    let (mut first, mut second) = (statement.clone(), statement);
    if actions >= resources {
        halve_list(Some(&mut first.actions), Some(&mut second.actions))?;
    } else {
        halve_list(first.resources.as_mut(), second.resources.as_mut())?;
    }
    Some((first, second))
}

/// How much a list holds that can be cut: none where it is a `Not` list or has
/// one element.
fn weight(list: Option<&Match>) -> Option<usize> {
    match list? {
        Match::Any(patterns) if patterns.len() > 1 => Some(patterns.iter().map(String::len).sum()),
        Match::Any(_) | Match::NoneOf(_) => None,
    }
}

/// Leaves the first half of a list in the one and the second in the other,
/// both of which hold it whole.
fn halve_list(first: Option<&mut Match>, second: Option<&mut Match>) -> Option<()> {
    let (Match::Any(first), Match::Any(second)) = (first?, second?) else {
        return None;
    };
    let middle = first.len() / 2;
    first.truncate(middle);
    second.drain(..middle);
    (!first.is_empty()).then_some(())
}
