//! Words that need no quotes to be text, for their shape says what they are.

use crate::iam::is_region;

/// Whether a bare word is a value by its shape, and so never a name: an ARN,
/// action or time (a `:`), a wildcard, a number, `true` or `false`, a date, an
/// address, an id of an endpoint, network or organization, a region.
pub(crate) fn is_value(word: &str) -> bool {
    word.starts_with('@')
        || word.contains([':', '*', '?']) && !has_named_suffix(word)
        || is_number(word)
        || matches!(word, "true" | "false")
        || is_date(word)
        || is_address(word)
        || is_network_id(word)
        || is_organization_path(word)
        || is_region(word)
}

/// `lake/*`: a name with a suffix, which may hold anything.
fn has_named_suffix(word: &str) -> bool {
    word.split_once('/')
        .is_some_and(|(name, _)| !name.is_empty() && !name.contains([':', '*', '?', '$', '{']))
}

/// A number, which has no leading zero, or the twelve digits of an account.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let leads_with_zero = whole.len() > 1 && whole.starts_with('0') && word.len() != 12;
    all(whole, |byte| byte.is_ascii_digit())
        && all(fraction, |byte| byte.is_ascii_digit())
        && !leads_with_zero
}

/// `2026-12-31`; one with a time holds a `:`.
fn is_date(word: &str) -> bool {
    let mut parts = word.split('-');
    let mut digits = |count: usize| {
        parts
            .next()
            .is_some_and(|part| part.len() == count && all(part, |byte| byte.is_ascii_digit()))
    };
    digits(4) && digits(2) && digits(2) && parts.next().is_none()
}

/// Four numbers with dots, or eight groups with colons, with or without the
/// length of a prefix. What they are worth is for the condition to check.
fn is_address(word: &str) -> bool {
    let (address, prefix) = word.split_once('/').unwrap_or((word, "0"));
    let dotted = address.split('.').count() == 4
        && address
            .split('.')
            .all(|part| all(part, |byte| byte.is_ascii_digit()));
    let colons = address.contains(':')
        && all(address, |byte| {
            byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.')
        });
    (dotted || colons) && all(prefix, |byte| byte.is_ascii_digit())
}

/// `vpc-0a1b2c3d`, `vpce-0a1b2c3d`
fn is_network_id(word: &str) -> bool {
    word.strip_prefix("vpce-")
        .or_else(|| word.strip_prefix("vpc-"))
        .is_some_and(|id| id.len() >= 8 && all(id, |byte| byte.is_ascii_hexdigit()))
}

/// `o-a1b2c3d4e5`, alone or with the path of a unit behind it.
fn is_organization_path(word: &str) -> bool {
    let id = word.split('/').next().unwrap_or(word);
    id.strip_prefix("o-").is_some_and(|id| {
        all(id, |byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit()
        })
    })
}

/// An organization's id: `o-` and 10 to 32 lower-case letters or digits (AWS
/// Organizations API Reference, "Organization").
pub(crate) fn is_organization(word: &str) -> bool {
    is_organization_path(word) && (12..=34).contains(&word.len()) && !word.contains('/')
}

/// Whether there is a byte, and every one passes.
fn all(text: &str, pass: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(pass)
}
