//! `manifest.json`: what is attached to what.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
#[cfg(feature = "cli")]
use serde_json::Value;

use crate::model::{
    Account, AccountId, Attachment, Entity, GuardrailKind, GuardrailTarget, Limit, Program, UnitId,
};

use super::documents::{Documents, Placed};
use super::guardrails::{target_name, targets};

/// Where a manifest names documents: a map, and the member of its entries that
/// is a path, or a list of paths. What is `managed` or a `boundary` is the
/// document of another entry, or no document of the program.
#[cfg(feature = "cli")]
const DOCUMENTS: [(&str, &str); 9] = [
    ("users", "inline"),
    ("groups", "inline"),
    ("roles", "inline"),
    ("roles", "trust"),
    ("policies", "document"),
    ("boundaries", "document"),
    ("guardrails", "document"),
    ("sessions", "document"),
    ("resources", "document"),
];

/// The paths of the documents that a manifest names, of whichever version of
/// the compiler it is; what has another form than ours names none.
#[cfg(feature = "cli")]
pub(crate) fn documents_named(manifest: &Value) -> impl Iterator<Item = &str> {
    let members = DOCUMENTS.iter().flat_map(|(map, member)| {
        let entries = manifest.get(map).and_then(Value::as_object);
        let entries = entries.into_iter().flat_map(|entries| entries.values());
        entries.filter_map(move |entry| entry.get(member))
    });
    members
        .flat_map(|member| match member {
            Value::Array(paths) => paths.as_slice(),
            path => std::slice::from_ref(path),
        })
        .filter_map(Value::as_str)
}

/// What stands under keys of its own, in the order of the keys. What is said of
/// each is made when it is written.
struct Entries<'p, Of, Entry> {
    of: Vec<(Cow<'p, str>, Of)>,
    entry: Entry,
}

impl<'p, Of, Said, Entry: Fn(Of) -> Said> Entries<'p, Of, Entry> {
    fn new(of: impl IntoIterator<Item = (Cow<'p, str>, Of)>, entry: Entry) -> Self {
        let mut of: Vec<_> = of.into_iter().collect();
        of.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self { of, entry }
    }
}

impl<Of: Copy, Said: Serialize, Entry: Fn(Of) -> Said> Serialize for Entries<'_, Of, Entry> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.of.iter();
        serializer.collect_map(entries.map(|(key, of)| (key, (self.entry)(*of))))
    }
}

#[derive(Serialize)]
struct OrganizationEntry<'p> {
    id: &'p str,
    management: Option<&'p str>,
}

#[derive(Serialize)]
struct AccountEntry<'p> {
    id: Option<&'p str>,
}

#[derive(Serialize)]
struct UserEntry<'p> {
    account: &'p str,
    path: &'p str,
    tags: BTreeMap<&'p str, &'p str>,
    groups: Vec<Cow<'p, str>>,
    inline: Vec<&'p str>,
    managed: Vec<&'p str>,
    boundary: Option<&'p str>,
}

#[derive(Serialize)]
struct GroupEntry<'p> {
    account: &'p str,
    path: &'p str,
    members: Vec<Cow<'p, str>>,
    inline: Vec<&'p str>,
    managed: Vec<&'p str>,
}

#[derive(Serialize)]
struct RoleEntry<'p> {
    account: &'p str,
    path: &'p str,
    tags: BTreeMap<&'p str, &'p str>,
    session: u32,
    trust: Option<&'p str>,
    inline: Vec<&'p str>,
    managed: Vec<&'p str>,
    boundary: Option<&'p str>,
}

#[derive(Serialize)]
struct PolicyEntry<'p> {
    account: &'p str,
    path: &'p str,
    document: &'p str,
    /// The user, group or role whose own grants it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    part_of: Option<String>,
}

#[derive(Serialize)]
struct GuardrailEntry<'p> {
    kind: &'static str,
    target: OneOrMany,
    document: &'p str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Serialize)]
struct TargetEntry<'p> {
    full_access: bool,
    guardrails: Vec<&'p str>,
}

#[derive(Serialize)]
struct DocumentEntry<'p> {
    document: &'p str,
}

#[derive(Serialize)]
struct ResourceEntry<'p> {
    account: &'p str,
    arn: &'p str,
    document: &'p str,
}

