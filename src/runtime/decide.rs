//! One request, one decision.
//!
//! Every policy that has a say is asked once. What they say then combines as
//! IAM's evaluation logic has it: a statement that denies, anywhere, wins; the
//! control policies must allow; then the resource's policy may be enough by
//! itself, or the caller's own policies within their limits, or, between
//! accounts, both together.

use core::fmt;
use core::ops::ControlFlow;

use super::action::{ActionNumber, AskedAction};
use super::answer::{Answer, Decision, Gap};
use super::arena::{Id, List};
use super::caller::CallerKind;
use super::candidate::{Candidate, LeadsTo, Led};
use super::context::Context;
use super::image::{Items, Short, section};
use super::parties::{Identity, Own, Parties};
use super::pattern::Case;
use super::principal::Reach;
use super::request::Request;
use super::tree::{Entity, Entry, Level, Lookup, PatternTest, Source, Statement, Unit};
use super::{Policy, Tri, action};

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

    /// Of several statements the first of the program counts.
    #[inline]
    fn add(&mut self, applies: Tri, statement: Id<Statement>) {
        let is_first = |other| statement < other;
        if applies > self.allows || applies == self.allows && self.statement.is_some_and(is_first) {
            *self = Self {
                allows: applies,
                statement: Some(statement),
            };
        }
    }
}

/// What allows, by how far it reaches: [`Reach`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reaching([Allowing; 4]);

/// What statements that allow are added to.
trait Allows {
    fn allow(&mut self, reach: Reach, applies: Tri, statement: Id<Statement>);
}

/// Of policies that do not say whom they are about.
impl Allows for Allowing {
    #[inline(always)]
    fn allow(&mut self, reach: Reach, applies: Tri, statement: Id<Statement>) {
        if reach == Reach::Caller {
            self.add(applies, statement);
        }
    }
}

impl Allows for Reaching {
    fn allow(&mut self, reach: Reach, applies: Tri, statement: Id<Statement>) {
        if let Some(allowing) = self.0.get_mut(reach as usize) {
            allowing.add(applies, statement);
        }
    }
}

impl Reaching {
    const NO: Self = Self([Allowing::NO; 4]);

    fn of(&self, reach: Reach) -> Allowing {
        self.0.get(reach as usize).copied().unwrap_or(Allowing::NO)
    }

    /// What allows, however far it reaches.
    fn furthest(&self) -> Allowing {
        let mut furthest = Allowing::NO;
        for allowing in &self.0 {
            if let Some(statement) = allowing.statement {
                furthest.add(allowing.allows, statement);
            }
        }
        furthest
    }
}

/// What every policy says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Findings {
    pub(crate) denies: Allowing,
    pub(crate) service_levels: Tri,
    pub(crate) resource_levels: Tri,
    pub(crate) resource: Reaching,
    pub(crate) identity: Allowing,
    pub(crate) boundary: Tri,
    pub(crate) session: Tri,
}

