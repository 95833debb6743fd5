use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use hashbrown::{HashMap, HashSet};

use super::{AccountHandle, BuildError, BuildErrorKind, EntityHandle, PolicyHandle, TreeBuilder};
use crate::runtime::EntityKind;
use crate::runtime::arena::{Arena, Id, List, Text};
use crate::runtime::arn;
use crate::runtime::context::PLACEHOLDER;
use crate::runtime::image::Short;
use crate::runtime::kin::Kin;
use crate::runtime::source::{Source, Sources};
use crate::runtime::spelling::Numbered;
use crate::runtime::tree::{
    Account, Entity, Family, Level, Organization, Owner, Session, StandIn, Tag, Unit,
};

/// An account and what limits it. Here `does_all` is a statement that allows
/// everything, and `reads` one that allows `s3:Get*`:
///
/// ```
#[doc = include_str!("example.txt")]
/// use aclc::iam::PolicyKind;
/// use aclc::runtime::{AccountSpec, Decision, LevelSpec, Request, TreeBuilder};
/// # use aclc::runtime::{EntityKind, EntitySpec};
///
/// let mut builder = TreeBuilder::new();
/// let control = builder.policy(PolicyKind::ServiceControl, "guardrail Reads", [reads])?;
/// let prod = builder.account(&AccountSpec {
///     name: "prod",
///     number: Some("111122223333"),
///     in_organization: true,
///     service_levels: vec![
///         LevelSpec { name: "org", policies: vec![], full_access: true },
///         LevelSpec { name: "account prod", policies: vec![control], full_access: false },
///     ],
///     resource_levels: vec![],
/// });
/// let own = builder.policy(PolicyKind::Identity, "user Ann", [does_all])?;
/// # let _ = builder.entity(&EntitySpec {
/// #     kind: EntityKind::User,
/// #     account: prod,
/// #     name: "Ann",
/// #     arn: "arn:aws:iam::111122223333:user/Ann",
/// #     tags: &[],
/// #     policies: vec![own],
/// #     boundary: None,
/// #     trust: None,
/// #     unknown_policies: vec![],
/// #     members: vec![],
/// # });
/// // `user/Ann`, with `own`, in `prod`
/// let tree = builder.finish()?;
///
/// let ann = tree.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// assert_eq!(tree.decide(&request)?.decision(), Decision::Allow);
/// let request = Request::new(&ann, "s3:PutObject", "arn:aws:s3:::lake/a.csv");
/// assert_eq!(tree.decide(&request)?.decision(), Decision::ImplicitDeny);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct AccountSpec<'s> {
    /// Its name.
    pub name: &'s str,
    /// Its twelve digits.
    pub number: Option<&'s str>,
    /// Whether it is of the tree's organization.
    pub in_organization: bool,
    /// Its service control policies, from the root down to the account; none
    /// for a management account.
    pub service_levels: Vec<LevelSpec<'s>>,
    /// Its resource control policies likewise.
    pub resource_levels: Vec<LevelSpec<'s>>,
}

/// The control policies of one kind that a root, unit or account has. Each level
/// must allow; one that has neither a policy that does nor full access allows
/// nothing. Here `does_all` is a statement that allows everything:
///
/// ```
#[doc = include_str!("example.txt")]
/// use aclc::iam::PolicyKind;
/// use aclc::runtime::{Decision, LevelSpec, Request, StandInSpec, TreeBuilder};
///
/// let mut decisions = Vec::new();
/// for full_access in [true, false] {
///     let mut builder = TreeBuilder::new();
///     let own = builder.policy(PolicyKind::Identity, "all", [does_all])?;
///     let level = LevelSpec { name: "org", policies: vec![], full_access };
///     builder.stand_in(&StandInSpec {
///         identity: vec![own],
///         service_levels: vec![level],
///         ..StandInSpec::default()
///     });
///     let tree = builder.finish()?;
///
///     let ann = tree.principal("arn:aws:iam::111122223333:user/Ann")?;
///     let request = Request::new(&ann, "s3:ListAllMyBuckets", "*");
///     decisions.push(tree.decide(&request)?.decision());
/// }
/// assert_eq!(decisions, [Decision::Allow, Decision::ImplicitDeny]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct LevelSpec<'s> {
    /// The target, such as `ou Workloads`.
    pub name: &'s str,
    /// The policies.
    pub policies: Vec<PolicyHandle>,
    /// Whether AWS's policy that allows everything is attached too.
    pub full_access: bool,
}

