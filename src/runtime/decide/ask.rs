//! Asks policies what they say to a request.

use core::ops::ControlFlow;

use super::finding::{Allowing, Allows, Findings, Reaching};
use crate::runtime::Tri;
use crate::runtime::action::{self, ActionNumber};
use crate::runtime::arena::{Id, List};
use crate::runtime::caller::CallerKind;
use crate::runtime::candidate::{Candidate, LeadsTo, Led};
use crate::runtime::context::Context;
use crate::runtime::image::{Items, Short};
use crate::runtime::parties::{Identity, Own, Parties};
use crate::runtime::pattern::Case;
use crate::runtime::principal::Reach;
use crate::runtime::tree::{Entity, Entry, Level, Lookup, PatternTest, Source, Unit};

impl Context<'_, '_> {
    /// Asks every policy, up to the first statement that denies.
    pub(super) fn gather(&self, parties: &Parties<'_>) -> Findings {
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
    pub(super) fn ask_sources(
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
}
