use alloc::string::ToString;
use alloc::vec::Vec;
use hashbrown::HashMap;

use super::index::Storage;
use super::pattern::{Place, Placed, Reading};
use super::{BuildError, BuildErrorKind, TreeBuilder, atom};
use crate::iam::pattern::is_action;
use crate::iam::{self, Effect, Match, PolicyKind, Principal, PrincipalMatch, Version};
use crate::runtime::arena::{Id, List};
use crate::runtime::arn;
use crate::runtime::index::Index;
use crate::runtime::tree::{
    ActionClass, PatternTest, PrincipalEntry, PrincipalTest, Statement, Unit,
};

/// One statement as IAM has it, and where it is from.
#[derive(Clone, Copy, Debug)]
pub struct StatementSpec<'s> {
    /// `Sid`
    pub sid: Option<&'s str>,
    /// `Effect`
    pub effect: Effect,
    /// `Principal` or `NotPrincipal`
    pub principals: Option<&'s PrincipalMatch>,
    /// `Action` or `NotAction`
    pub actions: &'s Match,
    /// `Resource` or `NotResource`
    pub resources: Option<&'s Match>,
    /// `Condition`
    pub condition: &'s [iam::Atom],
    /// The `Version` of its document.
    pub version: Version,
    /// The name of its file.
    pub file: &'s str,
    /// Its line in the file, from 1; 0 where it has none.
    pub line: u32,
}

/// Where one element's patterns go, beside the element itself.
struct Test {
    record: PatternTest,
    places: Vec<Place>,
}

pub(super) fn build_policy<'s>(
    builder: &mut TreeBuilder,
    kind: PolicyKind,
    name: &str,
    statements: impl IntoIterator<Item = StatementSpec<'s>>,
) -> Result<Id<Unit>, BuildError> {
    let name = builder.text(name);
    let unit = builder.draft.units.push(Unit {
        kind,
        name,
        statements: List::EMPTY,
        actions: Index {
            everything: List::EMPTY,
            heads: List::EMPTY,
        },
    });
    let mut records = Vec::new();
    let mut places = Vec::new();
    for spec in statements {
        let (record, actions, resources) = builder.statement(unit, kind, &spec)?;
        records.push(record);
        places.push((actions, resources));
    }
    let list = builder.draft.statements.extend(records);
    let actions = builder.index_statements(list, &places);
    if let Some(unit) = builder.draft.units.get_mut(unit) {
        unit.statements = list;
        unit.actions = actions;
    }
    Ok(unit)
}

impl TreeBuilder {
    fn statement(
        &mut self,
        unit: Id<Unit>,
        kind: PolicyKind,
        spec: &StatementSpec<'_>,
    ) -> Result<(Statement, Vec<Place>, Vec<Place>), BuildError> {
        let fail = |error: BuildErrorKind| error.at(spec.file, spec.line);
        for action in spec.actions.patterns() {
            if !is_action(action) {
                return Err(fail(BuildErrorKind::Action(action.to_string())));
            }
        }
        for iam::Atom { operator, .. } in spec.condition {
            let is_plain = operator.set.is_none() && !operator.if_exists;
            if operator.base == iam::Base::Null && !is_plain {
                return Err(fail(BuildErrorKind::Operator(operator.to_string())));
            }
        }
        let lists_nothing = |test: &Match| test.is_negated() && test.patterns().is_empty();
        if lists_nothing(spec.actions) || spec.resources.is_some_and(lists_nothing) {
            return Err(fail(BuildErrorKind::EmptyNot));
        }
        let principals = self
            .principals(kind, spec.principals, spec.effect)
            .map_err(fail)?;
        let actions = self.patterns(spec.actions, Reading::Action, spec.version);
        let resources = match (kind, spec.resources) {
            (_, Some(resources)) => {
                Some(self.patterns(resources, Reading::of_resource(kind), spec.version))
            }
            // The policy's own resource.
            (PolicyKind::Trust | PolicyKind::Resource, None) => None,
            (
                PolicyKind::Identity
                | PolicyKind::Boundary
                | PolicyKind::Session
                | PolicyKind::ServiceControl
                | PolicyKind::ResourceControl,
                None,
            ) => return Err(fail(BuildErrorKind::NoResource)),
        };
        let mut condition: Vec<&iam::Atom> = spec.condition.iter().collect();
        condition.sort_by_key(|condition| atom::cost(condition));
        let atoms: Vec<_> = condition
            .into_iter()
            .map(|condition| self.atom(condition, spec.version))
            .collect();
        let record = Statement {
            unit,
            effect: spec.effect,
            sid: spec.sid.map(|sid| self.text(sid)),
            file: self.text(spec.file),
            line: spec.line,
            principals,
            actions: actions.record,
            resources: resources.as_ref().map(|test| test.record),
            atoms: self.draft.atom_ids.extend(atoms),
        };
        let resource_places = resources.map_or(alloc::vec![Place::Everything], |test| test.places);
        Ok((record, actions.places, resource_places))
    }

    /// Stores an element. The `Not` form can be about anything, so all that
    /// leads to it is the pattern `*`.
    fn patterns(&mut self, element: &Match, reading: Reading, version: Version) -> Test {
        let placed: Vec<Placed> = element
            .patterns()
            .iter()
            .map(|pattern| self.pattern(pattern, reading, version))
            .collect();
        let negated = element.is_negated();
        let patterns = self
            .draft
            .pattern_ids
            .extend(placed.iter().map(|placed| placed.id));
        let places = if negated {
            alloc::vec![Place::Everything]
        } else {
            placed.into_iter().map(|placed| placed.place).collect()
        };
        Test {
            record: PatternTest { negated, patterns },
            places,
        }
    }

