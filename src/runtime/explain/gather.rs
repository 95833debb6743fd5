use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::{
    Applied, Behind, Condition, Explanation, Found, Gate, Lack, Near, Patterns, Refusal, Resources,
    Variable,
};
use crate::iam::{Effect, ValueType};
#[cfg(feature = "compiler")]
use crate::runtime::Provenance;
use crate::runtime::arena::Id;
use crate::runtime::caller::CallerKind;
use crate::runtime::context::{Context, Value};
use crate::runtime::image::Items;
use crate::runtime::parties::{Identity, Parties};
use crate::runtime::pattern::{Case, Form, Pattern, Piece};
use crate::runtime::principal::Reach;
use crate::runtime::request::{ContextValue, Request};
use crate::runtime::tree::{Atom, OperandValue, PatternTest, Statement, Unit};
use crate::runtime::value::Word;
use crate::runtime::{DecideError, Decision, Policy, Tri};

/// How many near statements of one gate are worth showing.
const NEAR: usize = 3;

impl<'a> Policy<'a> {
    /// Decides one request and says why: see the example of [`Explanation`]. The
    /// answer is that of [`decide`](Self::decide), which takes far less time.
    ///
    /// # Errors
    /// As [`Policy::decide`](crate::runtime::Policy::decide).
    pub fn explain<'r>(self, request: &'r Request<'r>) -> Result<Explanation<'r>, DecideError>
    where
        'a: 'r,
    {
        let policy: Policy<'r> = self;
        policy.explain_shortly(request)
    }

    fn explain_shortly(self, request: &'a Request<'a>) -> Result<Explanation<'a>, DecideError> {
        let answer = self.decide(request)?;
        let context = Context::new(&request.caller.policy, request);
        let parties = context.parties();
        let behind =
            (answer.decision() == Decision::ExplicitDeny).then(|| self.behind(request, &parties));
        Ok(Explanation {
            answer,
            action: request.action,
            resource: request.resource,
            caller: request.caller.describe(),
            applied: context.applied(&parties),
            refusals: match (answer.decision(), &behind) {
                (Decision::ImplicitDeny, _) | (_, Some(Behind::Nothing)) => {
                    context.refusals(&parties)
                }
                (Decision::Allow | Decision::ExplicitDeny, _) => Vec::new(),
            },
            behind,
        })
    }

    /// Decides one request and says which statements apply, and no more.
    ///
    /// # Errors
    /// As [`Policy::decide`](crate::runtime::Policy::decide).
    #[cfg(feature = "compiler")]
    pub(crate) fn applying(
        self,
        request: &Request<'a>,
    ) -> Result<(Decision, Vec<Provenance<'a>>), DecideError> {
        let answer = self.decide(request)?;
        let context = Context::new(&request.caller.policy, request);
        let parties = context.parties();
        let applying = context.applying(&parties);
        let applying = applying.filter_map(|(id, _)| self.provenance(id));
        Ok((answer.decision(), applying.collect()))
    }

    /// What would come of a request, were nothing to deny it.
    fn behind(self, request: &'a Request<'a>, parties: &Parties<'a>) -> Behind<'a> {
        let context = Context {
            without_denies: true,
            ..Context::new(&request.caller.policy, request)
        };
        match context.decide(parties) {
            // Which does not allow what is no action, or on no resource.
            Ok((Decision::Allow, _)) if context.check_form().is_err() => Behind::Nothing,
            Ok((Decision::Allow, statements)) => {
                let statements = statements.into_iter().flatten();
                Behind::Allow(statements.filter_map(|id| self.provenance(id)).collect())
            }
            Ok((Decision::ImplicitDeny | Decision::ExplicitDeny, _)) => Behind::Nothing,
            Err(_) => Behind::NeedsTime,
        }
    }
}

/// A gate, its policies, and whether they allow without saying so.
struct Asked<'a> {
    gate: Gate<'a>,
    units: Vec<Id<Unit>>,
    allows_anyway: bool,
}

/// A statement that may have come near to allowing the request.
struct Candidate<'a> {
    weight: u32,
    id: Id<Statement>,
    lacks: Vec<Lack<'a>>,
    reach: Reach,
}

/// The best of those that are near at all.
fn nearest(mut near: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    near.retain(|candidate| candidate.weight < FAR);
    near.sort_by_key(|candidate| (candidate.weight, candidate.id));
    near.truncate(NEAR);
    near
}

