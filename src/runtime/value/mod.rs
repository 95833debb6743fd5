//! The typed values that conditions compare, read from IAM's text without
//! allocating.

mod base64;
mod fold;
mod instant;
mod network;
mod number;
mod same;
mod time;
mod word;

pub(crate) use base64::decode_base64;
pub(crate) use fold::{eq_ignoring_case, fold};
pub(crate) use instant::Instant;
pub(crate) use network::Network;
pub(crate) use number::Number;
pub(crate) use same::is_same;
pub use time::Time;
pub(crate) use word::Word;

/// Reads `true` or `false` in any letter case.
pub(crate) fn parse_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}
