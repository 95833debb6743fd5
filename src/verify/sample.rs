//! The same questions to two trees.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use super::estate::Estate;
use super::probe::{Probe, Value, probes};
use crate::cores;
use crate::iam::{Effect, PolicyKind, Principal, PrincipalMatch};
use crate::model::{Attachment, Entity, Group, Limit, Program, Role, Statement, UserId};
use crate::runtime::{
    BuildError, Caller, ContextEntry, ContextValue, DecideError, Decision, Policy as TreePolicy,
    Request, SessionPolicy, Tree,
};
use crate::source::{Sources, Span};
use crate::target::tree::build_tree;

/// Fewer statements than this are not worth another thread.
const FEW: usize = 16;

/// A statement, and who is asked about it.
struct Aim<'p> {
    statement: &'p Statement,
    callers: Vec<String>,
    /// The session policy that it is in.
    session: Option<&'p str>,
    /// The resource that it is about where it names none.
    own: String,
}

/// Aims at `most` statements at the most, spread over all of them, and compares
/// the decisions of the program's tree and of a tree of what was written.
///
/// # Errors
/// If no tree can be made of what was written.
pub(super) fn differences(
    program: &Program,
    tree: &Tree,
    written: Program,
    most: usize,
) -> Result<Vec<(Span, String)>, BuildError> {
    let aims = aims(program, most);
    let written = without_the_unasked(written, &aims);
    let other = build_tree(&written, &Sources::new())?;
    let found = cores::map(&aims, FEW, |aim| difference(aim, tree, &other));
    let found = aims.iter().zip(found);
    Ok(found
        .filter_map(|(aim, message)| Some((aim.statement.origin, message?)))
        .collect())
}

/// The first request about a statement that is decided in two ways.
fn difference(aim: &Aim<'_>, tree: &Tree, other: &Tree) -> Option<String> {
    let probes = probes(aim.statement, &aim.own);
    for name in &aim.callers {
        let asked = [tree, other].map(|tree| Asked::new(tree, name, aim.session));
        for probe in &probes {
            let [meant, read] = asked.each_ref().map(|asked| asked.outcome(probe));
            if meant != read {
                let Probe {
                    action, resource, ..
                } = probe;
                let (meant, read) = (told(meant.as_ref()), told(read.as_ref()));
                return Some(format!(
                    "the program and what was written decide otherwise where `{name}` asks for `{action}` on `{resource}`: {meant} and {read}"
                ));
            }
        }
    }
    None
}

/// What comes of a request.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    decision: Decision,
    /// Which policies say what. A decision alone shows one of them and hides
    /// the others: what a guardrail denies anyway, or a boundary does not let
    /// through.
    applied: BTreeSet<(PolicyKind, Option<String>, Effect)>,
}

/// Whether a policy goes by its name and not by its kind alone. What an entity
/// has of its own can stand in several documents, and what is an account's goes
/// by another name where another account is the first.
fn is_named(kind: PolicyKind) -> bool {
    match kind {
        PolicyKind::ServiceControl | PolicyKind::ResourceControl => true,
        PolicyKind::Identity
        | PolicyKind::Boundary
        | PolicyKind::Session
        | PolicyKind::Resource
        | PolicyKind::Trust => false,
    }
}

/// A tree, and who asks it.
struct Asked<'t> {
    policy: TreePolicy<'t>,
    /// None where nobody is called so.
    caller: Option<Caller<'t>>,
    session: Option<SessionPolicy<'t>>,
}

impl<'t> Asked<'t> {
    fn new(tree: &'t Tree, caller: &'t str, session: Option<&str>) -> Self {
        let policy = tree.policy();
        Self {
            policy,
            caller: policy.principal(caller).ok(),
            session: session.and_then(|name| policy.session_policy(name)),
        }
    }

