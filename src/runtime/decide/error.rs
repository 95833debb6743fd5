use core::fmt;

/// Why there is no decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecideError {
    /// The decision hangs on the time, and the request has neither
    /// `aws:CurrentTime` nor `aws:EpochTime`.
    NeedsTime,
    /// The caller or a session policy was resolved by another policy.
    OtherTree,
    /// More values were given with [`Request::with`] than a request holds.
    TooManyValues,
}

impl fmt::Display for DecideError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NeedsTime => {
                "the decision hangs on the time, and the request has no `aws:CurrentTime`"
            }
            Self::TooManyValues => {
                "more than eight context values were given one by one; give them as one list"
            }
            Self::OtherTree => "the principal or a session policy is of another tree",
        })
    }
}

impl core::error::Error for DecideError {}
