//! One statement as one clause.

use super::assume::{Half, assumes};
use super::atom::Place;
use super::constructor::construction;
use super::lets::Lets;
use super::{Manner, actions, condition, principal, word};
use crate::iam::{
    Atom, Base, Effect, Match, Operator, PolicyKind, Principal, PrincipalMatch, is_account_number,
};
use crate::model::{Program, Statement};

/// What surrounds a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'p> {
    pub(super) program: &'p Program,
    pub(super) lets: &'p Lets,
    pub(super) kind: PolicyKind,
    /// Whether it is of a user, group or role.
    pub(super) is_of_entity: bool,
    /// The trust that is said with it.
    pub(super) half: Option<Half>,
}

/// The clause, on one line. `None`: the language has no words for it in this
/// manner.
pub(super) fn clause(statement: &Statement, manner: Manner, around: Around<'_>) -> Option<String> {
    let written = match manner {
        Manner::Verbatim => Some(verbatim(statement)),
        Manner::Words | Manner::Keys | Manner::Operators => match around.kind {
            PolicyKind::Trust => trust(statement, manner, around),
            PolicyKind::Resource => on_resource(statement, manner, around),
            PolicyKind::ResourceControl => {
                let is_everyone = statement.principals == Some(PrincipalMatch::Everyone);
                is_everyone.then(|| format!("anyone {}", grant(statement, manner, around)))
            }
            PolicyKind::Identity
            | PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::ServiceControl => statement.principals.is_none().then(|| {
                pass(statement, manner, around)
                    .or_else(|| assume(statement, manner, around))
                    .unwrap_or_else(|| grant(statement, manner, around))
            }),
        },
    };
    let mut written = written?;
    if let Some(sid) = statement.sid.as_deref().filter(|sid| is_name(sid)) {
        written.push_str(" as ");
        written.push_str(&word::name(sid));
    }
    Some(written)
}

/// Whether a `Sid` can be given by `as` (IAM User Guide, "IAM JSON policy
/// elements: Sid").
pub(super) fn is_name(sid: &str) -> bool {
    !sid.is_empty() && sid.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn verb(statement: &Statement) -> &'static str {
    match statement.effect {
        Effect::Allow => "can",
        Effect::Deny => "cannot",
    }
}

fn place<'p>(statement: &Statement, around: Around<'p>) -> Place<'p> {
    Place {
        program: around.program,
        kind: around.kind,
        effect: statement.effect,
    }
}

/// `verbatim [PRINCIPALS] can ...`
fn verbatim(statement: &Statement) -> String {
    let mut written = String::from("verbatim ");
    if let Some(principals) = &statement.principals {
        written.push_str(&principal::raw(principals));
        written.push(' ');
    }
    written.push_str(verb(statement));
    written.push(' ');
    written.push_str(&of_match(&statement.actions, actions::plain));
    if let Some(resources) = &statement.resources {
        written.push_str(" on ");
        written.push_str(&of_match(resources, actions::plain));
    }
    for (index, atom) in statement.condition.iter().enumerate() {
        written.push_str(if index == 0 { " when " } else { " and " });
        written.push_str(&super::atom::by_name(atom));
    }
    written
}

fn of_match(element: &Match, write: impl Fn(&[String]) -> String) -> String {
    match element {
        Match::Any(list) => write(list),
        Match::NoneOf(list) => format!("* except {}", write(list)),
    }
}

/// `can ACTIONS on RESOURCES when CONDITION`
fn grant(statement: &Statement, manner: Manner, around: Around<'_>) -> String {
    let condition: Vec<Atom> = statement.condition.clone();
    grant_with(statement, &condition, manner, around)
}

