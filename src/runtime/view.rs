//! A tree to look at, record by record.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::answer::Provenance;
use super::arena::{Id, List};
use super::context::Context;
use super::explain::Patterns;
use super::pattern::Pattern;
use super::tree::{
    Account, Entity, EntityKind, Key, Level, Owner, PatternTest, PrincipalEntry, PrincipalTest,
    Session, Statement, Unit,
};
use super::{Caller, Policy, Request};
use crate::iam::{Operator, PolicyKind};

/// A policy.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     group Engineers: Ann
///     group Engineers can s3:GetObject on arn:aws:s3:::lake/*
///     boundary Limits { can s3:* on * }
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::iam::PolicyKind;
///
/// let engineers = policy.policies().find(|policy| policy.name == "group Engineers");
/// let engineers = engineers.ok_or("no such policy")?;
/// assert_eq!(engineers.kind, PolicyKind::Identity);
/// assert_eq!(engineers.statements().count(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PolicyView<'t> {
    policy: Policy<'t>,
    statements: List<Statement>,
    /// Its number in the policy.
    pub id: u32,
    /// Its kind.
    pub kind: PolicyKind,
    /// What it is of, such as `group ML-Engineers`.
    pub name: &'t str,
}

/// A statement.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "user Ann can s3:GetObject on arn:aws:s3:::lake/* when tls";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::iam::Effect;
///
/// let statement = policy.policies().flat_map(|policy| policy.statements()).next();
/// let statement = statement.ok_or("no statement")?;
/// assert_eq!(statement.provenance.effect, Effect::Allow);
/// assert_eq!(statement.actions.patterns, ["s3:GetObject"]);
/// let (operator, key, values) = &statement.conditions[0];
/// assert_eq!((operator.to_string().as_str(), *key), ("Bool", "aws:SecureTransport"));
/// assert_eq!(values, &["true"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct StatementView<'t> {
    /// Where it is from, and its effect.
    pub provenance: Provenance<'t>,
    /// `Action` or `NotAction`
    pub actions: Patterns<'t>,
    /// `Resource` or `NotResource`
    pub resources: Option<Patterns<'t>>,
    /// `Principal` or `NotPrincipal`
    pub principals: PrincipalsView,
    /// `Condition`: operator, key, values.
    pub conditions: Vec<(Operator, &'t str, Vec<&'t str>)>,
}

/// Whom a statement is about.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     account prod = 111122223333
///     resource arn:aws:s3:::lake {
///         anyone cannot s3:* on arn:aws:s3:::lake/* unless tls
///     }
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::PrincipalsView;
///
/// let statements = policy.policies().flat_map(|policy| policy.statements());
/// let about: Vec<PrincipalsView> = statements.map(|statement| statement.principals).collect();
/// assert!(matches!(about[..], [PrincipalsView::Everyone]));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub enum PrincipalsView {
    /// Whom its policy is attached to.
    Attached,
    /// Everyone.
    Everyone,
    /// These.
    Any(Vec<String>),
    /// Everyone but these.
    NoneOf(Vec<String>),
}

/// A user, group or role.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     account prod = 111122223333
///     group Engineers: Ann
///     group Engineers can s3:Get* on *
///     user Ann can ec2:Describe* on *
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// let ann = policy.entities().find(|entity| entity.name == "Ann");
/// let ann = ann.ok_or("no such user")?;
/// assert_eq!(ann.title(), "user Ann");
/// assert_eq!(ann.arn, "arn:aws:iam::111122223333:user/Ann");
/// let mut speaking: Vec<&str> = ann.policies.iter().map(|policy| policy.name).collect();
/// speaking.sort();
/// assert_eq!(speaking, ["group Engineers", "user Ann"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct EntityView<'t> {
    /// Which of them.
    pub kind: EntityKind,
    /// Its account's name.
    pub account: &'t str,
    /// Whether its account is the first, which goes without saying.
    pub is_in_first_account: bool,
    /// Its name.
    pub name: &'t str,
    /// Its ARN.
    pub arn: String,
    /// The policies that speak for it.
    pub policies: Vec<PolicyView<'t>>,
    /// Its permissions boundary.
    pub boundary: Option<PolicyView<'t>>,
    /// A role's trust policy.
    pub trust: Option<PolicyView<'t>>,
    /// ARNs of policies that it has and whose documents are not known.
    pub unknown_policies: Vec<&'t str>,
}

/// An account.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     account prod = 111122223333
///     account dev = 444455556666
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// let numbers: Vec<_> = policy.accounts().map(|account| account.number).collect();
/// assert_eq!(numbers, [Some("111122223333"), Some("444455556666")]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AccountView<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its twelve digits.
    pub number: Option<&'t str>,
    /// Service control policies, from the root down.
    pub service_levels: Vec<LevelView<'t>>,
    /// Resource control policies likewise.
    pub resource_levels: Vec<LevelView<'t>>,
}

