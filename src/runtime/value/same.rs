/// Whether two texts are the same. Both are mostly short, and then this is
/// quicker than what compares memory of any length.
#[inline(always)]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let (Some(last), Some(other_last)) = (one.last_chunk(), other.last_chunk()) else {
        return one == other;
    };
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    let (words, _) = one.as_chunks();
    let (other_words, _) = other.as_chunks();
    word(last) == word(other_last)
        && words
            .iter()
            .zip(other_words)
            .all(|(one, other)| word(one) == word(other))
}