fn grant_with(
    statement: &Statement,
    condition: &[Atom],
    manner: Manner,
    around: Around<'_>,
) -> String {
    let mut written = format!(
        "{} {}",
        verb(statement),
        match &statement.actions {
            Match::Any(list) => actions::actions(list),
            Match::NoneOf(list) => format!("* except {}", actions::excepted(list)),
        }
    );
    if let Some(resources) = &statement.resources {
        written.push_str(" on ");
        written.push_str(&of_match(resources, |list| patterns(list, manner, around)));
    }
    written.push_str(&condition::modifiers(
        condition,
        manner,
        place(statement, around),
    ));
    written
}

fn patterns(list: &[String], manner: Manner, around: Around<'_>) -> String {
    word::list(list, |pattern| {
        let named = match manner {
            Manner::Words => {
                let named = around.lets.pattern(pattern);
                named.or_else(|| construction(pattern, around.program))
            }
            Manner::Keys => around.lets.pattern(pattern),
            Manner::Operators | Manner::Verbatim => None,
        };
        named.unwrap_or_else(|| word::plain(pattern))
    })
}

/// `may pass Trainer to sagemaker`
fn pass(statement: &Statement, manner: Manner, around: Around<'_>) -> Option<String> {
    let is_pass = statement.effect == Effect::Allow
        && manner == Manner::Words
        && around.kind != PolicyKind::ServiceControl
        && matches!(&statement.actions, Match::Any(list) if is_only(list, "iam:PassRole"));
    let Some(Match::Any(roles)) = statement.resources.as_ref().filter(|_| is_pass) else {
        return None;
    };
    let (services, rest) = take(
        &statement.condition,
        Base::StringEquals,
        "iam:PassedToService",
    )?;
    let are_roles = roles
        .iter()
        .all(|role| role.contains(":role/") && !role.contains(['*', '?', '$']));
    let are_services = services
        .iter()
        .all(|service| service.ends_with(".amazonaws.com"));
    if !are_roles || !are_services {
        return None;
    }
    let roles = word::list(roles, |role| {
        principal::entity(role, around.program, "role").unwrap_or_else(|| word::plain(role))
    });
    let names: Vec<&str> = services.iter().map(String::as_str).collect();
    let services = principal::services(&names, manner);
    let condition = condition::modifiers(&rest, manner, place(statement, around));
    Some(format!("may pass {roles} to {services}{condition}"))
}

/// `may assume Deployer when mfa`
fn assume(statement: &Statement, manner: Manner, around: Around<'_>) -> Option<String> {
    let can_be = manner == Manner::Words && around.is_of_entity && assumes(statement);
    let Some(Match::Any(roles)) = statement.resources.as_ref().filter(|_| can_be) else {
        return None;
    };
    let condition = condition::modifiers(&statement.condition, manner, place(statement, around));
    if let Some(half) = around.half {
        let role = principal::entity_name(&around.program.role(half.role)?.entity, around.program)?;
        let openly = if half.openly { " openly" } else { "" };
        return Some(format!("may assume {role}{openly}{condition}"));
    }
    // Of roles elsewhere there is nothing but this half.
    let is_elsewhere = |role: &String| {
        role.contains(":role/")
            && !role.contains(['*', '?', '$'])
            && role.split(':').nth(4).is_some_and(|number| {
                let mut accounts = around.program.accounts.iter();
                number.len() == 12 && accounts.all(|it| it.number.as_deref() != Some(number))
            })
    };
    if !roles.iter().all(is_elsewhere) {
        return None;
    }
    let roles = word::list(roles, |role| word::plain(role));
    Some(format!("may assume {roles}{condition}"))
}

fn is_only(list: &[String], action: &str) -> bool {
    matches!(list, [only] if only.eq_ignore_ascii_case(action))
}

/// The values of one condition, and the others.
fn take(condition: &[Atom], base: Base, key: &str) -> Option<(Vec<String>, Vec<Atom>)> {
    let is_it =
        |atom: &&Atom| atom.operator == Operator::plain(base) && atom.key.eq_ignore_ascii_case(key);
    let found = condition.iter().find(is_it)?;
    let rest = condition.iter().filter(|atom| !is_it(atom)).cloned();
    Some((found.values.clone(), rest.collect()))
}

