//! ARNs as texts of six fields: `arn:partition:service:region:account:resource`,
//! where the sixth keeps all further colons (IAM User Guide, "IAM ARNs").

/// An ARN, taken apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arn<'t> {
    pub(crate) partition: &'t str,
    pub(crate) service: &'t str,
    pub(crate) account: &'t str,
    pub(crate) resource: &'t str,
}

/// The fields of a text, six at most.
pub(crate) fn fields(text: &str) -> impl Iterator<Item = &str> {
    text.splitn(6, ':')
}

/// Whether a text has the six fields of an ARN.
pub(crate) fn is_arn(text: &str) -> bool {
    text.starts_with("arn:") && text.bytes().filter(|byte| *byte == b':').nth(4).is_some()
}

/// Takes an ARN apart.
pub(crate) fn parse(text: &str) -> Option<Arn<'_>> {
    let mut fields = fields(text);
    let (Some("arn"), Some(partition), Some(service), Some(_), Some(account), Some(resource)) = (
        fields.next(),
        fields.next(),
        fields.next(),
        fields.next(),
        fields.next(),
        fields.next(),
    ) else {
        return None;
    };
    Some(Arn {
        partition,
        service,
        account,
        resource,
    })
}

/// Whether a text is an account's number: twelve digits.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}
