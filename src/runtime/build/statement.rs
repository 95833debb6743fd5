use crate::iam::is_account_number;
use alloc::string::ToString;
use alloc::vec::Vec;
use hashbrown::HashMap;

use super::action::ActionPlace;
use super::pattern::{Place, Placed, Reading, Rest};
use super::{BuildError, BuildErrorKind, TreeBuilder, atom};
use crate::iam::pattern::is_action;
use crate::iam::{
    self, Effect, Match, PolicyKind, Principal, PrincipalMatch, Version, is_deleted_id,
};
use crate::runtime::arena::{Id, List};
use crate::runtime::arn;
use crate::runtime::candidate::{Candidate, Led, ResourceTest};
use crate::runtime::tree::{
    File, Origin, PatternTest, PrincipalEntry, PrincipalTest, Sid, Statement, Unit,
};

/// One statement as IAM has it, and where it is from.
///
/// ```
/// use aclc::iam::{Atom, Effect, Match, Operator, PolicyKind, Version};
/// use aclc::runtime::{Decision, Request, StandInSpec, StatementSpec, TreeBuilder};
///
/// let over_tls = Atom {
///     operator: Operator::parse("Bool").ok_or("no such operator")?,
///     key: "aws:SecureTransport".to_owned(),
///     values: vec!["true".to_owned()],
/// };
/// let reads = StatementSpec {
///     sid: None,
///     effect: Effect::Allow,
///     principals: None,
///     actions: &Match::Any(vec!["s3:Get*".to_owned()]),
///     resources: Some(&Match::Any(vec!["*".to_owned()])),
///     condition: &[over_tls],
///     version: Version::V2012,
///     file: "",
///     line: 0,
/// };
///
/// let mut builder = TreeBuilder::new();
/// let policy = builder.policy(PolicyKind::Identity, "reads", [reads])?;
/// builder.stand_in(&StandInSpec { identity: vec![policy], ..StandInSpec::default() });
/// let tree = builder.finish()?;
///
/// let ann = tree.principal("arn:aws:iam::111122223333:user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// assert_eq!(tree.decide(&request)?.decision(), Decision::ImplicitDeny);
/// let request = request.with("aws:SecureTransport", true);
/// assert_eq!(tree.decide(&request)?.decision(), Decision::Allow);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

/// Whether entries that no caller can be told to be may be taken for nobody: only
/// where that makes the policy narrower, or where AWS takes them so too.
#[derive(Clone, Copy)]
enum Nobody {
    Safe,
    /// Of ids of those who were deleted.
    SafeIfDeleted,
    Unsafe,
}

/// One element, and where its patterns go.
struct Test {
    record: PatternTest,
    patterns: Vec<Placed>,
}

/// A statement that is stored, and what leads to it.
struct Stored {
    record: Statement,
    actions: Vec<ActionPlace>,
    /// What its resources must be; everything, where it has the `Not` form.
    resources: Vec<(Place, ResourceTest)>,
}

pub(super) fn build_policy<'s>(
    builder: &mut TreeBuilder,
    kind: PolicyKind,
    name: &str,
    statements: impl IntoIterator<Item = StatementSpec<'s>>,
) -> Result<Id<Unit>, BuildError> {
    let mut stored = Vec::new();
    for spec in statements {
        stored.push(builder.statement(kind, &spec)?);
        builder.provenance(&spec);
    }
    let records = stored.iter().map(|statement| statement.record);
    let statements = builder.draft.statements.extend(records);
    let led = builder.lead(statements, &stored);
    builder.led.push(led);
    let name = builder.text(name);
    Ok(builder.draft.units.push(Unit {
        kind,
        name,
        statements,
    }))
}

