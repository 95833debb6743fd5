//! The request of a case.

use std::borrow::Cow;
use std::collections::HashSet;

use super::CaseError;
use super::read::{check_members, part};
use crate::ask::question::{check_account, check_action, check_resource};
use crate::import::json::{Json, JsonKind, Node};

/// A request, read and checked.
#[derive(Debug)]
pub(super) struct CaseRequest<'j> {
    pub(super) principal: Cow<'j, str>,
    /// The role of a role session, where its ARN does not tell the role's path.
    pub(super) role_arn: Option<Cow<'j, str>>,
    /// The user behind a federated user's session, where its ARN does not.
    pub(super) user_arn: Option<Cow<'j, str>>,
    pub(super) action: Cow<'j, str>,
    pub(super) resource: Cow<'j, str>,
    pub(super) resource_account: Option<Cow<'j, str>>,
    pub(super) context: Vec<(Cow<'j, str>, Given<'j>)>,
}

/// The value of a condition key.
#[derive(Debug)]
pub(super) enum Given<'j> {
    One(Cow<'j, str>),
    Many(Vec<Cow<'j, str>>),
    Absent,
}

const MEMBERS: [&str; 7] = [
    "principal",
    "role_arn",
    "user_arn",
    "action",
    "resource",
    "resource_account",
    "context",
];

impl CaseRequest<'_> {
    /// Whether it is about a role, whose resource policy is its trust policy.
    pub(super) fn is_about_a_role(&self) -> bool {
        let mut fields = self.resource.splitn(6, ':').skip(2);
        let (service, role) = (fields.next(), fields.nth(2));
        service == Some("iam") && role.is_some_and(|resource| resource.starts_with("role/"))
    }
}

pub(super) fn read_request<'j>(
    json: &'j Json<'j>,
    request: Node<'j>,
) -> Result<CaseRequest<'j>, CaseError> {
    check_members(json, request, "a request", &MEMBERS)?;
    let text = |name: &str| match part(request, name) {
        None => Ok(None),
        Some(value) => text(json, value, &format!("`{name}`")).map(Some),
    };
    let needed = |name: &str| {
        let missing = || CaseError::new("request", format!("the request has no `{name}`"));
        text(name)?.ok_or_else(missing)
    };
    let refused = |name: &str, message: String| CaseError::new(&format!("request.{name}"), message);
    let read = CaseRequest {
        principal: needed("principal")?,
        role_arn: text("role_arn")?,
        user_arn: text("user_arn")?,
        action: needed("action")?,
        resource: text("resource")?.unwrap_or(Cow::Borrowed("*")),
        resource_account: text("resource_account")?,
        context: match part(request, "context") {
            Some(context) => read_context(json, context)?,
            None => Vec::new(),
        },
    };
    check_action(&read.action).map_err(|error| refused("action", error.to_string()))?;
    check_resource(&read.resource).map_err(|error| refused("resource", error.to_string()))?;
    check_principal(&read.principal).map_err(|message| refused("principal", message))?;
    if let Some(number) = &read.resource_account {
        check_account(number, &read.resource)
            .map_err(|error| refused("resource_account", error.to_string()))?;
    }
    check_behind(&read)?;
    Ok(read)
}

fn text<'j>(json: &Json<'_>, node: Node<'j>, what: &str) -> Result<Cow<'j, str>, CaseError> {
    node.string().ok_or_else(|| {
        let message = format!("{what} is a string, not {}", node.kind().name());
        CaseError::at(json, node, message)
    })
}

/// A principal that can call is one: no wildcard stands for several. Without a
/// program, nobody has a name of its own.
fn check_principal(principal: &str) -> Result<(), String> {
    let mut fields = principal.split(':');
    let is_arn = fields.next() == Some("arn");
    let is_strange = principal.contains(|it: char| matches!(it, '*' | '?') || it.is_whitespace());
    let is_nowhere = is_arn && (fields.next() == Some("") || fields.nth(1) != Some(""));
    let is_named = ["user/", "role/", "group/"]
        .iter()
        .any(|kind| principal.starts_with(kind));
    if is_strange || is_nowhere || is_named {
        return Err(no_principal(principal));
    }
    Ok(())
}