/// A user, group or role. Here `reads` is a statement that allows `s3:Get*`:
///
/// ```
#[doc = include_str!("example.txt")]
/// use aclc::iam::PolicyKind;
/// use aclc::runtime::{AccountSpec, Decision, EntityKind, EntitySpec, Request, TreeBuilder};
///
/// let mut builder = TreeBuilder::new();
/// let prod = builder.account(&AccountSpec { name: "prod", ..AccountSpec::default() });
/// let read = builder.policy(PolicyKind::Identity, "group Readers", [reads])?;
/// let ann = EntitySpec {
///     kind: EntityKind::User,
///     account: prod,
///     name: "Ann",
///     arn: "arn:aws:iam::000000000000:user/Ann",
///     tags: &[],
///     policies: vec![read], // that of her group
///     boundary: None,
///     trust: None,
///     unknown_policies: vec![],
///     members: vec![],
/// };
/// let readers = EntitySpec {
///     kind: EntityKind::Group,
///     name: "Readers",
///     arn: "arn:aws:iam::000000000000:group/Readers",
///     members: vec![builder.entity(&ann)],
///     ..ann.clone()
/// };
/// builder.entity(&readers);
/// let tree = builder.finish()?;
///
/// for text in ["user/Ann", "group/Readers", "group/Readers as Ann"] {
///     let caller = tree.principal(text)?;
///     let request = Request::new(&caller, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
///     assert_eq!(tree.decide(&request)?.decision(), Decision::Allow);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct EntitySpec<'s> {
    /// Which of them.
    pub kind: EntityKind,
    /// Its account.
    pub account: AccountHandle,
    /// Its name.
    pub name: &'s str,
    /// Its ARN.
    pub arn: &'s str,
    /// Its tags.
    pub tags: &'s [(String, String)],
    /// The policies that speak for it: its own, its groups', managed ones.
    pub policies: Vec<PolicyHandle>,
    /// Its permissions boundary.
    pub boundary: Option<PolicyHandle>,
    /// A role's trust policy.
    pub trust: Option<PolicyHandle>,
    /// ARNs of policies that it has and whose documents are not known.
    pub unknown_policies: Vec<&'s str>,
    /// For a group: its members, whose names someone in the group can go by.
    pub members: Vec<EntityHandle>,
}

/// Policies that count for every caller and every resource, in a tree of
/// documents that do not say whom they are about. Here `does_all` is a statement
/// that allows everything, and `reads` one that allows `s3:Get*`:
///
/// ```
#[doc = include_str!("example.txt")]
/// use aclc::iam::PolicyKind;
/// use aclc::runtime::{Decision, Request, StandInSpec, TreeBuilder};
///
/// let mut builder = TreeBuilder::new();
/// let own = builder.policy(PolicyKind::Identity, "all", [does_all])?;
/// let boundary = builder.policy(PolicyKind::Boundary, "reads", [reads])?;
/// builder.stand_in(&StandInSpec {
///     identity: vec![own],
///     boundary: Some(boundary),
///     ..StandInSpec::default()
/// });
/// let tree = builder.finish()?;
///
/// let anyone = tree.principal("arn:aws:iam::111122223333:user/Ann")?;
/// let request = Request::new(&anyone, "s3:PutObject", "arn:aws:s3:::lake/a.csv");
/// assert_eq!(tree.decide(&request)?.decision(), Decision::ImplicitDeny);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct StandInSpec<'s> {
    /// Identity policies.
    pub identity: Vec<PolicyHandle>,
    /// The permissions boundary.
    pub boundary: Option<PolicyHandle>,
    /// The resource's policy.
    pub resource: Option<PolicyHandle>,
    /// Service control policies by level.
    pub service_levels: Vec<LevelSpec<'s>>,
    /// Resource control policies by level.
    pub resource_levels: Vec<LevelSpec<'s>>,
}

