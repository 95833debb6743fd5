//! Who asks: keys and ARNs of principals, resolved once and used for many
//! requests.

use crate::iam::is_account_number;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::arena::{Id, List};
use super::context::AccountRef;
use super::image::Short;
use super::image::hash::hash;
use super::image::section;
use super::joined::Joined;
use super::tree::{Account, Entity, EntityKind, Family, Source, Tag, Unit, name_hash};
use super::value::{eq_ignoring_case, is_same};
use super::{Policy, arn};

/// Who asks, as [`Policy::principal`](super::Policy::principal) resolves it.
///
/// For a user, group or role of the program it is a reference into the program,
/// made without allocating.
#[derive(Clone, Debug)]
pub struct Caller<'t> {
    pub(crate) policy: Policy<'t>,
    pub(crate) kind: CallerKind,
    /// Whose policies count.
    pub(crate) speaker: Option<Speaker>,
    /// Whose name and ARN it has: for someone in a group, of a member or of nobody.
    face: Option<Id<Entity>>,
    /// Where it is not of the program, or a session.
    given: Option<Box<Given>>,
}

/// The entity whose policies speak for a caller, with what every decision asks of
/// it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speaker {
    id: Id<Entity>,
    pub(crate) sources: Short<List<Source>>,
    pub(crate) account: Id<Account>,
    /// Whether nothing is known of it that limits its policies or leaves a
    /// decision open: a boundary, or policies whose documents are not known.
    pub(crate) is_plain: bool,
}

impl Speaker {
    #[inline(always)]
    fn new(id: Id<Entity>, entity: Entity, family: Family) -> Self {
        Self {
            id,
            sources: entity.sources,
            account: family.account,
            is_plain: family.boundary.is_none() && family.unknown_policies.is_empty(),
        }
    }
}

/// What the program does not say of a caller.
#[derive(Clone, Debug, Default)]
struct Given {
    account: Option<CallerAccount>,
    /// The ARN of the user, role, account root or provider.
    arn: Option<String>,
    /// The ARN of the session, where it is one of a certain name.
    session: Option<String>,
    /// Whether `arn` may lack the path of the role or user.
    may_lack_path: bool,
    /// The name of the user, role, service or provider.
    name: Option<String>,
    /// `aws:userid`, where it can be told.
    user_id: Option<String>,
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
enum CallerAccount {
    Known(Id<Account>),
    Number(String),
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
    fn given(&self) -> Option<&Given> {
        self.given.as_deref()
    }

    pub(crate) fn account(&self) -> AccountRef<'_> {
        match self.given().and_then(|given| given.account.as_ref()) {
            Some(CallerAccount::Known(id)) => AccountRef::Known(*id),
            Some(CallerAccount::Number(number)) => AccountRef::Number(number),
            None => self.speaker.map_or(AccountRef::Unknown, |speaker| {
                AccountRef::Known(speaker.account)
            }),
        }
    }

    pub(crate) fn account_number(&self) -> Option<&str> {
        self.policy.number_of(self.account())
    }

    /// The name of the user, role, service or provider.
    pub(crate) fn name(&self) -> &str {
        let given = self.given().and_then(|given| given.name.as_deref());
        let face = || self.policy.get(self.face?);
        given
            .or_else(|| Some(self.policy.text(face()?.name.0)))
            .unwrap_or_default()
    }

