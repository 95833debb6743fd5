use alloc::string::String;
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::value::Time;
use super::{Caller, SessionPolicy};

/// How many values a request holds itself.
const INLINE: usize = 8;

/// One question: may this caller do this with that?
///
/// It borrows everything, and making one allocates nothing. Nothing about it is
/// checked before it is decided: there is no decision, but an error, where the
/// action or the resource has another form than an action and a resource have
/// and would be allowed. So whoever takes everything but
/// [`Allow`](super::Decision::Allow) for a refusal is safe.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     user Alice can s3:GetObject on arn:aws:s3:::lake/* when mfa
///         and from 203.0.113.0/24 and before 2030-01-01
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use std::net::Ipv4Addr;
/// use std::time::Duration;
///
/// use aclc::runtime::{Decision, Request, Time};
///
/// let alice = policy.principal("user/Alice")?;
/// let now = Duration::from_secs(1_767_225_600); // `SystemTime::now().duration_since(UNIX_EPOCH)?`
/// let request = Request::new(&alice, "s3:GetObject", "arn:aws:s3:::lake/a.csv")
///     .with("aws:MultiFactorAuthPresent", true)
///     .with("aws:SourceIp", Ipv4Addr::new(203, 0, 113, 9))
///     .with("aws:UserAgent", "curl/8")
///     .at(Time::since_1970(now));
/// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub(crate) caller: &'a Caller<'a>,
    pub(crate) action: &'a str,
    pub(crate) resource: &'a str,
    pub(crate) context: &'a [ContextEntry<'a>],
    inline: [Option<ContextEntry<'a>>; INLINE],
    /// How many were given to be held in `inline`.
    given: usize,
    pub(crate) time: Option<Time>,
    pub(crate) session_policies: Option<&'a [SessionPolicy<'a>]>,
    pub(crate) resource_account: Option<&'a str>,
    pub(crate) is_complete: bool,
}

/// A condition key and what the request has for it.
///
/// ```
/// use aclc::runtime::{ContextEntry, ContextValue};
///
/// let entry: ContextEntry<'_> = ("aws:SecureTransport", true.into());
/// assert_eq!(entry.1, ContextValue::Bool(true));
/// ```
pub type ContextEntry<'a> = (&'a str, ContextValue<'a>);

/// What a request has for a condition key.
///
/// A value that the caller has as a number or an address need not be written
/// out to be read again. To a condition on texts it is the text that AWS would
/// send.
/// ```
#[doc = include_str!("example.txt")]
/// let program = r#"
///     user Ann can lake:Read on *
///         when lake:Size < 1000 and only aws:TagKeys in "team", "env"
/// "#;
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{ContextValue, Decision, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let tags = ["team", "env"];
/// let request = Request::new(&ann, "lake:Read", "*")
///     .with("lake:Size", 900) // the same as `ContextValue::Number(900)`
///     .with("aws:TagKeys", &tags); // `ContextValue::Many(&tags)`
/// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
///
/// let request = Request::new(&ann, "lake:Read", "*")
///     .with("lake:Size", ContextValue::Absent)
///     .with("aws:TagKeys", &tags);
/// assert_eq!(policy.decide(&request)?.decision(), Decision::ImplicitDeny);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContextValue<'a> {
    /// A single-valued key's value.
    One(&'a str),
    /// A multi-valued key's values, also none or one.
    Many(&'a [&'a str]),
    /// No value, not even the one that would follow from the caller.
    Absent,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// An address.
    Address(IpAddr),
    /// A moment: seconds since 1970 as `aws:EpochTime`, else ISO 8601.
    Time(Time),
}

impl<'a> Request<'a> {
    /// A request without context. The action is `service:Name`, the resource an
    /// ARN, or `*` for an action that has none: see the example of
    /// [`Request`].
    #[inline]
    pub fn new(caller: &'a Caller<'a>, action: &'a str, resource: &'a str) -> Self {
        Self {
            caller,
            action,
            resource,
            context: &[],
            inline: [None; INLINE],
            given: 0,
            time: None,
            session_policies: None,
            resource_account: None,
            is_complete: false,
        }
    }

