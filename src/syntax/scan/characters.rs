//! Which characters may stand where, and what to say of those that may not.

use crate::diag::{Diagnostic, codes};

/// The problem with a character that may stand nowhere, not even in a comment:
/// it cannot be seen, or makes a reader see something else than is there.
pub(super) fn forbidden(character: char) -> Option<Diagnostic> {
    let what = match character {
        '\0' => "a NUL byte",
        '\u{1}'..='\u{1f}' | '\u{7f}' => "a control character",
        '\u{80}'..='\u{9f}' => "a control character",
        '\u{2028}' | '\u{2029}' => "a line separator that editors do not show",
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a character that turns the direction of the text around"
        }
        '\u{ad}'
        | '\u{34f}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}' => "a character without width",
        // Hangul fillers are letters that nothing is drawn for.
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "a letter that cannot be seen",
        // Whole sentences of ASCII can be hidden in tag characters.
        '\u{e0000}'..='\u{e0fff}' => "a tag that cannot be seen",
        _ => return None,
    };
    Some(
        Diagnostic::new(
            codes::FORBIDDEN_CHARACTER,
            format!("{what} (U+{:04X}) stands here", u32::from(character)),
        )
        .hint("take it away: a reader cannot see it, and may read something else than is written"),
    )
}

/// The problem with a character that may stand only in strings and comments.
pub(super) fn outside_strings(character: char) -> Diagnostic {
    let (what, hint) = match character {
        '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}' => {
            ("a curly quote", "write straight double quotes: `\"`")
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => {
            ("a dash that is no hyphen", "write a plain hyphen: `-`")
        }
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => (
            "a blank that is no plain space",
            "write a plain space; text copied from a web page often holds such blanks",
        ),
        _ => (
            "a character outside ASCII",
            "put the whole word into double quotes",
        ),
    };
    let shown = if character.is_whitespace() {
        String::new()
    } else {
        format!("`{character}`, ")
    };
    Diagnostic::new(
        codes::NOT_ASCII,
        format!("{what} ({shown}U+{:04X})", u32::from(character)),
    )
    .hint(hint)
}
