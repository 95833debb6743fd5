use core::fmt;

/// Why there is no decision. To let nobody in then is safe.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can * on *";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{DecideError, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "lake/a.csv");
/// let error = policy.decide(&request).map(|answer| answer.decision());
/// assert_eq!(error, Err(DecideError::NotAResource));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecideError {
    /// The decision hangs on the time, and the request has neither
    /// `aws:CurrentTime` nor `aws:EpochTime`.
    NeedsTime,
    /// The caller or a session policy was resolved by another policy.
    OtherTree,
    /// What would be allowed is no action: neither `service:Name`, nor without
    /// wildcards. Policies that allow `*` would allow any text.
    NotAnAction,
    /// What would be allowed is on no resource: neither an ARN, which has five
    /// colons, nor the `*` of an action without resources.
    NotAResource,
    /// More values were given with [`Request::with`](crate::runtime::Request::with) than a request holds.
    TooManyValues,
}

impl fmt::Display for DecideError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NeedsTime => {
                "the decision hangs on the time, and the request has no `aws:CurrentTime`"
            }
            Self::NotAnAction => {
                "the action of the request is none: it is `service:Name`, without wildcards"
            }
            Self::NotAResource => {
                "the resource of the request is none: it is an ARN, or `*` for an action without \
                 resources"
            }
            Self::TooManyValues => {
                "more than eight values were given by `with`; give them all by `with_context`"
            }
            Self::OtherTree => "the principal or a session policy is of another tree",
        })
    }
}

impl core::error::Error for DecideError {}