    fn principals(
        &mut self,
        kind: PolicyKind,
        principals: Option<&PrincipalMatch>,
        effect: Effect,
    ) -> Result<PrincipalTest, BuildErrorKind> {
        match (kind, principals) {
            (
                PolicyKind::Identity
                | PolicyKind::Boundary
                | PolicyKind::Session
                | PolicyKind::ServiceControl,
                None,
            ) => Ok(PrincipalTest::Attached),
            (
                PolicyKind::Identity
                | PolicyKind::Boundary
                | PolicyKind::Session
                | PolicyKind::ServiceControl,
                Some(_),
            ) => Err(BuildErrorKind::Principal),
            (PolicyKind::Resource | PolicyKind::Trust | PolicyKind::ResourceControl, None) => {
                Err(BuildErrorKind::NoPrincipal)
            }
            (
                PolicyKind::Resource | PolicyKind::Trust | PolicyKind::ResourceControl,
                Some(principals),
            ) => match principals {
                PrincipalMatch::Everyone => Ok(PrincipalTest::Everyone),
                PrincipalMatch::Any(entries) => {
                    let entries = self.entries(entries, effect == Effect::Allow)?;
                    Ok(PrincipalTest::Any(entries))
                }
                PrincipalMatch::NoneOf(entries) if entries.is_empty() => {
                    Err(BuildErrorKind::EmptyNot)
                }
                PrincipalMatch::NoneOf(entries) => {
                    let entries = self.entries(entries, effect == Effect::Deny)?;
                    Ok(PrincipalTest::NoneOf(entries))
                }
            },
        }
    }

    /// Entries that no caller can be told to be match nobody. That is safe
    /// only where matching nobody makes the policy narrower.
    fn entries(
        &mut self,
        entries: &[Principal],
        nobody_is_safe: bool,
    ) -> Result<List<PrincipalEntry>, BuildErrorKind> {
        let mut records = Vec::new();
        for entry in entries {
            let record = match entry {
                Principal::Aws(text) => self.aws_entry(text),
                Principal::Service(name) => PrincipalEntry::Service(self.text(name)),
                Principal::Federated(name) => PrincipalEntry::Federated(self.text(name)),
                Principal::CanonicalUser(id) => PrincipalEntry::Untellable(self.text(id)),
            };
            if let PrincipalEntry::Untellable(name) = record
                && !nobody_is_safe
            {
                let name = self.draft.text(name).to_string();
                return Err(BuildErrorKind::UntellablePrincipal(name));
            }
            records.push(record);
        }
        Ok(self.draft.principals.extend(records))
    }

    fn aws_entry(&mut self, text: &str) -> PrincipalEntry {
        if text == "*" {
            return PrincipalEntry::Everyone;
        }
        if arn::is_account(text) {
            return PrincipalEntry::Account(self.text(text));
        }
        let stored = self.text(text);
        let Some(arn) = arn::parse(text).filter(|_| !text.contains(['*', '?'])) else {
            return PrincipalEntry::Untellable(stored);
        };
        let kind = arn.resource.split_once('/').map(|(kind, _)| kind);
        match (arn.service, kind) {
            ("iam", None) if arn.resource == "root" => {
                PrincipalEntry::Account(self.text(arn.account))
            }
            ("iam", Some("user" | "role")) | ("sts", Some("assumed-role" | "federated-user")) => {
                PrincipalEntry::Arn(stored)
            }
            _ => PrincipalEntry::Untellable(stored),
        }
    }

    /// Action patterns that lead to the same statements share one index over
    /// their resources.
    fn index_statements(
        &mut self,
        statements: List<Statement>,
        places: &[(Vec<Place>, Vec<Place>)],
    ) -> Index<ActionClass> {
        let mut by_action: Vec<(Place, usize)> = Vec::new();
        for (place, (actions, _)) in places.iter().enumerate() {
            by_action.extend(actions.iter().map(|action| (*action, place)));
        }
        by_action.sort_by(|(one, left), (other, right)| {
            one.order(*other, &self.draft.texts).then(left.cmp(right))
        });
        by_action.dedup();
        let ids: Vec<Id<Statement>> = statements.ids().collect();
        let mut classes: HashMap<Vec<usize>, Id<ActionClass>> = HashMap::new();
        let mut entries = Vec::new();
        for of_action in by_action.chunk_by(|(one, _), (other, _)| one == other) {
            let led_to: Vec<usize> = of_action.iter().map(|(_, place)| *place).collect();
            let class = match classes.get(&led_to) {
                Some(class) => *class,
                None => {
                    let class = self.action_class(&ids, places, &led_to);
                    classes.insert(led_to, class);
                    class
                }
            };
            entries.extend(of_action.first().map(|(action, _)| (*action, class)));
        }
        Storage {
            texts: &self.draft.texts,
            heads: &mut self.draft.class_heads,
            targets: &mut self.draft.class_ids,
            longer: &mut self.draft.class_longer,
        }
        .index(entries)
    }

    fn action_class(
        &mut self,
        ids: &[Id<Statement>],
        places: &[(Vec<Place>, Vec<Place>)],
        led_to: &[usize],
    ) -> Id<ActionClass> {
        let entries = led_to
            .iter()
            .filter_map(|place| Some((*ids.get(*place)?, &places.get(*place)?.1)))
            .flat_map(|(id, resources)| resources.iter().map(move |place| (*place, id)))
            .collect();
        let resources = Storage {
            texts: &self.draft.texts,
            heads: &mut self.draft.statement_heads,
            targets: &mut self.draft.statement_ids,
            longer: &mut self.draft.statement_longer,
        }
        .index(entries);
        self.draft.action_classes.push(ActionClass { resources })
    }
}