impl<'a> Policy<'a> {
    /// Decides one request. Allocates nothing.
    #[inline]
    ///
    /// # Errors
    /// Where the decision hangs on a time that the request does not give, and
    /// where the request is of another policy.
    pub fn decide(self, request: &Request<'a>) -> Result<Answer<'a>, DecideError> {
        let policy = &request.caller.policy;
        if !self.is(*policy) {
            return Err(DecideError::OtherTree);
        }
        policy.decide_about(request, policy.find_action(request.action))
    }

    /// Decides one request of a caller of this policy, whose action has been
    /// looked up.
    #[inline]
    pub(crate) fn decide_about(
        &self,
        request: &Request<'a>,
        action: AskedAction<'a>,
    ) -> Result<Answer<'a>, DecideError> {
        if let Some(sessions) = request.session_policies
            && sessions.iter().any(|session| !self.is(session.policy))
        {
            return Err(DecideError::OtherTree);
        }
        if request.has_too_many_values() {
            return Err(DecideError::TooManyValues);
        }
        let context = Context::about(self, request, action);
        let answer = |(decision, statements), gap: Option<Gap>| Answer {
            decision,
            statements,
            caller: request.caller,
            resource: request.resource,
            given_account: request.resource_account,
            gap: gap.filter(|gap| is_open(*gap, decision)),
        };
        if let Some(found) = context.decide_simply() {
            return Ok(answer(found, None));
        }
        let parties = context.parties();
        let found = context.decide(&parties)?;
        Ok(answer(found, parties.gap))
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
        let speaker = self.caller().speaker.filter(|speaker| speaker.is_plain)?;
        let (mut denies, mut allowing) = (Allowing::NO, Allowing::NO);
        let asked = self.ask_sources(speaker.sources, &mut denies, &mut allowing);
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

    /// Asks every policy, up to the first statement that denies.
    fn gather(&self, parties: &Parties<'_>) -> Findings {
        let mut findings = Findings {
            denies: Allowing::NO,
            service_levels: Tri::Yes,
            resource_levels: Tri::Yes,
            resource: Reaching::NO,
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
            self.ask(unit, denies, &mut findings.resource)?;
        }
        if let Identity::Units(own) = parties.identity {
            findings.identity = self.ask_own(own, denies)?;
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

    /// Whether any of a caller's own policies allows.
    fn ask_own(&self, own: Own<'_>, denies: &mut Allowing) -> ControlFlow<(), Allowing> {
        let mut allowing = Allowing::NO;
        match own {
            Own::Entity(entity) => self.ask_sources(entity.sources, denies, &mut allowing)?,
            Own::StandIn(units) => {
                for unit in units {
                    self.ask(unit, denies, &mut allowing)?;
                }
            }
            Own::None => {}
        }
        ControlFlow::Continue(allowing)
    }

    /// Asks the policies of a caller.
    #[inline(always)]
    fn ask_sources(
        &self,
        sources: Short<List<Source>>,
        denies: &mut Allowing,
        allowing: &mut Allowing,
    ) -> ControlFlow<()> {
        if let Some(source) = sources.only() {
            return self.ask_source(source, denies, allowing);
        }
        for source in self.policy.list(sources.0) {
            self.ask_source(source, denies, allowing)?;
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn ask_source(
        &self,
        source: Source,
        denies: &mut Allowing,
        allowing: &mut Allowing,
    ) -> ControlFlow<()> {
        match source {
            Source::Unit(unit) | Source::GroupUnit(unit) => self.ask(unit, denies, allowing),
            Source::Group(group) => self.ask_group(group, denies, allowing),
            Source::Membership(_) => ControlFlow::Continue(()),
        }
    }

    #[inline(never)]
    fn ask_group(
        &self,
        group: Id<Entity>,
        denies: &mut Allowing,
        allowing: &mut Allowing,
    ) -> ControlFlow<()> {
        let group = self.policy.get(group);
        for source in group
            .into_iter()
            .flat_map(|group| self.policy.sources_of(group))
        {
            // A group is in no group.
            if let Source::Unit(unit) = source {
                self.ask(unit, denies, allowing)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Whether any of some policies allows.
    fn ask_units(
        &self,
        units: impl Iterator<Item = Id<Unit>>,
        denies: &mut Allowing,
    ) -> ControlFlow<(), Allowing> {
        let mut allowing = Reaching::NO;
        for unit in units {
            self.ask(unit, denies, &mut allowing)?;
        }
        ControlFlow::Continue(allowing.furthest())
    }

    /// Adds what the statements of a policy say to the request, and breaks off
    /// at one that denies it.
    #[inline(always)]
    fn ask(
        &self,
        unit: Id<Unit>,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
        match self.policy.get(unit) {
            Some(unit) if unit.bits & self.action.bits != 0 => {
                self.ask_entries(unit.entries, unit.bits, denies, allowing)
            }
            Some(_) | None => ControlFlow::Continue(()),
        }
    }

    #[inline(always)]
    fn ask_entries(
        &self,
        list: List<Entry>,
        bits: u64,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
        let entries = self.policy.list(list);
        for ActionNumber { number } in self.action.numbers {
            if bits & action::bit(number) != 0
                && let Some(led) = action::find_entry(entries, list.len, bits, number)
            {
                self.follow(led, denies, allowing)?;
            }
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn follow(
        &self,
        led: Led,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
        match led.to() {
            LeadsTo::One(candidate) => self.try_candidate(candidate, denies, allowing),
            LeadsTo::Few(list) => {
                for candidate in self.policy.list(list) {
                    self.try_candidate(candidate, denies, allowing)?;
                }
                ControlFlow::Continue(())
            }
            LeadsTo::Many(id) => self.ask_many(id, denies, allowing),
        }
    }

    /// Tries those of many candidates that may be about the request's resource.
    fn ask_many(
        &self,
        id: Id<Lookup>,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
        let Some(lookup) = self.policy.get(id) else {
            return ControlFlow::Continue(());
        };
        for candidate in self.policy.list(lookup.always) {
            self.try_candidate(candidate, denies, allowing)?;
        }
        let heads = self.policy.list(lookup.heads);
        for head in self.policy.heads_of(heads, self.request.resource) {
            for candidate in self.policy.list(head.candidates) {
                self.try_candidate(candidate, denies, allowing)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Adds what a candidate says to the request, if it is about it.
    #[inline(always)]
    fn try_candidate(
        &self,
        candidate: Candidate,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
        if !self.is_about(candidate) {
            return ControlFlow::Continue(());
        }
        let (reach, applies) = if candidate.asks_more() {
            match self.ask_more(candidate) {
                Some(found) => found,
                None => return ControlFlow::Continue(()),
            }
        } else {
            (Reach::Caller, Tri::Yes)
        };
        if !candidate.denies() {
            allowing.allow(reach, applies, candidate.statement);
        } else if !self.without_denies {
            denies.add(applies, candidate.statement);
            if applies == Tri::Yes {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    /// How far a statement reaches and whether its condition holds; none where
    /// it is not about the request.
    fn ask_more(&self, candidate: Candidate) -> Option<(Reach, Tri)> {
        let statement = self.policy.get(candidate.statement)?;
        let selects =
            |test: PatternTest, text, case| self.any_matches(test, text, case) != test.negated;
        if candidate.tests_action() && !selects(statement.actions, self.request.action, Case::Ascii)
        {
            return None;
        }
        // That the other form lists the resource is how the candidate was found.
        let except = statement.resources.filter(|test| test.negated);
        if except.is_some_and(|test| !selects(test, self.request.resource, Case::Sensitive)) {
            return None;
        }
        let reach = self.reach(statement)?;
        Some((reach, self.test_atoms(statement.atoms)))
    }

    pub(crate) fn any_matches(&self, test: PatternTest, text: &str, case: Case) -> bool {
        self.policy
            .patterns_of(test)
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
            let allowing = findings.resource.of(reach);
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
                if !parties.resource_must_allow
                    && identity
                    && is_within_limits
                    && self.is_same_account() =>
            {
                (Decision::Allow, [own, None])
            }
            (Identity::Root | Identity::Units(_), Some(_) | None) => REFUSED,
        }
    }
}