/// What to say of a principal that cannot call.
pub(super) fn no_principal(principal: &str) -> String {
    format!(
        "`{principal}` is no principal that can call: write the ARN of a user, a role, a session or a root, `service/NAME` or `anonymous`"
    )
}

/// The ARN of a session tells the account and the name of who is behind it;
/// what is given beside it must fit.
fn check_behind(request: &CaseRequest<'_>) -> Result<(), CaseError> {
    let fields: Vec<&str> = request.principal.splitn(6, ':').collect();
    let [_, partition, "sts", _, account, resource] = *fields.as_slice() else {
        return match (&request.role_arn, &request.user_arn) {
            (None, None) => Ok(()),
            (Some(_), _) => Err(CaseError::new(
                "request.role_arn",
                "only a role session has a `role_arn`",
            )),
            (None, Some(_)) => Err(CaseError::new(
                "request.user_arn",
                "only a federated user's session has a `user_arn`",
            )),
        };
    };
    let (kind, name) = resource.split_once('/').unwrap_or((resource, ""));
    let of_account = |kind: &str| format!("arn:{partition}:iam::{account}:{kind}/");
    if let Some(role) = &request.role_arn {
        let session_of = name.split('/').next().unwrap_or_default();
        let is_behind = role
            .strip_prefix(&of_account("role"))
            .is_some_and(|role| role.rsplit('/').next() == Some(session_of));
        if kind != "assumed-role" || !is_behind {
            let message = format!("`{role}` is not the role behind `{}`", request.principal);
            return Err(CaseError::new("request.role_arn", message));
        }
    }
    if let Some(user) = &request.user_arn {
        let is_behind = user.starts_with(&of_account("user"));
        if kind != "federated-user" || !is_behind {
            let message = format!("`{user}` is not the user behind `{}`", request.principal);
            return Err(CaseError::new("request.user_arn", message));
        }
    }
    Ok(())
}

fn read_context<'j>(
    json: &Json<'_>,
    context: Node<'j>,
) -> Result<Vec<(Cow<'j, str>, Given<'j>)>, CaseError> {
    if context.kind() != JsonKind::Object {
        let message = format!("`context` is an object, not {}", context.kind().name());
        return Err(CaseError::at(json, context, message));
    }
    let mut entries: Vec<(Cow<'j, str>, Given<'j>)> = Vec::new();
    let mut given = HashSet::new();
    for (node, value) in context.members() {
        let key = node.string().unwrap_or_default();
        if !given.insert(key.to_ascii_lowercase()) {
            let message = format!("the condition key `{key}` is given twice");
            return Err(CaseError::at(json, node, message));
        }
        let given = match value.kind() {
            JsonKind::Null => Given::Absent,
            JsonKind::List => {
                let values = value.items().map(|value| scalar(json, value));
                Given::Many(values.collect::<Result<_, _>>()?)
            }
            JsonKind::Boolean | JsonKind::Number | JsonKind::String | JsonKind::Object => {
                Given::One(scalar(json, value)?)
            }
        };
        entries.push((key, given));
    }
    Ok(entries)
}

/// A value's text; numbers and booleans as they are spelled.
fn scalar<'j>(json: &Json<'_>, value: Node<'j>) -> Result<Cow<'j, str>, CaseError> {
    match value.kind() {
        JsonKind::String => Ok(value.string().unwrap_or_default()),
        JsonKind::Boolean | JsonKind::Number => Ok(Cow::Borrowed(value.spelling())),
        JsonKind::Null | JsonKind::List | JsonKind::Object => {
            let kind = value.kind().name();
            let message = format!("a value is a string, a number or a boolean, not {kind}");
            Err(CaseError::at(json, value, message))
        }
    }
}
