/// Whether two texts are the same. Both are mostly short, and then this is
/// quicker than what compares memory of any length.
#[inline(always)]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if let (Some(last), Some(other_last)) = (one.last_chunk(), other.last_chunk()) {
        let number = |bytes: &[u8; 16]| u128::from_le_bytes(*bytes);
        let (chunks, _) = one.as_chunks();
        let (other_chunks, _) = other.as_chunks();
        let mut pairs = chunks.iter().zip(other_chunks);
        return number(last) == number(other_last)
            && pairs.all(|(one, other)| number(one) == number(other));
    }
    if let (Some(last), Some(other_last), Some(first), Some(other_first)) = (
        one.last_chunk(),
        other.last_chunk(),
        one.first_chunk(),
        other.first_chunk(),
    ) {
        let number = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
        return number(last) == number(other_last) && number(first) == number(other_first);
    }
    one == other
}
