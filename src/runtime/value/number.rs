use core::cmp::Ordering;
use core::iter;

/// A decimal number of any length, compared exactly: `10` is `10.0` and
/// `0.1` is not `0.10000000000000000001`.
///
/// Its value is `0.d1d2d3... * 10^exponent`, where the digits are those of
/// `digits` from the first that is not zero. Zero has no such digit, exponent 0
/// and no sign.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number<T> {
    pub(crate) negative: bool,
    pub(crate) exponent: i64,
    /// Digits, one of which a point may follow. Zeros at the end do not count.
    pub(crate) digits: T,
}

impl<'t> Number<&'t str> {
    /// Reads an integer or decimal, also with an exponent (`1e3`); digits
    /// stand on both sides of a point.
    pub(crate) fn parse(text: &'t str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, parse_power(power)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
            Some(_) => return None,
            None => (mantissa, ""),
        };
        if !is_digits(whole) {
            return None;
        }
        let digits = mantissa.trim_start_matches(['0', '.']);
        let leading = if whole.bytes().any(|byte| byte != b'0') {
            length(whole.trim_start_matches('0'))
        } else {
            -length(fraction) + length(fraction.trim_start_matches('0'))
        };
        Some(if digits.is_empty() {
            Self {
                negative: false,
                exponent: 0,
                digits,
            }
        } else {
            Self {
                negative,
                exponent: leading + power,
                digits,
            }
        })
    }

    fn significant(&self) -> impl Iterator<Item = u8> + use<'t> {
        self.digits.bytes().filter(|byte| *byte != b'.')
    }

    /// How the absolute values compare.
    fn magnitude_cmp(&self, other: &Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.exponent.cmp(&other.exponent).then_with(|| {
                let longest = self.digits.len().max(other.digits.len());
                let padded =
                    |number: &Self| number.significant().chain(iter::repeat(b'0')).take(longest);
                padded(self).cmp(padded(other))
            }),
        }
    }

    /// How the numbers compare.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude_cmp(other),
            (true, true) => other.magnitude_cmp(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

/// What stands after `e`: a sign or none, and at most six digits.
fn parse_power(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    (is_digits(digits) && digits.len() <= 6)
        .then(|| text.parse().ok())
        .flatten()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_exactly() {
        let cases = [
            ("10", "10.0", Ordering::Equal),
            ("10", "1e1", Ordering::Equal),
            ("0.001", "1E-3", Ordering::Equal),
            ("-0", "0", Ordering::Equal),
            ("0", "0e9", Ordering::Equal),
            ("0.0", "0.01", Ordering::Less),
            ("-0.01", "0", Ordering::Less),
            ("-2", "-1", Ordering::Less),
            ("9", "10", Ordering::Less),
            ("100", "99.999", Ordering::Greater),
            ("0.1", "0.10000000000000000000000001", Ordering::Less),
            ("9007199254740993", "9007199254740992", Ordering::Greater),
            ("007", "7", Ordering::Equal),
            ("00.50", "0.5", Ordering::Equal),
            ("1.05", "1.5", Ordering::Less),
        ];
        for (left, right, expected) in cases {
            let [left, right] = [left, right].map(|text| Number::parse(text).unwrap());
            assert_eq!(left.compare(&right), expected, "{left:?} {right:?}");
            assert_eq!(right.compare(&left), expected.reverse());
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in [
            "",
            "-",
            ".",
            "x",
            "1 ",
            " 1",
            "1e",
            "1.2.3",
            "--1",
            "1e1234567",
            "1e+-1",
            "+1",
            ".5",
            "5.",
            "0x1",
            "NaN",
            "inf",
            "1_0",
        ] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }
}