/// The control policies of one target.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     account prod = 111122223333
///     account management = 444455556666
///     org o-a1b2c3d4e5 { management management }
///     guardrail NoKeys on account prod { cannot iam:CreateAccessKey on * }
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// let prod = policy.accounts().next().ok_or("no account")?;
/// let level = prod.service_levels.last().ok_or("no level")?;
/// assert_eq!(level.target, "account prod");
/// assert!(level.full_access);
/// assert_eq!(level.policies.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct LevelView<'t> {
    /// The target, such as `ou Workloads`.
    pub target: &'t str,
    /// Whether it allows everything that its policies do not deny.
    pub full_access: bool,
    /// The policies.
    pub policies: Vec<PolicyView<'t>>,
}

impl<'t> PolicyView<'t> {
    /// Its statements, in order.
    pub fn statements(&self) -> impl Iterator<Item = StatementView<'t>> + use<'t> {
        let policy = self.policy;
        self.statements
            .ids()
            .filter_map(move |id| policy.view_statement(id))
    }

    /// Those of its statements that are about a caller: all of them but where
    /// statements name principals.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "
    ///     account prod = 111122223333
    ///     user Ann can s3:ListAllMyBuckets on *
    ///     user Ben can s3:ListAllMyBuckets on *
    ///     resource arn:aws:s3:::lake {
    ///         user Ann can s3:GetObject on arn:aws:s3:::lake/*
    ///     }
    /// ";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// let (_, lake) = policy.resources().next().ok_or("no resource")?;
    /// let ann = policy.principal("user/Ann")?;
    /// let ben = policy.principal("user/Ben")?;
    /// assert_eq!(lake.statements_about(&ann).len(), 1);
    /// assert_eq!(lake.statements_about(&ben).len(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn statements_about(&self, caller: &Caller<'t>) -> Vec<StatementView<'t>> {
        let request = Request::new(caller, "", "");
        let context = Context::new(&self.policy, &request);
        let is_about = |id| {
            let statement = self.policy.get(id);
            statement.is_some_and(|statement| context.reach(statement).is_some())
        };
        self.statements
            .ids()
            .filter(|id| is_about(*id))
            .filter_map(|id| self.policy.view_statement(id))
            .collect()
    }
}

impl EntityView<'_> {
    /// What it is called: `user Alice`, or `user dev/Alice` in another account
    /// than the first.
    pub fn title(&self) -> String {
        let kind = self.kind.name();
        if self.is_in_first_account {
            format!("{kind} {}", self.name)
        } else {
            format!("{kind} {}/{}", self.account, self.name)
        }
    }
}

