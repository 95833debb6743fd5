//! Who asks: keys and ARNs of principals, resolved once and used for many
//! requests.

mod error;
mod from_arn;
mod from_key;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};

pub use error::PrincipalError;

use super::arena::{Id, List};
use super::context::AccountRef;
use super::joined::Joined;
use super::kin::Kin;
use super::source::Sources;
use super::tree::{Account, Entity, Family, Tag};
use super::value::eq_ignoring_case;
use super::{Policy, arn};

/// Who asks, as [`Policy::principal`](super::Policy::principal) resolves it.
///
/// For a user, group or role of the program it is a reference into the program,
/// made without allocating.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can s3:Get* on arn:aws:s3:::lake/*";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Decision, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// assert_eq!(ann.describe(), "user Ann");
/// // Resolve once, and ask often.
/// for object in ["arn:aws:s3:::lake/a.csv", "arn:aws:s3:::lake/b.csv"] {
///     let request = Request::new(&ann, "s3:GetObject", object);
///     assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
/// }
/// # Ok(())
/// # }
/// ```
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
    pub(crate) sources: Sources,
    pub(crate) kin: Kin,
}

impl Speaker {
    #[inline(always)]
    pub(crate) fn new(id: Id<Entity>, entity: Entity) -> Self {
        Self {
            id,
            sources: entity.sources,
            kin: entity.kin,
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

impl<'t> Caller<'t> {
    fn given(&self) -> Option<&Given> {
        self.given.as_deref()
    }

    pub(crate) fn account(&self) -> AccountRef<'_> {
        match self.given().and_then(|given| given.account.as_ref()) {
            Some(CallerAccount::Known(id)) => AccountRef::Known(*id),
            Some(CallerAccount::Number(number)) => AccountRef::Number(number),
            None => self.family().map_or(AccountRef::Unknown, |family| {
                AccountRef::Known(family.account)
            }),
        }
    }

    /// Its account, where that is of the program.
    #[inline(always)]
    pub(crate) fn known_account(&self) -> Option<Id<Account>> {
        if self.given.is_none() {
            return Some(self.family()?.account);
        }
        match self.account() {
            AccountRef::Known(id) => Some(id),
            AccountRef::Number(_) | AccountRef::Unknown => None,
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

    #[inline(always)]
    pub(crate) fn family(&self) -> Option<Family> {
        self.policy.get(self.speaker?.kin.family())
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
    ///
    /// ```
    #[doc = include_str!("../example.txt")]
    /// let program = "user Ann has arn:aws:iam::aws:policy/ReadOnlyAccess";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use aclc::runtime::{Gap, Request};
    ///
    /// let ann = policy.principal("user/Ann")?;
    /// assert!(ann.unknown_policies().eq(["arn:aws:iam::aws:policy/ReadOnlyAccess"]));
    /// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
    /// assert_eq!(policy.decide(&request)?.gap(), Some(Gap::UnknownPolicies));
    /// # Ok(())
    /// # }
    /// ```
    pub fn unknown_policies(&self) -> impl Iterator<Item = &'t str> {
        let list = self
            .family()
            .map_or(List::EMPTY, |family| family.unknown_policies);
        self.policy.list(list).map(|text| self.policy.text(text))
    }

    /// Says whose session it is where the session's ARN does not: a role that
    /// has a path, or the user behind a federated session of another name.
    ///
    /// ```
    #[doc = include_str!("../example.txt")]
    /// let program = "
    ///     account prod = 111122223333
    ///     user Ann can s3:* on *
    ///     session policy Portal { can s3:Get* on arn:aws:s3:::lake/* }
    /// ";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use aclc::runtime::{Decision, Request};
    ///
    /// let session = policy.principal("arn:aws:sts::111122223333:federated-user/portal")?;
    /// let session = session.session_of("arn:aws:iam::111122223333:user/Ann");
    /// let limits = [policy.session_policy("Portal").ok_or("no such policy")?];
    /// let request = Request::new(&session, "s3:GetObject", "arn:aws:s3:::lake/a.csv")
    ///     .with_session_policies(&limits);
    /// assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
    /// # Ok(())
    /// # }
    /// ```
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

    /// The caller in one phrase: what the program calls it, with the name of its
    /// session, its ARN, or what else names it.
    pub fn describe(&self) -> String {
        if let Some(view) = self.view() {
            let title = view.title();
            let session = self.session().and_then(|arn| arn.rsplit('/').next());
            return match session {
                Some(session) => format!("{title} (session {session})"),
                None => title,
            };
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

impl Given {
    fn named(name: &str) -> Self {
        Self {
            name: (!name.is_empty()).then(|| name.to_string()),
            ..Self::default()
        }
    }
}
