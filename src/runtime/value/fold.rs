//! Comparing text without case.

/// A character's simple lower-case form.
///
/// Of all characters only `İ` has a lower case of more than one character, and
/// the first of those is its simple one.
pub(crate) fn fold(character: char) -> char {
    character.to_lowercase().next().unwrap_or(character)
}

/// Whether two texts are the same but for the case of their letters.
pub(crate) fn eq_ignoring_case(left: &str, right: &str) -> bool {
    // The Kelvin sign folds to a letter of ASCII, so that both must be of it to
    // be told apart by that alone.
    left.eq_ignore_ascii_case(right)
        || !(left.is_ascii() && right.is_ascii())
            && left.chars().map(fold).eq(right.chars().map(fold))
}
