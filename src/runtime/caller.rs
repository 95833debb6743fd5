//! Who asks: keys and ARNs of principals, resolved once and used for many
//! requests.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::arena::Id;
use super::context::AccountRef;
use super::image::hash::hash;
use super::image::section;
use super::tree::{Account, Entity, EntityKind, name_hash};
use super::value::eq_ignoring_case;
use super::{Policy, arn};

/// Who asks, as [`Policy::principal`](super::Policy::principal) resolves it.
#[derive(Clone, Debug)]
pub struct Caller<'t> {
    pub(crate) policy: Policy<'t>,
    pub(crate) kind: CallerKind,
    pub(crate) account: CallerAccount,
    /// Who it is in the policy.
    pub(crate) entity: Option<Id<Entity>>,
    /// The ARN of the user, role, account root or provider.
    pub(crate) arn: Option<String>,
    /// The ARN of the session, where it is one of a certain name.
    pub(crate) session: Option<String>,
    /// Whether `arn` may lack the path of the role or user.
    pub(crate) may_lack_path: bool,
    /// The name of the user, role, service or provider.
    pub(crate) name: String,
    /// `aws:userid`, where it can be told.
    pub(crate) user_id: Option<String>,
}

/// What kind of principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallerKind {
    Root,
    User,
    /// A session of a role.
    Role,
    /// A session of `sts:GetFederationToken`.
    FederatedUser,
    Service,
    /// Someone whom an identity provider vouches for, before a role is assumed.
    Federated,
    Anonymous,
}

/// The account that a principal belongs to.
#[derive(Clone, Debug)]
pub(crate) enum CallerAccount {
    Known(Id<Account>),
    Number(String),
    None,
}

/// Why a principal could not be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrincipalError {
    /// It is neither `user/NAME`, `role/NAME`, `group/NAME`, `service/NAME`,
    /// `federated/PROVIDER`, `anonymous` nor the ARN of a principal.
    Malformed(String),
    /// The program has no such user, group, role or member of a group.
    Unknown(String),
    /// Several accounts have one; `user/ACCOUNT/NAME` says which.
    Ambiguous(String),
}

impl fmt::Display for PrincipalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(text) => write!(
                formatter,
                "`{text}` is no principal: write `user/NAME`, `role/NAME`, `group/NAME`, `group/NAME as MEMBER`, `service/NAME`, `federated/PROVIDER`, `anonymous` or an ARN"
            ),
            Self::Unknown(text) => write!(formatter, "the program has no `{text}`"),
            Self::Ambiguous(text) => {
                write!(
                    formatter,
                    "more than one account has `{text}`: write `KIND/ACCOUNT/NAME`"
                )
            }
        }
    }
}

impl core::error::Error for PrincipalError {}

