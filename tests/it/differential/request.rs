//! Random requests, in the words of the program that they are put to.

use aclc::iam::{Principal, PrincipalMatch, is_account_number};
use aclc::model::{Account, AccountId, Entity, Program, Statement};

use super::draw::Draw;
use super::statement::draw_case;
use super::words;

/// A request as a user of the evaluator puts it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// A key such as `user/ana`, or an ARN.
    pub(crate) principal: String,
    pub(crate) action: String,
    pub(crate) resource: String,
    /// No key twice, whatever its letter case.
    pub(crate) context: Vec<(String, Given)>,
    /// Session policies by name.
    pub(crate) sessions: Vec<String>,
    pub(crate) resource_account: Option<String>,
}

/// What a request says of a condition key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Given {
    One(String),
    Many(Vec<String>),
    /// The key is not there, even if it would follow from the caller.
    Absent,
}

/// A request, mostly aimed at one of the statements.
pub(crate) fn draw_request(
    draw: &mut Draw<'_>,
    program: &Program,
    statements: &[Statement],
) -> Asked {
    let aim = (!statements.is_empty() && !draw.percent(30)).then(|| draw.pick(statements));
    let mut principal = draw_caller(draw, program);
    let (mut action, mut resource) = draw_target(draw, program);
    let mut context = draw_context(draw);
    if let Some(statement) = aim {
        action = draw_action(draw, statement).unwrap_or(action);
        resource = draw_resource(draw, statement).unwrap_or(resource);
        principal = draw_named(draw, statement).unwrap_or(principal);
        aim_context(draw, statement, &mut context);
    }
    let has_sessions = !program.session_policies.is_empty() && draw.percent(30);
    let mut sessions = if has_sessions {
        draw.list(1, 2, |draw| {
            draw.pick(&program.session_policies).name.clone()
        })
    } else {
        Vec::new()
    };
    sessions.dedup();
    // Where the ARN says nothing of it.
    let is_told = resource.split(':').nth(4).is_some_and(is_account_number);
    let resource_account = (draw.percent(10) && !is_told).then(|| draw.word(&words::NUMBERS));
    Asked {
        principal,
        action,
        resource,
        context,
        sessions,
        resource_account,
    }
}

/// A text that a pattern matches; variables stay as they are.
fn matched(draw: &mut Draw<'_>, pattern: &str) -> String {
    let run = draw.word(&["", "x", "ana", "a/b", "red"]);
    pattern
        .replace('?', "x")
        .replace("${*}", "\u{1}")
        .replace('*', &run)
        .replace('\u{1}', "*")
}

fn draw_action(draw: &mut Draw<'_>, statement: &Statement) -> Option<String> {
    let pattern = draw.pick(statement.actions.patterns()).clone();
    let action = matched(draw, &pattern);
    let (service, name) = action.split_once(':')?;
    let is_plain = !service.is_empty() && !name.is_empty() && !name.contains(['/', ':']);
    (is_plain && !draw.percent(25)).then(|| action.clone())
}

fn draw_resource(draw: &mut Draw<'_>, statement: &Statement) -> Option<String> {
    let pattern = draw.pick(statement.resources.as_ref()?.patterns()).clone();
    let value = draw.word(&["ana", "red", "bo", "", "home/", "111111111111"]);
    let mut filled = String::new();
    let mut rest = pattern.as_str();
    while let Some((before, after)) = rest.split_once("${") {
        filled.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
        filled.push_str(&value);
    }
    filled.push_str(rest);
    let resource = matched(draw, &filled);
    if resource.splitn(6, ':').count() < 6 {
        // A short pattern; what it would match if it were padded.
        let fitting = words::RESOURCES
            .iter()
            .filter(|whole| whole.starts_with(&resource));
        let fitting: Vec<&str> = fitting.copied().collect();
        return (!fitting.is_empty()).then(|| draw.word(&fitting));
    }
    (resource.starts_with("arn:") && !draw.percent(25)).then_some(resource)
}

/// Someone whom the statement names.
fn draw_named(draw: &mut Draw<'_>, statement: &Statement) -> Option<String> {
    let (PrincipalMatch::Any(list) | PrincipalMatch::NoneOf(list)) =
        statement.principals.as_ref()?
    else {
        return None;
    };
    let caller = match draw.pick(list) {
        Principal::Service(name) => format!("service/{name}"),
        Principal::Federated(name) => format!("federated/{name}"),
        Principal::CanonicalUser(_) => return None,
        Principal::Aws(name) if name.len() == 12 => format!("arn:aws:iam::{name}:root"),
        Principal::Aws(name) => name.clone(),
    };
    let can_call = caller.contains('/') || caller.ends_with(":root");
    (can_call && !caller.contains(['*', '?']) && !caller.contains(":group/") && !draw.percent(25))
        .then_some(caller)
}

/// How keys begin whose values mostly follow from who asks for what.
const DERIVED: [&str; 5] = [
    "aws:principal",
    "aws:username",
    "aws:userid",
    "aws:resourceaccount",
    "aws:resourceorgid",
];

