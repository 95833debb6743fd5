//! One request, one decision.
//!
//! Every policy that has a say is asked once. What they say then combines as
//! IAM's evaluation logic has it: a statement that denies, anywhere, wins; the
//! control policies must allow; then the resource's policy may be enough by
//! itself, or the caller's own policies within their limits, or, between
//! accounts, both together.

use core::fmt;
use core::ops::ControlFlow;

use super::answer::{Answer, Decision, Gap};
use super::arena::{Id, List};
use super::caller::CallerKind;
use super::context::Context;
use super::image::Items;
use super::parties::{Identity, Parties};
use super::pattern::Case;
use super::principal::Reach;
use super::request::Request;
use super::tree::{ActionClass, Level, PatternTest, Statement, Unit};
use super::{Policy, Tri};
use crate::iam::Effect;

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

/// Whether something allows, and the first statement that does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowing {
    pub(crate) allows: Tri,
    pub(crate) statement: Option<Id<Statement>>,
}

impl Allowing {
    const NO: Self = Self {
        allows: Tri::No,
        statement: None,
    };
    const YES: Self = Self {
        allows: Tri::Yes,
        statement: None,
    };

    fn add(&mut self, applies: Tri, statement: Id<Statement>) {
        if applies > self.allows {
            *self = Self {
                allows: applies,
                statement: Some(statement),
            };
        }
    }
}

/// What every policy says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Findings {
    pub(crate) denies: Allowing,
    pub(crate) service_levels: Tri,
    pub(crate) resource_levels: Tri,
    /// By how far it reaches: [`Reach`].
    pub(crate) resource: [Allowing; 4],
    pub(crate) identity: Allowing,
    pub(crate) boundary: Tri,
    pub(crate) session: Tri,
}

