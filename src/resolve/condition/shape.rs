//! Bare words that are values by their shape.

use crate::iam::{ValueType, is_region};

/// What a bare word is by its shape alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `10`, `-2.5`
    Number,
    /// `true`, `false`
    Boolean,
    /// `2026-12-31`, `2026-12-31T12:00:00Z`
    Date,
    /// `203.0.113.0/24`, `2001:db8::1`
    Address,
    /// `arn:aws:s3:::bucket`
    Arn,
    /// Twelve digits.
    Account,
    /// `vpce-0a1b2c3d`
    Endpoint,
    /// `vpc-0a1b2c3d`
    Network,
    /// `o-a1b2c3d4e5`, alone or with the path of a unit.
    Organization,
    /// `us-east-1`
    Region,
}

impl Shape {
    /// The shape of a word, if it has one.
    pub(super) fn of(word: &str) -> Option<Self> {
        let hexadecimal =
            |id: &str| id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(if matches!(word, "true" | "false") {
            Self::Boolean
        } else if word.len() == 12 && all_digits(word) {
            Self::Account
        } else if is_number(word) {
            Self::Number
        } else if word.starts_with("arn:") {
            Self::Arn
        } else if word.strip_prefix("vpce-").is_some_and(hexadecimal) {
            Self::Endpoint
        } else if word.strip_prefix("vpc-").is_some_and(hexadecimal) {
            Self::Network
        } else if is_organization_path(word) {
            Self::Organization
        } else if looks_like_date(word) {
            Self::Date
        } else if looks_like_address(word) {
            Self::Address
        } else if is_region(word) {
            Self::Region
        } else {
            return None;
        })
    }

    /// The type that a key of unknown type is compared with.
    pub(super) fn value_type(self) -> ValueType {
        match self {
            Self::Number => ValueType::Numeric,
            Self::Boolean => ValueType::Bool,
            Self::Date => ValueType::Date,
            Self::Address => ValueType::Ip,
            Self::Arn => ValueType::Arn,
            Self::Account | Self::Endpoint | Self::Network | Self::Organization | Self::Region => {
                ValueType::String
            }
        }
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number has no leading zero: `007` is a text, and is quoted.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let leads_with_zero = whole.len() > 1 && whole.starts_with('0');
    all_digits(whole) && all_digits(fraction) && !leads_with_zero
}

/// `2026-02-30` and `2026-02-28T25:00` too: they are dates with a mistake.
fn looks_like_date(word: &str) -> bool {
    let shape = word.get(..10).unwrap_or_default().bytes().enumerate();
    let mut seen = 0;
    for (index, byte) in shape {
        let fits = match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        if !fits {
            return false;
        }
        seen += 1;
    }
    let rest = word.get(10..).unwrap_or_default();
    seen == 10 && (rest.is_empty() || rest.starts_with(['T', 't']))
}

/// Malformed ones too, as long as nothing else has that shape.
fn looks_like_address(word: &str) -> bool {
    let (address, prefix) = word.split_once('/').unwrap_or((word, "0"));
    let dotted = address.split('.').count() == 4 && address.split('.').all(all_digits);
    let colons = address.contains(':')
        && address
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
    (dotted || colons) && all_digits(prefix)
}

/// AWS Organizations API Reference, "Organization": `o-` and 10 to 32
/// lower-case letters or digits.
fn is_organization_path(word: &str) -> bool {
    let id = word.split('/').next().unwrap_or(word);
    id.strip_prefix("o-").is_some_and(|id| {
        (10..=32).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}
