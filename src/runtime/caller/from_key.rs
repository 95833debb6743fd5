//! Principals as programs and commands call them.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};

use super::{Caller, CallerKind, Given, PrincipalError, Speaker};
use crate::runtime::Policy;
use crate::runtime::arena::Id;
use crate::runtime::image::section;
use crate::runtime::tree::{Account, Entity, EntityKind};

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
    /// A name that somebody else chooses belongs to [`user`](Self::user).
    ///
    /// ```
    #[doc = include_str!("../example.txt")]
    /// let program = "
    ///     account prod = 111122223333
    ///     group Engineers: Ann
    ///     group Engineers can s3:Get* on arn:aws:s3:::lake/*
    ///     role Trainer {
    ///         trusts service sagemaker
    ///         can s3:PutObject on arn:aws:s3:::lake/*
    ///     }
    /// ";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// let describe = |text| policy.principal(text).map(|caller| caller.describe());
    ///
    /// assert_eq!(describe("user/Ann")?, "user Ann");
    /// assert_eq!(describe("role/prod/Trainer")?, "role Trainer");
    /// assert_eq!(describe("group/Engineers as Ann")?, "group Engineers");
    /// assert_eq!(describe("service/ec2")?, "ec2.amazonaws.com");
    /// assert_eq!(describe("arn:aws:iam::111122223333:role/Trainer")?, "role Trainer");
    /// assert_eq!(describe("anonymous")?, "an anonymous caller");
    /// assert!(describe("user/Eve").is_err());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A text that names no principal, or a name that no account or more than
    /// one has.
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

    /// The user of a name, and of nothing but a name: to
    /// [`principal`](Self::principal), `user/prod/ann` is a user of the account
    /// `prod`, so that whoever may choose a name there may choose the account.
    ///
    /// ```
    #[doc = include_str!("../example.txt")]
    /// let program = "
    ///     account prod = 111122223333
    ///     user ann can s3:Get* on arn:aws:s3:::lake/*
    /// ";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// assert!(policy.user("ann").is_ok());
    /// assert!(policy.user("prod/ann").is_err());
    /// assert!(policy.principal("user/prod/ann").is_ok());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A name that no user has, or users of several accounts.
    pub fn user(self, name: &str) -> Result<Caller<'a>, PrincipalError> {
        self.only_named(EntityKind::User, name)
            .map(|id| self.caller_of(id))
            .map_err(|error| error(format!("user/{name}")))
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
    pub(crate) fn no_one(self) -> Caller<'a> {
        self.nobody(CallerKind::User, Given::default())
    }

    /// Whom `user/NAME` or `role/NAME` is, if one account alone has it.
    #[inline(always)]
    fn plain_speaker(&self, text: &str) -> Option<(CallerKind, Speaker)> {
        let (kind, name) = text.as_bytes().split_first_chunk::<4>()?;
        let kind = u32::from_le_bytes(*kind);
        let (kind, caller) = if kind == u32::from_le_bytes(*b"user") {
            (EntityKind::User, CallerKind::User)
        } else if kind == u32::from_le_bytes(*b"role") {
            (EntityKind::Role, CallerKind::Role)
        } else {
            return None;
        };
        let name = name.strip_prefix(b"/")?;
        let hash = self.seed().name_hash(kind, name);
        let first = self.find_first::<_, 4>(section::NAME_SLOTS, hash);
        let speaker = match first
            .found()
            .and_then(|id| self.speaker_named(id, kind, name))
        {
            Some(speaker) => speaker,
            None => self.further_speaker(kind, name)?,
        };
        (!speaker.kin.shares_name()).then_some((caller, speaker))
    }

    /// Who has a name and stands further on in the table.
    #[inline(never)]
    fn further_speaker(self, kind: EntityKind, name: &[u8]) -> Option<Speaker> {
        self.named(kind, name).map(|(_, speaker)| speaker)
    }

    pub(super) fn nobody(self, kind: CallerKind, given: Given) -> Caller<'a> {
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
            let account = self
                .all::<Account>()
                .find(|own| self.text(own.name) == account)
                .ok_or_else(unknown)?;
            return self.find_name(kind, account, name).ok_or_else(unknown);
        }
        self.only_named(kind, name)
            .map_err(|error| error(key.to_string()))
    }

    /// Whom one account alone has by a name; else what is wrong with that.
    fn only_named(
        self,
        kind: EntityKind,
        name: &str,
    ) -> Result<Id<Entity>, fn(String) -> PrincipalError> {
        match self.named(kind, name.as_bytes()) {
            Some((_, speaker)) if speaker.kin.shares_name() => Err(PrincipalError::Ambiguous),
            Some((only, _)) => Ok(only),
            None => Err(PrincipalError::Unknown),
        }
    }

    #[inline]
    pub(super) fn caller_of(self, id: Id<Entity>) -> Caller<'a> {
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

    /// The names of a group's members; none where the text names no group, or
    /// one member already.
    ///
    /// ```
    #[doc = include_str!("../example.txt")]
    /// let program = "
    ///     group Engineers: Ann, Ben
    ///     group Engineers can s3:Get* on arn:aws:s3:::lake/*
    /// ";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// let members: Vec<&str> = policy.members("group/Engineers").collect();
    /// assert_eq!(members, ["Ann", "Ben"]);
    /// # Ok(())
    /// # }
    /// ```
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
}
