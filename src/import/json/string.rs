//! Strings: where they end, and what their escapes stand for.

use core::ops::Range;

/// Where a string ends, and whether it has escapes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended {
    /// The byte after the closing quote.
    pub(super) end: usize,
    pub(super) has_escapes: bool,
}

/// What is wrong with a string.
#[derive(Clone, Debug)]
pub(super) enum StringMistake {
    /// There is no closing quote.
    Unended,
    /// A control character, which JSON has only as an escape.
    Control(usize),
    /// A backslash before something that is no escape.
    Escape(Range<usize>),
    /// One half of a character that UTF-16 has two halves of.
    LoneSurrogate(Range<usize>),
}

/// Finds the end of the string whose opening quote is at `start`.
pub(super) fn string_end(bytes: &[u8], start: usize) -> Result<Ended, StringMistake> {
    let mut at = start + 1;
    let mut has_escapes = false;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let plain = rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
        at += plain.ok_or(StringMistake::Unended)?;
        match bytes.get(at) {
            Some(b'"') => {
                return Ok(Ended {
                    end: at + 1,
                    has_escapes,
                });
            }
            Some(b'\\') => {
                has_escapes = true;
                at = escape_end(bytes, at)?;
            }
            _ => return Err(StringMistake::Control(at)),
        }
    }
}

/// The byte after the escape that begins at `start`; a surrogate pair is one.
fn escape_end(bytes: &[u8], start: usize) -> Result<usize, StringMistake> {
    match bytes.get(start + 1) {
        None => Err(StringMistake::Unended),
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(start + 2),
        Some(b'u') => {
            let end = start + 6;
            let unit = unit_at(bytes, start).ok_or(StringMistake::Escape(start..start + 2))?;
            match unit {
                0xd800..=0xdbff => match unit_at(bytes, end) {
                    Some(0xdc00..=0xdfff) => Ok(end + 6),
                    Some(_) | None => Err(StringMistake::LoneSurrogate(start..end)),
                },
                0xdc00..=0xdfff => Err(StringMistake::LoneSurrogate(start..end)),
                _ => Ok(end),
            }
        }
        Some(_) => Err(StringMistake::Escape(start..start + 2)),
    }
}

/// The UTF-16 unit of `\u` and four digits, if that is what is there.
fn unit_at(bytes: &[u8], start: usize) -> Option<u32> {
    let digits = bytes
        .get(start..start + 6)?
        .strip_prefix(b"\\u")?
        .iter()
        .map(|digit| char::from(*digit).to_digit(16));
    digits
        .into_iter()
        .try_fold(0, |unit, digit| Some(unit << 4 | digit?))
}

/// What a string with escapes stands for; without its quotes.
///
/// INVARIANT (escapes): [`string_end`] has found nothing wrong with it.
pub(super) fn decode(inside: &str) -> String {
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = rest.find('\\') {
        let (plain, escape) = rest.split_at(at);
        text.push_str(plain);
        let (character, length) = escaped(escape);
        text.push(character);
        rest = escape.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// The character of the escape that a text begins with, and its length.
fn escaped(escape: &str) -> (char, usize) {
    let bytes = escape.as_bytes();
    let character = match bytes.get(1) {
        Some(b'u') => return escaped_unit(bytes),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(other) => char::from(*other),
        None => char::REPLACEMENT_CHARACTER,
    };
    (character, 2)
}

fn escaped_unit(bytes: &[u8]) -> (char, usize) {
    let first = unit_at(bytes, 0).unwrap_or_default();
    let (code_point, length) = match (first, unit_at(bytes, 6)) {
        (0xd800..=0xdbff, Some(second)) => {
            let high = (first - 0xd800) << 10;
            (0x10000 + high + second.saturating_sub(0xdc00), 12)
        }
        _ => (first, 6),
    };
    let character = char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER);
    (character, length)
}
