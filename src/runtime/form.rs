//! The form of what a request asks for. A pattern such as `*` matches any text,
//! and a text that is no action must not be allowed by it.

use super::arn;

/// Whether a text is the name of one action: `service:Name`, without wildcards.
pub(crate) fn is_action(text: &str) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|byte| !is_plain(byte));
    let (service, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
    match rest.split_first() {
        Some((b':', name)) => !service.is_empty() && !name.is_empty() && name.iter().all(is_plain),
        Some(_) | None => false,
    }
}

/// Whether a text is one resource: an ARN, or the `*` of an action without
/// resources.
pub(crate) fn is_resource(text: &str) -> bool {
    text == "*" || arn::is_arn(text)
}
