//! Cases of raw IAM documents, read into a tree: just enough of a reader for
//! documents that are well formed.

use aclc::iam::{Atom, Effect, Match, Operator, PolicyKind, Principal, PrincipalMatch, Version};
use aclc::runtime::{
    ContextEntry, ContextValue, DecideError, Decision, LevelSpec, PolicyHandle, Request,
    StandInSpec, StatementSpec, Tree, TreeBuilder,
};

use crate::reference::json::Json;

/// A statement with what it borrows.
struct Statement {
    sid: Option<String>,
    effect: Effect,
    principals: Option<PrincipalMatch>,
    actions: Match,
    resources: Option<Match>,
    condition: Vec<Atom>,
    version: Version,
}

fn get<'j>(object: &'j Json, name: &str) -> Option<&'j Json> {
    let members = object.members()?.iter();
    members
        .clone()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

fn texts(value: &Json) -> Vec<String> {
    value
        .items()
        .iter()
        .map(|item| item.scalar().expect("a scalar").to_owned())
        .collect()
}

fn element(statement: &Json, name: &str) -> Option<Match> {
    let any = get(statement, name).map(|list| Match::Any(texts(list)));
    any.or_else(|| get(statement, &format!("Not{name}")).map(|list| Match::NoneOf(texts(list))))
}

fn principals(statement: &Json) -> Option<PrincipalMatch> {
    let entries = |value: &Json| {
        let mut entries = Vec::new();
        for (kind, values) in value.members().expect("a map of principals") {
            entries.extend(texts(values).into_iter().map(|text| match kind.as_str() {
                "AWS" => Principal::Aws(text),
                "Service" => Principal::Service(text),
                "Federated" => Principal::Federated(text),
                "CanonicalUser" => Principal::CanonicalUser(text),
                other => panic!("`{other}` is no kind of principal"),
            }));
        }
        entries
    };
    match (get(statement, "Principal"), get(statement, "NotPrincipal")) {
        (Some(value), _) if value.text() == Some("*") => Some(PrincipalMatch::Everyone),
        (Some(value), _) => Some(PrincipalMatch::Any(entries(value))),
        (None, Some(value)) if value.text() == Some("*") => {
            Some(PrincipalMatch::NoneOf(vec![Principal::Aws("*".to_owned())]))
        }
        (None, Some(value)) => Some(PrincipalMatch::NoneOf(entries(value))),
        (None, None) => None,
    }
}

fn condition(statement: &Json) -> Vec<Atom> {
    let mut atoms = Vec::new();
    for (operator, keys) in get(statement, "Condition")
        .and_then(Json::members)
        .unwrap_or_default()
    {
        for (key, values) in keys.members().expect("a map of keys") {
            atoms.push(Atom {
                operator: Operator::parse(operator)
                    .unwrap_or_else(|| panic!("`{operator}` is no operator")),
                key: key.clone(),
                values: texts(values),
            });
        }
    }
    atoms
}

fn statements(document: &Json) -> Vec<Statement> {
    let version = match get(document, "Version").and_then(Json::text) {
        Some("2012-10-17") => Version::V2012,
        _ => Version::V2008,
    };
    let list = get(document, "Statement")
        .map(Json::items)
        .unwrap_or_default();
    list.iter()
        .map(|statement| Statement {
            sid: get(statement, "Sid")
                .and_then(Json::text)
                .map(str::to_owned),
            effect: match get(statement, "Effect").and_then(Json::text) {
                Some("Allow") => Effect::Allow,
                Some("Deny") => Effect::Deny,
                other => panic!("{other:?} is no effect"),
            },
            principals: principals(statement),
            actions: element(statement, "Action").expect("an action"),
            resources: element(statement, "Resource"),
            condition: condition(statement),
            version,
        })
        .collect()
}

