/// The bytes that base64 text stands for (RFC 4648, section 4), or none where
/// it is malformed: without its padding, or with bits set that no byte takes.
pub(crate) fn decode_base64(text: &str) -> Option<impl Iterator<Item = u8> + '_> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    // What the last digit has beyond whole bytes.
    let spare = match padding {
        0 => 0,
        1 => 0b11,
        2 => 0b1111,
        _ => return None,
    };
    let last = digits.bytes().next_back().and_then(sextet).unwrap_or(0);
    let well_formed = text.len().is_multiple_of(4)
        && digits.bytes().all(|byte| sextet(byte).is_some())
        && last & spare == 0;
    well_formed.then(|| {
        digits.as_bytes().chunks(4).flat_map(|group| {
            let bits = group
                .iter()
                .chain(core::iter::repeat(&b'A'))
                .take(4)
                .filter_map(|digit| sextet(*digit))
                .fold(0_u32, |bits, sextet| bits << 6 | u32::from(sextet));
            // Four digits hold three bytes, three two, and two one.
            bits.to_be_bytes()
                .into_iter()
                .skip(1)
                .take(group.len() * 3 / 4)
        })
    })
}

fn sextet(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn decodes_the_vectors_of_the_standard() {
        for (text, bytes) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(
                decode_base64(text).unwrap().collect::<Vec<u8>>(),
                bytes.as_bytes()
            );
        }
        assert_eq!(
            decode_base64("+/+/").unwrap().collect::<Vec<u8>>(),
            [0xfb, 0xff, 0xbf]
        );
    }

    #[test]
    fn refuses_malformed_text() {
        for text in [
            "Z", "Zg", "Zg=", "Zm9", "Z===", "====", "Zm9v\n", "Zm-v", "Z=9v", "Zh==", "Zm9=",
        ] {
            assert!(decode_base64(text).is_none(), "{text}");
        }
    }
}
