//! A case: the policies that play a part, and one request.
//!
//! The form is that of a line of `aclc simulate`. The context is complete: nothing is filled in from the principal. Three
//! members of the request are this interpreter's own, because an ARN alone does not tell them: `role_arn` (the role of a
//! session, where its path is not `/`) and `user_arn` (the user behind a federated user's session, where it is not the user
//! of that name without a path).

use std::rc::Rc;

use super::document::{Document, Kind};
use super::json::Json;
use super::pattern::fold;
use super::principal::Caller;
use super::resource::{Resource, is_account};

/// One case, read and checked.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) policies: Policies,
    pub(crate) request: Request,
}

/// The policies of a case, by the part they play.
#[derive(Clone, Debug)]
pub(crate) struct Policies {
    /// The user's own and those of all its groups, or the role's.
    pub(crate) identity: Vec<Rc<Document>>,
    pub(crate) boundary: Option<Rc<Document>>,
    /// `None` where no session policy was passed; an empty list is none passed.
    pub(crate) session: Option<Vec<Rc<Document>>>,
    pub(crate) resource_policy: Option<Rc<Document>>,
    /// Service control policies of the caller's account, a list for each level: root, organizational units, account.
    pub(crate) scps: Vec<Vec<Rc<Document>>>,
    /// Resource control policies of the resource's account, likewise.
    pub(crate) rcps: Vec<Vec<Rc<Document>>>,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) caller: Caller,
    /// In lower case: the names of actions ignore case.
    pub(crate) action: String,
    pub(crate) resource: Resource,
    /// As written in the request, before the ARN and the caller are asked.
    pub(crate) resource_account: Option<String>,
    pub(crate) context: Context,
}

/// The values of the request's condition keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context(Vec<(String, ContextValue)>);

/// What a condition key holds: a list is a multivalued key, also a list of one.
#[derive(Clone, Debug)]
pub(crate) enum ContextValue {
    One(String),
    Many(Vec<String>),
}

impl Case {
    /// Reads a case from one line of JSON. The error says what is wrong with it.
    pub(crate) fn parse(line: &str) -> Result<Self, String> {
        let case = Json::parse(line)?;
        let known = [
            "id",
            "identity",
            "boundary",
            "session",
            "resource_policy",
            "scps",
            "rcps",
            "request",
        ];
        let member = members_of(&case, "case", &known)?;
        let request = Request::parse(member("request").ok_or("a case has a `request`")?)?;
        let resource_kind = if request.resource.is_role() {
            Kind::Trust
        } else {
            Kind::Resource
        };
        let documents = |list: &Json, kind| {
            list.items()
                .iter()
                .map(|text| Document::parse(text, kind).map(Rc::new))
                .collect()
        };
        let levels = |name, kind| match member(name) {
            None => Ok(Vec::new()),
            Some(Json::List(levels)) => {
                let levels = levels.iter().map(|level| match level {
                    Json::List(_) => documents(level, kind),
                    _ => Err(format!("a level of `{name}` is not a list of documents")),
                });
                levels.collect()
            }
            Some(_) => Err(format!("`{name}` is not a list of levels")),
        };
        let policies = Policies {
            identity: member("identity")
                .map_or(Ok(Vec::new()), |list| documents(list, Kind::Identity))?,
            boundary: member("boundary")
                .map(|text| Document::parse(text, Kind::Boundary).map(Rc::new))
                .transpose()?,
            session: member("session")
                .map(|list| documents(list, Kind::Session))
                .transpose()?
                .filter(|passed: &Vec<Rc<Document>>| !passed.is_empty()),
            resource_policy: member("resource_policy")
                .map(|text| Document::parse(text, resource_kind).map(Rc::new))
                .transpose()?,
            scps: levels("scps", Kind::ServiceControl)?,
            rcps: levels("rcps", Kind::ResourceControl)?,
        };
        Ok(Self { policies, request })
    }
}

impl Request {
    pub(crate) fn parse(request: &Json) -> Result<Self, String> {
        let known = [
            "principal",
            "role_arn",
            "user_arn",
            "action",
            "resource",
            "resource_account",
            "context",
        ];
        let member = members_of(request, "request", &known)?;
        let text = |name| match member(name) {
            None => Ok(None),
            Some(value) => value
                .text()
                .map(Some)
                .ok_or_else(|| format!("`{name}` is not a string")),
        };
        let principal = text("principal")?.ok_or("a request has a `principal`")?;
        let action = text("action")?.ok_or("a request has an `action`")?;
        let resource_account = text("resource_account")?;
        if let Some(account) = resource_account.filter(|account| !is_account(account)) {
            return Err(format!("`{account}` is not an account id"));
        }
        Ok(Self {
            caller: Caller::parse(principal, text("role_arn")?, text("user_arn")?)?,
            action: parse_action(action)?,
            resource: text("resource")?.map_or(Ok(Resource::None), Resource::parse)?,
            resource_account: resource_account.map(str::to_owned),
            context: member("context").map_or(Ok(Context::default()), Context::parse)?,
        })
    }
}

/// Reads the name of one action, `service:Name`.
fn parse_action(text: &str) -> Result<String, String> {
    let strange = |character: char| character.is_whitespace() || matches!(character, '*' | '?');
    match text.split_once(':') {
        Some((service, name))
            if !service.is_empty()
                && !name.is_empty()
                && !name.contains(':')
                && !text.contains(strange) =>
        {
            Ok(fold(text))
        }
        _ => Err(format!("`{text}` is not the name of an action")),
    }
}

impl Context {
    fn parse(context: &Json) -> Result<Self, String> {
        let members = context.members().ok_or("`context` is not an object")?;
        let mut entries: Vec<(String, ContextValue)> = Vec::new();
        for (key, value) in members {
            let folded = fold(key);
            if entries.iter().any(|(earlier, _)| *earlier == folded) {
                return Err(format!(
                    "the condition key `{key}` stands twice in the context"
                ));
            }
            let scalar = |value: &Json| {
                value.scalar().map(str::to_owned).ok_or_else(|| {
                    format!("the value of `{key}` is not a string, number or boolean")
                })
            };
            match value {
                Json::Null => {}
                Json::List(values) => {
                    let values = values.iter().map(scalar).collect::<Result<_, _>>()?;
                    entries.push((folded, ContextValue::Many(values)));
                }
                single => entries.push((folded, ContextValue::One(scalar(single)?))),
            }
        }
        Ok(Self(entries))
    }

    /// The value of a key, which is given in lower case; `None` where the request does not have it.
    pub(crate) fn get(&self, key: &str) -> Option<&ContextValue> {
        self.0
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }
}

impl ContextValue {
    /// All values; a single value is a list of one.
    pub(crate) fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// A look-up for the members of an object that has no others than the `known` ones; `null` counts as missing.
pub(crate) fn members_of<'a>(
    object: &'a Json,
    what: &str,
    known: &[&str],
) -> Result<impl Fn(&str) -> Option<&'a Json> + use<'a>, String> {
    let members = object
        .members()
        .ok_or_else(|| format!("the {what} is not an object"))?;
    if let Some((name, _)) = members
        .iter()
        .find(|(name, _)| !known.contains(&name.as_str()))
    {
        return Err(format!("`{name}` is not a member of a {what}"));
    }
    Ok(move |wanted: &str| {
        let found = members
            .iter()
            .find(|(name, value)| name == wanted && *value != Json::Null);
        found.map(|(_, value)| value)
    })
}
