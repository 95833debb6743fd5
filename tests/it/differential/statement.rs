//! Random statements, and where in a program they stand.

use aclc::iam::operators::ROWS;
use aclc::iam::{
    Atom, Effect, Match, Operator, PolicyKind, Principal, PrincipalMatch, SetOperator, ValueType,
    Version,
};
use aclc::model::{Entity, GuardrailKind, Program, Statement};

use super::draw::Draw;
use super::request::number_of;
use super::words::{self, KeyWords};
use super::world::nowhere;

/// Adds a random statement to a random policy.
pub(crate) fn add_statement(draw: &mut Draw<'_>, program: &mut Program) {
    let known = known_principals(program);
    let mut places = places(program);
    let place = draw.below(places.len());
    let (kind, _) = places[place];
    let statement = draw_statement(draw, kind, &known);
    let (_, statements) = &mut places[place];
    statements.push(statement);
}

/// Adds a random statement to the own policy of a user, group or role, where there is room for many.
pub(crate) fn add_own_statement(draw: &mut Draw<'_>, program: &mut Program) {
    let groups = program.groups.iter_mut().map(|group| &mut group.statements);
    let users = program.users.iter_mut().map(|user| &mut user.statements);
    let roles = program.roles.iter_mut().map(|role| &mut role.statements);
    let mut own: Vec<_> = groups.chain(users).chain(roles).collect();
    let place = draw.below(own.len());
    own[place].push(draw_statement(draw, PolicyKind::Identity, &[]));
}

/// The users and roles of the program and sessions of theirs, as principals.
fn known_principals(program: &Program) -> Vec<Principal> {
    let partition = &program.settings.partition;
    let number = |entity: &Entity| number_of(&program.accounts[entity.account.index()]).to_owned();
    let arn = |entity: &Entity, service: &str, rest: String| {
        Principal::Aws(format!(
            "arn:{partition}:{service}::{}:{rest}",
            number(entity)
        ))
    };
    let users = program.users.iter().map(|user| &user.entity);
    let roles = program.roles.iter().map(|role| &role.entity);
    let of_user = |user: &Entity| {
        [
            arn(user, "iam", format!("user{}{}", user.path, user.name)),
            arn(user, "sts", format!("federated-user/{}", user.name)),
        ]
    };
    let of_role = |role: &Entity| {
        [
            arn(role, "iam", format!("role{}{}", role.path, role.name)),
            arn(role, "sts", format!("assumed-role/{}/s1", role.name)),
        ]
    };
    users
        .flat_map(of_user)
        .chain(roles.flat_map(of_role))
        .collect()
}

/// AWS takes no empty policy, so those that have no statement get the plainest one.
pub(crate) fn fill_empty(program: &mut Program) {
    program
        .resources
        .retain(|resource| !resource.statements.is_empty());
    for (kind, statements) in places(program) {
        let is_own_policy = match kind {
            PolicyKind::Identity | PolicyKind::Trust => false,
            PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::Resource
            | PolicyKind::ServiceControl
            | PolicyKind::ResourceControl => true,
        };
        if is_own_policy && statements.is_empty() {
            statements.push(draw_statement(&mut Draw::new(&[]), kind, &[]));
        }
    }
    for policy in &mut program.policies {
        if policy.statements.is_empty() {
            policy.statements.push(draw_statement(
                &mut Draw::new(&[]),
                PolicyKind::Identity,
                &[],
            ));
        }
    }
}

/// Every statement of a program, a line each.
pub(crate) fn list_statements(program: &Program) -> String {
    let mut program = program.clone();
    let lines = places(&mut program).into_iter().enumerate().flat_map(|(place, (kind, statements))| {
        statements.iter().map(move |statement| {
            let Statement { effect, principals, actions, resources, condition, version, .. } = statement;
            format!("{kind:?} {place}: {effect:?} {principals:?} {actions:?} {resources:?} {condition:?} {version:?}\n")
        }).collect::<Vec<_>>()
    });
    lines.collect()
}

/// Every statement of a program.
pub(crate) fn statements(program: &mut Program) -> Vec<Statement> {
    let places = places(program).into_iter();
    places
        .flat_map(|(_, statements)| statements.clone())
        .collect()
}

