//! The words of a text that the scanner has accepted, for what is done only
//! after a mistake: to explain it, and to find where the next line begins.

/// One word, string or piece of punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    /// As written.
    pub(super) text: &'t str,
    /// Its first byte.
    pub(super) start: usize,
    /// Whether only blanks stand before it on its line.
    pub(super) begins_line: bool,
    /// How many braces are open around it, its own left out.
    pub(super) depth: usize,
}

impl Token<'_> {
    /// The byte after it.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is a word that is not quoted.
    pub(super) fn is_word(&self) -> bool {
        !self
            .text
            .starts_with(|first| is_punctuation(first) || first == '"')
            || self.text.len() > 2 && self.text.starts_with('{')
    }
}

/// The tokens of a text, counted from a byte of the file.
pub(super) fn tokens(text: &str, base: usize) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut begins_line = true;
    let mut depth = 0_usize;
    while let Some(first) = rest_of(text, at).chars().next() {
        let length = match first {
            '\n' => {
                begins_line = true;
                at += 1;
                continue;
            }
            _ if first.is_whitespace() => {
                at += first.len_utf8();
                continue;
            }
            '#' => {
                at += rest_of(text, at).find('\n').unwrap_or(text.len() - at);
                continue;
            }
            _ => token_length(rest_of(text, at)),
        };
        let word = rest_of(text, at).get(..length).unwrap_or_default();
        if word == "}" {
            depth = depth.saturating_sub(1);
        }
        found.push(Token {
            text: word,
            start: base + at,
            begins_line,
            depth,
        });
        if word == "{" {
            depth += 1;
        }
        begins_line = false;
        at += length;
    }
    found
}

fn rest_of(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// How long the token is that a text begins with; at least one byte.
fn token_length(text: &str) -> usize {
    let first = text.chars().next().unwrap_or(' ');
    match first {
        '"' => string_length(text),
        '=' | '<' | '>' | '!' => 1 + usize::from(text.get(1..2) == Some("=")),
        '{' => match piece_length(text) {
            0 => 1,
            _ => word_length(text),
        },
        _ if is_punctuation(first) => first.len_utf8(),
        _ => word_length(text),
    }
}

fn word_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        match piece_length(rest_of(text, length)) {
            0 => return length.max(text.chars().next().map_or(1, char::len_utf8)),
            piece => length += piece,
        }
    }
}

/// The next piece of a word; 0 where it ends.
fn piece_length(text: &str) -> usize {
    let Some(first) = text.chars().next() else {
        return 0;
    };
    match first {
        '{' => text
            .find('}')
            .filter(|end| {
                let inside = text.get(1..*end).unwrap_or_default();
                !inside.is_empty()
                    && !inside.contains([' ', '\t', '\r', '\n', '{', '"', '(', ')', '='])
            })
            .map_or(0, |end| end + 1),
        '$' if text.starts_with("${") => text.find('}').map_or(2, |end| end + 1),
        '/' if text.get(1..2) == Some("\"") => 1 + string_length(rest_of(text, 1)),
        _ if is_punctuation(first) || first.is_whitespace() || first == '"' => 0,
        _ => first.len_utf8(),
    }
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (offset, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return offset + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_punctuation(character: char) -> bool {
    matches!(
        character,
        ',' | '(' | ')' | '[' | ']' | '{' | '}' | '=' | '<' | '>' | '!'
    )
}
