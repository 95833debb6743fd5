//! Policy variables in a text (IAM User Guide, "IAM policy elements: Variables
//! and tags").

/// A piece of a text that IAM fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Plain text; `*` and `?` are still wildcards where they are any.
    Plain(&'t str),
    /// `${*}`, `${?}`, `${$}`: that very character.
    Escape(&'t str),
    /// `${key}`, `${key, 'text'}`
    Variable {
        /// All of it, braces included.
        text: &'t str,
        /// The condition key.
        key: &'t str,
        /// Whether it has a default, so that it always has a value.
        has_default: bool,
    },
}

/// What is wrong with a `${`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Malformed<'t> {
    /// No `}` follows.
    Unclosed,
    /// `${}`
    Empty,
    /// `${name}`: no colon, so no condition key.
    NotAKey(&'t str),
    /// White space, or a character that no key has.
    BadKey(&'t str),
    /// Behind the comma stands something else than a blank and a quoted text.
    BadDefault(&'t str),
}

/// Takes a text apart.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, Malformed<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if !before.is_empty() {
            found.push(Piece::Plain(before));
        }
        let (inside, behind) = split_variable(after).ok_or(Malformed::Unclosed)?;
        let whole = rest
            .get(before.len()..rest.len() - behind.len())
            .unwrap_or_default();
        found.push(variable(whole, inside)?);
        rest = behind;
    }
    if !rest.is_empty() {
        found.push(Piece::Plain(rest));
    }
    Ok(found)
}

/// The keys that are filled into a text.
pub(super) fn variables(text: &str) -> Vec<&str> {
    let pieces = pieces(text).unwrap_or_default().into_iter();
    pieces
        .filter_map(|piece| match piece {
            Piece::Variable { key, .. } => Some(key),
            Piece::Plain(_) | Piece::Escape(_) => None,
        })
        .collect()
}

/// What is before and behind the closing brace; a quoted default may hold one.
fn split_variable(text: &str) -> Option<(&str, &str)> {
    let close = text.find('}')?;
    let quoted = text
        .find(", '")
        .filter(|comma| *comma < close)
        .and_then(|comma| {
            let start = comma + ", '".len();
            Some(start + text.get(start..)?.find("'}")? + 1)
        });
    let close = quoted.unwrap_or(close);
    Some((text.get(..close)?, text.get(close + 1..)?))
}

fn variable<'t>(text: &'t str, inside: &'t str) -> Result<Piece<'t>, Malformed<'t>> {
    if matches!(inside, "*" | "?" | "$") {
        return Ok(Piece::Escape(inside));
    }
    let (key, default) = match inside.split_once(',') {
        Some((key, default)) => (key, Some(default)),
        None => (inside, None),
    };
    if key.trim().is_empty() {
        return Err(Malformed::Empty);
    }
    if !key.contains(':') {
        return Err(Malformed::NotAKey(key));
    }
    if key.contains(|c: char| c.is_whitespace() || matches!(c, '$' | '{' | '*' | '?' | '\'')) {
        return Err(Malformed::BadKey(key));
    }
    let well_quoted = default.is_none_or(|default| {
        default
            .strip_prefix(" '")
            .and_then(|text| text.strip_suffix('\''))
            .is_some_and(|text| !text.contains('\''))
    });
    if !well_quoted {
        return Err(Malformed::BadDefault(inside));
    }
    Ok(Piece::Variable {
        text,
        key,
        has_default: default.is_some(),
    })
}

/// Whether IAM fills something in. A text that was taken apart before.
pub(super) fn has_variable(text: &str) -> bool {
    text.contains("${")
}

/// Whether `wildcard` stands in the text outside variables and escapes.
pub(super) fn has_plain(text: &str, wildcard: &[char]) -> bool {
    pieces(text).is_ok_and(|pieces| {
        pieces.iter().any(|piece| match piece {
            Piece::Plain(plain) => plain.contains(wildcard),
            Piece::Escape(_) | Piece::Variable { .. } => false,
        })
    })
}
