//! Who a statement of a trust or resource policy is about.

use super::{Manner, word};
use crate::iam::{Principal, PrincipalMatch, is_account_number};
use crate::model::{Entity, Program};
use crate::syntax::is_bare_name;

/// `everyone except AWS(...) and Service(...)`: IAM's own element.
pub(super) fn raw(principals: &PrincipalMatch) -> String {
    match principals {
        PrincipalMatch::Everyone => "everyone".to_owned(),
        PrincipalMatch::Any(list) => raw_list(list),
        PrincipalMatch::NoneOf(list) => format!("everyone except {}", raw_list(list)),
    }
}

fn raw_list(list: &[Principal]) -> String {
    type Pick = fn(&Principal) -> Option<&str>;
    const KINDS: [(&str, Pick); 4] = [
        ("AWS", aws),
        ("Service", service),
        ("Federated", federated),
        ("CanonicalUser", canonical),
    ];
    let named: Vec<String> = KINDS
        .iter()
        .filter_map(|(key, pick)| {
            let values: Vec<&str> = list.iter().filter_map(pick).collect();
            let written = word::list(&values, |value| word::string(value));
            (!values.is_empty()).then(|| format!("{key}({written})"))
        })
        .collect();
    named.join(" and ")
}

fn aws(principal: &Principal) -> Option<&str> {
    match principal {
        Principal::Aws(text) => Some(text),
        Principal::Service(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => None,
    }
}

fn service(principal: &Principal) -> Option<&str> {
    match principal {
        Principal::Service(text) => Some(text),
        Principal::Aws(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => None,
    }
}

fn federated(principal: &Principal) -> Option<&str> {
    match principal {
        Principal::Federated(text) => Some(text),
        Principal::Aws(_) | Principal::Service(_) | Principal::CanonicalUser(_) => None,
    }
}

fn canonical(principal: &Principal) -> Option<&str> {
    match principal {
        Principal::CanonicalUser(text) => Some(text),
        Principal::Aws(_) | Principal::Service(_) | Principal::Federated(_) => None,
    }
}

/// All of a list, if every principal is of one kind.
fn all(list: &[Principal], pick: fn(&Principal) -> Option<&str>) -> Option<Vec<&str>> {
    let values: Option<Vec<&str>> = list.iter().map(pick).collect();
    values.filter(|values| !values.is_empty())
}

/// Principals of one kind in the language's words: `account prod`, `user Ann`,
/// `service lambda`, ARNs.
pub(super) fn phrase(list: &[Principal], manner: Manner, program: &Program) -> Option<String> {
    if let Some(names) = all(list, service) {
        return Some(format!("service {}", services(&names, manner)));
    }
    let names = all(list, aws)?;
    let accounts: Option<Vec<&str>> = names.iter().map(|name| account_of(name)).collect();
    if let Some(numbers) = accounts {
        let written = word::list(&numbers, |number| account(number, program));
        return Some(format!("account {written}"));
    }
    if manner == Manner::Words {
        let named = [
            ("user", entities(&names, program, "user")),
            ("role", entities(&names, program, "role")),
        ];
        for (kind, found) in named {
            if let Some(found) = found {
                return Some(format!("{kind} {}", found.join(", ")));
            }
        }
    }
    let are_arns = names.iter().all(|name| name.starts_with("arn:"));
    are_arns.then(|| word::list(&names, |name| word::plain(name)))
}

/// Federated identities, of which a trust names one.
pub(super) fn provider(list: &[Principal], manner: Manner, program: &Program) -> Option<String> {
    let names = all(list, federated)?;
    let [name] = names.as_slice() else {
        return None;
    };
    if !name.starts_with("arn:") {
        return Some(format!("web {}", word::plain(name)));
    }
    if name.contains(":saml-provider/") {
        return Some(format!("saml {}", word::plain(name)));
    }
    let (head, host) = name.split_once(":oidc-provider/")?;
    let number = head.rsplit(':').next()?;
    let own = program.accounts.first()?.number.as_deref() == Some(number);
    let partition = format!("arn:{}:iam:", program.settings.partition);
    Some(
        if own && manner == Manner::Words && head.starts_with(&partition) {
            format!("oidc {}", word::plain(host))
        } else {
            format!("oidc {}", word::plain(name))
        },
    )
}

/// Services by their short names, or in full.
pub(super) fn services(names: &[&str], manner: Manner) -> String {
    word::list(names, |name| {
        let short = name.strip_suffix(".amazonaws.com");
        let short = short.filter(|short| is_bare_name(short) && manner == Manner::Words);
        short.map_or_else(|| word::plain(name), str::to_owned)
    })
}

/// The number of the account that a principal is as a whole.
pub(super) fn account_of(name: &str) -> Option<&str> {
    if is_account_number(name) {
        return Some(name);
    }
    let mut fields = name.split(':');
    let head = [
        fields.next()?,
        fields.next()?,
        fields.next()?,
        fields.next()?,
    ];
    let (number, resource) = (fields.next()?, fields.next()?);
    let is_root = head.first() == Some(&"arn")
        && head.get(2) == Some(&"iam")
        && resource == "root"
        && fields.next().is_none();
    (is_root && is_account_number(number)).then_some(number)
}

/// An account's name in the program, or its number.
pub(super) fn account(number: &str, program: &Program) -> String {
    let named = program
        .accounts
        .iter()
        .find(|account| account.number.as_deref() == Some(number));
    named.map_or_else(|| number.to_owned(), |account| word::name(&account.name))
}

/// Users or roles of the program by their names; those of another account than
/// the first with the account's name before theirs.
fn entities(arns: &[&str], program: &Program, kind: &str) -> Option<Vec<String>> {
    arns.iter().map(|arn| entity(arn, program, kind)).collect()
}

/// An entity of the program by its ARN.
pub(super) fn entity(arn: &str, program: &Program, kind: &str) -> Option<String> {
    let users = program.users.iter().map(|user| ("user", &user.entity));
    let roles = program.roles.iter().map(|role| ("role", &role.entity));
    let (_, found) = users.chain(roles).find(|(of, entity)| {
        *of == kind && entity_arn(entity, kind, program) == Some(arn.to_owned())
    })?;
    entity_name(found, program)
}

/// An entity by its name, that of another account than the first with the
/// account's before it.
pub(super) fn entity_name(entity: &Entity, program: &Program) -> Option<String> {
    if entity.account.index() == 0 {
        return Some(word::name(&entity.name));
    }
    let account = program.account(entity.account)?;
    let is_plain = is_bare_name(&account.name) && is_bare_name(&entity.name);
    is_plain.then(|| format!("{}/{}", account.name, entity.name))
}

/// IAM User Guide, "IAM identifiers".
pub(super) fn entity_arn(entity: &Entity, kind: &str, program: &Program) -> Option<String> {
    let number = program.account(entity.account)?.number.as_deref()?;
    Some(format!(
        "arn:{}:iam::{number}:{kind}{}{}",
        program.settings.partition, entity.path, entity.name
    ))
}