/// Gives the keys that the statement asks for, mostly with values that it knows.
fn aim_context(draw: &mut Draw<'_>, statement: &Statement, context: &mut Vec<(String, Given)>) {
    for atom in &statement.condition {
        let key = atom.key.to_ascii_lowercase();
        let follows = DERIVED.iter().any(|start| key.starts_with(start));
        if draw.percent(if follows { 85 } else { 30 }) {
            continue;
        }
        context.retain(|(key, _)| !key.eq_ignore_ascii_case(&atom.key));
        let words = words::KEYS
            .iter()
            .find(|words| words.key.eq_ignore_ascii_case(&atom.key));
        let is_time = ["aws:CurrentTime", "aws:EpochTime"]
            .iter()
            .any(|key| key.eq_ignore_ascii_case(&atom.key));
        let value = |draw: &mut Draw<'_>| match words {
            Some(words) if is_time || draw.percent(50) => draw.word(words.request),
            Some(_) | None => {
                let value = draw.pick(&atom.values).clone();
                matched(draw, &value)
            }
        };
        let given = if !is_time && atom.operator.set.is_some() != draw.percent(12) {
            Given::Many(draw.list(0, 3, value))
        } else {
            Given::One(value(draw))
        };
        context.push((draw_case(draw, &atom.key), given));
    }
}

pub(crate) fn number_of(account: &Account) -> &str {
    account.number.as_deref().unwrap_or("000000000000")
}

fn draw_caller(draw: &mut Draw<'_>, program: &Program) -> String {
    let partition = &program.settings.partition;
    let account = |id: AccountId| &program.accounts[id.index()];
    let key = |kind: &str, entity: &Entity| {
        format!("{kind}/{}/{}", account(entity.account).name, entity.name)
    };
    let own = |draw: &mut Draw<'_>| number_of(draw.pick(&program.accounts)).to_owned();
    match draw.below(20) {
        0 | 10..=12 if !program.users.is_empty() => key("user", &draw.pick(&program.users).entity),
        1 | 13 | 14 if !program.roles.is_empty() => {
            let role = &draw.pick(&program.roles).entity;
            let session = draw.pick(words::SESSIONS);
            let number = number_of(account(role.account));
            format!(
                "arn:{partition}:sts::{number}:assumed-role/{}/{session}",
                role.name
            )
        }
        2 | 15 if !program.groups.is_empty() => {
            let group = draw.pick(&program.groups);
            let group_key = key("group", &group.entity);
            if group.members.is_empty() || draw.percent(20) {
                return group_key;
            }
            let member = &program.users[draw.pick(&group.members).index()].entity;
            format!("{group_key} as {}", member.name)
        }
        3 if !program.roles.is_empty() => key("role", &draw.pick(&program.roles).entity),
        4 | 16 if !program.users.is_empty() => {
            let user = &draw.pick(&program.users).entity;
            let number = number_of(account(user.account));
            format!("arn:{partition}:sts::{number}:federated-user/{}", user.name)
        }
        5 => format!("arn:{partition}:iam::{}:root", own(draw)),
        6 | 17 => format!("service/{}", draw.pick(words::SERVICES)),
        7 => format!("federated/{}", draw.pick(words::PROVIDERS)),
        8 => "anonymous".to_owned(),
        9 | 18 if !program.users.is_empty() => {
            let user = &draw.pick(&program.users).entity;
            let number = number_of(account(user.account));
            format!(
                "arn:{partition}:iam::{number}:user{}{}",
                user.path, user.name
            )
        }
        _ => draw_stranger(draw),
    }
}

/// Someone whom the program does not have.
fn draw_stranger(draw: &mut Draw<'_>) -> String {
    let number = draw.word(&[words::STRANGE_NUMBER, words::NUMBERS[0], words::NUMBERS[1]]);
    let (service, rest) = *draw.pick(&[
        ("iam", "user/ana"),
        ("iam", "user/stranger"),
        ("iam", "role/app"),
        ("sts", "assumed-role/ghost/s1"),
        ("iam", "root"),
        ("sts", "federated-user/stranger"),
    ]);
    format!("arn:aws:{service}::{number}:{rest}")
}

fn draw_target(draw: &mut Draw<'_>, program: &Program) -> (String, String) {
    if !program.roles.is_empty() && draw.percent(20) {
        let role = &draw.pick(&program.roles).entity;
        let number = number_of(&program.accounts[role.account.index()]);
        let partition = &program.settings.partition;
        let arn = format!(
            "arn:{partition}:iam::{number}:role{}{}",
            role.path, role.name
        );
        return (draw.word(words::ROLE_ACTIONS), arn);
    }
    let resource = draw.word(words::RESOURCES);
    let fitting: &[&str] = match resource.split(':').nth(2) {
        Some("kms") => &["kms:Decrypt", "KMS:decrypt", "kms:Encrypt"],
        Some("iam") => words::ROLE_ACTIONS,
        Some("sqs") => &["sqs:SendMessage"],
        Some(_) | None => words::ACTIONS,
    };
    let action = if draw.percent(10) {
        draw.word(words::ACTIONS)
    } else {
        draw.word(fitting)
    };
    (action, resource)
}

fn draw_context(draw: &mut Draw<'_>) -> Vec<(String, Given)> {
    let mut context: Vec<(String, Given)> = Vec::new();
    let drawn = draw.list(0, 7, |draw| {
        let key = draw.pick(words::KEYS);
        let is_time = matches!(key.key, "aws:CurrentTime" | "aws:EpochTime");
        let given = if is_time {
            Given::One(draw.word(key.request))
        } else if draw.percent(5) {
            Given::Absent
        } else if key.is_list != draw.percent(6) {
            Given::Many(draw.list(0, 3, |draw| draw.word(key.request)))
        } else {
            Given::One(draw.word(key.request))
        };
        (draw_case(draw, key.key), given)
    });
    for (key, given) in drawn {
        if context
            .iter()
            .all(|(other, _)| !other.eq_ignore_ascii_case(&key))
        {
            context.push((key, given));
        }
    }
    context
}