impl<'t> Caller<'t> {
    pub(crate) fn account(&self) -> AccountRef<'_> {
        self.account.as_ref()
    }

    pub(crate) fn account_number(&self) -> Option<&str> {
        self.policy.number_of(self.account())
    }

    /// `aws:PrincipalArn`: for a session of a role, the role's.
    pub(crate) fn principal_arn(&self) -> Option<&str> {
        match self.kind {
            CallerKind::Root | CallerKind::User | CallerKind::Role => self.arn.as_deref(),
            CallerKind::FederatedUser => self.session.as_deref(),
            CallerKind::Service | CallerKind::Federated | CallerKind::Anonymous => None,
        }
    }

    /// `aws:PrincipalType`
    pub(crate) fn principal_type(&self) -> Option<&'static str> {
        match self.kind {
            CallerKind::Root => Some("Account"),
            CallerKind::User => Some("User"),
            CallerKind::Role => Some("AssumedRole"),
            CallerKind::FederatedUser => Some("FederatedUser"),
            CallerKind::Anonymous => Some("Anonymous"),
            CallerKind::Service | CallerKind::Federated => None,
        }
    }

    /// `aws:userid`, but for users and roles: their ids are AWS's to know.
    pub(crate) fn user_id(&self) -> Option<&str> {
        self.user_id.as_deref()
    }

    /// `aws:PrincipalTag/KEY`; federated users have none but the session's own.
    pub(crate) fn tag(&self, key: &str) -> Option<&str> {
        if self.kind == CallerKind::FederatedUser {
            return None;
        }
        self.policy
            .list(self.entity()?.tags)
            .find(|tag| eq_ignoring_case(self.policy.text(tag.key), key))
            .map(|tag| self.policy.text(tag.value))
    }

    pub(crate) fn entity(&self) -> Option<Entity> {
        self.policy.get(self.entity?)
    }

    /// Whether it is a role that a service made and owns, which no control
    /// policy reaches (Organizations User Guide, "Service control policies").
    pub(crate) fn is_service_linked(&self) -> bool {
        let path = || {
            self.arn
                .as_deref()
                .and_then(arn::parse)
                .map(|arn| arn.resource)
        };
        self.kind == CallerKind::Role
            && path().is_some_and(|path| path.starts_with("role/aws-service-role/"))
    }

    /// The policies that are attached to the caller and whose documents the
    /// program does not have. No decision about it is complete.
    pub fn unknown_policies(&self) -> impl Iterator<Item = &'t str> {
        let list = self
            .entity()
            .map_or(super::arena::List::EMPTY, |entity| entity.unknown_policies);
        self.policy.list(list).map(|text| self.policy.text(text))
    }

    /// Says whose session it is where the session's ARN does not: a role that
    /// has a path, or the user behind a federated session of another name.
    #[must_use]
    pub fn session_of(self, arn: &str) -> Self {
        Self {
            entity: self.policy.find_arn(arn),
            arn: Some(arn.to_string()),
            may_lack_path: false,
            ..self
        }
    }

    /// The caller in one phrase: what the program calls it, its ARN, or what
    /// else names it.
    pub fn describe(&self) -> String {
        if let Some(view) = self.view() {
            return view.title();
        }
        match self.kind {
            CallerKind::Anonymous => "an anonymous caller".to_string(),
            CallerKind::Service | CallerKind::Federated => self.name.clone(),
            CallerKind::Root | CallerKind::User | CallerKind::Role | CallerKind::FederatedUser => {
                self.session
                    .as_ref()
                    .or(self.arn.as_ref())
                    .cloned()
                    .unwrap_or_default()
            }
        }
    }
}

/// The web identity providers that go by no ARN (IAM User Guide, "AWS JSON
/// policy elements: Principal").
const PROVIDERS: [&str; 4] = [
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
];

fn is_service(name: &str) -> bool {
    name.ends_with(".amazonaws.com") || name.ends_with(".amazonaws.com.cn")
}

/// `group/NAME` and `MEMBER` of `group/NAME as MEMBER`. No name holds a blank.
fn member_of(text: &str) -> Option<(&str, &str)> {
    text.starts_with("group/")
        .then(|| text.split_once(" as "))
        .flatten()
}