    /// What comes of one request; nothing where nobody asks.
    fn outcome(&self, probe: &Probe) -> Option<Result<Outcome, DecideError>> {
        let caller = self.caller.as_ref()?;
        let lists: Vec<Vec<&str>> = probe
            .context
            .iter()
            .map(|(_, value)| match value {
                Value::Many(list) => list.iter().map(String::as_str).collect(),
                Value::One(_) | Value::Absent => Vec::new(),
            })
            .collect();
        let context: Vec<ContextEntry<'_>> = probe
            .context
            .iter()
            .zip(&lists)
            .map(|((key, value), list)| {
                let value = match value {
                    Value::One(text) => ContextValue::One(text),
                    Value::Many(_) => ContextValue::Many(list),
                    Value::Absent => ContextValue::Absent,
                };
                (key.as_str(), value)
            })
            .collect();
        let request = Request::new(caller, &probe.action, &probe.resource)
            .with_context(&context)
            .with_session_policies(self.session.as_slice());
        let applying = self.policy.applying(&request);
        Some(applying.map(|(decision, statements)| {
            let applied = statements.iter().map(|statement| {
                let policy = is_named(statement.kind).then(|| statement.policy.to_owned());
                (statement.kind, policy, statement.effect)
            });
            Outcome {
                decision,
                applied: applied.collect(),
            }
        }))
    }
}

fn told(outcome: Option<&Result<Outcome, DecideError>>) -> String {
    match outcome {
        Some(Ok(outcome)) => {
            let says = |(kind, _, effect): &(PolicyKind, Option<String>, Effect)| {
                format!("{} says {}", kind.name(), effect.name())
            };
            let applied: Vec<String> = outcome.applied.iter().map(says).collect();
            format!("`{:?}` ({})", outcome.decision, applied.join(", "))
        }
        Some(Err(error)) => format!("none ({error})"),
        None => "none (nobody is called so)".to_owned(),
    }
}

/// The statements that are aimed at. Each kind of policy has its share, so that
/// the few guardrails of a program are not lost among its grants.
fn aims(program: &Program, most: usize) -> Vec<Aim<'_>> {
    let kinds = [
        of_groups(program),
        of_users(program),
        of_roles(program),
        of_policies(program),
        of_boundaries(program),
        of_sessions(program),
        of_guardrails(program),
        of_resources(program),
        of_trusts(program),
    ];
    let share = most.div_ceil(kinds.len()).max(1);
    let mut aims = Vec::new();
    for places in kinds {
        let all: usize = places.iter().map(|place| place.statements.len()).sum();
        let step = all.div_ceil(share).max(1);
        let mut number = 0;
        for place in places {
            for statement in place.statements {
                if number % step == 0 {
                    aims.push(place.aim(statement));
                }
                number += 1;
            }
        }
    }
    aims
}

/// A list of statements, and who is asked about them.
struct Place<'p> {
    statements: &'p [Statement],
    callers: Vec<String>,
    session: Option<&'p str>,
    own: String,
}

impl<'p> Place<'p> {
    fn new(statements: &'p [Statement], callers: Vec<String>) -> Self {
        Self {
            statements,
            callers,
            session: None,
            own: "*".to_owned(),
        }
    }

    fn aim(&self, statement: &'p Statement) -> Aim<'p> {
        let mut callers = self.callers.clone();
        match &statement.principals {
            None => {}
            Some(PrincipalMatch::Everyone) => callers.push("anonymous".to_owned()),
            Some(PrincipalMatch::Any(list) | PrincipalMatch::NoneOf(list)) => {
                callers.extend(list.iter().take(3).map(caller));
            }
        }
        Aim {
            statement,
            callers,
            session: self.session,
            own: self.own.clone(),
        }
    }
}

/// Someone whom a principal names.
fn caller(principal: &Principal) -> String {
    match principal {
        Principal::Aws(name) if name == "*" => "anonymous".to_owned(),
        Principal::Aws(name) if name.len() == 12 => format!("arn:aws:iam::{name}:root"),
        Principal::Aws(name) | Principal::CanonicalUser(name) => name.clone(),
        Principal::Service(name) => format!("service/{name}"),
        Principal::Federated(name) => format!("federated/{name}"),
    }
}

fn key(program: &Program, kind: &str, entity: &Entity) -> String {
    let account = Estate(program).account(entity.account);
    format!("{kind}/{account}/{}", entity.name)
}

fn of_groups(program: &Program) -> Vec<Place<'_>> {
    let place = |group: &'_ Group| {
        let member = group.members.first().and_then(|id| program.user(*id));
        let member = member.map(|user| key(program, "user", &user.entity));
        let callers = member
            .into_iter()
            .chain([key(program, "group", &group.entity)]);
        callers.collect()
    };
    let groups = program.groups.iter();
    groups
        .filter(|group| !group.statements.is_empty())
        .map(|group| Place::new(&group.statements, place(group)))
        .collect()
}