/// Every list of statements of the program. Those of groups come first, where most is.
fn places(program: &mut Program) -> Vec<(PolicyKind, &mut Vec<Statement>)> {
    let mut places: Vec<(PolicyKind, &mut Vec<Statement>)> = Vec::new();
    for group in &mut program.groups {
        places.push((PolicyKind::Identity, &mut group.statements));
    }
    for user in &mut program.users {
        places.push((PolicyKind::Identity, &mut user.statements));
    }
    for role in &mut program.roles {
        places.push((PolicyKind::Trust, &mut role.trust));
        places.push((PolicyKind::Identity, &mut role.statements));
    }
    for policy in &mut program.policies {
        places.push((PolicyKind::Identity, &mut policy.statements));
    }
    for boundary in &mut program.boundaries {
        places.push((PolicyKind::Boundary, &mut boundary.statements));
    }
    for session in &mut program.session_policies {
        places.push((PolicyKind::Session, &mut session.statements));
    }
    for guardrail in &mut program.guardrails {
        let kind = match guardrail.kind {
            GuardrailKind::Service => PolicyKind::ServiceControl,
            GuardrailKind::Resource => PolicyKind::ResourceControl,
        };
        places.push((kind, &mut guardrail.statements));
    }
    for resource in &mut program.resources {
        places.push((PolicyKind::Resource, &mut resource.statements));
    }
    places
}

fn draw_statement(draw: &mut Draw<'_>, kind: PolicyKind, known: &[Principal]) -> Statement {
    let denies = match kind {
        PolicyKind::ResourceControl => true,
        PolicyKind::ServiceControl => draw.percent(40),
        PolicyKind::Identity
        | PolicyKind::Boundary
        | PolicyKind::Session
        | PolicyKind::Resource
        | PolicyKind::Trust => draw.percent(25),
    };
    let effect = if denies { Effect::Deny } else { Effect::Allow };
    Statement {
        sid: None,
        effect,
        principals: draw_principals(draw, kind, effect, known),
        actions: draw_actions(draw, kind),
        resources: (kind != PolicyKind::Trust)
            .then(|| draw_match(draw, words::RESOURCE_PATTERNS, true)),
        condition: draw_condition(draw),
        version: if draw.percent(10) {
            Version::V2008
        } else {
            Version::V2012
        },
        origin: nowhere(),
    }
}

fn draw_match(draw: &mut Draw<'_>, patterns: &[&str], may_be_negated: bool) -> Match {
    let list = draw.list(1, 3, |draw| draw.word(patterns));
    if may_be_negated && draw.percent(10) {
        Match::NoneOf(list)
    } else {
        Match::Any(list)
    }
}

fn draw_actions(draw: &mut Draw<'_>, kind: PolicyKind) -> Match {
    match kind {
        PolicyKind::Trust => draw_match(draw, words::TRUST_ACTIONS, false),
        PolicyKind::ResourceControl => draw_match(draw, words::RESOURCE_CONTROL_ACTIONS, false),
        PolicyKind::Identity
        | PolicyKind::Boundary
        | PolicyKind::Session
        | PolicyKind::ServiceControl
        | PolicyKind::Resource => draw_match(draw, words::ACTION_PATTERNS, true),
    }
}

fn draw_principals(
    draw: &mut Draw<'_>,
    kind: PolicyKind,
    effect: Effect,
    known: &[Principal],
) -> Option<PrincipalMatch> {
    let one = |draw: &mut Draw<'_>, nobody: bool| {
        if known.is_empty() || draw.percent(50) {
            draw_principal(draw, nobody)
        } else {
            draw.pick(known).clone()
        }
    };
    match kind {
        PolicyKind::Identity
        | PolicyKind::Boundary
        | PolicyKind::Session
        | PolicyKind::ServiceControl => None,
        PolicyKind::ResourceControl => Some(PrincipalMatch::Everyone),
        PolicyKind::Trust => {
            let named = draw.list(1, 3, |draw| one(draw, effect == Effect::Allow));
            let everyone = Principal::Aws("*".to_owned());
            let mut named: Vec<Principal> = named
                .into_iter()
                .filter(|named| *named != everyone)
                .collect();
            if named.is_empty() {
                named.push(Principal::Aws(words::NUMBERS[0].to_owned()));
            }
            Some(PrincipalMatch::Any(named))
        }
        PolicyKind::Resource if draw.percent(20) => Some(PrincipalMatch::Everyone),
        PolicyKind::Resource if effect == Effect::Deny && draw.percent(40) => Some(
            PrincipalMatch::NoneOf(draw.list(1, 4, |draw| one(draw, true))),
        ),
        PolicyKind::Resource => {
            let named = draw.list(1, 3, |draw| one(draw, effect == Effect::Allow));
            Some(PrincipalMatch::Any(named))
        }
    }
}