impl<'a> Policy<'a> {
    /// Every condition key that a condition or a policy variable reads: what a
    /// service has to hand over with its requests.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "user Ann can s3:* on * when tls";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// let keys: Vec<&str> = policy.condition_keys().collect();
    /// assert_eq!(keys, ["aws:SecureTransport"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn condition_keys(self) -> impl Iterator<Item = &'a str> {
        self.all::<Key>().map(move |key| self.text(key.name))
    }

    /// Every policy, in order.
    pub fn policies(self) -> impl Iterator<Item = PolicyView<'a>> {
        self.places::<Unit>()
            .filter_map(move |(id, _)| self.view_policy(id))
    }

    /// Every user, group and role, in order.
    pub fn entities(self) -> impl Iterator<Item = EntityView<'a>> {
        self.all::<Entity>()
            .filter_map(move |entity| self.view_entity(entity))
    }

    /// Every account, in order.
    pub fn accounts(self) -> impl Iterator<Item = AccountView<'a>> {
        self.all::<Account>().map(move |account| AccountView {
            name: self.text(account.name),
            number: account.number.map(|number| self.text(number)),
            service_levels: self.view_levels(account.service_levels),
            resource_levels: self.view_levels(account.resource_levels),
        })
    }

    /// Every resource that has a policy, with its policy.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "
    ///     account prod = 111122223333
    ///     resource arn:aws:s3:::lake {
    ///         anyone cannot s3:* on arn:aws:s3:::lake/* unless tls
    ///     }
    /// ";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// let resources: Vec<&str> = policy.resources().map(|(arn, _)| arn).collect();
    /// assert_eq!(resources, ["arn:aws:s3:::lake"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn resources(self) -> impl Iterator<Item = (&'a str, PolicyView<'a>)> {
        self.all::<Owner>()
            .filter_map(move |owner| Some((self.text(owner.arn), self.view_policy(owner.policy)?)))
    }

    /// Every session policy by its name.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "
    ///     user Ann can s3:* on *
    ///     session policy ReadOnly { can s3:Get* on * }
    /// ";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// let names: Vec<&str> = policy.sessions().map(|(name, _)| name).collect();
    /// assert_eq!(names, ["ReadOnly"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn sessions(self) -> impl Iterator<Item = (&'a str, PolicyView<'a>)> {
        self.all::<Session>().filter_map(move |session| {
            Some((self.text(session.name), self.view_policy(session.policy)?))
        })
    }

    fn view_policy(self, id: Id<Unit>) -> Option<PolicyView<'a>> {
        let unit = self.get(id)?;
        Some(PolicyView {
            policy: self,
            statements: unit.statements,
            id: id.place(),
            kind: unit.kind,
            name: self.text(unit.name),
        })
    }

    fn view_policies(self, ids: impl Iterator<Item = Id<Unit>>) -> Vec<PolicyView<'a>> {
        ids.filter_map(|id| self.view_policy(id)).collect()
    }

    fn view_levels(self, list: List<Level>) -> Vec<LevelView<'a>> {
        let levels = self.list(list).map(|level| LevelView {
            target: self.text(level.name),
            full_access: level.full_access,
            policies: self.view_policies(self.list(level.units)),
        });
        levels.collect()
    }

    fn view_entity(self, entity: Entity) -> Option<EntityView<'a>> {
        let family = self.get(entity.kin.family())?;
        let account = self.get(family.account);
        let unknown = self.list(family.unknown_policies);
        Some(EntityView {
            kind: family.kind,
            account: account.map_or("", |account| self.text(account.name)),
            is_in_first_account: family.account.place() == 0,
            name: self.text(entity.name.0),
            arn: self.arn_of(entity).to_text(),
            policies: self.view_policies(self.units_of(entity)),
            boundary: family.boundary.and_then(|id| self.view_policy(id)),
            trust: family.trust.and_then(|id| self.view_policy(id)),
            unknown_policies: unknown.map(|arn| self.text(arn)).collect(),
        })
    }

    fn view_statement(self, id: Id<Statement>) -> Option<StatementView<'a>> {
        let statement = self.get(id)?;
        let atoms = self.list(statement.atoms);
        Some(StatementView {
            provenance: self.provenance(id)?,
            actions: self.view_patterns(statement.actions),
            resources: statement.resources.map(|test| self.view_patterns(test)),
            principals: self.view_principals(statement.principals),
            conditions: atoms
                .filter_map(|id| self.get(id))
                .map(|atom| {
                    (
                        atom.operator,
                        self.key_name(atom),
                        self.values_of(atom).collect(),
                    )
                })
                .collect(),
        })
    }

    pub(crate) fn view_patterns(self, test: PatternTest) -> Patterns<'a> {
        let patterns = self
            .patterns_of(test)
            .map(|pattern| self.spelled(pattern.source))
            .collect();
        Patterns {
            negated: test.negated,
            patterns,
        }
    }

    /// The patterns of a test.
    pub(crate) fn patterns_of(self, test: PatternTest) -> impl Iterator<Item = Pattern> + use<'a> {
        let only = (test.patterns.len == 1).then(|| Id::new(test.patterns.start));
        let list = if only.is_some() {
            List::EMPTY
        } else {
            test.patterns
        };
        let ids = only.into_iter().chain(self.list(list));
        ids.filter_map(move |id| self.get(id))
    }

    fn view_principals(self, test: Option<Id<PrincipalTest>>) -> PrincipalsView {
        let names = |list| {
            let entries = self.list(list);
            entries
                .map(|entry| self.principal_in_words(entry))
                .collect()
        };
        match test.and_then(|id| self.get(id)) {
            None => PrincipalsView::Attached,
            Some(PrincipalTest::Everyone) => PrincipalsView::Everyone,
            Some(PrincipalTest::Any(list)) => PrincipalsView::Any(names(list)),
            Some(PrincipalTest::NoneOf(list)) => PrincipalsView::NoneOf(names(list)),
        }
    }

    fn principal_in_words(self, entry: PrincipalEntry) -> String {
        match entry {
            PrincipalEntry::Everyone => "everyone".into(),
            PrincipalEntry::Account(number) => format!("account {}", self.text(number)),
            PrincipalEntry::Arn(text)
            | PrincipalEntry::Service(text)
            | PrincipalEntry::Federated(text)
            | PrincipalEntry::Untellable(text) => self.text(text).into(),
        }
    }
}

impl<'t> Caller<'t> {
    /// Who it is in the policy, if anybody.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "user Ann can s3:Get* on *";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// let ann = policy.principal("user/Ann")?;
    /// assert_eq!(ann.view().map(|user| user.name), Some("Ann"));
    /// assert!(policy.principal("anonymous")?.view().is_none());
    /// # Ok(())
    /// # }
    /// ```
    pub fn view(&self) -> Option<EntityView<'t>> {
        self.policy.view_entity(self.entity()?)
    }
}