/// The manifest's text.
pub(super) fn render_manifest(program: &Program, documents: &Documents) -> String {
    let writer = Writer {
        program,
        documents,
        keys: Keys::new(program, documents),
    };
    let mut text = serde_json::to_string_pretty(&writer).unwrap_or_default();
    text.push('\n');
    text
}

struct Writer<'p> {
    program: &'p Program,
    documents: &'p Documents,
    keys: Keys,
}

/// The whole manifest, in the order in which it is written.
impl Serialize for Writer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("version", &1)?;
        map.serialize_entry("partition", &self.program.settings.partition)?;
        map.serialize_entry("organization", &self.organization())?;
        map.serialize_entry("accounts", &self.accounts())?;
        map.serialize_entry("users", &self.users())?;
        map.serialize_entry("groups", &self.groups())?;
        map.serialize_entry("roles", &self.roles())?;
        map.serialize_entry("policies", &self.policies())?;
        map.serialize_entry("boundaries", &self.boundaries())?;
        map.serialize_entry("ous", &self.ous())?;
        map.serialize_entry("ou_parents", &self.ou_parents())?;
        map.serialize_entry("guardrails", &self.guardrails())?;
        map.serialize_entry("targets", &self.targets())?;
        map.serialize_entry("sessions", &self.sessions())?;
        map.serialize_entry("resources", &self.resources())?;
        map.end()
    }
}