    /// With the value of a condition key. Keys compare without case; of two
    /// values for one key the first counts, so that a later one overrides nothing.
    ///
    /// A request holds eight of them. With more there is no decision, but an
    /// error: [`with_context`](Self::with_context) takes any number.
    ///
    /// A value that may be missing is given where it is there, by an `if let`:
    /// [`ContextValue::Absent`] says that there is none, which for a time is
    /// another thing than not to know it. Several values are a slice of texts.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "user Ann can s3:* on * when mfa";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use aclc::runtime::{Decision, Request};
    ///
    /// let ann = policy.principal("user/Ann")?;
    /// let mut request = Request::new(&ann, "s3:ListAllMyBuckets", "*");
    /// let second_factor: Option<bool> = Some(true); // of the session, say
    /// if let Some(given) = second_factor {
    ///     request = request.with("aws:MultiFactorAuthPresent", given);
    /// }
    /// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[inline]
    pub fn with(mut self, key: &'a str, value: impl Into<ContextValue<'a>>) -> Self {
        if let Some(place) = self.inline.get_mut(self.given) {
            *place = Some((key, value.into()));
        }
        self.given += 1;
        self
    }

    /// With what is known of the request. Keys compare without case; of two
    /// entries for one key the first counts, and those of [`with`](Self::with)
    /// before these.
    ///
    /// A second list takes the place of the first, and is not added to it.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "user Ann can s3:* on * when mfa";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use aclc::runtime::{ContextEntry, Decision, Request};
    ///
    /// let ann = policy.principal("user/Ann")?;
    /// let known: Vec<ContextEntry<'_>> = vec![
    ///     ("aws:MultiFactorAuthPresent", true.into()),
    ///     ("aws:UserAgent", "curl/8".into()),
    /// ];
    /// let request = Request::new(&ann, "s3:ListAllMyBuckets", "*").with_context(&known);
    /// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
    ///
    /// let request = request.with_context(&[]);
    /// assert_eq!(policy.decide(&request)?.decision(), Decision::ImplicitDeny);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[inline]
    pub fn with_context(mut self, context: &'a [ContextEntry<'a>]) -> Self {
        self.context = context;
        self
    }

    /// Made at this time: `aws:CurrentTime` and `aws:EpochTime`, where nothing
    /// else gives them. A second time takes the place of the first.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "user Ann can s3:* on * when before 2030-01-01";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use std::time::{SystemTime, UNIX_EPOCH};
    ///
    /// use aclc::runtime::{DecideError, Decision, Request, Time};
    ///
    /// let ann = policy.principal("user/Ann")?;
    /// let request = Request::new(&ann, "s3:ListAllMyBuckets", "*");
    /// // The evaluator has no clock.
    /// assert_eq!(policy.decide(&request).err(), Some(DecideError::NeedsTime));
    ///
    /// let now = Time::since_1970(SystemTime::now().duration_since(UNIX_EPOCH)?);
    /// # let now = Time::parse("2029-12-31T23:59:59Z").ok_or("no time")?;
    /// let request = request.at(now);
    /// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[inline]
    pub fn at(mut self, time: Time) -> Self {
        self.time = Some(time);
        self
    }

    /// Made in a session that these policies limit; together they are one
    /// limit, which allows what any of them allows and denies what any of them
    /// denies. A second list takes the place of the first.
    ///
    /// **No policies are no limit**, and one that is left out takes its denies
    /// with it. So do not leave out a name that the program does not have, as
    /// `filter_map` would: refuse it.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "
    ///     user Ann can s3:* on *
    ///     session policy ReadOnly { can s3:Get* on * }
    /// ";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use aclc::runtime::{Decision, Policy, Request, SessionPolicy};
    ///
    /// fn named<'p>(policy: Policy<'p>, names: &[&str]) -> Option<Vec<SessionPolicy<'p>>> {
    ///     names.iter().map(|name| policy.session_policy(name)).collect()
    /// }
    ///
    /// let ann = policy.principal("user/Ann")?;
    /// let request = Request::new(&ann, "s3:PutObject", "arn:aws:s3:::lake/a.csv");
    /// let limits = named(policy, &["ReadOnly"]).ok_or("no such session policy")?;
    /// let limited = request.with_session_policies(&limits);
    /// assert_eq!(policy.decide(&limited)?.decision(), Decision::ImplicitDeny);
    ///
    /// let unlimited = request.with_session_policies(&[]);
    /// assert_eq!(policy.decide(&unlimited)?.decision(), Decision::Allow);
    ///
    /// assert!(named(policy, &["ReadOnyl"]).is_none());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_session_policies(self, policies: &'a [SessionPolicy<'a>]) -> Self {
        Self {
            session_policies: (!policies.is_empty()).then_some(policies),
            ..self
        }
    }

    /// With the number of the account that the resource belongs to, where its
    /// ARN does not tell: an ARN that has a number is believed first. A second
    /// number takes the place of the first.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "
    ///     account prod = 111122223333
    ///     user Ann can s3:GetObject on *
    /// ";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use aclc::runtime::{Decision, Request};
    ///
    /// let ann = policy.principal("user/Ann")?;
    /// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
    /// // Nothing says whose the bucket is: it is taken to be of Ann's account.
    /// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
    ///
    /// // That of another account would have to let her in, too.
    /// let request = request.with_resource_account("444455556666");
    /// assert_eq!(policy.decide(&request)?.decision(), Decision::ImplicitDeny);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_resource_account(self, account: &'a str) -> Self {
        Self {
            resource_account: Some(account),
            ..self
        }
    }

    /// Says that the context is complete: nothing is filled in from the caller,
    /// and a time that is missing is missing. A service seldom wants that: it is
    /// for what a log says AWS has seen.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "user Ann can s3:GetObject on arn:aws:s3:::home/${aws:username}/*";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use aclc::runtime::{Decision, Request};
    ///
    /// let ann = policy.principal("user/Ann")?;
    /// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::home/Ann/a.csv");
    /// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
    ///
    /// let request = request.with_complete_context(); // without `aws:username`
    /// assert_eq!(policy.decide(&request)?.decision(), Decision::ImplicitDeny);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_complete_context(self) -> Self {
        Self {
            is_complete: true,
            ..self
        }
    }

    /// Everything that is given, in order.
    #[inline]
    pub(crate) fn entries(&self) -> impl Iterator<Item = &ContextEntry<'a>> {
        self.inline.iter().flatten().chain(self.context)
    }

    /// Whether more was given than it holds.
    pub(crate) fn has_too_many_values(&self) -> bool {
        self.given > INLINE
    }
}

