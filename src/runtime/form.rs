//! The form of what a request asks for. A pattern such as `*` matches any text,
//! and a text that is no action must not be allowed by it.

use super::arn;

/// Whether a text is the name of one action: `service:Name`, without wildcards.
pub(crate) fn is_action(text: &str) -> bool {
    let is_plain = |text: &str| {
        let mut bytes = text.bytes();
        !text.is_empty() && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    text.split_once(':')
        .is_some_and(|(service, name)| is_plain(service) && is_plain(name))
}

/// Whether a text is one resource: an ARN, or the `*` of an action without
/// resources.
pub(crate) fn is_resource(text: &str) -> bool {
    text == "*" || arn::is_arn(text)
}