impl TreeBuilder {
    /// Says which organization the accounts are of, by its id such as
    /// `o-a1b2c3d4e5`; a second id takes the place of the first.
    pub fn organization(&mut self, id: &str) {
        let id = self.text(id);
        self.draft.organizations = Arena::default();
        self.draft.organizations.push(Organization { id });
    }

    /// Adds an account.
    pub fn account(&mut self, spec: &AccountSpec<'_>) -> AccountHandle {
        let record = Account {
            name: self.text(spec.name),
            number: spec.number.map(|number| self.text(number)),
            in_organization: spec.in_organization,
            service_levels: self.levels(&spec.service_levels),
            resource_levels: self.levels(&spec.resource_levels),
        };
        AccountHandle(self.draft.accounts.push(record))
    }

    /// Whether the name and the account of an entity can be told from its ARN.
    fn is_regular(&self, spec: &EntitySpec<'_>) -> bool {
        let account = self.draft.accounts.get(spec.account.0);
        let number = account.and_then(|account| account.number);
        let number = number.map_or(PLACEHOLDER, |number| self.draft.texts.get(number));
        arn::parse(spec.arn).is_some_and(|arn| {
            let mut fields = arn.resource.split('/');
            let is_of_kind = fields.next() == Some(spec.kind.name());
            let is_of_name = !spec.name.is_empty() && fields.next_back() == Some(spec.name);
            is_of_kind && is_of_name && arn.account == number
        })
    }

    fn levels(&mut self, levels: &[LevelSpec<'_>]) -> List<Level> {
        let records: Vec<Level> = levels
            .iter()
            .map(|level| Level {
                name: self.text(level.name),
                units: self
                    .draft
                    .unit_ids
                    .extend(level.policies.iter().map(|policy| policy.0)),
                full_access: level.full_access,
            })
            .collect();
        self.draft.levels.extend(records)
    }

    /// Adds a user, group or role.
    pub fn entity(&mut self, spec: &EntitySpec<'_>) -> EntityHandle {
        let tags = spec.tags.iter();
        let unknown = spec.unknown_policies.iter();
        let sketch = Sketch {
            name: self.text(spec.name),
            arn: spec.arn.to_string(),
            is_regular: self.is_regular(spec),
            policies: spec.policies.iter().map(|policy| policy.0).collect(),
            members: spec.members.iter().map(|member| member.0).collect(),
            groups: Vec::new(),
            family: FamilySketch {
                kind: spec.kind,
                account: spec.account.0,
                arn: (Text::default(), false),
                tags: tags
                    .map(|(key, value)| (self.text(key), self.text(value)))
                    .collect(),
                boundary: spec.boundary.map(|policy| policy.0),
                trust: spec.trust.map(|policy| policy.0),
                unknown: unknown.map(|arn| self.text(arn)).collect(),
            },
        };
        let id = u32::try_from(self.entities.len()).unwrap_or(u32::MAX);
        self.entities.push(sketch);
        EntityHandle(Id::new(id))
    }

    /// Adds a resource that has a policy; what is part of it, as an object of its
    /// bucket, has that policy too.
    pub fn resource(&mut self, arn: &str, account: AccountHandle, policy: PolicyHandle) {
        let record = Owner {
            arn: self.text(arn),
            account: account.0,
            policy: policy.0,
        };
        self.draft.owners.push(record);
    }

    /// Adds a session policy by its name. Here `reads` is a statement that allows
    /// `s3:Get*`:
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// use aclc::iam::PolicyKind;
    /// use aclc::runtime::TreeBuilder;
    ///
    /// let mut builder = TreeBuilder::new();
    /// let policy = builder.policy(PolicyKind::Session, "session policy Reads", [reads])?;
    /// builder.session_policy("Reads", policy);
    /// let tree = builder.finish()?;
    /// assert!(tree.session_policy("Reads").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn session_policy(&mut self, name: &str, policy: PolicyHandle) {
        let name = self.text(name);
        self.draft.sessions.push(Session {
            name,
            policy: policy.0,
        });
    }