impl<'p> Writer<'p> {
    fn organization(&self) -> Option<OrganizationEntry<'p>> {
        let organization = self.program.organization.as_ref()?;
        let management = organization.management;
        Some(OrganizationEntry {
            id: &organization.id,
            management: management.map(|account| self.account(account)),
        })
    }

    fn accounts(&self) -> BTreeMap<&'p str, AccountEntry<'p>> {
        self.program.accounts.iter().map(account_entry).collect()
    }

    fn account(&self, id: AccountId) -> &'p str {
        self.program.account(id).map_or("", |account| &account.name)
    }

    /// What something is called in its map.
    fn key<'n>(&self, shared: &Shared, account: AccountId, name: &'n str) -> Cow<'n, str> {
        if shared.contains(name) {
            Cow::Owned(format!("{}/{name}", self.account(account)))
        } else {
            Cow::Borrowed(name)
        }
    }

    fn entity_key<'n>(&self, shared: &Shared, entity: &'n Entity) -> Cow<'n, str> {
        self.key(shared, entity.account, &entity.name)
    }

    fn users(&self) -> impl Serialize {
        let users = self.program.users.iter().zip(&self.documents.users);
        let users = users.map(|of| (self.entity_key(&self.keys.users, &of.0.entity), of));
        Entries::new(users, |(user, placed)| {
            let groups = user.groups.iter().filter_map(|id| self.program.group(*id));
            UserEntry {
                account: self.account(user.entity.account),
                path: &user.entity.path,
                tags: tags(&user.tags),
                groups: groups
                    .map(|group| self.entity_key(&self.keys.groups, &group.entity))
                    .collect(),
                inline: inline(placed),
                managed: self.managed(&user.attached, placed),
                boundary: self.boundary(user.boundary),
            }
        })
    }

    fn groups(&self) -> impl Serialize {
        let groups = self.program.groups.iter().zip(&self.documents.groups);
        let groups = groups.map(|of| (self.entity_key(&self.keys.groups, &of.0.entity), of));
        Entries::new(groups, |(group, placed)| {
            let members = group.members.iter().filter_map(|id| self.program.user(*id));
            GroupEntry {
                account: self.account(group.entity.account),
                path: &group.entity.path,
                members: members
                    .map(|user| self.entity_key(&self.keys.users, &user.entity))
                    .collect(),
                inline: inline(placed),
                managed: self.managed(&group.attached, placed),
            }
        })
    }

    fn roles(&self) -> impl Serialize {
        let documents = self.documents.roles.iter().zip(&self.documents.trusts);
        let roles = self.program.roles.iter().zip(documents);
        let roles = roles.map(|of| (self.entity_key(&self.keys.roles, &of.0.entity), of));
        Entries::new(roles, |(role, (placed, trust))| RoleEntry {
            account: self.account(role.entity.account),
            path: &role.entity.path,
            tags: tags(&role.tags),
            session: role.max_session,
            trust: trust.as_deref(),
            inline: inline(placed),
            managed: self.managed(&role.attached, placed),
            boundary: self.boundary(role.boundary),
        })
    }

    /// What is attached to an entity: policies of the program, ARNs, and last
    /// what its inline policy has no room for.
    fn managed(&self, attached: &'p [Attachment], placed: &'p Placed) -> Vec<&'p str> {
        let paths = &self.documents.policies;
        let attached = attached.iter().filter_map(|attachment| match attachment {
            Attachment::Managed(id) => paths.get(id.index()).map(String::as_str),
            Attachment::External { arn, .. } => Some(arn.as_str()),
        });
        let moved = placed.moved.iter().map(|(_, path)| path.as_str());
        attached.chain(moved).collect()
    }

    fn boundary(&self, limit: Option<Limit>) -> Option<&'p str> {
        let path = match limit? {
            Limit::Boundary(id) => self.documents.boundaries.get(id.index()),
            Limit::Policy(id) => self.documents.policies.get(id.index()),
        };
        path.map(String::as_str)
    }

    fn policies(&self) -> BTreeMap<Cow<'p, str>, PolicyEntry<'p>> {
        let written = self.program.policies.iter().zip(&self.documents.policies);
        let written = written.map(|(policy, path)| {
            let key = self.entity_key(&self.keys.policies, &policy.entity);
            (key, self.policy(&policy.entity, path))
        });
        let mut entries: BTreeMap<_, _> = written.collect();
        for (noun, entity, placed) in self.owners() {
            for (name, path) in &placed.moved {
                let entry = PolicyEntry {
                    part_of: Some(format!("{noun}/{}", entity.name)),
                    ..self.policy(entity, path)
                };
                entries.insert(self.key(&self.keys.policies, entity.account, name), entry);
            }
        }
        entries
    }

    fn owners(&self) -> impl Iterator<Item = (&'static str, &'p Entity, &'p Placed)> {
        owners(self.program, self.documents)
    }

    fn policy(&self, entity: &'p Entity, document: &'p str) -> PolicyEntry<'p> {
        PolicyEntry {
            account: self.account(entity.account),
            path: &entity.path,
            document,
            part_of: None,
        }
    }

    fn boundaries(&self) -> BTreeMap<Cow<'p, str>, PolicyEntry<'p>> {
        let boundaries = self.program.boundaries.iter();
        let written = boundaries.zip(&self.documents.boundaries);
        let entries = written.map(|(boundary, path)| {
            let key = self.entity_key(&self.keys.boundaries, &boundary.entity);
            (key, self.policy(&boundary.entity, path))
        });
        entries.collect()
    }

    /// The accounts that are directly in each unit.
    fn ous(&self) -> BTreeMap<&'p str, Vec<&'p str>> {
        let units = self.program.units.iter().enumerate();
        let entries = units.map(|(place, unit)| {
            let accounts = self.program.accounts.iter();
            let inside = accounts.filter(|it| it.unit == Some(UnitId::new(place)));
            let names = inside.map(|account| account.name.as_str());
            (unit.name.as_str(), names.collect())
        });
        entries.collect()
    }

    fn ou_parents(&self) -> BTreeMap<&'p str, &'p str> {
        let units = self.program.units.iter();
        let entries = units.filter_map(|unit| {
            let parent = self.program.unit(unit.parent?)?;
            Some((unit.name.as_str(), parent.name.as_str()))
        });
        entries.collect()
    }

    fn guardrails(&self) -> BTreeMap<&'p str, GuardrailEntry<'p>> {
        let guardrails = self.program.guardrails.iter();
        let written = guardrails.zip(&self.documents.guardrails);
        let entries = written.map(|(guardrail, path)| {
            let entry = GuardrailEntry {
                kind: match guardrail.kind {
                    GuardrailKind::Service => "service",
                    GuardrailKind::Resource => "resource",
                },
                target: self.target(&guardrail.targets),
                document: path,
            };
            (guardrail.name.as_str(), entry)
        });
        entries.collect()
    }

    /// One target as a text, several as a list.
    fn target(&self, targets: &[GuardrailTarget]) -> OneOrMany {
        match targets {
            [target] => OneOrMany::One(target_name(self.program, *target)),
            targets => {
                let names = targets.iter().map(|it| target_name(self.program, *it));
                OneOrMany::Many(names.collect())
            }
        }
    }

    fn targets(&self) -> BTreeMap<String, TargetEntry<'p>> {
        let program = self.program;
        let entries = targets(program).into_iter().map(|target| {
            let entry = TargetEntry {
                full_access: program.has_full_access(target),
                guardrails: program
                    .guardrails_on(target)
                    .map(|guardrail| guardrail.name.as_str())
                    .collect(),
            };
            (target_name(program, target), entry)
        });
        entries.collect()
    }

    fn sessions(&self) -> BTreeMap<&'p str, DocumentEntry<'p>> {
        let sessions = self.program.session_policies.iter();
        let written = sessions.zip(&self.documents.sessions);
        written
            .map(|(session, document)| (session.name.as_str(), DocumentEntry { document }))
            .collect()
    }

    fn resources(&self) -> BTreeMap<Cow<'p, str>, ResourceEntry<'p>> {
        let written = self.program.resources.iter().zip(&self.documents.resources);
        let entries = written.map(|(resource, path)| {
            let entry = ResourceEntry {
                account: self.account(resource.account),
                arn: &resource.arn,
                document: path,
            };
            let key = self.key(&self.keys.resources, resource.account, &resource.name);
            (key, entry)
        });
        entries.collect()
    }
}