impl TreeBuilder {
    fn statement(
        &mut self,
        kind: PolicyKind,
        spec: &StatementSpec<'_>,
    ) -> Result<Stored, BuildError> {
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
            effect: spec.effect,
            actions: actions.record,
            resources: resources.as_ref().map(|test| test.record),
            principals: principals.map(|test| self.draft.principal_tests.push(test)),
            atoms: self.draft.atom_ids.extend(atoms),
        };
        let everything = (Place::Everything, ResourceTest::Everything);
        // The `Not` form can be about anything, so all that leads to it is `*`.
        let resources = match resources {
            Some(test) if !test.record.negated => {
                let patterns = test.patterns.into_iter();
                patterns
                    .map(|placed| (placed.place, placed.test))
                    .filter(|(place, _)| *place != Place::Nowhere)
                    .collect()
            }
            Some(_) | None => alloc::vec![everything],
        };
        let actions = if actions.record.negated {
            ActionPlace::of(Place::Everything).into_iter().collect()
        } else {
            let patterns = actions.patterns.into_iter();
            patterns
                .filter_map(|placed| self.action_place(placed))
                .collect()
        };
        Ok(Stored {
            record,
            actions,
            resources,
        })
    }

    fn action_place(&mut self, placed: Placed) -> Option<ActionPlace> {
        if let (Place::Head(head, Rest::Nothing), Some(pattern)) =
            (placed.place, self.draft.patterns.get(placed.id))
        {
            self.spelled.entry(head.rest).or_insert(pattern.source.rest);
        }
        ActionPlace::of(placed.place)
    }

    /// Stores where the statement is from that is stored next.
    fn provenance(&mut self, spec: &StatementSpec<'_>) {
        let name = self.label(spec.file);
        let files = &mut self.draft.files;
        let file = *self
            .files
            .entry(name)
            .or_insert_with(|| files.push(File { name }));
        let statement = self.draft.origins.push(Origin {
            file,
            line: spec.line,
        });
        if let Some(sid) = spec.sid {
            let sid = Sid {
                statement: Id::new(statement.place()),
                text: self.label(sid),
            };
            self.draft.sids.push(sid);
        }
    }

    /// Stores an element.
    fn patterns(&mut self, element: &Match, reading: Reading, version: Version) -> Test {
        let patterns: Vec<Placed> = element
            .patterns()
            .iter()
            .map(|pattern| self.pattern(pattern, reading, version))
            .collect();
        let list = match patterns.as_slice() {
            [only] => List::new(only.id.place(), 1),
            several => {
                let ids = several.iter().map(|placed| placed.id);
                self.draft.pattern_ids.extend(ids)
            }
        };
        Test {
            record: PatternTest {
                negated: element.is_negated(),
                patterns: list,
            },
            patterns,
        }
    }

    fn principals(
        &mut self,
        kind: PolicyKind,
        principals: Option<&PrincipalMatch>,
        effect: Effect,
    ) -> Result<Option<PrincipalTest>, BuildErrorKind> {
        match (kind, principals) {
            (
                PolicyKind::Identity
                | PolicyKind::Boundary
                | PolicyKind::Session
                | PolicyKind::ServiceControl,
                None,
            ) => Ok(None),
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
                PrincipalMatch::Everyone => Ok(Some(PrincipalTest::Everyone)),
                PrincipalMatch::Any(entries) => {
                    let safe = match effect {
                        Effect::Allow => Nobody::Safe,
                        Effect::Deny => Nobody::SafeIfDeleted,
                    };
                    let entries = self.entries(entries, safe)?;
                    Ok(Some(PrincipalTest::Any(entries)))
                }
                PrincipalMatch::NoneOf(entries) if entries.is_empty() => {
                    Err(BuildErrorKind::EmptyNot)
                }
                PrincipalMatch::NoneOf(entries) => {
                    let safe = match effect {
                        Effect::Allow => Nobody::Unsafe,
                        Effect::Deny => Nobody::Safe,
                    };
                    let entries = self.entries(entries, safe)?;
                    Ok(Some(PrincipalTest::NoneOf(entries)))
                }
            },
        }
    }

    /// Entries that no caller can be told to be match nobody, where that is
    /// safe.
    fn entries(
        &mut self,
        entries: &[Principal],
        nobody: Nobody,
    ) -> Result<List<PrincipalEntry>, BuildErrorKind> {
        let mut records = Vec::new();
        for entry in entries {
            let record = match entry {
                Principal::Aws(text) => self.aws_entry(text),
                Principal::Service(name) => PrincipalEntry::Service(self.text(name)),
                Principal::Federated(name) => PrincipalEntry::Federated(self.text(name)),
                Principal::CanonicalUser(id) => PrincipalEntry::Untellable(self.text(id)),
            };
            if let PrincipalEntry::Untellable(name) = record {
                let name = self.draft.text(name);
                let is_safe = match nobody {
                    Nobody::Safe => true,
                    Nobody::SafeIfDeleted => is_deleted_id(name),
                    Nobody::Unsafe => false,
                };
                if !is_safe {
                    return Err(BuildErrorKind::UntellablePrincipal(name.to_string()));
                }
            }
            records.push(record);
        }
        Ok(self.draft.principals.extend(records))
    }

    fn aws_entry(&mut self, text: &str) -> PrincipalEntry {
        if text == "*" {
            return PrincipalEntry::Everyone;
        }
        if is_account_number(text) {
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

    /// What each action pattern of a unit leads to. Patterns that lead to the
    /// same statements share their candidates.
    fn lead(&mut self, statements: List<Statement>, stored: &[Stored]) -> Vec<(ActionPlace, Led)> {
        let mut by_action: Vec<(ActionPlace, usize)> = Vec::new();
        for (number, statement) in stored.iter().enumerate() {
            by_action.extend(statement.actions.iter().map(|action| (*action, number)));
        }
        by_action.sort_unstable();
        by_action.dedup();
        let mut known: HashMap<(bool, Vec<usize>), Led> = HashMap::new();
        let mut led = Vec::new();
        for of_action in by_action.chunk_by(|(one, _), (other, _)| one == other) {
            let Some((action, _)) = of_action.first() else {
                continue;
            };
            let numbers: Vec<usize> = of_action.iter().map(|(_, number)| *number).collect();
            let key = (action.rest != Rest::Longer, numbers);
            let leads_to = match known.get(&key) {
                Some(leads_to) => *leads_to,
                None => {
                    let placed = candidates_of(statements, stored, &key.1, key.0);
                    let leads_to = self.draft.candidates(placed).into();
                    known.insert(key, leads_to);
                    leads_to
                }
            };
            led.push((*action, leads_to));
        }
        led
    }
}

fn candidates_of(
    statements: List<Statement>,
    stored: &[Stored],
    numbers: &[usize],
    is_sure: bool,
) -> Vec<(Place, Candidate)> {
    let mut placed = Vec::new();
    for number in numbers {
        let id = u32::try_from(*number).map(|number| Id::new(statements.start + number));
        let (
            Ok(id),
            Some(Stored {
                record, resources, ..
            }),
        ) = (id, stored.get(*number))
        else {
            continue;
        };
        let tests_action = !is_sure || record.actions.negated;
        let asks_more = tests_action
            || record.principals.is_some()
            || !record.atoms.is_empty()
            || record.resources.is_some_and(|test| test.negated);
        placed.extend(resources.iter().map(|(place, resource)| {
            let more = [asks_more, tests_action];
            let candidate = Candidate::new(id, record.effect, more, *resource);
            (*place, candidate)
        }));
    }
    placed
}