/// Whether a gate would not be asked where a resource's policy allows that
/// reaches so far.
fn spares(reach: Option<Reach>, gate: Gate<'_>) -> bool {
    match gate {
        Gate::ServiceControl(_) | Gate::Resource(_) => false,
        Gate::Identity => reach.is_some_and(|reach| reach > Reach::Account),
        Gate::Boundary(_) => reach.is_some_and(|reach| reach > Reach::BehindSession),
        Gate::Session => reach.is_some_and(|reach| reach > Reach::User),
    }
}

impl<'a> Context<'a, 'a> {
    /// What has to allow the request.
    fn gates(&self, parties: &Parties<'a>) -> Vec<Asked<'a>> {
        let policy = self.policy;
        let mut gates: Vec<Asked<'a>> = parties
            .service_levels
            .map(|level| Asked {
                gate: Gate::ServiceControl(policy.text(level.name)),
                units: policy.list(level.units).collect(),
                allows_anyway: level.full_access,
            })
            .collect();
        let needs_resource = match parties.identity {
            Identity::None => true,
            Identity::Root | Identity::Units(_) => {
                parties.resource_must_allow || !self.is_same_account()
            }
        };
        gates.push(Asked {
            gate: Gate::Resource(parties.resource.map(|unit| self.name_of(unit))),
            units: parties.resource.into_iter().collect(),
            allows_anyway: !needs_resource,
        });
        let own = match parties.identity {
            Identity::Units(units) => Some(policy.own_units(units).collect()),
            Identity::None | Identity::Root => None,
        };
        gates.extend(own.map(|units| Asked {
            gate: Gate::Identity,
            units,
            allows_anyway: false,
        }));
        gates.extend(parties.boundary.map(|unit| Asked {
            gate: Gate::Boundary(self.name_of(unit)),
            units: vec![unit],
            allows_anyway: false,
        }));
        let sessions = self.request.session_policies.unwrap_or_default();
        if !sessions.is_empty() || self.caller().kind == CallerKind::FederatedUser {
            gates.push(Asked {
                gate: Gate::Session,
                units: sessions.iter().map(|policy| policy.unit).collect(),
                allows_anyway: false,
            });
        }
        gates
    }

    fn name_of(&self, unit: Id<Unit>) -> &'a str {
        let policy = self.policy;
        policy.get(unit).map_or("", |unit| policy.text(unit.name))
    }

    fn statements_of(
        &self,
        unit: Id<Unit>,
    ) -> impl Iterator<Item = (Id<Statement>, Statement)> + use<'a> {
        let policy = self.policy;
        let list = policy
            .get(unit)
            .map(|unit| unit.statements)
            .unwrap_or_default();
        list.ids().filter_map(move |id| Some((id, policy.get(id)?)))
    }

    /// Every statement that applies, of every policy that has a say.
    fn applying(&self, parties: &Parties<'a>) -> impl Iterator<Item = (Id<Statement>, Statement)> {
        let controls = parties
            .resource_levels
            .map(|level| self.policy.list(level.units));
        let gates = self.gates(parties).into_iter();
        let units = controls.flatten().chain(gates.flat_map(|gate| gate.units));
        units
            .flat_map(|unit| self.statements_of(unit))
            .filter(|(_, statement)| self.applies(*statement))
    }

    /// Whether a statement [lacks](Self::lacks) nothing.
    fn applies(&self, statement: Statement) -> bool {
        let Statement {
            actions, resources, ..
        } = statement;
        let Request {
            action, resource, ..
        } = self.request;
        self.reach(statement).is_some()
            && self.selects(actions, action, Case::Ascii)
            && resources.is_none_or(|test| self.selects(test, resource, Case::Sensitive))
            && self
                .policy
                .list(statement.atoms)
                .all(|id| self.test_atom(id) == Tri::Yes)
    }

    fn applied(&self, parties: &Parties<'a>) -> Vec<Applied<'a>> {
        let mut applied: Vec<Applied<'a>> = self
            .applying(parties)
            .filter_map(|(id, statement)| {
                Some(Applied {
                    statement: self.policy.provenance(id)?,
                    conditions: self.conditions(statement).collect(),
                })
            })
            .collect();
        applied.sort_by_key(|applied| match applied.statement.effect {
            Effect::Deny => 0,
            Effect::Allow => 1,
        });
        applied
    }

    fn refusals(&self, parties: &Parties<'a>) -> Vec<Refusal<'a>> {
        let mut refusals = Vec::new();
        // How far the resource's policy would reach by itself, if it allowed.
        let mut reach = None;
        for asked in self.gates(parties) {
            if asked.allows_anyway || spares(reach, asked.gate) {
                continue;
            }
            let statements = asked
                .units
                .iter()
                .flat_map(|unit| self.statements_of(*unit))
                .filter(|(_, statement)| statement.effect == Effect::Allow);
            let near: Vec<Candidate<'a>> = statements
                .map(|(id, statement)| {
                    let lacks = self.lacks(statement);
                    Candidate {
                        weight: self.weight(&lacks),
                        id,
                        lacks,
                        reach: self.reach(statement).unwrap_or(self.reach_by_name()),
                    }
                })
                .collect();
            if near.iter().any(|candidate| candidate.lacks.is_empty()) {
                continue;
            }
            let near = nearest(near);
            if matches!(asked.gate, Gate::Resource(_)) && self.is_same_account() {
                reach = near.iter().map(|candidate| candidate.reach).min();
            }
            refusals.push(Refusal {
                gate: asked.gate,
                near: near
                    .into_iter()
                    .filter_map(|candidate| {
                        Some(Near {
                            statement: self.policy.provenance(candidate.id)?,
                            lacks: candidate.lacks,
                        })
                    })
                    .collect(),
            });
        }
        refusals
    }

    /// How far a policy reaches that names the caller.
    fn reach_by_name(&self) -> Reach {
        match self.caller().kind {
            CallerKind::User => Reach::User,
            CallerKind::Role => Reach::BehindSession,
            CallerKind::FederatedUser
            | CallerKind::Root
            | CallerKind::Service
            | CallerKind::Federated
            | CallerKind::Anonymous => Reach::Caller,
        }
    }

    /// What keeps a statement from applying.
    fn lacks(&self, statement: Statement) -> Vec<Lack<'a>> {
        let mut lacks = Vec::new();
        if self.reach(statement).is_none() {
            lacks.push(Lack::Principal);
        }
        if !self.selects(statement.actions, self.request.action, Case::Ascii) {
            lacks.push(Lack::Action(self.policy.view_patterns(statement.actions)));
        }
        let resources = statement.resources;
        if let Some(test) =
            resources.filter(|test| !self.selects(*test, self.request.resource, Case::Sensitive))
        {
            lacks.push(Lack::Resource(self.resources(test)));
        }
        lacks.extend(self.failing(statement).into_iter().map(Lack::Condition));
        lacks
    }

    /// The parts of a condition that do not hold; of a key that would have to be
    /// there and is not, the parts too that hold only for want of it.
    fn failing(&self, statement: Statement) -> Vec<Condition<'a>> {
        let atoms = || {
            let ids = self.policy.list(statement.atoms);
            ids.filter_map(|id| Some((id, self.policy.get(id)?)))
        };
        let fails = |id| self.test_atom(id) != Tri::Yes;
        let missing: Vec<_> = atoms()
            .filter(|(id, atom)| fails(*id) && self.condition(*atom).found == Found::Missing)
            .map(|(_, atom)| atom.key)
            .collect();
        atoms()
            .filter(|(id, atom)| fails(*id) || missing.contains(&atom.key))
            .map(|(_, atom)| self.condition(atom))
            .collect()
    }

    fn selects(&self, test: PatternTest, text: &str, case: Case) -> bool {
        self.any_matches(test, text, case) != test.negated
    }

    fn conditions(&self, statement: Statement) -> impl Iterator<Item = Condition<'a>> {
        self.policy
            .list(statement.atoms)
            .filter_map(|id| self.policy.get(id))
            .map(|atom| self.condition(atom))
    }

    fn condition(&self, atom: Atom) -> Condition<'a> {
        let is_date = atom.operator.base.row().value_type == ValueType::Date;
        let mut variables = Vec::new();
        let operands = self.policy.list(atom.operands);
        let values = operands
            .map(|operand| match operand.value {
                OperandValue::Pattern(id) => self.filled_in(self.policy.get(id), &mut variables),
                OperandValue::Number(_)
                | OperandValue::Instant(_)
                | OperandValue::Bool(_)
                | OperandValue::Bytes(_)
                | OperandValue::Network(_)
                | OperandValue::Nothing => Cow::Borrowed(self.policy.text(operand.source)),
            })
            .collect();
        Condition {
            operator: atom.operator,
            key: self.policy.key_name(atom),
            values,
            variables,
            found: match self.value(atom.key, is_date) {
                Value::Joined(text) => Found::One(text.to_text()),
                Value::Plain(ContextValue::Absent) => Found::Missing,
                Value::Plain(ContextValue::Many(values)) => {
                    Found::Many(values.iter().map(|value| String::from(*value)).collect())
                }
                Value::Plain(single) => Found::One(
                    single
                        .single()
                        .map_or_else(String::new, |word| word.with(str::to_string)),
                ),
            },
        }
    }
}