    /// Says what counts for every caller and every resource; a second one takes
    /// the place of the first.
    pub fn stand_in(&mut self, spec: &StandInSpec<'_>) {
        let stand_in = StandIn {
            identity: self
                .draft
                .unit_ids
                .extend(spec.identity.iter().map(|policy| policy.0)),
            boundary: spec.boundary.map(|policy| policy.0),
            resource: spec.resource.map(|policy| policy.0),
            service_levels: self.levels(&spec.service_levels),
            resource_levels: self.levels(&spec.resource_levels),
        };
        self.draft.stand_ins = Arena::default();
        self.draft.stand_ins.push(stand_in);
    }

    /// Stores the entities, now that it is known who is in which group.
    pub(super) fn store_entities(&mut self) -> Result<(), BuildError> {
        let mut sketches = core::mem::take(&mut self.entities);
        for (number, members) in (0..).zip(members_of(&sketches)) {
            for member in members {
                if let Some(member) = sketches.get_mut(member.place() as usize) {
                    member.groups.push(Id::new(number));
                }
            }
        }
        let shared = self.check_names(&sketches)?;
        self.tell_accounts_of_prefixes()?;
        let only = only_units(&sketches);
        let units = u32::try_from(self.draft.units.all().len()).unwrap_or(u32::MAX);
        let mut lists: HashMap<Vec<Source>, List<Source>> = HashMap::new();
        let mut families: HashMap<FamilySketch, Id<Family>> = HashMap::new();
        for sketch in &sketches {
            let sources = sources_of(sketch, &sketches, &only);
            if sketch.name.len as usize > Short::<Text>::LONGEST {
                return Err(BuildErrorKind::TooLarge.at("", 0));
            }
            let sources = if sources.len() <= Sources::FEW {
                Sources::few(&sources, units)
            } else {
                Sources::elsewhere(match lists.get(&sources) {
                    Some(list) => *list,
                    None => {
                        let list = self.draft.sources.extend(sources.iter().copied());
                        lists.insert(sources, list);
                        list
                    }
                })
            };
            let family = FamilySketch {
                arn: self.arn(sketch),
                ..sketch.family.clone()
            };
            let family = match families.get(&family) {
                Some(id) => *id,
                None => {
                    let id = self.family(&family);
                    families.insert(family, id);
                    id
                }
            };
            self.draft.entities.push(Entity {
                name: Short(sketch.name),
                kin: Kin::new(
                    family,
                    sketch.family.kind,
                    shared.contains(&(sketch.family.kind, sketch.name)),
                    sketch.family.is_plain(),
                ),
                sources,
            });
        }
        Ok(())
    }

    /// What is stored of an entity's ARN, and whether its name follows.
    fn arn(&mut self, sketch: &Sketch) -> (Text, bool) {
        let name = self.draft.texts.get(sketch.name);
        match sketch.arn.strip_suffix(name) {
            Some(start) if sketch.is_regular => (self.text(start), true),
            Some(_) | None => (self.text(&sketch.arn), false),
        }
    }

    fn family(&mut self, sketch: &FamilySketch) -> Id<Family> {
        let tags = sketch.tags.iter();
        let record = Family {
            kind: sketch.kind,
            account: sketch.account,
            arn: sketch.arn.0,
            arn_ends_in_name: sketch.arn.1,
            tags: self.draft.tags.extend(tags.map(|(key, value)| Tag {
                key: *key,
                value: *value,
            })),
            boundary: sketch.boundary,
            trust: sketch.trust,
            unknown_policies: self.draft.lines.extend(sketch.unknown.iter().copied()),
        };
        self.draft.families.push(record)
    }

