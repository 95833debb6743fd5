//! Resource ARNs and the patterns of Resource and NotResource (IAM User Guide: Resource; IAM ARNs).

use super::case::Context;
use super::pattern::{Pattern, Reading};

/// What a request acts on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Resource {
    /// An action that has no resource, such as `s3:ListAllMyBuckets`.
    None,
    /// The six fields of an ARN; the sixth keeps all further colons.
    Arn([String; 6]),
}

impl Resource {
    /// Reads a request's resource, `*` or an ARN. A wildcard in it is an ordinary character: an object key may hold one.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self::None);
        }
        arn_fields(text)
            .map(Self::Arn)
            .ok_or_else(|| format!("the resource `{text}` is neither `*` nor an ARN"))
    }

    /// The account in the ARN. S3 buckets have none, and resources that AWS owns have `aws`.
    pub(crate) fn account(&self) -> Option<&str> {
        match self {
            Self::Arn([_, _, _, _, account, _]) if is_account(account) => Some(account),
            Self::Arn(_) | Self::None => None,
        }
    }

    pub(crate) fn is_role(&self) -> bool {
        matches!(self, Self::Arn([_, _, service, _, _, rest]) if service == "iam" && rest.starts_with("role/"))
    }

    pub(crate) fn is_kms_key(&self) -> bool {
        matches!(self, Self::Arn([_, _, service, _, _, rest]) if service == "kms" && rest.starts_with("key/"))
    }
}

/// The six fields of an ARN, where `text` is one.
pub(crate) fn arn_fields(text: &str) -> Option<[String; 6]> {
    let fields: Vec<String> = text.splitn(6, ':').map(str::to_owned).collect();
    let fields: [String; 6] = fields.try_into().ok()?;
    (fields.first()? == "arn").then_some(fields)
}

/// Whether `text` is an account id.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One value of Resource or NotResource.
#[derive(Clone, Debug)]
pub(crate) enum ResourcePattern {
    /// Exactly `*`: every resource, and a request without one.
    Everything,
    Arn {
        fields: Vec<Pattern>,
        padded: bool,
    },
}

impl ResourcePattern {
    /// Reads a value. A pattern of fewer than six fields stands for any text in the missing ones where its last
    /// character is `*`, which "can expand to match beyond the colon boundaries". Without such a `*`, AWS shows padding in
    /// its messages about identity policies only (open for other kinds: `pads_always` is false for resource policies).
    pub(crate) fn parse(text: &str, variables: bool, pads_always: bool) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self::Everything);
        }
        if !text.starts_with("arn:") {
            return Err(format!("the resource `{text}` is neither `*` nor an ARN"));
        }
        let whole = Pattern::parse(
            text,
            Reading {
                variables,
                wildcards: true,
            },
        );
        let padded = pads_always || whole.ends_in_any_run();
        Ok(Self::Arn {
            fields: whole.arn_fields(),
            padded,
        })
    }

    /// Each field must match by itself; what is left over in the last field of six may hold colons and slashes.
    pub(crate) fn matches(&self, resource: &Resource, context: &Context) -> bool {
        match (self, resource) {
            (Self::Everything, _) => true,
            (Self::Arn { .. }, Resource::None) => false,
            (Self::Arn { fields, padded }, Resource::Arn(texts)) => {
                let long_enough = fields.len() == texts.len() || *padded;
                long_enough
                    && fields
                        .iter()
                        .zip(texts)
                        .all(|(field, text)| field.matches(text, context))
            }
        }
    }
}
