//! What can be said of two patterns of IAM without a request: `*` stands for
//! any run of characters, `?` for exactly one.
//!
//! Letter case counts; lower-case both sides first where it does not.

use alloc::vec;
use alloc::vec::Vec;

/// Whether a text has a wildcard.
pub fn has_wildcard(pattern: &str) -> bool {
    pattern.bytes().any(|byte| matches!(byte, b'*' | b'?'))
}

/// Whether a text is a value of `Action`: `*`, or `service:name` without a
/// wildcard in the service (IAM User Guide, "IAM JSON policy elements: Action").
///
/// `*:name` is known to be taken too. White space is taken, and makes it an
/// action that nobody can ask for.
pub fn is_action(text: &str) -> bool {
    let Some((service, name)) = text.split_once(':') else {
        return text == "*";
    };
    let is_service = !service.is_empty()
        && service.chars().all(|letter| {
            letter.is_ascii_alphanumeric() || letter == '-' || letter.is_whitespace()
        });
    (is_service || service == "*") && !name.is_empty() && !name.contains(':')
}

/// Whether a text of ASCII matches a pattern of ASCII, in any case, as IAM
/// compares actions. For one text this is quicker than what the evaluator
/// prepares for many.
pub fn matches_ignoring_case(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern.as_bytes(), text.as_bytes());
    // Where to go on if the last `*` has to take one character more.
    let mut again: Option<(&[u8], &[u8])> = None;
    loop {
        let retry = match (pattern.split_first(), text.split_first()) {
            (None, None) => return true,
            (Some((b'*', rest)), _) => {
                again = Some((rest, text));
                pattern = rest;
                continue;
            }
            (Some((one, pattern_rest)), Some((other, text_rest)))
                if *one == b'?' || one.eq_ignore_ascii_case(other) =>
            {
                pattern = pattern_rest;
                text = text_rest;
                continue;
            }
            _ => again,
        };
        let Some((rest, from)) = retry else {
            return false;
        };
        let Some((_, longer)) = from.split_first() else {
            return false;
        };
        again = Some((rest, longer));
        (pattern, text) = (rest, longer);
    }
}

/// Whether some text matches both patterns.
pub fn overlap(one: &str, other: &str) -> bool {
    if !has_wildcard(one) && !has_wildcard(other) {
        return one == other;
    }
    let one = tokens(one);
    let other = tokens(other);
    // `row[j]`: whether what follows in `one` and `other[j..]` have a text in
    // common. Rows are filled from the last token of `one` to its first.
    let mut row = rest_may_be_empty(&other);
    for left in one.iter().rev() {
        let mut next = vec![false; other.len() + 1];
        let skipped = row.last().copied().unwrap_or_default();
        set(&mut next, other.len(), skipped && left.any_run());
        for (j, right) in other.iter().enumerate().rev() {
            let [below, right_of, both] = [at(&row, j), at(&next, j + 1), at(&row, j + 1)];
            let either_runs = left.any_run() || right.any_run();
            let common = (either_runs && (below || right_of)) || (left.meets(*right) && both);
            set(&mut next, j, common);
        }
        row = next;
    }
    at(&row, 0)
}

/// Whether every text that matches `narrow` matches `wide`, as far as their
/// shapes show it: `true` is certain, `false` may be a cover that is not seen.
pub fn covers(wide: &str, narrow: &str) -> bool {
    // Most pairs differ before the first wildcard.
    let plain = wide.find(['*', '?']);
    match plain {
        None => return wide == narrow,
        Some(plain) if wide.get(..plain) != narrow.get(..plain) => return false,
        Some(_) if wide == "*" => return true,
        Some(_) => {}
    }
    let wide = tokens(wide);
    let narrow = tokens(narrow);
    // As in `overlap`, but a wildcard of `narrow` is a character of its own,
    // which only a wildcard at least as wide takes.
    let mut row = vec![false; narrow.len() + 1];
    set(&mut row, narrow.len(), true);
    for left in wide.iter().rev() {
        let mut next = vec![false; narrow.len() + 1];
        let ended = at(&row, narrow.len());
        set(&mut next, narrow.len(), ended && left.any_run());
        for (j, right) in narrow.iter().enumerate().rev() {
            let covered = match left {
                Token::Run => at(&row, j) || at(&next, j + 1),
                Token::One => *right != Token::Run && at(&row, j + 1),
                Token::Char(_) => left == right && at(&row, j + 1),
            };
            set(&mut next, j, covered);
        }
        row = next;
    }
    at(&row, 0)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Run,
    One,
    Char(char),
}

impl Token {
    fn any_run(self) -> bool {
        self == Self::Run
    }

    /// Whether one character can stand for both.
    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Run, _) | (_, Self::Run) => false,
            (Self::One, _) | (_, Self::One) => true,
            (Self::Char(one), Self::Char(other)) => one == other,
        }
    }
}

fn tokens(pattern: &str) -> Vec<Token> {
    pattern
        .chars()
        .map(|character| match character {
            '*' => Token::Run,
            '?' => Token::One,
            other => Token::Char(other),
        })
        .collect()
}

/// For every place in a pattern, whether the rest can be the empty text.
fn rest_may_be_empty(pattern: &[Token]) -> Vec<bool> {
    let mut row = vec![false; pattern.len() + 1];
    set(&mut row, pattern.len(), true);
    for (j, token) in pattern.iter().enumerate().rev() {
        let rest = at(&row, j + 1);
        set(&mut row, j, rest && token.any_run());
    }
    row
}

fn at(row: &[bool], index: usize) -> bool {
    row.get(index).copied().unwrap_or_default()
}

fn set(row: &mut [bool], index: usize, value: bool) {
    if let Some(cell) = row.get_mut(index) {
        *cell = value;
    }
}
