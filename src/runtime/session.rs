use super::Policy;
use super::arena::Id;
use super::tree::{Session, Unit};

/// A session policy of a policy, to limit a request by: see
/// [`with_session_policies`](super::Request::with_session_policies).
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     user Ann can s3:* on *
///     session policy ReadOnly { can s3:Get* on * }
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Decision, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let limits = [policy.session_policy("ReadOnly").ok_or("no such policy")?];
/// let request = Request::new(&ann, "s3:PutObject", "arn:aws:s3:::lake/a.csv")
///     .with_session_policies(&limits);
/// assert_eq!(policy.decide(&request)?.decision(), Decision::ImplicitDeny);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SessionPolicy<'t> {
    pub(crate) policy: Policy<'t>,
    pub(crate) unit: Id<Unit>,
}

impl<'a> Policy<'a> {
    /// Every session policy, in order. [`sessions`](Self::sessions) has their
    /// names and statements.
    pub fn session_policies(self) -> impl Iterator<Item = SessionPolicy<'a>> {
        self.all::<Session>().map(move |session| SessionPolicy {
            policy: self,
            unit: session.policy,
        })
    }

    /// The session policy of a name. Where there is none, whom it was to limit
    /// must not go on without: see
    /// [`with_session_policies`](super::Request::with_session_policies).
    pub fn session_policy(self, name: &str) -> Option<SessionPolicy<'a>> {
        self.all::<Session>()
            .find(|session| self.text(session.name) == name)
            .map(|session| SessionPolicy {
                policy: self,
                unit: session.policy,
            })
    }
}
