//! What to say of a text that is not JSON.

use super::node::{Extent, Json, JsonKind, Node};
use super::shorten;
use super::string::StringMistake;
use crate::diag::{Diagnostic, codes};
use crate::source::Span;

/// What ends the text early, in the middle of what, is seen best at what is
/// open.
fn ended(json: &Json<'_>, opened: u32) -> Diagnostic {
    let end = json.text.len();
    let opened = opened as usize;
    syntax(json, end..end, "the JSON ends before it is complete")
        .label(Span::new(json.source, opened, opened + 1), "opened here")
        .hint("the file may have been cut off")
}

fn syntax(json: &Json<'_>, range: core::ops::Range<usize>, message: &str) -> Diagnostic {
    let place = Span::new(json.source, range.start, range.end);
    Diagnostic::new(codes::JSON_SYNTAX, message).at(place)
}

/// The place of what a reader sees at a byte: a word, or one character.
fn seen(json: &Json<'_>, at: usize) -> core::ops::Range<usize> {
    let word = word_at(json.text, at).len();
    let rest = json.text.get(at..).unwrap_or_default();
    let length = rest.chars().next().map_or(0, char::len_utf8);
    at..at + word.max(length)
}

/// The run of letters, digits and `_` that begins at a byte.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest
        .find(|character: char| !character.is_ascii_alphanumeric() && character != '_')
        .unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Something follows the value that the text is.
pub(super) fn trailing(json: &Json<'_>, at: usize) -> Diagnostic {
    syntax(
        json,
        seen(json, at),
        "something follows the end of the JSON",
    )
    .hint(match json.extent {
        Extent::File => "a file holds one JSON value; put several documents into several files; the pages of an account can stand in a list, which `jq -s . FILE` makes",
        Extent::Line => "a line holds one JSON object; begin a new line for the next",
    })
}

/// A value is expected.
pub(super) fn no_value(
    json: &Json<'_>,
    at: usize,
    innermost: Option<(u32, JsonKind)>,
) -> Diagnostic {
    let rest = json.text.get(at..).unwrap_or_default();
    let word = word_at(json.text, at);
    match rest.chars().next() {
        None => match innermost {
            Some((opened, _)) => ended(json, opened),
            None => syntax(json, at..at, "there is no JSON here").hint(match json.extent {
                Extent::File => "a policy document is an object: `{\"Version\": \"2012-10-17\", \"Statement\": [...]}`",
                Extent::Line => "every line holds one JSON object; leave out lines that are empty",
            }),
        },
        Some(']' | '}') => trailing_comma(json, at),
        Some(first) => {
            let found = if word.is_empty() { first.to_string() } else { shorten(word).into_owned() };
            let message = format!("a value is expected, not `{found}`");
            let is_first = json.text.get(..at).is_some_and(|text| text.trim().is_empty());
            syntax(json, seen(json, at), &message).hint(match json.extent {
                Extent::File if is_first => "this is read as JSON; a program in the language stands in a file whose name ends in `.acl`",
                Extent::Line if is_first => "every line holds one JSON object",
                Extent::File | Extent::Line => hint_for(first, word),
            })
        }
    }
}

/// What somebody who writes this instead of a value or key may have meant.
fn hint_for(first: char, word: &str) -> &'static str {
    match (first, word) {
        (_, "True" | "TRUE" | "False" | "FALSE") => "write `true` or `false` in lower case",
        (_, "None" | "Null" | "NULL" | "nil" | "undefined") => {
            "write `null`, or leave the member out"
        }
        ('\'' | '\u{2018}'..='\u{201f}', _) => "strings stand in straight double quotes: `\"`",
        ('/' | '#', _) => "JSON has no comments",
        (_, "") => {
            "a value is a string in double quotes, a number, `true`, `false`, a `[...]` or an `{...}`"
        }
        _ => "text stands in double quotes",
    }
}

fn trailing_comma(json: &Json<'_>, at: usize) -> Diagnostic {
    let before = json.text.get(..at).unwrap_or_default().trim_end();
    match before.strip_suffix(',') {
        Some(rest) => syntax(
            json,
            rest.len()..rest.len() + 1,
            "nothing follows this comma",
        )
        .hint("take the comma away"),
        None => syntax(json, seen(json, at), "a value is expected here")
            .hint("write the value of this key, or take the key away"),
    }
}