impl<'a> Context<'a, 'a> {
    fn resources(&self, test: PatternTest) -> Resources<'a> {
        let mut variables = Vec::new();
        let patterns = self
            .policy
            .patterns_of(test)
            .map(|pattern| self.filled_in(Some(pattern), &mut variables))
            .collect();
        Resources {
            negated: test.negated,
            patterns,
            variables,
        }
    }

    /// A pattern with the values of its variables, which are also listed; as it
    /// is written where it has none, or one of them has no value.
    fn filled_in(
        &self,
        pattern: Option<Pattern>,
        variables: &mut Vec<Variable<'a>>,
    ) -> Cow<'a, str> {
        let policy = self.policy;
        let Some(pattern) = pattern else {
            return Cow::Borrowed("");
        };
        let written = policy.spelled(pattern.source);
        let parts = match pattern.form {
            Form::Parts(id) => policy.get(id),
            Form::Everything | Form::Nothing | Form::Literal | Form::Beginning | Form::Around => {
                None
            }
        };
        let pieces = parts.map_or(Items::NONE, |parts| policy.list(parts.pieces));
        let mut filled = Some(String::new());
        let mut has_variable = false;
        for piece in pieces {
            let text = match piece {
                Piece::AnyCharacter => Some(Word::Given("?")),
                Piece::AnyRun => Some(Word::Given("*")),
                Piece::FieldEnd => Some(Word::Given(":")),
                Piece::Text(text) => Some(Word::Given(policy.text(text))),
                Piece::Variable(key, default) => {
                    has_variable = true;
                    let value = self
                        .variable(key)
                        .or_else(|| default.map(|text| Word::Given(policy.text(text))));
                    let variable = Variable {
                        key: policy.get(key).map_or("", |key| policy.text(key.name)),
                        value: value.as_ref().map(|value| value.with(str::to_string)),
                    };
                    if !variables.contains(&variable) {
                        variables.push(variable);
                    }
                    value
                }
            };
            match (&mut filled, text) {
                (Some(filled), Some(text)) => text.with(|text| filled.push_str(text)),
                _ => filled = None,
            }
        }
        filled.filter(|_| has_variable).map_or(written, Cow::Owned)
    }
}