    /// The ARN of the user, role, account root or provider.
    pub(crate) fn arn(&self) -> Option<Joined<'_>> {
        match self.given().and_then(|given| given.arn.as_deref()) {
            Some(arn) => Some(Joined(arn, "")),
            None => Some(self.policy.arn_of(self.policy.get(self.face?)?)),
        }
    }

    /// The ARN of the session, where it is one of a certain name.
    pub(crate) fn session(&self) -> Option<&str> {
        self.given()?.session.as_deref()
    }

    /// Whether the ARN may lack the path of the role or user.
    pub(crate) fn may_lack_path(&self) -> bool {
        self.given().is_some_and(|given| given.may_lack_path)
    }

    /// `aws:PrincipalArn`: for a session of a role, the role's.
    pub(crate) fn principal_arn(&self) -> Option<Joined<'_>> {
        match self.kind {
            CallerKind::Root | CallerKind::User | CallerKind::Role => self.arn(),
            CallerKind::FederatedUser => self.session().map(|session| Joined(session, "")),
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
        self.given()?.user_id.as_deref()
    }

    /// `aws:PrincipalTag/KEY`; federated users have none but the session's own.
    pub(crate) fn tag(&self, key: &str) -> Option<&str> {
        if self.kind == CallerKind::FederatedUser {
            return None;
        }
        self.policy
            .list(self.family()?.tags)
            .find(|tag: &Tag| eq_ignoring_case(self.policy.text(tag.key), key))
            .map(|tag| self.policy.text(tag.value))
    }

    pub(crate) fn entity(&self) -> Option<Entity> {
        self.policy.get(self.speaker?.id)
    }

    pub(crate) fn family(&self) -> Option<Family> {
        self.policy.get(self.entity()?.family)
    }

    /// Whether it is a role that a service made and owns, which no control
    /// policy reaches (Organizations User Guide, "Service control policies").
    pub(crate) fn is_service_linked(&self) -> bool {
        // The path stands before the name, and so in the first piece.
        let has_path = |Joined(start, _): Joined<'_>| {
            arn::parse(start).is_some_and(|arn| arn.resource.starts_with("role/aws-service-role/"))
        };
        self.kind == CallerKind::Role && self.arn().is_some_and(has_path)
    }

    /// The policies that are attached to the caller and whose documents the
    /// program does not have. No decision about it is complete.
    pub fn unknown_policies(&self) -> impl Iterator<Item = &'t str> {
        let list = self
            .family()
            .map_or(List::EMPTY, |family| family.unknown_policies);
        self.policy.list(list).map(|text| self.policy.text(text))
    }

    /// Says whose session it is where the session's ARN does not: a role that
    /// has a path, or the user behind a federated session of another name.
    #[must_use]
    pub fn session_of(self, arn: &str) -> Self {
        let entity = self.policy.find_arn(arn);
        let speaker = entity.and_then(|id| self.policy.speaker(id));
        let known = Given {
            account: self.given_account(),
            name: Some(self.name().to_string()),
            ..self.given.as_deref().cloned().unwrap_or_default()
        };
        Self {
            speaker,
            face: None,
            given: Some(Box::new(Given {
                arn: Some(arn.to_string()),
                may_lack_path: false,
                ..known
            })),
            ..self
        }
    }

    fn given_account(&self) -> Option<CallerAccount> {
        match self.account() {
            AccountRef::Known(id) => Some(CallerAccount::Known(id)),
            AccountRef::Number(number) => Some(CallerAccount::Number(number.to_string())),
            AccountRef::Unknown => None,
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
            CallerKind::Service | CallerKind::Federated => self.name().to_string(),
            CallerKind::Root | CallerKind::User | CallerKind::Role | CallerKind::FederatedUser => {
                match self.session() {
                    Some(session) => session.to_string(),
                    None => self.arn().map(Joined::to_text).unwrap_or_default(),
                }
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

impl Given {
    fn named(name: &str) -> Self {
        Self {
            name: (!name.is_empty()).then(|| name.to_string()),
            ..Self::default()
        }
    }
}

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
    #[inline]
    pub fn principal(self, text: &str) -> Result<Caller<'a>, PrincipalError> {
        match self.plain_speaker(text) {
            Some((kind, speaker)) => Ok(Caller {
                policy: self,
                kind,
                speaker: Some(speaker),
                face: Some(speaker.id),
                given: None,
            }),
            None => self.other_principal(text),
        }
    }

    /// A principal that is not simply called by its name.
    #[inline(never)]
    fn other_principal(self, text: &str) -> Result<Caller<'a>, PrincipalError> {
        if text == "anonymous" {
            return Ok(self.nobody(
                CallerKind::Anonymous,
                Given {
                    user_id: Some(text.to_string()),
                    ..Given::default()
                },
            ));
        }
        if PROVIDERS.contains(&text) {
            return Ok(self.nobody(CallerKind::Federated, Given::named(text)));
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
                Ok(self.nobody(CallerKind::Federated, Given::named(name)))
            }
            Some(("user" | "group" | "role", name)) if !name.is_empty() => {
                self.entity_by_key(text).map(|id| self.caller_of(id))
            }
            _ => Err(PrincipalError::Malformed(text.to_string())),
        }
    }

    /// A caller about whom nothing is known.
    pub(super) fn no_one(self) -> Caller<'a> {
        self.nobody(CallerKind::User, Given::default())
    }

    /// Whom `user/NAME` or `role/NAME` is, if one account alone has it.
    #[inline]
    fn plain_speaker(self, text: &str) -> Option<(CallerKind, Speaker)> {
        let (kind, name) = text.as_bytes().split_first_chunk::<4>()?;
        let (kind, caller) = match kind {
            b"user" => (EntityKind::User, CallerKind::User),
            b"role" => (EntityKind::Role, CallerKind::Role),
            _ => return None,
        };
        let name = name.strip_prefix(b"/")?;
        let mut found = self.find_all(section::NAME_SLOTS, name_hash(kind, name));
        let speaker = loop {
            if let Some(speaker) = self.speaker_named(found.next()?, kind, name) {
                break speaker;
            }
        };
        if self.count(section::ACCOUNTS) > 1 && found.any(|id| self.is_named(id, kind, name)) {
            return None;
        }
        Some((caller, speaker))
    }

    /// An entity, if it is of this kind and name.
    #[inline(always)]
    fn speaker_named(self, id: Id<Entity>, kind: EntityKind, name: &[u8]) -> Option<Speaker> {
        let entity = self.get(id)?;
        let family = self.get(entity.family)?;
        let is_meant = family.kind == kind && is_same(self.bytes(entity.name.0), name);
        is_meant.then(|| Speaker::new(id, entity, family))
    }

    fn speaker(self, id: Id<Entity>) -> Option<Speaker> {
        let entity = self.get(id)?;
        Some(Speaker::new(id, entity, self.get(entity.family)?))
    }

    fn nobody(self, kind: CallerKind, given: Given) -> Caller<'a> {
        Caller {
            policy: self,
            kind,
            speaker: None,
            face: None,
            given: Some(Box::new(given)),
        }
    }

    fn service(self, name: &str) -> Caller<'a> {
        let given = if is_service(name) {
            Given::named(name)
        } else {
            Given::named(&format!("{name}.amazonaws.com"))
        };
        self.nobody(CallerKind::Service, given)
    }

    fn entity_by_key(self, key: &str) -> Result<Id<Entity>, PrincipalError> {
        let unknown = || PrincipalError::Unknown(key.to_string());
        let (kind, name) = key.split_once('/').ok_or_else(unknown)?;
        let kind = EntityKind::of_name(kind).ok_or_else(unknown)?;
        if let Some((account, name)) = name.split_once('/') {
            return self.find_name(kind, account, name).ok_or_else(unknown);
        }
        let mut found = self.named(kind, name.as_bytes());
        let first = found.next().ok_or_else(unknown)?;
        match found.next() {
            Some(_) => Err(PrincipalError::Ambiguous(key.to_string())),
            None => Ok(first),
        }
    }

    /// Those of any account that have a name.
    #[inline]
    fn named<'n>(
        self,
        kind: EntityKind,
        name: &'n [u8],
    ) -> impl Iterator<Item = Id<Entity>> + use<'a, 'n> {
        self.find_all(section::NAME_SLOTS, name_hash(kind, name))
            .filter(move |id| self.is_named(*id, kind, name))
    }

    #[inline(always)]
    fn is_named(self, id: Id<Entity>, kind: EntityKind, name: &[u8]) -> bool {
        self.speaker_named(id, kind, name).is_some()
    }

    fn find_name(self, kind: EntityKind, account: &str, name: &str) -> Option<Id<Entity>> {
        self.named(kind, name.as_bytes()).find(|id| {
            let family = self.family_of(*id);
            let own = family.and_then(|family| self.get(family.account));
            own.is_some_and(|own| self.text(own.name) == account)
        })
    }

    pub(crate) fn family_of(self, id: Id<Entity>) -> Option<Family> {
        self.get(self.get(id)?.family)
    }

    /// The ARN of an entity.
    pub(crate) fn arn_of(self, entity: Entity) -> Joined<'a> {
        let Some(family) = self.get(entity.family) else {
            return Joined("", "");
        };
        let name = if family.arn_ends_in_name {
            self.text(entity.name.0)
        } else {
            ""
        };
        Joined(self.text(family.arn), name)
    }

    pub(crate) fn find_arn(self, arn: &str) -> Option<Id<Entity>> {
        let is_meant = |id: &Id<Entity>| {
            let entity = self.get(*id);
            entity.is_some_and(|entity| self.arn_of(entity).is(arn))
        };
        let (_, name) = arn.rsplit_once('/').unwrap_or_default();
        let by_name = [EntityKind::User, EntityKind::Role, EntityKind::Group]
            .into_iter()
            .find_map(|kind| self.named(kind, name.as_bytes()).find(is_meant));
        let by_arn = || {
            self.find_all(section::ARN_SLOTS, hash(arn.as_bytes()))
                .find(is_meant)
        };
        by_name.or_else(by_arn)
    }

    /// The sources of an entity's policies.
    #[inline]
    pub(crate) fn sources_of(self, entity: Entity) -> impl Iterator<Item = Source> + use<'a> {
        let only = entity.sources.only();
        let list = match only {
            Some(_) => List::EMPTY,
            None => entity.sources.0,
        };
        only.into_iter().chain(self.list(list))
    }

    /// The policies that speak for an entity.
    #[inline]
    pub(crate) fn units_of(self, entity: Entity) -> impl Iterator<Item = Id<Unit>> + use<'a> {
        self.sources_of(entity).flat_map(move |source| {
            let (own, group) = match source {
                Source::Unit(id) | Source::GroupUnit(id) => (Some(id), None),
                Source::Group(id) => (None, self.get(id)),
                Source::Membership(_) => (None, None),
            };
            // A group is in no group.
            let of_group = group
                .into_iter()
                .flat_map(move |group| self.sources_of(group));
            own.into_iter()
                .chain(of_group.filter_map(|source| match source {
                    Source::Unit(id) => Some(id),
                    Source::GroupUnit(_) | Source::Group(_) | Source::Membership(_) => None,
                }))
        })
    }

    #[inline]
    fn caller_of(self, id: Id<Entity>) -> Caller<'a> {
        let kind = self.family_of(id).map(|family| family.kind);
        // Someone in a group is nobody in particular.
        let (kind, face) = match kind {
            Some(EntityKind::User) | None => (CallerKind::User, Some(id)),
            Some(EntityKind::Role) => (CallerKind::Role, Some(id)),
            Some(EntityKind::Group) => (CallerKind::User, None),
        };
        Caller {
            policy: self,
            kind,
            speaker: self.speaker(id),
            face,
            given: None,
        }
    }

    /// The members of a group.
    fn members_of(self, group: Id<Entity>) -> impl Iterator<Item = Id<Entity>> + use<'a> {
        let entity = self.get(group);
        let only = entity.and_then(|entity| entity.sources.only());
        self.places::<Entity>()
            .filter(move |(_, entity)| {
                self.sources_of(*entity).any(|source| match source {
                    Source::Group(id) | Source::Membership(id) => id == group,
                    Source::GroupUnit(unit) => only == Some(Source::Unit(unit)),
                    Source::Unit(_) => false,
                })
            })
            .map(|(id, _)| id)
    }

    /// The names of a group's members; none where the text names no group, or
    /// one member already.
    pub fn members(self, principal: &str) -> impl Iterator<Item = &'a str> {
        let group = principal
            .starts_with("group/")
            .then(|| self.entity_by_key(principal).ok())
            .flatten();
        group
            .into_iter()
            .flat_map(move |group| self.members_of(group))
            .filter_map(move |id| self.get(id))
            .map(move |member: Entity| self.text(member.name.0))
    }

    /// Someone in a group, under the name of a member.
    fn member(self, text: &str, group: &str, member: &str) -> Result<Caller<'a>, PrincipalError> {
        let group = self.entity_by_key(group)?;
        let face = self
            .members_of(group)
            .find(|id| {
                let face = self.get(*id);
                face.is_some_and(|face: Entity| self.text(face.name.0) == member)
            })
            .ok_or_else(|| PrincipalError::Unknown(text.to_string()))?;
        Ok(Caller {
            face: Some(face),
            ..self.caller_of(group)
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
        if !is_account_number(arn.account) {
            return None;
        }
        let last = name.rsplit('/').next().unwrap_or(name);
        let stranger = |kind, name: &str| Given {
            account: Some(match self.account_ref(arn.account) {
                AccountRef::Known(id) => CallerAccount::Known(id),
                AccountRef::Number(_) | AccountRef::Unknown => {
                    CallerAccount::Number(arn.account.to_string())
                }
            }),
            arn: Some(text.to_string()),
            user_id: (kind == CallerKind::Root).then(|| arn.account.to_string()),
            ..Given::named(name)
        };
        let stranger = |kind, name| self.nobody(kind, stranger(kind, name));
        match (arn.service, kind) {
            ("iam", "root") if name.is_empty() && !arn.resource.contains('/') => {
                Some(stranger(CallerKind::Root, ""))
            }
            ("iam", "user") if !last.is_empty() => Some(stranger(CallerKind::User, last)),
            ("iam", "role") if !last.is_empty() => Some(stranger(CallerKind::Role, last)),
            ("iam", "oidc-provider" | "saml-provider") if !name.is_empty() => {
                Some(self.nobody(CallerKind::Federated, Given::named(text)))
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
        self.session_of_entity(EntityKind::Role, text, arn, role)
    }

    /// A session that a user made for someone. AWS's ARN for it does not say
    /// which user; by custom it carries the user's name.
    fn federated_user(self, text: &str, arn: arn::Arn<'_>, name: &str) -> Caller<'a> {
        let caller = self.session_of_entity(EntityKind::User, text, arn, name);
        let given = caller.given().cloned().unwrap_or_default();
        Caller {
            kind: CallerKind::FederatedUser,
            given: Some(Box::new(Given {
                user_id: Some(format!("{}:{name}", arn.account)),
                ..given
            })),
            ..caller
        }
    }

    /// A session of the role or user of a name, of the program or not.
    fn session_of_entity(
        self,
        kind: EntityKind,
        text: &str,
        arn: arn::Arn<'_>,
        name: &str,
    ) -> Caller<'a> {
        let known = self.named_in_account(kind, arn, name);
        let stranger = || {
            let (partition, account) = (arn.partition, arn.account);
            self.caller_by_arn(&format!(
                "arn:{partition}:iam::{account}:{}/{name}",
                kind.name()
            ))
        };
        let caller = match known {
            Some(id) => Some(self.caller_of(id)),
            None => stranger(),
        };
        let caller = caller.unwrap_or_else(|| self.nobody(CallerKind::Role, Given::named(name)));
        let given = caller.given().cloned().unwrap_or_default();
        Caller {
            given: Some(Box::new(Given {
                session: Some(text.to_string()),
                may_lack_path: known.is_none(),
                ..given
            })),
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
        let own = self.arn_of(self.get(id)?);
        let is_of_partition =
            own.with(|own| arn::parse(own).is_some_and(|own| own.partition == arn.partition));
        is_of_partition.then_some(id)
    }
}
