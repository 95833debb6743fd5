//! Text from outside, made fit to be shown: what a terminal would obey or hide
//! is spelled out, and what nobody would read to its end is cut.

/// The most characters of a message, a label or a hint that are shown; one can
/// quote a word of any length.
const LONGEST_MESSAGE: usize = 1_000;

/// Stands for what is left out.
pub(super) const ELLIPSIS: char = '…';

/// Whether a character would move the cursor, change colours, reorder the line
/// or leave no trace, and so must not reach a terminal as it is.
fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Appends a character, spelled as `<U+001B>` if it is unprintable. Tabs stay.
pub(super) fn push_visible(shown: &mut String, character: char) {
    if character != '\t' && is_unprintable(character) {
        shown.push_str(&format!("<U+{:04X}>", u32::from(character)));
    } else {
        shown.push(character);
    }
}

/// A message fit to be shown, on one line.
pub(super) fn message(text: &str) -> String {
    clip(text, false)
}

/// A hint fit to be shown; it may have several lines.
pub(super) fn lines(text: &str) -> String {
    clip(text, true)
}

/// Cuts a long text in its middle, for its end often says what to do.
fn clip(text: &str, keep_breaks: bool) -> String {
    let mut shown = String::with_capacity(text.len().min(4 * LONGEST_MESSAGE));
    let push = |part: &str, shown: &mut String| {
        for character in part.chars() {
            if character == '\n' && keep_breaks {
                shown.push('\n');
            } else {
                push_visible(shown, character);
            }
        }
    };
    let half = LONGEST_MESSAGE / 2;
    let head_end = nth_char(text, half);
    let tail_start = nth_last_char(text, half);
    match (text.get(..head_end), text.get(tail_start..)) {
        (Some(head), Some(tail)) if head_end < tail_start => {
            push(head, &mut shown);
            shown.push(ELLIPSIS);
            push(tail, &mut shown);
        }
        _ => push(text, &mut shown),
    }
    shown
}

/// The byte at which the character with this index begins, or the end.
fn nth_char(text: &str, index: usize) -> usize {
    text.char_indices()
        .nth(index)
        .map_or(text.len(), |(at, _)| at)
}

/// The byte at which the last so many characters begin, or the start.
fn nth_last_char(text: &str, count: usize) -> usize {
    text.char_indices()
        .rev()
        .nth(count.saturating_sub(1))
        .map_or(0, |(at, _)| at)
}

/// JSON text in which unprintable characters beyond ASCII are escaped too: a
/// reader gets the same value, and a terminal nothing to obey.
pub(super) fn escape_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    let mut units = [0; 2];
    for character in json.chars() {
        // Outside strings, JSON that was just written has no such character
        // but line breaks.
        if character != '\n' && is_unprintable(character) {
            for unit in character.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(character);
        }
    }
    escaped
}
