//! Who calls, and whom a statement names (IAM User Guide: Principal; NotPrincipal; Policy evaluation logic).

use super::case::{ContextValue, Request};
use super::json::Json;
use super::resource::{arn_fields, is_account};

/// The caller of a request.
#[derive(Clone, Debug)]
pub(crate) enum Caller {
    User {
        account: String,
        arn: String,
    },
    /// A session of a role. A session whose name is not known (`session` is `None`) is named by its role's ARN alone.
    RoleSession {
        account: String,
        session: Option<String>,
        role: String,
    },
    /// A session of GetFederationToken, and the user who asked for it.
    FederatedUser {
        account: String,
        session: String,
        user: String,
    },
    /// The root user of an account, not the account as a whole.
    Root {
        account: String,
    },
    Service(String),
    /// Someone who signed in with a web identity or SAML provider and has no AWS credentials yet.
    Federated(String),
    Anonymous,
}

/// The web identity providers that are named without an ARN.
const PROVIDERS: [&str; 4] = [
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
];

impl Caller {
    /// Reads a request's principal: an ARN, `service/NAME`, `NAME.amazonaws.com`, a web identity provider's name, or
    /// `anonymous`. `role_arn` is the role of a role session where its path is not `/`; `user_arn` is the user behind
    /// a federated user's session where it has another name or a path.
    pub(crate) fn parse(
        text: &str,
        role_arn: Option<&str>,
        user_arn: Option<&str>,
    ) -> Result<Self, String> {
        let strange = || format!("`{text}` is not a principal that can call");
        let caller = if text == "anonymous" {
            Self::Anonymous
        } else if PROVIDERS.contains(&text) {
            Self::Federated(text.to_owned())
        } else if let Some(name) = text.strip_prefix("service/") {
            let whole = name.ends_with(".amazonaws.com") || name.ends_with(".amazonaws.com.cn");
            Self::Service(if whole {
                name.to_owned()
            } else {
                format!("{name}.amazonaws.com")
            })
        } else if text.ends_with(".amazonaws.com") && !text.contains(':') {
            Self::Service(text.to_owned())
        } else {
            Self::parse_arn(text, role_arn, user_arn).ok_or_else(strange)?
        };
        if text.contains(['*', '?']) || text.contains(char::is_whitespace) {
            return Err(strange());
        }
        let session_of_role = matches!(
            caller,
            Self::RoleSession {
                session: Some(_),
                ..
            }
        );
        if role_arn.is_some() && !session_of_role {
            return Err(format!(
                "`role_arn` goes with a role session, which `{text}` is not"
            ));
        }
        if user_arn.is_some() && !matches!(caller, Self::FederatedUser { .. }) {
            return Err(format!(
                "`user_arn` goes with a federated user, which `{text}` is not"
            ));
        }
        Ok(caller)
    }

    fn parse_arn(text: &str, role_arn: Option<&str>, user_arn: Option<&str>) -> Option<Self> {
        let [_, partition, service, region, account, rest] = arn_fields(text)?;
        let arn = text.to_owned();
        if partition.is_empty() || !region.is_empty() || !is_account(&account) {
            return None;
        }
        let (kind, name) = rest.split_once('/').unwrap_or((&rest, ""));
        match (service.as_str(), kind, name) {
            ("iam", "root", "") => (rest == "root").then_some(Self::Root { account }),
            ("iam", "user", _) if is_path_and_name(name) => Some(Self::User { account, arn }),
            ("iam", "role", _) if is_path_and_name(name) => Some(Self::RoleSession {
                account,
                session: None,
                role: arn,
            }),
            ("iam", "oidc-provider" | "saml-provider", _) if !name.is_empty() => {
                Some(Self::Federated(arn))
            }
            ("sts", "assumed-role", _) => {
                let (role_name, session) = name.split_once('/')?;
                if role_name.is_empty() || session.is_empty() || session.contains('/') {
                    return None;
                }
                let prefix = format!("arn:{partition}:iam::{account}:role/");
                let role = role_arn.map_or_else(|| format!("{prefix}{role_name}"), str::to_owned);
                let path_and_name = role.strip_prefix(&prefix)?;
                (path_and_name.rsplit('/').next()? == role_name).then_some(Self::RoleSession {
                    account,
                    session: Some(arn),
                    role,
                })
            }
            ("sts", "federated-user", _) if !name.is_empty() && !name.contains('/') => {
                let prefix = format!("arn:{partition}:iam::{account}:user/");
                let user = user_arn.map_or_else(|| format!("{prefix}{name}"), str::to_owned);
                user.starts_with(&prefix).then_some(Self::FederatedUser {
                    account,
                    session: arn,
                    user,
                })
            }
            _ => None,
        }
    }

