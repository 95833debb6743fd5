use alloc::string::String;
use core::fmt;

use crate::runtime::plain::Plain;

/// Why a principal could not be resolved.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can s3:Get* on arn:aws:s3:::lake/*";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::PrincipalError;
///
/// let unknown = policy.principal("user/Eve").err();
/// assert_eq!(unknown, Some(PrincipalError::Unknown("user/Eve".to_owned())));
/// let malformed = policy.principal("Ann").err();
/// assert_eq!(malformed, Some(PrincipalError::Malformed("Ann".to_owned())));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrincipalError {
    /// It is neither `user/NAME`, `role/NAME`, `group/NAME`, `service/NAME`,
    /// `federated/PROVIDER`, `anonymous` nor the ARN of a principal.
    Malformed(String),
    /// The program has no such user, group, role or member of a group.
    Unknown(String),
    /// Several accounts have one; `user/ACCOUNT/NAME` says which.
    Ambiguous(String),
}

impl fmt::Display for PrincipalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(text) => write!(
                formatter,
                "`{}` is no principal: write `user/NAME`, `role/NAME`, `group/NAME`, `group/NAME as MEMBER`, `service/NAME`, `federated/PROVIDER`, `anonymous` or an ARN",
                Plain(text)
            ),
            Self::Unknown(text) => write!(formatter, "the program has no `{}`", Plain(text)),
            Self::Ambiguous(text) => {
                write!(
                    formatter,
                    "more than one account has `{}`: write `KIND/ACCOUNT/NAME`",
                    Plain(text)
                )
            }
        }
    }
}

impl core::error::Error for PrincipalError {}