impl<'a> From<&'a str> for ContextValue<'a> {
    #[inline]
    fn from(value: &'a str) -> Self {
        Self::One(value)
    }
}

impl<'a> From<&'a String> for ContextValue<'a> {
    #[inline]
    fn from(value: &'a String) -> Self {
        Self::One(value)
    }
}

impl<'a> From<&'a Vec<&'a str>> for ContextValue<'a> {
    #[inline]
    fn from(values: &'a Vec<&'a str>) -> Self {
        Self::Many(values)
    }
}

impl<'a> From<&'a [&'a str]> for ContextValue<'a> {
    #[inline]
    fn from(values: &'a [&'a str]) -> Self {
        Self::Many(values)
    }
}

impl<'a, const LENGTH: usize> From<&'a [&'a str; LENGTH]> for ContextValue<'a> {
    #[inline]
    fn from(values: &'a [&'a str; LENGTH]) -> Self {
        Self::Many(values)
    }
}

impl From<bool> for ContextValue<'_> {
    #[inline]
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for ContextValue<'_> {
    #[inline]
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<i32> for ContextValue<'_> {
    #[inline]
    fn from(value: i32) -> Self {
        Self::Number(value.into())
    }
}

impl From<u32> for ContextValue<'_> {
    #[inline]
    fn from(value: u32) -> Self {
        Self::Number(value.into())
    }
}

impl From<IpAddr> for ContextValue<'_> {
    /// As a socket tells it: the `::ffff:a.b.c.d` by which one that listens for
    /// both families calls an IPv4 peer is that peer's IPv4 address, for no
    /// range of a policy matches it otherwise.
    #[inline]
    fn from(value: IpAddr) -> Self {
        Self::Address(value.to_canonical())
    }
}

impl From<Ipv4Addr> for ContextValue<'_> {
    #[inline]
    fn from(value: Ipv4Addr) -> Self {
        Self::Address(value.into())
    }
}

impl From<Ipv6Addr> for ContextValue<'_> {
    #[inline]
    fn from(value: Ipv6Addr) -> Self {
        Self::Address(value.into())
    }
}

impl From<Time> for ContextValue<'_> {
    #[inline]
    fn from(value: Time) -> Self {
        Self::Time(value)
    }
}