fn of_users(program: &Program) -> Vec<Place<'_>> {
    let users = program.users.iter();
    users
        .filter(|user| !user.statements.is_empty())
        .map(|user| Place::new(&user.statements, vec![key(program, "user", &user.entity)]))
        .collect()
}

fn of_roles(program: &Program) -> Vec<Place<'_>> {
    let roles = program.roles.iter();
    roles
        .map(|role| Place::new(&role.statements, vec![key(program, "role", &role.entity)]))
        .collect()
}

/// Every managed policy is asked about through the first who has it, or whom it
/// limits.
fn of_policies(program: &Program) -> Vec<Place<'_>> {
    let mut callers: Vec<Vec<String>> = vec![Vec::new(); program.policies.len()];
    let mut had = |attached: &[Attachment], kind: &str, entity: &Entity| {
        for attachment in attached {
            if let Attachment::Managed(id) = attachment
                && let Some(callers) = callers.get_mut(id.index())
                && callers.is_empty()
            {
                callers.push(key(program, kind, entity));
            }
        }
    };
    for user in &program.users {
        had(&user.attached, "user", &user.entity);
    }
    for group in &program.groups {
        had(&group.attached, "group", &group.entity);
    }
    for role in &program.roles {
        had(&role.attached, "role", &role.entity);
    }
    let limited = limited(program).filter_map(|(limit, caller)| match limit {
        Limit::Policy(id) => Some((id.index(), caller)),
        Limit::Boundary(_) => None,
    });
    add_first(&mut callers, limited);
    let policies = program.policies.iter().zip(callers);
    policies
        .map(|(policy, callers)| Place::new(&policy.statements, callers))
        .collect()
}

fn of_boundaries(program: &Program) -> Vec<Place<'_>> {
    let mut callers: Vec<Vec<String>> = vec![Vec::new(); program.boundaries.len()];
    let limited = limited(program).filter_map(|(limit, caller)| match limit {
        Limit::Boundary(id) => Some((id.index(), caller)),
        Limit::Policy(_) => None,
    });
    add_first(&mut callers, limited);
    let boundaries = program.boundaries.iter().zip(callers);
    boundaries
        .map(|(boundary, callers)| Place::new(&boundary.statements, callers))
        .collect()
}

/// Who has a boundary, and which.
fn limited(program: &Program) -> impl Iterator<Item = (Limit, String)> {
    let users = program.users.iter();
    let users = users.filter_map(|it| Some((it.boundary?, key(program, "user", &it.entity))));
    let roles = program.roles.iter();
    let roles = roles.filter_map(|it| Some((it.boundary?, key(program, "role", &it.entity))));
    users.chain(roles)
}

/// Adds to each place the first caller of it, unless it has one.
fn add_first(callers: &mut [Vec<String>], of: impl Iterator<Item = (usize, String)>) {
    for (place, caller) in of {
        if let Some(callers) = callers.get_mut(place)
            && callers.is_empty()
        {
            callers.push(caller);
        }
    }
}

/// The first user and the first role of the program.
fn anybody(program: &Program) -> Vec<String> {
    let user = program
        .users
        .first()
        .map(|it| key(program, "user", &it.entity));
    let role = program
        .roles
        .first()
        .map(|it| key(program, "role", &it.entity));
    user.into_iter().chain(role).collect()
}

