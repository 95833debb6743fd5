//! Many requests at once.

use core::hint::black_box;
use core::slice;

use super::action::AskedAction;
use super::{Answer, DecideError, Policy, Request};

/// How many requests are looked ahead.
const AHEAD: usize = 16;

/// How many actions are remembered.
const REMEMBERED: usize = 128;

/// The answers to many requests, in their order: see [`Policy::decide_batch`].
#[derive(Clone, Debug)]
pub struct Batch<'a, 'r> {
    policy: Policy<'a>,
    requests: slice::Iter<'r, Request<'a>>,
    /// How many of the next requests have been looked at.
    looked_at: usize,
    /// Actions that were looked up, each at the place that its text falls on.
    actions: [(&'a str, AskedAction<'a>); REMEMBERED],
}

impl<'a> Policy<'a> {
    /// Decides many requests, each as [`decide`](Self::decide) does. Allocates
    /// nothing.
    ///
    /// An action that comes again is not looked up again, and what requests need
    /// of the policy is fetched for several at a time. It is quickest where the
    /// requests are sorted by principal, if that costs nothing.
    ///
    /// ```
    /// # #[cfg(feature = "compiler")]
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use aclc::{Input, Options, Texts, compile};
    /// # let program = "user Alice can s3:Get* on arn:aws:s3:::lake/*";
    /// # let mut texts: Texts = [("team.acl", program)].into_iter().collect();
    /// # let compilation = compile(&[Input::File("team.acl".into())], &mut texts, &Options::default());
    /// # let tree = compilation.compiled.ok_or("errors")?.tree;
    /// # let policy = tree.policy();
    /// use aclc::runtime::{Decision, Request};
    ///
    /// let alice = policy.principal("user/Alice")?;
    /// let requests: Vec<Request<'_>> = ["s3:GetObject", "s3:PutObject"]
    ///     .map(|action| Request::new(&alice, action, "arn:aws:s3:::lake/a.csv"))
    ///     .into();
    /// let allowed: Result<Vec<bool>, _> = policy
    ///     .decide_batch(&requests)
    ///     .map(|answer| Ok(answer?.decision() == Decision::Allow))
    ///     .collect();
    /// # let allowed: Result<Vec<bool>, aclc::runtime::DecideError> = allowed;
    /// assert_eq!(allowed?, [true, false]);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "compiler"))]
    /// # fn main() {}
    /// ```
    pub fn decide_batch<'r>(self, requests: &'r [Request<'a>]) -> Batch<'a, 'r> {
        Batch {
            policy: self,
            requests: requests.iter(),
            looked_at: 0,
            actions: [("", self.find_action("")); REMEMBERED],
        }
    }
}

impl<'a> Iterator for Batch<'a, '_> {
    type Item = Result<Answer<'a>, DecideError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.looked_at == 0 {
            self.look_ahead();
        }
        self.looked_at = self.looked_at.saturating_sub(1);
        let request = self.requests.next()?;
        let policy = &request.caller.policy;
        if !self.policy.is(*policy) {
            return Some(Err(DecideError::OtherTree));
        }
        let action = self.action(request.action);
        Some(policy.decide_about(request, action))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.requests.size_hint()
    }
}

impl ExactSizeIterator for Batch<'_, '_> {}

impl<'a> Batch<'a, '_> {
    /// What an action matches.
    #[inline]
    fn action(&mut self, action: &'a str) -> AskedAction<'a> {
        let last = action.as_bytes().last_chunk().copied().unwrap_or_default();
        let mixed = u64::from_le_bytes(last).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let place = (mixed >> 32) as usize % REMEMBERED;
        let Some(slot) = self.actions.get_mut(place) else {
            return self.policy.find_action(action);
        };
        if slot.0 != action {
            *slot = (action, self.policy.find_action(action));
        }
        slot.1
    }

    /// Reads what the next requests will need of the policy. Their reads do not
    /// wait for each other, as those of one request do.
    fn look_ahead(&mut self) {
        let next = self.requests.as_slice().get(..AHEAD);
        let next = next.unwrap_or(self.requests.as_slice());
        self.looked_at = next.len();
        let units = next.iter().filter_map(|request| {
            // Of another policy's caller nothing is read.
            let own = request.caller.speaker;
            let own = own.filter(|_| self.policy.is(request.caller.policy))?;
            own.sources.units()
        });
        for id in units.flatten() {
            let entries = self.policy.get(id.actions()).map(|unit| unit.entries);
            let first = entries.and_then(|entries| self.policy.list(entries).get(0));
            black_box(first.map(|entry| entry.number));
        }
    }
}
