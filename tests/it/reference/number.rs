//! Numbers of the Numeric operators: integers and decimals of any length, compared exactly.

use std::cmp::Ordering;

/// A decimal number, `0.DIGITS` times ten to the power of `exponent`; the digits neither start nor end with a zero, so
/// that equal numbers have equal fields. Zero has no digits and is not negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    negative: bool,
    exponent: i64,
    digits: String,
}

impl Number {
    /// Reads `-12`, `12.50`, and with an exponent `1e3` (open: AWS does not speak of exponents). Anything else is not a
    /// number: no blanks, no `+` in front, digits on both sides of the point.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (text, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        if !is_digits(whole) || fraction.is_some_and(|fraction| !is_digits(fraction)) {
            return None;
        }
        let digits = format!("{whole}{}", fraction.unwrap_or(""));
        let significant = digits.trim_start_matches('0');
        let leading_zeros = i64::try_from(digits.len() - significant.len()).ok()?;
        let point = i64::try_from(whole.len()).ok()?;
        let significant = significant.trim_end_matches('0');
        if significant.is_empty() {
            return Some(Self {
                negative: false,
                exponent: 0,
                digits: String::new(),
            });
        }
        Some(Self {
            negative,
            exponent: exponent + point - leading_zeros,
            digits: significant.to_owned(),
        })
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_sign = self.sign().cmp(&other.sign());
        let by_size = self
            .exponent
            .cmp(&other.exponent)
            .then_with(|| self.digits.cmp(&other.digits));
        by_sign.then(if self.negative {
            by_size.reverse()
        } else {
            by_size
        })
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Reads what stands after `e`: a sign or none, and at most six digits.
fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    (is_digits(digits) && digits.len() <= 6).then(|| text.parse().ok())?
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[test]
fn numbers_compare_by_value() {
    let number = |text| Number::parse(text).unwrap_or_else(|| panic!("`{text}` is a number"));
    for equal in [
        ("10", "10.0"),
        ("0", "-0.00"),
        ("1e3", "1000"),
        ("120E-1", "12"),
        ("007", "7"),
        ("0.10", "0.1"),
    ] {
        assert_eq!(number(equal.0), number(equal.1), "{equal:?}");
    }
    let ordered = [
        "-1000",
        "-12.5",
        "-0.1",
        "0",
        "0.0099",
        "0.01",
        "9007199254740992",
        "9007199254740993",
        "1e30",
    ];
    assert!(
        ordered
            .windows(2)
            .all(|pair| number(pair[0]) < number(pair[1]))
    );
    for strange in [
        "",
        "-",
        "+1",
        ".5",
        "5.",
        "1e",
        "1e1234567",
        "0x10",
        " 1",
        "1 ",
        "NaN",
        "inf",
        "1_000",
        "1,0",
    ] {
        assert_eq!(Number::parse(strange), None, "{strange:?}");
    }
}