fn of_sessions(program: &Program) -> Vec<Place<'_>> {
    let sessions = program.session_policies.iter();
    sessions
        .map(|session| Place {
            session: Some(&session.name),
            ..Place::new(&session.statements, anybody(program))
        })
        .collect()
}

/// The first user and the first role of each account: guardrails are about
/// accounts.
fn of_guardrails(program: &Program) -> Vec<Place<'_>> {
    let mut callers = Vec::new();
    let mut accounts = HashSet::new();
    let users = program.users.iter().map(|it| ("user", &it.entity));
    let roles = program.roles.iter().map(|it| ("role", &it.entity));
    for (kind, entity) in users.chain(roles) {
        if accounts.insert((kind, entity.account)) && callers.len() < 8 {
            callers.push(key(program, kind, entity));
        }
    }
    let guardrails = program.guardrails.iter();
    guardrails
        .map(|guardrail| Place::new(&guardrail.statements, callers.clone()))
        .collect()
}

fn of_resources(program: &Program) -> Vec<Place<'_>> {
    let resources = program.resources.iter();
    resources
        .map(|resource| Place {
            own: resource.arn.clone(),
            ..Place::new(&resource.statements, anybody(program))
        })
        .collect()
}

fn of_trusts(program: &Program) -> Vec<Place<'_>> {
    let arn = |role: &Role| {
        let Entity {
            name,
            path,
            account,
            ..
        } = &role.entity;
        let number = program
            .account(*account)
            .and_then(|it| it.number.as_deref());
        let number = number.unwrap_or("000000000000");
        format!(
            "arn:{}:iam::{number}:role{path}{name}",
            program.settings.partition
        )
    };
    let roles = program.roles.iter();
    roles
        .map(|role| Place {
            own: arn(role),
            ..Place::new(&role.trust, anybody(program))
        })
        .collect()
}

/// Takes out what nobody who is asked has, for it would only make the tree
/// larger.
///
/// Callers are told by the names in their keys and ARNs alone, so some stay
/// that need not.
fn without_the_unasked(mut written: Program, aims: &[Aim<'_>]) -> Program {
    let callers = aims.iter().flat_map(|aim| &aim.callers);
    let asked: HashSet<String> = callers
        .flat_map(|caller| caller.split(['/', ':']))
        .map(str::to_owned)
        .collect();
    let is_asked = |entity: &Entity| asked.contains(&entity.name);
    let mut groups = HashSet::new();
    let mut policies = HashSet::new();
    let mut keep = |attached: &[Attachment]| {
        policies.extend(attached.iter().filter_map(|attachment| match attachment {
            Attachment::Managed(id) => Some(id.index()),
            Attachment::External { .. } => None,
        }));
    };
    let mut users = Vec::new();
    let mut ids = HashMap::new();
    for (place, user) in written.users.into_iter().enumerate() {
        if is_asked(&user.entity) {
            groups.extend(user.groups.iter().map(|id| id.index()));
            keep(&user.attached);
            ids.insert(UserId::new(place), UserId::new(users.len()));
            users.push(user);
        }
    }
    written.users = users;
    for group in &mut written.groups {
        let members = group.members.iter();
        group.members = members.filter_map(|id| ids.get(id).copied()).collect();
    }
    for (place, group) in written.groups.iter_mut().enumerate() {
        if groups.contains(&place) || is_asked(&group.entity) {
            keep(&group.attached);
        } else {
            group.statements.clear();
        }
    }
    for role in &mut written.roles {
        if is_asked(&role.entity) {
            keep(&role.attached);
        } else {
            role.statements.clear();
        }
    }
    policies.extend(written.limits().filter_map(|limit| match limit {
        Limit::Policy(id) => Some(id.index()),
        Limit::Boundary(_) => None,
    }));
    for (place, policy) in written.policies.iter_mut().enumerate() {
        if !policies.contains(&place) {
            policy.statements.clear();
        }
    }
    written
}