impl<'a> Policy<'a> {
    /// Resolves a principal: `user/NAME`, `role/NAME`, `group/NAME` (someone
    /// in that group and no other, whom no policy names), each also as
    /// `KIND/ACCOUNT/NAME`; `group/NAME as MEMBER` (the same under a member's
    /// name, with nothing else that the member has);
    /// `service/NAME`, where `ec2` means `ec2.amazonaws.com`, or that whole name;
    /// `federated/PROVIDER`; `anonymous`; or an ARN of a user, role, session,
    /// account root or identity provider, which need not be of the program.
    ///
    /// # Errors
    /// A text that names no principal, or a name that no account or more than
    /// one has.
    pub fn principal(self, text: &str) -> Result<Caller<'a>, PrincipalError> {
        if text == "anonymous" {
            let user_id = Some("anonymous".to_string());
            return Ok(Caller {
                user_id,
                ..self.nobody(CallerKind::Anonymous, "")
            });
        }
        if PROVIDERS.contains(&text) {
            return Ok(self.nobody(CallerKind::Federated, text));
        }
        if text.starts_with("arn:") {
            return self
                .caller_by_arn(text)
                .ok_or_else(|| PrincipalError::Malformed(text.to_string()));
        }
        if let Some((group, member)) = member_of(text) {
            return self.member(text, group, member);
        }
        match text.split_once('/') {
            None if is_service(text) => Ok(self.service(text)),
            Some(("service", name)) if !name.is_empty() => Ok(self.service(name)),
            Some(("federated", name)) if !name.is_empty() => {
                Ok(self.nobody(CallerKind::Federated, name))
            }
            Some(("user" | "group" | "role", name)) if !name.is_empty() => {
                self.entity_by_key(text).map(|id| self.caller_of(id))
            }
            _ => Err(PrincipalError::Malformed(text.to_string())),
        }
    }

    /// A caller about whom nothing is known.
    pub(super) fn no_one(self) -> Caller<'a> {
        self.nobody(CallerKind::User, "")
    }

    fn nobody(self, kind: CallerKind, name: &str) -> Caller<'a> {
        Caller {
            policy: self,
            kind,
            account: CallerAccount::None,
            entity: None,
            arn: None,
            session: None,
            may_lack_path: false,
            name: name.to_string(),
            user_id: None,
        }
    }

    fn service(self, name: &str) -> Caller<'a> {
        let caller = self.nobody(CallerKind::Service, name);
        if is_service(name) {
            caller
        } else {
            Caller {
                name: format!("{name}.amazonaws.com"),
                ..caller
            }
        }
    }

    fn entity_by_key(self, key: &str) -> Result<Id<Entity>, PrincipalError> {
        let unknown = || PrincipalError::Unknown(key.to_string());
        let (kind, name) = key.split_once('/').ok_or_else(unknown)?;
        let kind = EntityKind::of_name(kind).ok_or_else(unknown)?;
        if let Some((account, name)) = name.split_once('/') {
            return self.find_name(kind, account, name).ok_or_else(unknown);
        }
        let mut found = self.named(kind, name);
        let (first, _) = found.next().ok_or_else(unknown)?;
        match found.next() {
            Some(_) => Err(PrincipalError::Ambiguous(key.to_string())),
            None => Ok(first),
        }
    }

    /// Those of any account that have a name.
    fn named<'n>(
        self,
        kind: EntityKind,
        name: &'n str,
    ) -> impl Iterator<Item = (Id<Entity>, Entity)> + use<'a, 'n> {
        self.find_all(section::NAME_SLOTS, name_hash(kind, name))
            .filter_map(move |id| Some((id, self.get(id)?)))
            .filter(move |(_, entity): &(Id<Entity>, Entity)| {
                entity.kind == kind && self.text(entity.name) == name
            })
    }

    fn find_name(self, kind: EntityKind, account: &str, name: &str) -> Option<Id<Entity>> {
        let is_of = |entity: Entity| {
            let own = self.get(entity.account);
            own.is_some_and(|own| self.text(own.name) == account)
        };
        self.named(kind, name)
            .find(|(_, entity)| is_of(*entity))
            .map(|(id, _)| id)
    }

    pub(crate) fn find_arn(self, arn: &str) -> Option<Id<Entity>> {
        self.find(section::ARN_SLOTS, hash(arn.as_bytes()), |id| {
            let entity: Option<Entity> = self.get(id);
            entity.is_some_and(|entity| self.text(entity.arn) == arn)
        })
    }

    fn caller_of(self, id: Id<Entity>) -> Caller<'a> {
        let caller = self.nobody(CallerKind::User, "");
        let Some(entity) = self.get(id) else {
            return caller;
        };
        // Someone in a group is nobody in particular.
        let face = match entity.kind {
            EntityKind::User | EntityKind::Role => Some(entity),
            EntityKind::Group => None,
        };
        Caller {
            kind: match entity.kind {
                EntityKind::User | EntityKind::Group => CallerKind::User,
                EntityKind::Role => CallerKind::Role,
            },
            account: CallerAccount::Known(entity.account),
            entity: Some(id),
            arn: face.map(|face| self.text(face.arn).to_string()),
            name: face
                .map(|face| self.text(face.name).to_string())
                .unwrap_or_default(),
            ..caller
        }
    }

    /// The names of a group's members; none where the text names no group, or
    /// one member already.
    pub fn members(self, principal: &str) -> impl Iterator<Item = &'a str> {
        let group = principal
            .starts_with("group/")
            .then(|| self.entity_by_key(principal).ok())
            .flatten()
            .and_then(|id| self.get(id));
        let members = group.map_or(super::arena::List::EMPTY, |group| group.members);
        self.list(members)
            .filter_map(move |id| self.get(id))
            .map(move |member| self.text(member.name))
    }

    /// Someone in a group, under the name of a member.
    fn member(self, text: &str, group: &str, member: &str) -> Result<Caller<'a>, PrincipalError> {
        let id = self.entity_by_key(group)?;
        let members = self
            .get(id)
            .map_or(super::arena::List::EMPTY, |group| group.members);
        let face = self
            .list(members)
            .filter_map(|id| self.get(id))
            .find(|face| self.text(face.name) == member)
            .ok_or_else(|| PrincipalError::Unknown(text.to_string()))?;
        Ok(Caller {
            arn: Some(self.text(face.arn).to_string()),
            name: member.to_string(),
            ..self.caller_of(id)
        })
    }

    fn caller_by_arn(self, text: &str) -> Option<Caller<'a>> {
        let arn = arn::parse(text)?;
        let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
        let known = matches!(kind, "user" | "role")
            .then(|| self.find_arn(text))
            .flatten();
        if let Some(id) = known.filter(|_| arn.service == "iam") {
            return Some(self.caller_of(id));
        }
        if !arn::is_account(arn.account) {
            return None;
        }
        let last = name.rsplit('/').next().unwrap_or(name);
        let stranger = |kind, name| Caller {
            account: match self.account_ref(arn.account) {
                AccountRef::Known(id) => CallerAccount::Known(id),
                AccountRef::Number(_) | AccountRef::Unknown => {
                    CallerAccount::Number(arn.account.to_string())
                }
            },
            arn: Some(text.to_string()),
            ..self.nobody(kind, name)
        };
        match (arn.service, kind) {
            ("iam", "root") if name.is_empty() && !arn.resource.contains('/') => Some(Caller {
                user_id: Some(arn.account.to_string()),
                ..stranger(CallerKind::Root, "")
            }),
            ("iam", "user") if !last.is_empty() => Some(stranger(CallerKind::User, last)),
            ("iam", "role") if !last.is_empty() => Some(stranger(CallerKind::Role, last)),
            ("iam", "oidc-provider" | "saml-provider") if !name.is_empty() => {
                Some(self.nobody(CallerKind::Federated, text))
            }
            ("sts", "assumed-role") => {
                let (role, session) = name.split_once('/')?;
                let is_named = !role.is_empty() && !session.is_empty() && !session.contains('/');
                is_named.then(|| self.role_session(text, arn, role))
            }
            ("sts", "federated-user") if !name.is_empty() && !name.contains('/') => {
                Some(self.federated_user(text, arn, name))
            }
            _ => None,
        }
    }

    /// A session of a role, which its ARN names without the role's path.
    fn role_session(self, text: &str, arn: arn::Arn<'_>, role: &str) -> Caller<'a> {
        let known = self.named_in_account(EntityKind::Role, arn, role);
        let caller = match known {
            Some(id) => self.caller_of(id),
            None => {
                let role_arn = format!("arn:{}:iam::{}:role/{role}", arn.partition, arn.account);
                self.caller_by_arn(&role_arn)
                    .unwrap_or_else(|| self.nobody(CallerKind::Role, role))
            }
        };
        Caller {
            session: Some(text.to_string()),
            may_lack_path: known.is_none(),
            ..caller
        }
    }

    /// A session that a user made for someone. AWS's ARN for it does not say
    /// which user; by custom it carries the user's name.
    fn federated_user(self, text: &str, arn: arn::Arn<'_>, name: &str) -> Caller<'a> {
        let known = self.named_in_account(EntityKind::User, arn, name);
        let caller = match known {
            Some(id) => self.caller_of(id),
            None => {
                let user_arn = format!("arn:{}:iam::{}:user/{name}", arn.partition, arn.account);
                self.caller_by_arn(&user_arn)
                    .unwrap_or_else(|| self.nobody(CallerKind::User, name))
            }
        };
        Caller {
            kind: CallerKind::FederatedUser,
            session: Some(text.to_string()),
            may_lack_path: known.is_none(),
            user_id: Some(format!("{}:{name}", arn.account)),
            ..caller
        }
    }

    fn named_in_account(
        self,
        kind: EntityKind,
        arn: arn::Arn<'_>,
        name: &str,
    ) -> Option<Id<Entity>> {
        let account = match self.account_ref(arn.account) {
            AccountRef::Known(id) => self.get(id)?,
            AccountRef::Number(_) | AccountRef::Unknown => return None,
        };
        let id = self.find_name(kind, self.text(account.name), name)?;
        let own = arn::parse(self.text(self.get(id)?.arn))?;
        (own.partition == arn.partition).then_some(id)
    }
}