// -- with a principal ---------------------------------------------------------

/// `role Trainer can s3:GetObject on lake/*`
fn on_resource(statement: &Statement, manner: Manner, around: Around<'_>) -> Option<String> {
    let list = match statement.principals.as_ref()? {
        PrincipalMatch::Everyone => return Some(of_everyone(statement, manner, around)),
        PrincipalMatch::NoneOf(_) => return None,
        PrincipalMatch::Any(list) => list,
    };
    if matches!(list.as_slice(), [Principal::Aws(all)] if all == "*") {
        return Some(of_everyone(statement, manner, around));
    }
    let who = principal::phrase(list, manner, around.program)?;
    let (behalf, condition) = behalf(list, &statement.condition, manner, around);
    let grant = grant_with(statement, &condition, manner, around);
    Some(format!("{who}{behalf} {grant}"))
}

fn of_everyone(statement: &Statement, manner: Manner, around: Around<'_>) -> String {
    let who = match statement.effect {
        Effect::Allow => "public",
        Effect::Deny => "anyone",
    };
    format!("{who} {}", grant(statement, manner, around))
}

/// ` for account prod`, ` for arn:...`: whom a service acts for, and what is
/// asked besides.
fn behalf(
    list: &[Principal],
    condition: &[Atom],
    manner: Manner,
    around: Around<'_>,
) -> (String, Vec<Atom>) {
    let all = || (String::new(), condition.to_vec());
    let are_services = list.iter().all(|it| matches!(it, Principal::Service(_)));
    if !are_services || manner != Manner::Words {
        return all();
    }
    if let Some((accounts, rest)) = take(condition, Base::StringEquals, "aws:SourceAccount")
        && accounts.iter().all(|number| is_account_number(number))
    {
        let names = word::list(&accounts, |number| {
            principal::account(number, around.program)
        });
        return (format!(" for account {names}"), rest);
    }
    if let Some((arns, rest)) = take(condition, Base::ArnLike, "aws:SourceArn")
        && arns.iter().all(|arn| arn.starts_with("arn:"))
    {
        let arns = word::list(&arns, |arn| {
            around.lets.pattern(arn).unwrap_or_else(|| word::plain(arn))
        });
        return (format!(" for {arns}"), rest);
    }
    all()
}

/// `trusts service lambda when ...`
fn trust(statement: &Statement, manner: Manner, around: Around<'_>) -> Option<String> {
    let (Effect::Allow, Some(PrincipalMatch::Any(list)), Match::Any(actions), None) = (
        statement.effect,
        &statement.principals,
        &statement.actions,
        &statement.resources,
    ) else {
        return None;
    };
    let has = |action: &str| actions.iter().any(|it| it.eq_ignore_ascii_case(action));
    let federated = list.iter().all(|it| matches!(it, Principal::Federated(_)));
    let who = if federated {
        principal::provider(list, manner, around.program)?
    } else {
        principal::phrase(list, manner, around.program)?
    };
    let assume = if !federated {
        "sts:AssumeRole"
    } else if who.starts_with("saml") {
        "sts:AssumeRoleWithSAML"
    } else {
        "sts:AssumeRoleWithWebIdentity"
    };
    let extras = [
        ("sts:TagSession", " with tags"),
        ("sts:SetSourceIdentity", " with source identity"),
    ];
    let extras: String = extras
        .iter()
        .filter(|(action, _)| has(action))
        .map(|(_, words)| *words)
        .collect();
    let (behalf, mut condition) = behalf(list, &statement.condition, manner, around);
    if who.starts_with("saml") {
        // `saml` asks for the audience by itself.
        condition = take(&condition, Base::StringEquals, "SAML:aud")?.1;
    }
    let modifiers = condition::modifiers(&condition, manner, place(statement, around));
    has(assume).then(|| format!("trusts {who}{behalf}{extras}{modifiers}"))
}