/// Users, groups and roles, with where their own statements are.
fn owners<'p>(
    program: &'p Program,
    documents: &'p Documents,
) -> impl Iterator<Item = (&'static str, &'p Entity, &'p Placed)> {
    let users = program.users.iter().map(|it| ("user", &it.entity));
    let groups = program.groups.iter().map(|it| ("group", &it.entity));
    let roles = program.roles.iter().map(|it| ("role", &it.entity));
    users
        .zip(&documents.users)
        .chain(groups.zip(&documents.groups))
        .chain(roles.zip(&documents.roles))
        .map(|((noun, entity), placed)| (noun, entity, placed))
}

fn account_entry(account: &Account) -> (&str, AccountEntry<'_>) {
    let id = account.number.as_deref();
    (&account.name, AccountEntry { id })
}

fn tags(tags: &[(String, String)]) -> BTreeMap<&str, &str> {
    let tags = tags.iter();
    tags.map(|(key, value)| (key.as_str(), value.as_str()))
        .collect()
}

fn inline(placed: &Placed) -> Vec<&str> {
    placed.inline.as_deref().into_iter().collect()
}

/// The names that need the account's beside them, list by list.
#[derive(Default)]
struct Keys {
    users: Shared,
    groups: Shared,
    roles: Shared,
    policies: Shared,
    boundaries: Shared,
    resources: Shared,
}

impl Keys {
    fn new(program: &Program, documents: &Documents) -> Self {
        if program.accounts.len() < 2 {
            // In one account no two of a kind have one name.
            return Self::default();
        }
        let moved = owners(program, documents).flat_map(|(_, _, placed)| &placed.moved);
        let policies = program.policies.iter().map(|it| &it.entity.name);
        Self {
            users: Shared::new(program.users.iter().map(|it| &it.entity.name)),
            groups: Shared::new(program.groups.iter().map(|it| &it.entity.name)),
            roles: Shared::new(program.roles.iter().map(|it| &it.entity.name)),
            policies: Shared::new(policies.chain(moved.map(|(name, _)| name))),
            boundaries: Shared::new(program.boundaries.iter().map(|it| &it.entity.name)),
            resources: Shared::new(program.resources.iter().map(|it| &it.name)),
        }
    }
}

/// Names that are used more than once, in lower case.
#[derive(Default)]
struct Shared(HashSet<String>);

impl Shared {
    fn new<'n>(names: impl Iterator<Item = &'n String>) -> Self {
        let mut seen = HashSet::new();
        let names = names.map(|name| name.to_lowercase());
        Self(names.filter(|name| !seen.insert(name.clone())).collect())
    }

    fn contains(&self, name: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&name.to_lowercase())
    }
}
