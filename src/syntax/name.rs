use super::reserved::is_reserved;

/// Whether a text has the form of a name, such as that of a `let`, of a loop's
/// variable or of a user. It may be a reserved word.
pub fn is_name(text: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let bytes = text.as_bytes();
    bytes.first().copied().is_some_and(word)
        && bytes.last().copied().is_some_and(word)
        && bytes
            .iter()
            .all(|byte| word(*byte) || matches!(byte, b'+' | b'.' | b'@' | b'-'))
        && !text.contains("..")
}

/// Whether a name needs no quotes.
pub fn is_bare_name(text: &str) -> bool {
    is_name(text) && !is_reserved(text)
}