    /// The account that the caller belongs to; services, providers and anonymous callers have none.
    pub(crate) fn account(&self) -> Option<&str> {
        match self {
            Self::User { account, .. }
            | Self::RoleSession { account, .. }
            | Self::FederatedUser { account, .. }
            | Self::Root { account } => Some(account),
            Self::Service(_) | Self::Federated(_) | Self::Anonymous => None,
        }
    }

    /// Whether identity policies and a boundary can be attached to the caller, or to the user or role behind it.
    pub(crate) fn is_identity(&self) -> bool {
        matches!(
            self,
            Self::User { .. } | Self::RoleSession { .. } | Self::FederatedUser { .. }
        )
    }

    /// Whether the caller is a session of a service-linked role, which no boundary and no organization policy limits.
    pub(crate) fn is_service_linked(&self) -> bool {
        matches!(self, Self::RoleSession { role, .. } if role.contains(":role/aws-service-role/"))
    }
}

fn is_path_and_name(text: &str) -> bool {
    !text.is_empty() && text.split('/').all(|part| !part.is_empty())
}

/// The Principal or NotPrincipal element of a statement.
#[derive(Clone, Debug)]
pub(crate) struct PrincipalElement {
    pub(crate) negated: bool,
    named: Vec<Named>,
}

/// One principal that a statement names.
#[derive(Clone, Debug, PartialEq)]
enum Named {
    Everyone,
    Account(String),
    /// A user, role or session, by its ARN.
    Arn(String),
    Service(String),
    Federated(String),
    /// The unique id of a deleted user or role. It lets nobody in; a Deny is about the caller whose `aws:userid` has it.
    Id(String),
    /// A value that AWS might hold and that no caller here answers to: another unique id, a canonical user id, or a user,
    /// role or group ARN with a wildcard or of another kind.
    Nobody(String),
}

/// What a resource policy's Allow spares a caller in the resource's own account (Policy evaluation logic, the
/// table of resource policies; Permissions boundaries; Principal). What it does not spare must allow too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Grant {
    pub(crate) needs_identity: bool,
    pub(crate) needs_boundary: bool,
    pub(crate) needs_session: bool,
}

impl Grant {
    /// Nothing else needs to allow.
    const ALONE: Self = Self {
        needs_identity: false,
        needs_boundary: false,
        needs_session: false,
    };
    /// The identity policies need not allow; boundary and session policy must.
    const WITHIN_LIMITS: Self = Self {
        needs_identity: false,
        needs_boundary: true,
        needs_session: true,
    };
    /// The account may decide: its identity policies must allow as well.
    const DELEGATION: Self = Self {
        needs_identity: true,
        needs_boundary: true,
        needs_session: true,
    };
}

impl PrincipalElement {
    /// Reads the element; `allows` tells the statement's effect. Values that name nobody known here stand only where
    /// they cannot widen what the policy gives: in an Allow with Principal, or a Deny with NotPrincipal.
    pub(crate) fn parse(value: &Json, negated: bool, allows: bool) -> Result<Self, String> {
        let mut named = Vec::new();
        match value {
            Json::Text(text) if text == "*" => named.push(Named::Everyone),
            Json::Object(kinds) => {
                for (kind, values) in kinds {
                    for value in values.items() {
                        let value = value
                            .text()
                            .ok_or_else(|| format!("a principal under `{kind}` is not a string"))?;
                        named.push(parse_named(kind, value)?);
                    }
                }
            }
            _ => return Err("a principal is neither `*` nor an object".to_owned()),
        }
        if negated && named.is_empty() {
            return Err("`NotPrincipal` lists nobody".to_owned());
        }
        if allows == negated
            && let Some(Named::Nobody(text) | Named::Id(text)) = named.iter().find(|named| {
                matches!(named, Named::Nobody(_)) || allows && matches!(named, Named::Id(_))
            })
        {
            return Err(format!(
                "the principal `{text}` names nobody who could be told apart"
            ));
        }
        Ok(Self { negated, named })
    }

    /// Whether the element is exactly `"*"`, the only one that a resource control policy may have.
    pub(crate) fn is_everyone(&self) -> bool {
        !self.negated && self.named == [Named::Everyone]
    }

    /// Whether a Deny with this element is about the caller of a request.
    pub(crate) fn denies(&self, request: &Request) -> bool {
        let own = match request.context.get("aws:userid") {
            Some(ContextValue::One(own)) => own.as_str(),
            Some(ContextValue::Many(_)) | None => "",
        };
        let has_id = |named: &Named| match named {
            Named::Id(id) => own == id || own.starts_with(&format!("{id}:")),
            _ => false,
        };
        !self.grants(&request.caller).is_empty() || !self.negated && self.named.iter().any(has_id)
    }