/// The weight from which a statement is about something else altogether.
const FAR: u32 = 100;

impl Context<'_, '_> {
    /// How far a statement is from applying: what a request can most easily
    /// change weighs least. What is about another service, or about another
    /// action and another resource, is far.
    fn weight(&self, lacks: &[Lack<'_>]) -> u32 {
        let mut total = 0;
        let mut elsewhere = 0;
        for lack in lacks {
            total += match lack {
                Lack::Condition(_) => 1,
                Lack::Resource(_) => {
                    elsewhere += 1;
                    10
                }
                Lack::Principal => 20,
                Lack::Action(patterns) => {
                    elsewhere += if self.is_of_service(patterns) { 1 } else { 2 };
                    30
                }
            };
        }
        if elsewhere > 1 { FAR + total } else { total }
    }

    fn is_of_service(&self, patterns: &Patterns<'_>) -> bool {
        let service = |action: &str| {
            let (service, _) = action.split_once(':')?;
            Some(service.to_ascii_lowercase())
        };
        let own = service(self.request.action);
        let mut listed = patterns.patterns.iter();
        patterns.negated || listed.any(|pattern| service(pattern) == own)
    }
}

impl<'a> Policy<'a> {
    pub(crate) fn key_name(self, atom: Atom) -> &'a str {
        self.get(atom.key).map_or("", |key| self.text(key.name))
    }

    /// The values of an atom, as the policy has them.
    pub(crate) fn values_of(self, atom: Atom) -> impl Iterator<Item = &'a str> {
        let operands = self.list(atom.operands);
        operands.map(move |operand| self.text(operand.source))
    }
}