impl<'a> Policy<'a> {
    /// Decides one request. Allocates nothing.
    ///
    /// # Errors
    /// Where the decision hangs on a time that the request does not give, and
    /// where the request is of another policy.
    pub fn decide(self, request: &Request<'a>) -> Result<Answer<'a>, DecideError> {
        let is_own = |policy| self.is(policy);
        let sessions = request.session_policies.unwrap_or_default();
        if !is_own(request.caller.policy) || !sessions.iter().all(|session| is_own(session.policy))
        {
            return Err(DecideError::OtherTree);
        }
        if request.has_too_many_values() {
            return Err(DecideError::TooManyValues);
        }
        let (account, account_source) = self.resource_account(request);
        let context = Context::new(self, request, account);
        let parties = context.parties();
        let (decision, statements) = context.decide(&parties)?;
        Ok(Answer {
            policy: self,
            decision,
            statements,
            resource_account: self.number_of(account),
            account_source,
            gap: parties.gap.filter(|gap| is_open(*gap, decision)),
        })
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

impl Context<'_> {
    pub(crate) fn decide(
        &self,
        parties: &Parties<'_>,
    ) -> Result<(Decision, Deciders), DecideError> {
        // Whoever has credentials may ask whose they are, whatever a policy
        // says (STS API Reference, "GetCallerIdentity").
        if self
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
            || pessimist.0 != self.combine(parties, &findings, true).0;
        match pessimist.0 {
            Decision::ExplicitDeny => Ok(pessimist),
            Decision::Allow | Decision::ImplicitDeny if hangs_on_time => {
                Err(DecideError::NeedsTime)
            }
            Decision::Allow | Decision::ImplicitDeny => Ok(pessimist),
        }
    }

    /// Asks every policy, up to the first statement that denies.
    fn gather(&self, parties: &Parties<'_>) -> Findings {
        let mut findings = Findings {
            denies: Allowing::NO,
            service_levels: Tri::Yes,
            resource_levels: Tri::Yes,
            resource: [Allowing::NO; 4],
            identity: match parties.identity {
                Identity::Root => Allowing::YES,
                Identity::None | Identity::Units(_) => Allowing::NO,
            },
            boundary: Tri::Yes,
            session: Tri::Yes,
        };
        // Breaks off once something denies, and the rest does not matter.
        let _ = self.ask_all(parties, &mut findings);
        findings
    }

    fn ask_all(&self, parties: &Parties<'_>, findings: &mut Findings) -> ControlFlow<()> {
        let denies = &mut findings.denies;
        findings.resource_levels = self.ask_levels(parties.resource_levels, denies)?;
        findings.service_levels = self.ask_levels(parties.service_levels, denies)?;
        if let Some(unit) = parties.resource {
            let resource = &mut findings.resource;
            self.ask(unit, denies, &mut |id, statement, applies| {
                let place = self.reach(statement).map(|reach| reach as usize);
                if let Some(allowing) = place.and_then(|place| resource.get_mut(place)) {
                    allowing.add(applies, id);
                }
            })?;
        }
        if let Identity::Units(units) = parties.identity {
            findings.identity = self.ask_units(units, denies)?;
        }
        if let Some(unit) = parties.boundary {
            findings.boundary = self.ask_units([unit].into_iter(), denies)?.allows;
        }
        findings.session = match (self.request.session_policies, self.caller().kind) {
            (Some(policies), _) => {
                self.ask_units(policies.iter().map(|policy| policy.unit), denies)?
                    .allows
            }
            // Such a session has the permissions that it was given, and its
            // user's only within them.
            (None, CallerKind::FederatedUser) => Tri::No,
            (None, _) => Tri::Yes,
        };
        ControlFlow::Continue(())
    }

    /// Whether every level allows.
    fn ask_levels(&self, levels: Items<'_, Level>, denies: &mut Allowing) -> ControlFlow<(), Tri> {
        let mut all = Tri::Yes;
        for level in levels {
            let units = self.policy.list(level.units);
            let allows = self.ask_units(units, denies)?.allows;
            all = all.min(if level.full_access { Tri::Yes } else { allows });
        }
        ControlFlow::Continue(all)
    }

    /// Whether any of some policies allows.
    fn ask_units(
        &self,
        units: impl Iterator<Item = Id<Unit>>,
        denies: &mut Allowing,
    ) -> ControlFlow<(), Allowing> {
        let mut allowing = Allowing::NO;
        for unit in units {
            self.ask(unit, denies, &mut |id, _, applies| {
                allowing.add(applies, id);
            })?;
        }
        ControlFlow::Continue(allowing)
    }

    /// Shows every statement that allows the request, and breaks off at one
    /// that denies it.
    fn ask(
        &self,
        unit: Id<Unit>,
        denies: &mut Allowing,
        allow: &mut impl FnMut(Id<Statement>, Statement, Tri),
    ) -> ControlFlow<()> {
        self.candidates(unit, &mut |id, statement| {
            if self.reach(statement).is_none() {
                return ControlFlow::Continue(());
            }
            let applies = self.test_atoms(statement.atoms);
            match statement.effect {
                Effect::Allow => allow(id, statement, applies),
                Effect::Deny if self.without_denies => {}
                Effect::Deny => denies.add(applies, id),
            }
            match denies.allows {
                Tri::Yes => ControlFlow::Break(()),
                Tri::No | Tri::Maybe => ControlFlow::Continue(()),
            }
        })
    }

    /// Visits the statements of a unit that are about the request's action and
    /// resource; some twice.
    fn candidates(
        &self,
        unit: Id<Unit>,
        visit: &mut impl FnMut(Id<Statement>, Statement) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(unit) = self.policy.get(unit) else {
            return ControlFlow::Continue(());
        };
        // What matches only ARNs is left out for a resource that is none.
        let is_arn = super::arn::is_arn(self.request.resource);
        self.find(
            unit.actions,
            self.request.action,
            Case::Ascii,
            &mut |class| {
                let Some(ActionClass { mut resources }) = self.policy.get(class) else {
                    return ControlFlow::Continue(());
                };
                if !is_arn {
                    resources.heads = List::EMPTY;
                }
                self.find(
                    resources,
                    self.request.resource,
                    Case::Sensitive,
                    &mut |id| match self.policy.get(id) {
                        Some(statement) if self.is_not_excepted(statement) => visit(id, statement),
                        Some(_) | None => ControlFlow::Continue(()),
                    },
                )
            },
        )
    }

    /// Whether neither `NotAction` nor `NotResource` lists what the request is
    /// about. (That the other forms list it is how the statement was found.)
    fn is_not_excepted(&self, statement: Statement) -> bool {
        let lists =
            |test: PatternTest, text, case| test.negated && self.any_matches(test, text, case);
        !lists(statement.actions, self.request.action, Case::Ascii)
            && !statement
                .resources
                .is_some_and(|test| lists(test, self.request.resource, Case::Sensitive))
    }

    pub(crate) fn any_matches(&self, test: PatternTest, text: &str, case: Case) -> bool {
        self.policy
            .list(test.patterns)
            .filter_map(|id| self.policy.get(id))
            .any(|pattern| self.matches(pattern, text, case))
    }

    /// What it comes to, if every `Maybe` of an allow is taken for `maybe`.
    fn combine(
        &self,
        parties: &Parties<'_>,
        findings: &Findings,
        maybe: bool,
    ) -> (Decision, Deciders) {
        const REFUSED: (Decision, Deciders) = (Decision::ImplicitDeny, [None, None]);
        if findings.denies.allows == Tri::Yes {
            return (Decision::ExplicitDeny, [findings.denies.statement, None]);
        }
        if !findings.resource_levels.or(maybe) || !findings.service_levels.or(maybe) {
            return REFUSED;
        }
        // The furthest reach first, for it asks the least of the caller's side.
        let granted = [
            Reach::Caller,
            Reach::User,
            Reach::BehindSession,
            Reach::Account,
        ]
        .into_iter()
        .find_map(|reach| {
            let allowing = findings.resource.get(reach as usize)?;
            allowing
                .allows
                .or(maybe)
                .then_some((reach, allowing.statement))
        });
        let identity = findings.identity.allows.or(maybe);
        let is_within_limits = findings.boundary.or(maybe) && findings.session.or(maybe);
        let own = findings.identity.statement;
        match (parties.identity, granted) {
            (Identity::None, Some((_, statement))) => (Decision::Allow, [statement, None]),
            (Identity::None, None) => REFUSED,
            (Identity::Root | Identity::Units(_), Some((reach, statement)))
                if self.is_same_account() =>
            {
                match reach {
                    Reach::Caller => (Decision::Allow, [statement, None]),
                    Reach::User if findings.session.or(maybe) => {
                        (Decision::Allow, [statement, None])
                    }
                    Reach::BehindSession if is_within_limits => {
                        (Decision::Allow, [statement, None])
                    }
                    Reach::Account if is_within_limits && identity => {
                        (Decision::Allow, [own, statement])
                    }
                    Reach::User | Reach::BehindSession | Reach::Account => REFUSED,
                }
            }
            (Identity::Root | Identity::Units(_), Some((_, statement)))
                if identity && is_within_limits =>
            {
                (Decision::Allow, [own, statement])
            }
            (Identity::Root | Identity::Units(_), None)
                if self.is_same_account()
                    && !parties.resource_must_allow
                    && identity
                    && is_within_limits =>
            {
                (Decision::Allow, [own, None])
            }
            (Identity::Root | Identity::Units(_), Some(_) | None) => REFUSED,
        }
    }
}
