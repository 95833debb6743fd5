//! One request, one decision.
//!
//! Every policy that has a say is asked once. What they say then combines as
//! IAM's evaluation logic has it: a statement that denies, anywhere, wins; the
//! control policies must allow; then the resource's policy may be enough by
//! itself, or the caller's own policies within their limits, or, between
//! accounts, both together.

mod ask;
mod combine;
mod error;
mod finding;

pub use error::DecideError;

use finding::Allowing;

use super::action::AskedAction;
use super::answer::{Answer, Decision, Gap};
use super::arena::Id;
use super::caller::CallerKind;
use super::context::Context;
use super::image::section;
use super::parties::Parties;
use super::request::Request;
use super::tree::Statement;
use super::{Policy, Tri, form};

impl<'a> Policy<'a> {
    /// Decides one request. Allocates nothing.
    ///
    /// ```
    #[doc = include_str!("../example.txt")]
    /// let program = "user Ann can s3:GetObject on arn:aws:s3:::lake/*";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use aclc::runtime::{Decision, Request};
    ///
    /// let ann = policy.principal("user/Ann")?;
    /// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
    /// let may = |request: &Request<'_>| match policy.decide(request) {
    ///     Ok(answer) => answer.decision() == Decision::Allow,
    ///     Err(_) => false,
    /// };
    /// assert!(may(&request));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Where the decision hangs on a time that the request does not give, where
    /// the request is of another policy, and where it would be allowed, but its
    /// action is no action or its resource no resource.
    #[inline]
    pub fn decide(self, request: &Request<'a>) -> Result<Answer<'a>, DecideError> {
        let policy = &request.caller.policy;
        if !self.is(*policy) {
            return Err(DecideError::OtherTree);
        }
        policy.decide_about(request, &policy.find_action(request.action))
    }

    /// Decides one request of a caller of this policy, whose action has been
    /// looked up.
    #[inline]
    pub(crate) fn decide_about(
        &self,
        request: &Request<'a>,
        action: &AskedAction,
    ) -> Result<Answer<'a>, DecideError> {
        if let Some(sessions) = request.session_policies
            && sessions.iter().any(|session| !self.is(session.policy))
        {
            return Err(DecideError::OtherTree);
        }
        if request.has_too_many_values() {
            return Err(DecideError::TooManyValues);
        }
        let context = Context::about(self, request, *action);
        let answer = |(decision, statements), gap: Option<Gap>| {
            // What is refused in any case need not be of the right form.
            if decision == Decision::Allow {
                context.check_form()?;
            }
            Ok(Answer {
                decision,
                statements,
                caller: request.caller,
                resource: request.resource,
                given_account: request.resource_account,
                gap: gap.filter(|gap| is_open(*gap, decision)),
            })
        };
        if let Some(found) = context.decide_simply() {
            return answer(found, None);
        }
        let parties = context.parties();
        let found = context.decide(&parties)?;
        answer(found, parties.gap)
    }
}

/// Whether a gap leaves a decision open. An explicit deny stands; policies that
/// count as empty cannot have allowed anything, but could.
fn is_open(gap: Gap, decision: Decision) -> bool {
    match (gap, decision) {
        (_, Decision::ExplicitDeny) => false,
        (
            Gap::UnknownPolicies | Gap::UnknownCaller | Gap::UnknownTrust | Gap::UnknownKeyPolicy,
            Decision::Allow | Decision::ImplicitDeny,
        ) => true,
    }
}

type Deciders = [Option<Id<Statement>>; 2];

impl Context<'_, '_> {
    /// Whether the request is about an action and a resource at all.
    #[inline]
    pub(crate) fn check_form(&self) -> Result<(), DecideError> {
        if !self.action.is_name && !form::is_action(self.request.action) {
            return Err(DecideError::NotAnAction);
        }
        // What has a prefix of the program's ARNs has their five colons.
        if self.prefix.get().is_none() && !form::is_resource(self.request.resource) {
            return Err(DecideError::NotAResource);
        }
        Ok(())
    }

    /// Decides most requests: where nothing but the policies of a known user or
    /// role has a say. This is what the general way comes to then; none where
    /// something else has a say, or where the answer hangs on the time.
    #[inline]
    fn decide_simply(&self) -> Option<(Decision, Deciders)> {
        let policy = self.policy;
        let others = policy.count(section::LEVELS)
            | policy.count(section::OWNERS)
            | policy.count(section::STAND_INS);
        let is_plain = match self.caller().kind {
            CallerKind::User | CallerKind::Role => true,
            CallerKind::Root
            | CallerKind::FederatedUser
            | CallerKind::Service
            | CallerKind::Federated
            | CallerKind::Anonymous => false,
        };
        if others != 0
            || !is_plain
            || self.request.session_policies.is_some()
            || self.asks_trust_or_key()
        {
            return None;
        }
        let speaker = self
            .caller()
            .speaker
            .as_ref()
            .filter(|speaker| speaker.kin.is_plain())?;
        let (mut denies, mut allowing) = (Allowing::NO, Allowing::NO);
        let asked = self.ask_sources(&speaker.sources, &mut denies, &mut allowing);
        if asked.is_break() {
            return Some((Decision::ExplicitDeny, [denies.statement, None]));
        }
        if self.has_maybe.get() || self.needs_time.get() {
            return None;
        }
        if allowing.allows == Tri::Yes && self.is_same_account() {
            Some((Decision::Allow, [allowing.statement, None]))
        } else {
            Some((Decision::ImplicitDeny, [None, None]))
        }
    }

    pub(crate) fn decide(
        &self,
        parties: &Parties<'_>,
    ) -> Result<(Decision, Deciders), DecideError> {
        // Whoever has credentials may ask whose they are, whatever a policy
        // says (STS API Reference, "GetCallerIdentity").
        let kind = self.caller().kind;
        if self.asks_trust_or_key()
            && !matches!(kind, CallerKind::Anonymous | CallerKind::Federated)
            && self
                .request
                .action
                .eq_ignore_ascii_case("sts:GetCallerIdentity")
        {
            return Ok((Decision::Allow, [None, None]));
        }
        let findings = self.gather(parties);
        let pessimist = self.combine(parties, &findings, false);
        let hangs_on_time = self.needs_time.get()
            || findings.denies.allows == Tri::Maybe
            || self.has_maybe.get() && pessimist.0 != self.combine(parties, &findings, true).0;
        match pessimist.0 {
            Decision::ExplicitDeny => Ok(pessimist),
            Decision::Allow | Decision::ImplicitDeny if hangs_on_time => {
                Err(DecideError::NeedsTime)
            }
            Decision::Allow | Decision::ImplicitDeny => Ok(pessimist),
        }
    }
}