fn policy(
    builder: &mut TreeBuilder,
    kind: PolicyKind,
    name: &str,
    document: &Json,
) -> PolicyHandle {
    let statements = statements(document);
    let specs = statements
        .iter()
        .enumerate()
        .map(|(place, statement)| StatementSpec {
            sid: statement.sid.as_deref(),
            effect: statement.effect,
            principals: statement.principals.as_ref(),
            actions: &statement.actions,
            resources: statement.resources.as_ref(),
            condition: &statement.condition,
            version: statement.version,
            file: name,
            line: u32::try_from(place).unwrap() + 1,
        });
    builder.policy(kind, name, specs).unwrap()
}

/// The tree of a case of `aclc simulate`.
pub(crate) fn case_tree(case: &Json) -> Tree {
    let mut builder = TreeBuilder::new();
    let list = |name| get(case, name).map(Json::items).unwrap_or_default();
    let mut all = |kind, name: &str, documents: &[Json]| -> Vec<PolicyHandle> {
        documents
            .iter()
            .map(|document| policy(&mut builder, kind, name, document))
            .collect()
    };
    let is_role = request_text(case, "resource")
        .is_some_and(|arn| arn.contains(":iam::") && arn.contains(":role/"));
    let resource_kind = if is_role {
        PolicyKind::Trust
    } else {
        PolicyKind::Resource
    };
    let identity = all(PolicyKind::Identity, "identity", list("identity"));
    let boundary = all(PolicyKind::Boundary, "boundary", list("boundary")).pop();
    let session = all(PolicyKind::Session, "session", list("session"));
    let resource = all(resource_kind, "resource_policy", list("resource_policy")).pop();
    let mut levels = |kind, name, full_access| -> Vec<LevelSpec<'_>> {
        let levels = list(name).iter();
        levels
            .map(|level| LevelSpec {
                name,
                policies: all(kind, name, level.items()),
                full_access,
            })
            .collect()
    };
    let service_levels = levels(PolicyKind::ServiceControl, "scps", false);
    let resource_levels = levels(PolicyKind::ResourceControl, "rcps", true);
    for handle in session {
        builder.session_policy("session", handle);
    }
    builder.stand_in(&StandInSpec {
        identity,
        boundary,
        resource,
        service_levels,
        resource_levels,
    });
    builder.finish().unwrap()
}

fn request_text<'j>(case: &'j Json, name: &str) -> Option<&'j str> {
    get(get(case, "request")?, name)?.text()
}

/// Decides a case of `aclc simulate`.
pub(crate) fn decide_case(case: &Json) -> Result<Decision, DecideError> {
    let tree = case_tree(case);
    let mut caller = tree
        .principal(request_text(case, "principal").unwrap())
        .unwrap();
    for behind in ["role_arn", "user_arn"] {
        if let Some(arn) = request_text(case, behind) {
            caller = caller.session_of(arn);
        }
    }
    let given = get(case, "request").and_then(|request| get(request, "context"));
    let given = given.and_then(Json::members).unwrap_or_default();
    let lists: Vec<Vec<String>> = given
        .iter()
        .map(|(_, value)| {
            if *value == Json::Null {
                Vec::new()
            } else {
                texts(value)
            }
        })
        .collect();
    let borrowed: Vec<Vec<&str>> = lists
        .iter()
        .map(|list| list.iter().map(String::as_str).collect())
        .collect();
    let context: Vec<ContextEntry<'_>> = given
        .iter()
        .zip(&borrowed)
        .map(|((key, value), texts)| {
            let value = match value {
                Json::Null => ContextValue::Absent,
                Json::List(_) => ContextValue::Many(texts),
                Json::Bare(_) | Json::Text(_) | Json::Object(_) => ContextValue::One(texts[0]),
            };
            (key.as_str(), value)
        })
        .collect();
    let sessions: Vec<_> = tree.session_policies().collect();
    let action = request_text(case, "action").unwrap();
    let resource = request_text(case, "resource").unwrap_or("*");
    let mut request = Request::new(&caller, action, resource)
        .with_context(&context)
        .with_session_policies(&sessions)
        .with_complete_context();
    if let Some(account) = request_text(case, "resource_account") {
        request = request.with_resource_account(account);
    }
    tree.decide(&request).map(|answer| answer.decision())
}