    /// What an Allow with this element spares the caller, one entry for each principal that the caller answers to; none
    /// where the statement is not about the caller. NotPrincipal is about all whom it does not list, as `*` would be.
    pub(crate) fn grants(&self, caller: &Caller) -> Vec<Grant> {
        let grants: Vec<Grant> = self
            .named
            .iter()
            .filter_map(|named| named.grant(caller))
            .collect();
        match (self.negated, grants.is_empty()) {
            (false, _) => grants,
            (true, true) => vec![Grant::ALONE],
            (true, false) => Vec::new(),
        }
    }
}

impl Named {
    /// The row of the table for this principal and the caller; `None` where the caller is someone else.
    fn grant(&self, caller: &Caller) -> Option<Grant> {
        let is = |name: &String, grant: Grant, own: &String| (name == own).then_some(grant);
        match (self, caller) {
            (Self::Everyone, _) => Some(Grant::ALONE),
            // A root user is delegated to as well, and has all that the account could give.
            (Self::Account(account), _) => {
                (caller.account() == Some(account)).then_some(Grant::DELEGATION)
            }
            // IAM users have no session policies, so whether one would limit is not said; a limit that is there holds.
            (Self::Arn(name), Caller::User { arn, .. }) => is(
                name,
                Grant {
                    needs_session: true,
                    ..Grant::ALONE
                },
                arn,
            ),
            (Self::Arn(name), Caller::RoleSession { session, role, .. }) => {
                let by_session = session.as_ref().and_then(|own| is(name, Grant::ALONE, own));
                by_session.or_else(|| is(name, Grant::WITHIN_LIMITS, role))
            }
            (Self::Arn(name), Caller::FederatedUser { session, user, .. }) => {
                is(name, Grant::ALONE, session).or_else(|| is(name, Grant::WITHIN_LIMITS, user))
            }
            (Self::Service(name), Caller::Service(own)) => is(name, Grant::ALONE, own),
            (Self::Federated(name), Caller::Federated(own)) => is(name, Grant::ALONE, own),
            (
                Self::Arn(_)
                | Self::Service(_)
                | Self::Federated(_)
                | Self::Id(_)
                | Self::Nobody(_),
                _,
            ) => None,
        }
    }
}

fn parse_named(kind: &str, value: &str) -> Result<Named, String> {
    let lower_case_host = |text: &str| {
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-')
        };
        text.contains('.') && text.bytes().all(plain)
    };
    let named = match kind {
        "AWS" => parse_aws(value),
        "Service" => lower_case_host(value).then(|| Named::Service(value.to_owned())),
        "Federated" if PROVIDERS.contains(&value) => Some(Named::Federated(value.to_owned())),
        "Federated" => arn_fields(value).and_then(|[_, _, service, _, _, rest]| {
            let provider = rest.starts_with("oidc-provider/") || rest.starts_with("saml-provider/");
            (service == "iam" && provider).then(|| Named::Federated(value.to_owned()))
        }),
        "CanonicalUser" => Some(Named::Nobody(value.to_owned())),
        _ => return Err(format!("`{kind}` is not a kind of principal")),
    };
    named.ok_or_else(|| format!("`{value}` is not a principal of the kind `{kind}`"))
}

/// Reads a value under `AWS`. An account id and the ARN of the account's root mean the same: the account.
fn parse_aws(value: &str) -> Option<Named> {
    if value == "*" {
        return Some(Named::Everyone);
    }
    if is_account(value) {
        return Some(Named::Account(value.to_owned()));
    }
    let unique_id = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if value.len() >= 16 && value.starts_with('A') && value.bytes().all(unique_id) {
        let is_deleted = value.starts_with("AIDA") || value.starts_with("AROA");
        let named = if is_deleted { Named::Id } else { Named::Nobody };
        return Some(named(value.to_owned()));
    }
    let [_, partition, service, region, account, rest] = arn_fields(value)?;
    let is_cloudfront = account == "cloudfront" && service == "iam" && region.is_empty();
    if is_cloudfront && !partition.is_empty() && !partition.contains('*') {
        let id = rest.strip_prefix("user/CloudFront Origin Access Identity ")?;
        let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        return is_id.then(|| Named::Nobody(value.to_owned()));
    }
    if partition.is_empty()
        || partition.contains('*')
        || !region.is_empty()
        || !is_account(&account)
    {
        return None;
    }
    match (service.as_str(), rest.split_once('/')) {
        ("iam", None) if rest == "root" => Some(Named::Account(account)),
        ("iam", Some(("user" | "role", name)))
        | ("sts", Some(("assumed-role" | "federated-user", name))) => {
            let plain = !name.is_empty() && !name.contains(['*', '?']);
            Some(if plain {
                Named::Arn(value.to_owned())
            } else {
                Named::Nobody(value.to_owned())
            })
        }
        ("iam" | "sts", _) => Some(Named::Nobody(value.to_owned())),
        _ => None,
    }
}
