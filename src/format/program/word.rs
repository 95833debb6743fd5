//! Texts as words of the language: bare where that is safe, else in quotes.

use std::fmt::Write as _;

use crate::syntax::is_bare_name;

/// A name: bare where it can be no other word, else in quotes.
pub(super) fn name(text: &str) -> String {
    if is_bare_name(text) {
        text.to_owned()
    } else {
        string(text)
    }
}

/// An ARN, an action, a path: bare where no character in it ends a word.
pub(super) fn plain(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        string(text)
    }
}

/// Whether a text with a colon or slash needs no quotes; policy variables
/// without blanks may stand in it.
pub(super) fn is_plain(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((inside, behind)) = after.split_once('}') else {
            return false;
        };
        if !is_run(before) || inside.contains([' ', '{', '"', '#', '\'', '\\', '\t']) {
            return false;
        }
        rest = behind;
    }
    is_run(rest) && text.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '*')
}

fn is_run(text: &str) -> bool {
    text.bytes().all(|byte| {
        byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b':' | b'/' | b'_' | b'.' | b'*' | b'?' | b'+' | b'@' | b'-' | b'%' | b'~'
            )
    })
}

/// A quoted text that is read as exactly this one.
///
/// Braces are escaped, for `{x}` is filled in while compiling; those of a
/// policy variable, `${...}`, stay as they are.
pub(super) fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(length) = variable(rest) {
            quoted.push_str(rest.get(..length).unwrap_or_default());
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        push(&mut quoted, first);
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    quoted.push('"');
    quoted
}

/// The bytes of the policy variable that a text begins with.
fn variable(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("${")?;
    let end = inside.find('}')?;
    let content = inside.get(..end)?;
    (!content.contains(['"', '\\', '{'])).then_some(end + 3)
}

fn push(quoted: &mut String, character: char) {
    match character {
        '"' => quoted.push_str("\\\""),
        '\\' => quoted.push_str("\\\\"),
        '\n' => quoted.push_str("\\n"),
        '\t' => quoted.push_str("\\t"),
        '{' => quoted.push_str("\\{"),
        '}' => quoted.push_str("\\}"),
        ' '..='~' => quoted.push(character),
        other if other.is_alphanumeric() => quoted.push(other),
        // What may be invisible, or look like something else.
        other => {
            // Writing into a `String` cannot fail.
            let _ = write!(quoted, "\\u{{{:x}}}", u32::from(other));
        }
    }
}

/// Elements with commas between.
pub(super) fn list<Element>(elements: &[Element], write: impl Fn(&Element) -> String) -> String {
    let written: Vec<String> = elements.iter().map(write).collect();
    written.join(", ")
}