/// A key is expected.
pub(super) fn no_key(json: &Json<'_>, at: usize, opened: u32) -> Diagnostic {
    let rest = json.text.get(at..).unwrap_or_default();
    match rest.chars().next() {
        None => ended(json, opened),
        Some('}') => trailing_comma(json, at),
        Some(first) => {
            let hint = match first {
                '\'' | '\u{2018}'..='\u{201f}' | '/' | '#' => hint_for(first, ""),
                _ => "a key is a string in double quotes, with a colon and a value behind it",
            };
            syntax(json, seen(json, at), "a key is expected here").hint(hint)
        }
    }
}

/// A colon is expected.
pub(super) fn no_colon(json: &Json<'_>, at: usize) -> Diagnostic {
    syntax(json, seen(json, at), "`:` is expected behind a key").hint("write `\"key\": value`")
}

/// Behind a member or item stands neither a comma nor what ends its container.
pub(super) fn no_comma(json: &Json<'_>, at: usize, kind: JsonKind, opened: u32) -> Diagnostic {
    if at >= json.text.len() {
        return ended(json, opened);
    }
    let (what, closer) = if kind == JsonKind::Object {
        ("member", "}")
    } else {
        ("item", "]")
    };
    let message = format!("`,` or `{closer}` is expected here");
    let opened = Span::new(json.source, opened as usize, opened as usize + 1);
    syntax(json, seen(json, at), &message)
        .label(opened, "opened here")
        .hint(format!("put a comma between one {what} and the next"))
}

/// Not a number, though it begins like one.
pub(super) fn number(json: &Json<'_>, at: usize) -> Diagnostic {
    let rest = json.text.get(at..).unwrap_or_default();
    let end = rest
        .find(|character: char| {
            !character.is_ascii_alphanumeric() && !matches!(character, '.' | '+' | '-' | '_')
        })
        .unwrap_or(rest.len());
    let written = rest.get(..end).unwrap_or_default();
    syntax(json, at..at + end, &format!("`{}` is not a JSON number", shorten(written)))
        .hint("write text in double quotes; a number has no leading zero, and digits on both sides of its point")
}

/// Not a string, though it begins like one.
pub(super) fn string(json: &Json<'_>, start: usize, mistake: StringMistake) -> Diagnostic {
    let place = |range: core::ops::Range<usize>| Span::new(json.source, range.start, range.end);
    let diagnostic = |message: String| Diagnostic::new(codes::JSON_STRING, message);
    match mistake {
        StringMistake::Unended => diagnostic("this string does not end".to_owned())
            .at(place(start..start + 1))
            .hint("put a double quote at its end; inside a string, write `\\\"` for one"),
        StringMistake::Control(at) => {
            let byte = json.text.as_bytes().get(at).copied().unwrap_or_default();
            let (what, escape) = match byte {
                b'\n' => (
                    "the string goes on over the end of its line".to_owned(),
                    "\\n".to_owned(),
                ),
                b'\t' => ("a tab stands in a string".to_owned(), "\\t".to_owned()),
                _ => (
                    format!("a control character (U+{byte:04X}) stands in a string"),
                    format!("\\u{byte:04x}"),
                ),
            };
            diagnostic(what)
                .at(place(at..at + 1))
                .label(place(start..start + 1), "the string begins here")
                .hint(format!(
                    "end the string, or write the character as `{escape}`"
                ))
        }
        StringMistake::Escape(range) => {
            let end = seen(json, range.start + 1)
                .end
                .min(range.start + 6)
                .max(range.end);
            diagnostic("no escape of JSON begins so".to_owned())
                .at(place(range.start..end))
                .hint("write `\\\\` for a backslash, and `\\u` with four hexadecimal digits for any character")
        }
        StringMistake::LoneSurrogate(range) => {
            diagnostic("one half of a surrogate pair is no character".to_owned())
                .at(place(range))
                .hint("write both halves, as in `\\ud83d\\ude00`, or the character itself")
        }
    }
}

/// Containers inside containers, too many of them.
pub(super) fn nesting(json: &Json<'_>, at: usize) -> Diagnostic {
    let limit = super::MAX_JSON_NESTING;
    Diagnostic::new(
        codes::JSON_NESTING,
        format!("this JSON is nested more than {limit} levels deep"),
    )
    .at(Span::new(json.source, at, at + 1))
    .hint("policy documents have no more than seven levels")
}

/// A key that an earlier member of the object has too.
pub(super) fn repeated(key: Node<'_>, first: Span) -> Diagnostic {
    let name = key.string().unwrap_or_default();
    let name = shorten(&name);
    Diagnostic::new(
        codes::JSON_KEY_TWICE,
        format!("the key `{name}` stands twice in one object"),
    )
    .at(key.span())
    .label(first, "the first one")
    .hint("take one away, or put its values into one list; readers of JSON keep one of the two and drop the other")
}
