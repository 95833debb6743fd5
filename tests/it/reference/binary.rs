//! Base64 of BinaryEquals (IAM User Guide: Condition operators).

/// The bytes of `text`, base64 with its padding; `None` where it is malformed, spare bits that are not zero included
/// (open: AWS does not say what malformed values do; here they match nothing).
pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if !text.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for digit in digits.bytes() {
        let value = ALPHABET.iter().position(|&letter| letter == digit)?;
        bits = (bits << 6) | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    (bits == 0).then_some(bytes)
}

#[test]
fn base64_is_read_strictly() {
    assert_eq!(decode_base64("QmluYXJ5"), Some(b"Binary".to_vec()));
    assert_eq!(decode_base64("+/8="), Some(vec![0xFB, 0xFF]));
    assert_eq!(decode_base64("QQ=="), Some(b"A".to_vec()));
    assert_eq!(decode_base64(""), Some(Vec::new()));
    for strange in [
        "QQ",
        "QQ=",
        "QR==",
        "Q===",
        "====",
        "Q=Q=",
        "Q Q=",
        "QmluYXJ5\n",
        "-_8=",
    ] {
        assert_eq!(decode_base64(strange), None, "{strange:?}");
    }
}