    /// The names that several accounts have. In one account each is there once.
    fn check_names(&self, sketches: &[Sketch]) -> Result<HashSet<(EntityKind, Text)>, BuildError> {
        let draft = &self.draft;
        let mut names = HashSet::with_capacity(sketches.len());
        let mut shared = HashSet::new();
        let mut keys = HashSet::with_capacity(sketches.len());
        let mut arns = HashSet::with_capacity(sketches.len());
        for sketch in sketches {
            let FamilySketch { kind, account, .. } = sketch.family;
            let name = draft.texts.get(sketch.name);
            if !keys.insert((kind, account, name)) || !arns.insert(sketch.arn.as_str()) {
                let account = draft.accounts.get(account);
                let account = account.map_or("", |account| draft.texts.get(account.name));
                let key = format!("{}/{account}/{name}", kind.name());
                return Err(BuildErrorKind::NameTwice(key).at("", 0));
            }
            if !names.insert((kind, sketch.name)) {
                shared.insert((kind, sketch.name));
            }
        }
        Ok(shared)
    }

    /// Says whose number each prefix has in it.
    fn tell_accounts_of_prefixes(&mut self) -> Result<(), BuildError> {
        let draft = &mut self.draft;
        let mut numbers = HashMap::new();
        for (id, account) in draft.accounts.iter() {
            let number = account
                .number
                .map_or(PLACEHOLDER, |number| draft.texts.get(number));
            if numbers.insert(number, id).is_some() {
                return Err(BuildErrorKind::NameTwice(number.to_string()).at("", 0));
            }
        }
        for prefix in draft.prefixes.all_mut() {
            prefix.account = match arn::account(draft.texts.get(prefix.text)) {
                Some(number) => match numbers.get(number) {
                    Some(id) => Numbered::Account(*id),
                    None => Numbered::Stranger,
                },
                None => Numbered::Nobody,
            };
        }
        Ok(())
    }
}

/// An entity that is yet to be stored.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    name: Text,
    arn: String,
    /// Whether name and account can be told from the ARN.
    is_regular: bool,
    policies: Vec<Id<Unit>>,
    members: Vec<Id<Entity>>,
    groups: Vec<Id<Entity>>,
    family: FamilySketch,
}

/// A family that is yet to be stored.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct FamilySketch {
    kind: EntityKind,
    account: Id<Account>,
    arn: (Text, bool),
    tags: Vec<(Text, Text)>,
    boundary: Option<Id<Unit>>,
    trust: Option<Id<Unit>>,
    unknown: Vec<Text>,
}

impl FamilySketch {
    fn is_plain(&self) -> bool {
        self.boundary.is_none() && self.unknown.is_empty()
    }
}

fn members_of(sketches: &[Sketch]) -> Vec<Vec<Id<Entity>>> {
    sketches
        .iter()
        .map(|sketch| sketch.members.clone())
        .collect()
}

/// The policies that are all that one group has, and how many groups have
/// each so.
fn only_units(sketches: &[Sketch]) -> HashMap<Id<Unit>, usize> {
    let mut only = HashMap::new();
    for sketch in sketches {
        if let (EntityKind::Group, [unit]) = (sketch.family.kind, sketch.policies.as_slice()) {
            *only.entry(*unit).or_default() += 1;
        }
    }
    only
}

/// Where an entity's policies come from: a group whose policies it all has
/// stands for them.
fn sources_of(
    sketch: &Sketch,
    sketches: &[Sketch],
    only: &HashMap<Id<Unit>, usize>,
) -> Vec<Source> {
    let mut own = sketch.policies.clone();
    let mut groups = Vec::new();
    for id in &sketch.groups {
        let group = sketches.get(id.place() as usize);
        let of_group = group.map_or(&[][..], |group| &group.policies);
        // A group that was itself put into a group would not be followed.
        let is_flat = group.is_some_and(|group| group.groups.is_empty());
        if is_flat && of_group.iter().all(|unit| sketch.policies.contains(unit)) {
            own.retain(|unit| !of_group.contains(unit));
            groups.push(match of_group {
                [unit] if only.get(unit) == Some(&1) => Source::GroupUnit(*unit),
                _ => Source::Group(*id),
            });
        } else {
            groups.push(Source::Membership(*id));
        }
    }
    let own = own.into_iter().map(Source::Unit);
    own.chain(groups).collect()
}
