//! Asks policies what they say to a request.

use core::ops::ControlFlow;

use super::finding::{Allowing, Allows, Findings, Reaching};
use crate::runtime::Tri;
use crate::runtime::arena::{Id, List};
use crate::runtime::caller::CallerKind;
use crate::runtime::candidate::{Candidate, LeadsTo};
use crate::runtime::context::Context;
use crate::runtime::image::Items;
use crate::runtime::parties::{Identity, Own, Parties};
use crate::runtime::pattern::Case;
use crate::runtime::principal::Reach;
use crate::runtime::source::{Source, Sources};
use crate::runtime::tree::{Entity, Entry, Level, Lookup, PatternTest, Unit, UnitActions};

/// The entries of the bits that a unit and the action have in common.
struct Common {
    /// The bits of those that are left.
    left: u64,
    /// All bits of the unit.
    bits: u64,
    /// The place of the unit's first entry.
    first: u32,
}

impl Iterator for Common {
    type Item = Id<Entry>;

    #[inline(always)]
    fn next(&mut self) -> Option<Id<Entry>> {
        if self.left == 0 {
            return None;
        }
        let below = (self.left & self.left.wrapping_neg()) - 1;
        self.left &= self.left - 1;
        Some(Id::new(self.first + (self.bits & below).count_ones()))
    }
}

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
            Own::Entity(entity) => self.ask_sources(&entity.sources, denies, &mut allowing)?,
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
        sources: &Sources,
        denies: &mut Allowing,
        allowing: &mut Allowing,
    ) -> ControlFlow<()> {
        match sources.units() {
            Some([one, two, three]) => {
                // What each has in store first, so that none waits for another.
                let mut one = self.common(one);
                let mut two = self.common(two);
                let mut three = self.common(three);
                while let Some(place) = one.next().or_else(|| two.next()).or_else(|| three.next()) {
                    self.ask_entry(place, denies, allowing)?;
                }
                ControlFlow::Continue(())
            }
            None => self.ask_each_source(sources, denies, allowing),
        }
    }

    #[inline(never)]
    fn ask_each_source(
        &self,
        sources: &Sources,
        denies: &mut Allowing,
        allowing: &mut Allowing,
    ) -> ControlFlow<()> {
        for source in self.policy.each_source(*sources) {
            match source {
                Source::Unit(unit) | Source::GroupUnit(unit) => self.ask(unit, denies, allowing)?,
                Source::Group(group) => self.ask_group(group, denies, allowing)?,
                Source::Membership(_) => {}
            }
        }
        ControlFlow::Continue(())
    }

    /// What the action leads to in a unit.
    #[inline(always)]
    fn common(&self, unit: Id<Unit>) -> Common {
        let UnitActions { bits, entries } =
            self.policy.get(unit.actions()).unwrap_or(UnitActions::NONE);
        Common {
            left: bits & self.action.bits,
            bits,
            first: entries.start,
        }
    }

    /// Whether the patterns of a number match the action.
    #[inline(always)]
    fn has(&self, number: u32) -> bool {
        self.policy
            .list(self.action.numbers)
            .any(|own| own.number == number)
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
        for place in self.common(unit) {
            self.ask_entry(place, denies, allowing)?;
        }
        ControlFlow::Continue(())
    }

    #[inline(always)]
    fn ask_entry(
        &self,
        place: Id<Entry>,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
        match self.policy.get(place) {
            Some(entry) => self.follow(entry, denies, allowing),
            None => ControlFlow::Continue(()),
        }
    }

    #[inline(always)]
    fn follow(
        &self,
        Entry { number, leads_to }: Entry,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
        match leads_to.to() {
            // Its resource first, for that is seldom meant.
            LeadsTo::One(candidate) => {
                if self.is_about(candidate) && self.has(number) {
                    return self.hear(candidate, denies, allowing);
                }
                ControlFlow::Continue(())
            }
            LeadsTo::Few(_) | LeadsTo::Many(_) if !self.has(number) => ControlFlow::Continue(()),
            LeadsTo::Few(list) => self.ask_candidates(list, denies, allowing),
            LeadsTo::Many(id) => self.ask_many(id, denies, allowing),
            LeadsTo::Several(list) => self.ask_several(list, denies, allowing),
        }
    }

    /// Follows those of several entries of one bit that the action has.
    #[inline(never)]
    fn ask_several(
        &self,
        list: List<Entry>,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
        for Entry { number, leads_to } in self.policy.list(list) {
            if !self.has(number) {
                continue;
            }
            match leads_to.to() {
                LeadsTo::One(candidate) => self.try_candidate(candidate, denies, allowing)?,
                LeadsTo::Few(list) => self.ask_candidates(list, denies, allowing)?,
                LeadsTo::Many(id) => self.ask_many(id, denies, allowing)?,
                // None leads to more of them; loading has seen to it.
                LeadsTo::Several(_) => {}
            }
        }
        ControlFlow::Continue(())
    }

    #[inline(never)]
    fn ask_candidates(
        &self,
        list: List<Candidate>,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
        for candidate in self.policy.list(list) {
            self.try_candidate(candidate, denies, allowing)?;
        }
        ControlFlow::Continue(())
    }

    /// Tries those of many candidates that may be about the request's resource.
    #[inline(never)]
    fn ask_many(
        &self,
        id: Id<Lookup>,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
        let Some(lookup) = self.policy.get(id) else {
            return ControlFlow::Continue(());
        };
        self.ask_candidates(lookup.always, denies, allowing)?;
        let heads = self.policy.list(lookup.heads);
        for head in self.policy.heads_of(heads, self.request.resource) {
            self.ask_candidates(head.candidates, denies, allowing)?;
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
        if self.is_about(candidate) {
            self.hear(candidate, denies, allowing)
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Adds what a candidate that is about the request says to it.
    #[inline(always)]
    fn hear(
        &self,
        candidate: Candidate,
        denies: &mut Allowing,
        allowing: &mut impl Allows,
    ) -> ControlFlow<()> {
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
