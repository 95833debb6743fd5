//! Many requests at once.

use core::slice;

use super::action::AskedAction;
use super::value::is_same;
use super::{Answer, DecideError, Policy, Request};

/// The answers to many requests, in their order: see [`Policy::decide_batch`].
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "user Ann can s3:Get* on arn:aws:s3:::lake/*";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Batch, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let requests = [Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv"); 3];
/// let batch: Batch<'_, '_> = policy.decide_batch(&requests);
/// assert_eq!(batch.len(), 3);
/// assert!(batch.into_iter().all(|answer| answer.is_ok()));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Batch<'a, 'r> {
    policy: Policy<'a>,
    requests: slice::Iter<'r, Request<'a>>,
    /// The action of the last request, and what it matches.
    last: (&'a str, AskedAction),
}

impl<'a> Policy<'a> {
    /// Decides many requests, each as [`decide`](Self::decide) does. Allocates
    /// nothing.
    ///
    /// An action that comes again with the next request is not looked up again.
    /// Nothing is sorted or read ahead: that takes longer than it saves, for the
    /// processor itself begins with a request before it is done with the last.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "user Alice can s3:Get* on arn:aws:s3:::lake/*";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use aclc::runtime::{DecideError, Decision, Request};
    ///
    /// let alice = policy.principal("user/Alice")?;
    /// let requests: Vec<Request<'_>> = ["s3:GetObject", "s3:PutObject"]
    ///     .map(|action| Request::new(&alice, action, "arn:aws:s3:::lake/a.csv"))
    ///     .into();
    /// let allowed = policy
    ///     .decide_batch(&requests)
    ///     .map(|answer| Ok(answer?.decision() == Decision::Allow));
    /// let allowed: Result<Vec<bool>, DecideError> = allowed.collect();
    /// assert_eq!(allowed?, [true, false]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn decide_batch<'r>(self, requests: &'r [Request<'a>]) -> Batch<'a, 'r> {
        Batch {
            policy: self,
            requests: requests.iter(),
            last: ("", self.find_action("")),
        }
    }
}

impl<'a> Iterator for Batch<'a, '_> {
    type Item = Result<Answer<'a>, DecideError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let request = self.requests.next()?;
        let policy = &request.caller.policy;
        if !self.policy.is(*policy) {
            return Some(Err(DecideError::OtherTree));
        }
        let (action, asked) = &mut self.last;
        if !is_same(action.as_bytes(), request.action.as_bytes()) {
            *action = request.action;
            *asked = policy.find_action(action);
        }
        Some(policy.decide_about(request, asked))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.requests.size_hint()
    }
}

impl ExactSizeIterator for Batch<'_, '_> {}