/// A principal; where `nobody` says so perhaps one that no caller can be told to be.
fn draw_principal(draw: &mut Draw<'_>, nobody: bool) -> Principal {
    let kinds = if nobody { 13 } else { 12 };
    let number = draw.word(&[
        words::NUMBERS[0],
        words::NUMBERS[1],
        words::STRANGE_NUMBER,
        "000000000000",
    ]);
    let partition = if draw.percent(8) { "aws-cn" } else { "aws" };
    let aws = |service: &str, rest: String| {
        Principal::Aws(format!("arn:{partition}:{service}::{number}:{rest}"))
    };
    match draw.below(kinds) {
        0 | 6 | 7 => {
            let path = draw.pick(words::PATHS);
            aws("iam", format!("user{path}{}", draw.pick(words::USERS)))
        }
        1 | 8 => {
            let path = draw.pick(words::PATHS);
            aws("iam", format!("role{path}{}", draw.pick(words::ROLES)))
        }
        2 => aws(
            "sts",
            format!(
                "assumed-role/{}/{}",
                draw.pick(words::ROLES),
                draw.pick(words::SESSIONS)
            ),
        ),
        3 => aws("sts", format!("federated-user/{}", draw.pick(words::USERS))),
        4 => Principal::Aws(number),
        5 => aws("iam", "root".to_owned()),
        9 => Principal::Service(draw.word(words::SERVICES)),
        10 => Principal::Federated(draw.word(words::PROVIDERS)),
        // Even where a deny rests on it, an id is taken for whom AWS takes it.
        11 if !nobody && draw.percent(40) => Principal::Aws("AIDAJQABLZS4A3QDU576Q".to_owned()),
        11 => Principal::Aws("*".to_owned()),
        _ => draw
            .pick(&[
                Principal::CanonicalUser(
                    "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be".to_owned(),
                ),
                Principal::Aws("AIDAJQABLZS4A3QDU576Q".to_owned()),
                Principal::Aws("arn:aws:iam::111111111111:user/*".to_owned()),
                Principal::Aws("arn:aws:iam::111111111111:group/devs".to_owned()),
            ])
            .clone(),
    }
}

fn draw_condition(draw: &mut Draw<'_>) -> Vec<Atom> {
    let count = match draw.below(10) {
        0..=3 => 0,
        4..=6 => 1,
        7 | 8 => 2,
        _ => 3,
    };
    let mut atoms: Vec<Atom> = Vec::new();
    for _ in 0..count {
        let atom = draw_atom(draw);
        let is_new = |other: &Atom| {
            other.operator != atom.operator || !other.key.eq_ignore_ascii_case(&atom.key)
        };
        if atoms.iter().all(is_new) {
            atoms.push(atom);
        }
    }
    atoms
}

fn draw_atom(draw: &mut Draw<'_>) -> Atom {
    let key = draw.pick(words::KEYS);
    let base = if draw.percent(10) {
        draw.pick(&ROWS).base
    } else {
        *draw.pick(key.operators)
    };
    let mut operator = Operator::plain(base);
    // IAM knows `Null` without prefix and suffix only.
    let is_null = base.row().value_type == ValueType::Presence;
    if draw.percent(if key.is_list { 70 } else { 8 }) && !is_null {
        operator =
            operator.over(*draw.pick(&[SetOperator::ForAnyValue, SetOperator::ForAllValues]));
    }
    if draw.percent(15) && !is_null {
        operator = operator.if_exists();
    }
    let values = draw.list(1, 3, |draw| match base.row().value_type {
        ValueType::Presence => draw.word(&["true", "false"]),
        ValueType::String
        | ValueType::Numeric
        | ValueType::Date
        | ValueType::Bool
        | ValueType::Binary
        | ValueType::Ip
        | ValueType::Arn => draw_value(draw, key),
    });
    Atom {
        operator,
        key: draw_case(draw, key.key),
        values,
    }
}

/// Mostly a value that goes with the key.
fn draw_value(draw: &mut Draw<'_>, key: &KeyWords) -> String {
    if draw.percent(10) {
        let other = draw.pick(words::KEYS);
        draw.word(other.policy)
    } else {
        draw.word(key.policy)
    }
}

/// A key, whose letter case says nothing.
pub(crate) fn draw_case(draw: &mut Draw<'_>, key: &str) -> String {
    match draw.below(10) {
        8 => key.to_lowercase(),
        9 => key.to_uppercase(),
        _ => key.to_owned(),
    }
}
