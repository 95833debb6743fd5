//! Comparing text without case.

/// A character's simple lower-case form.
///
/// Of all characters only `İ` has a lower case of more than one character, and
/// the first of those is its simple one.
pub(crate) fn fold(character: char) -> char {
    character.to_lowercase().next().unwrap_or(character)
}

/// Whether two texts are the same but for the case of their letters.
#[inline]
pub(crate) fn eq_ignoring_case(left: &str, right: &str) -> bool {
    !begin_otherwise(left, right) && are_equal(left, right)
}

/// Whether two texts can be told apart by their first eight bytes, as most can:
/// all of ASCII, and different in more than the bit that tells the cases of a
/// letter apart.
#[inline]
fn begin_otherwise(left: &str, right: &str) -> bool {
    const CASE: u64 = u64::from_le_bytes([0x20; 8]);
    const BEYOND_ASCII: u64 = u64::from_le_bytes([0x80; 8]);
    let (Some(left), Some(right)) = (
        left.as_bytes().first_chunk(),
        right.as_bytes().first_chunk(),
    ) else {
        return false;
    };
    let (left, right) = (u64::from_le_bytes(*left), u64::from_le_bytes(*right));
    (left | right) & BEYOND_ASCII == 0 && (left ^ right) & !CASE != 0
}

fn are_equal(left: &str, right: &str) -> bool {
    // The Kelvin sign folds to a letter of ASCII, so that both must be of it to
    // be told apart by that alone.
    left.eq_ignore_ascii_case(right)
        || !(left.is_ascii() && right.is_ascii())
            && left.chars().map(fold).eq(right.chars().map(fold))
}
