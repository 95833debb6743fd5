use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use super::manifest::{GuardrailEntryKind, Manifest, Map, PolicyEntry, Text};
use super::{FolderFile, MANIFEST};
use crate::cores;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::import::document::{Document, read_document};
use crate::import::json::read_json;
use crate::model::{
    Account, AccountId, Attachment, Boundary, BoundaryId, Entity, Group, GroupId, Guardrail,
    GuardrailKind, GuardrailTarget, Limit, Organization, Policy, PolicyId, Program, ResourcePolicy,
    Role, SessionPolicy, Settings, Statement, Unit, UnitId, User, UserId,
};
use crate::source::Span;

/// Fewer documents than this are not worth another thread.
const FEW: usize = 64;

/// What a document says, and what is wrong with it.
type ReadDocument = (Option<Document>, Diagnostics);

/// A folder that is being read.
pub(super) struct Reading<'f> {
    files: HashMap<&'f str, FolderFile<'f>>,
    /// The documents that the manifest has named so far.
    named: HashSet<&'f str>,
    /// The others, read for the kind of policy that the manifest has them for.
    documents: HashMap<(&'f str, PolicyKind), ReadDocument>,
    /// The manifest.
    place: Span,
    found: &'f mut Diagnostics,
    accounts: HashMap<&'f str, AccountId>,
    units: HashMap<&'f str, UnitId>,
    users: HashMap<&'f str, UserId>,
    groups: HashMap<&'f str, GroupId>,
    /// By the paths of their documents.
    policies: HashMap<&'f str, PolicyId>,
    boundaries: HashMap<&'f str, BoundaryId>,
}

impl<'f> Reading<'f> {
    pub(super) fn new(
        files: &[FolderFile<'f>],
        manifest: FolderFile<'f>,
        found: &'f mut Diagnostics,
    ) -> Self {
        let mut reading = Self {
            files: HashMap::with_capacity(files.len()),
            named: HashSet::new(),
            documents: HashMap::new(),
            place: Span::new(manifest.source, 0, 0),
            found,
            accounts: HashMap::new(),
            units: HashMap::new(),
            users: HashMap::new(),
            groups: HashMap::new(),
            policies: HashMap::new(),
            boundaries: HashMap::new(),
        };
        for file in files {
            if reading.files.insert(file.path, *file).is_some() {
                reading.wrong(format!("the file `{}` is there twice", file.path));
            }
        }
        reading
    }

    /// Something about the manifest as a whole.
    fn wrong(&mut self, message: String) {
        let problem = Diagnostic::new(codes::WRITTEN_DIFFERS, message).at(self.place);
        self.found.push(problem);
    }

    pub(super) fn program(mut self, manifest: &'f Manifest<'f>) -> Program {
        fn ids<'f, V, I>(map: &'f Map<'f, V>, new: impl Fn(usize) -> I) -> HashMap<&'f str, I> {
            let keys = map.keys().enumerate();
            keys.map(|(place, key)| (key, new(place))).collect()
        }
        fn documents<'f, I>(
            map: &'f Map<'f, PolicyEntry<'f>>,
            new: impl Fn(usize) -> I,
        ) -> HashMap<&'f str, I> {
            let entries = map.values().enumerate();
            entries
                .map(|(place, entry)| (entry.document.as_str(), new(place)))
                .collect()
        }
        self.accounts = ids(&manifest.accounts, AccountId::new);
        self.units = ids(&manifest.ous, UnitId::new);
        self.users = ids(&manifest.users, UserId::new);
        self.groups = ids(&manifest.groups, GroupId::new);
        self.policies = documents(&manifest.policies, PolicyId::new);
        self.boundaries = documents(&manifest.boundaries, BoundaryId::new);
        self.documents = self.read_documents(manifest);
        let program = Program {
            settings: Settings {
                partition: manifest.partition.as_str().to_owned(),
                region: None,
            },
            accounts: self.read_accounts(manifest),
            organization: self.organization(manifest),
            units: self.read_units(manifest),
            users: self.read_users(manifest),
            groups: self.read_groups(manifest),
            roles: self.read_roles(manifest),
            policies: self.read_policies(manifest),
            boundaries: self.read_boundaries(manifest),
            session_policies: self.sessions(manifest),
            guardrails: self.guardrails(manifest),
            resources: self.resources(manifest),
            tests: Vec::new(),
            given: Vec::new(),
        };
        self.check_members(&program);
        self.check_targets(manifest, &program);
        self.check_files();
        program
    }

    fn account(&mut self, name: &str) -> AccountId {
        match self.accounts.get(name) {
            Some(id) => *id,
            None => {
                self.unknown("account", name);
                AccountId::new(0)
            }
        }
    }

    fn unknown(&mut self, what: &str, name: &str) {
        self.wrong(format!("there is no {what} `{name}`"));
    }

    /// What an entry stands for: its key, without the account where that is in
    /// front of the name.
    fn entity(&mut self, key: &str, account: &str, path: &str) -> Entity {
        Entity {
            name: name_of(key, account).to_owned(),
            account: self.account(account),
            path: path.to_owned(),
            origin: self.place,
        }
    }

    /// Reads every document that the manifest names and that is there.
    fn read_documents(
        &self,
        manifest: &'f Manifest<'f>,
    ) -> HashMap<(&'f str, PolicyKind), ReadDocument> {
        let named: Vec<_> = manifest
            .documents()
            .into_iter()
            .filter_map(|(path, kind)| Some((self.file(path)?, kind)))
            .collect();
        let read = cores::map(&named, FEW, |(file, kind)| {
            match read_json(file.source, file.text) {
                Ok(json) => read_document(json.root(), *kind),
                Err(problems) => (None, problems),
            }
        });
        let names = named.into_iter().map(|(file, kind)| (file.path, kind));
        names.zip(read).collect()
    }

    fn file(&self, path: &str) -> Option<FolderFile<'f>> {
        self.files.get(path).copied().filter(|_| path != MANIFEST)
    }

    /// The statements of a document, which one entry of the manifest names.
    fn document(&mut self, path: &'f str, kind: PolicyKind) -> Vec<Statement> {
        if self.file(path).is_none() {
            self.wrong(format!("the manifest names `{path}`, which is not there"));
            return Vec::new();
        }
        if !self.named.insert(path) {
            self.wrong(format!("the manifest names `{path}` twice"));
        }
        let Some((document, problems)) = self.documents.remove(&(path, kind)) else {
            return Vec::new();
        };
        self.found.append(problems);
        document.map_or_else(Vec::new, |document| document.statements)
    }

    fn inline(&mut self, paths: &'f [Text<'f>]) -> Vec<Statement> {
        let mut statements = Vec::new();
        for path in paths {
            statements.extend(self.document(path, PolicyKind::Identity));
        }
        statements
    }

    fn managed(&mut self, named: &[Text<'f>]) -> Vec<Attachment> {
        let mut attached = Vec::new();
        for name in named {
            if name.starts_with("arn:") {
                attached.push(Attachment::External {
                    arn: name.as_str().to_owned(),
                    origin: self.place,
                });
            } else if let Some(id) = self.policies.get(name.as_str()) {
                attached.push(Attachment::Managed(*id));
            } else {
                self.unknown("policy with the document", name);
            }
        }
        attached
    }

    fn boundary(&mut self, path: Option<&str>) -> Option<Limit> {
        let path = path?;
        let boundary = self.boundaries.get(path).copied().map(Limit::Boundary);
        let limit = boundary.or_else(|| self.policies.get(path).copied().map(Limit::Policy));
        if limit.is_none() {
            self.unknown("boundary with the document", path);
        }
        limit
    }

    fn read_accounts(&mut self, manifest: &'f Manifest<'f>) -> Vec<Account> {
        let mut accounts: Vec<Account> = manifest
            .accounts
            .iter()
            .map(|(name, entry)| Account {
                name: name.as_str().to_owned(),
                number: entry.id.as_ref().map(|number| number.as_str().to_owned()),
                unit: None,
                origin: None,
            })
            .collect();
        if accounts.is_empty() {
            self.wrong("the manifest names no account".to_owned());
        }
        for (place, (unit, names)) in manifest.ous.iter().enumerate() {
            for name in names {
                let id = self.account(name).index();
                if let Some(account) = accounts.get_mut(id)
                    && account.unit.replace(UnitId::new(place)).is_some()
                {
                    self.wrong(format!(
                        "the account `{name}` is in `{unit}` and in another unit"
                    ));
                }
            }
        }
        accounts
    }

    fn organization(&mut self, manifest: &'f Manifest<'f>) -> Option<Organization> {
        let entry = manifest.organization.as_ref()?;
        Some(Organization {
            id: entry.id.as_str().to_owned(),
            management: entry.management.as_deref().map(|name| self.account(name)),
            origin: self.place,
        })
    }

    fn read_units(&mut self, manifest: &'f Manifest<'f>) -> Vec<Unit> {
        for (unit, parent) in manifest.ou_parents.iter() {
            for name in [unit, parent] {
                if !self.units.contains_key(name.as_str()) {
                    self.unknown("unit", name);
                }
            }
        }
        let unit = |name: &str| Unit {
            name: name.to_owned(),
            parent: manifest
                .ou_parents
                .get(name)
                .and_then(|parent| self.units.get(parent.as_str()).copied()),
            origin: self.place,
        };
        manifest.ous.keys().map(unit).collect()
    }

    fn read_users(&mut self, manifest: &'f Manifest<'f>) -> Vec<User> {
        let mut users = Vec::with_capacity(manifest.users.len());
        for (key, entry) in manifest.users.iter() {
            let mut groups = Vec::new();
            for name in &entry.groups {
                match self.groups.get(name.as_str()) {
                    Some(id) => groups.push(*id),
                    None => self.unknown("group", name),
                }
            }
            users.push(User {
                entity: self.entity(key, &entry.account, &entry.path),
                tags: tags(&entry.tags),
                groups,
                statements: self.inline(&entry.inline),
                attached: self.managed(&entry.managed),
                boundary: self.boundary(entry.boundary.as_deref()),
            });
        }
        users
    }

    fn read_groups(&mut self, manifest: &'f Manifest<'f>) -> Vec<Group> {
        let mut groups = Vec::with_capacity(manifest.groups.len());
        for (key, entry) in manifest.groups.iter() {
            let mut members = Vec::new();
            for name in &entry.members {
                match self.users.get(name.as_str()) {
                    Some(id) => members.push(*id),
                    None => self.unknown("user", name),
                }
            }
            groups.push(Group {
                entity: self.entity(key, &entry.account, &entry.path),
                members,
                statements: self.inline(&entry.inline),
                attached: self.managed(&entry.managed),
            });
        }
        groups
    }

    fn read_roles(&mut self, manifest: &'f Manifest<'f>) -> Vec<Role> {
        let mut roles = Vec::with_capacity(manifest.roles.len());
        for (key, entry) in manifest.roles.iter() {
            roles.push(Role {
                entity: self.entity(key, &entry.account, &entry.path),
                tags: tags(&entry.tags),
                max_session: entry.session,
                trust: entry
                    .trust
                    .as_deref()
                    .map(|path| self.document(path, PolicyKind::Trust))
                    .unwrap_or_default(),
                statements: self.inline(&entry.inline),
                attached: self.managed(&entry.managed),
                boundary: self.boundary(entry.boundary.as_deref()),
            });
        }
        roles
    }

    fn read_policies(&mut self, manifest: &'f Manifest<'f>) -> Vec<Policy> {
        let mut policies = Vec::with_capacity(manifest.policies.len());
        for (key, entry) in manifest.policies.iter() {
            policies.push(Policy {
                entity: self.entity(key, &entry.account, &entry.path),
                statements: self.document(&entry.document, PolicyKind::Identity),
            });
        }
        policies
    }

    fn read_boundaries(&mut self, manifest: &'f Manifest<'f>) -> Vec<Boundary> {
        let mut boundaries = Vec::with_capacity(manifest.boundaries.len());
        for (key, entry) in manifest.boundaries.iter() {
            boundaries.push(Boundary {
                entity: self.entity(key, &entry.account, &entry.path),
                statements: self.document(&entry.document, PolicyKind::Boundary),
            });
        }
        boundaries
    }

    fn sessions(&mut self, manifest: &'f Manifest<'f>) -> Vec<SessionPolicy> {
        let mut sessions = Vec::with_capacity(manifest.sessions.len());
        for (name, entry) in manifest.sessions.iter() {
            sessions.push(SessionPolicy {
                name: name.as_str().to_owned(),
                statements: self.document(&entry.document, PolicyKind::Session),
                origin: self.place,
            });
        }
        sessions
    }

    fn guardrails(&mut self, manifest: &'f Manifest<'f>) -> Vec<Guardrail> {
        let mut guardrails = Vec::with_capacity(manifest.guardrails.len());
        for (name, entry) in manifest.guardrails.iter() {
            let kind = match entry.kind {
                GuardrailEntryKind::Service => GuardrailKind::Service,
                GuardrailEntryKind::Resource => GuardrailKind::Resource,
            };
            let mut targets = Vec::new();
            for target in entry.target.as_slice() {
                targets.extend(self.target(target));
            }
            guardrails.push(Guardrail {
                name: name.as_str().to_owned(),
                kind,
                targets,
                statements: self.document(&entry.document, entry.kind.policy()),
                origin: self.place,
            });
        }
        guardrails
    }

    /// `org`, `ou/NAME` or `account/NAME`.
    fn target(&mut self, name: &str) -> Option<GuardrailTarget> {
        let target = match name.split_once('/') {
            None if name == "org" => Some(GuardrailTarget::Organization),
            Some(("ou", unit)) => self.units.get(unit).copied().map(GuardrailTarget::Unit),
            Some(("account", account)) => {
                let id = self.accounts.get(account).copied();
                id.map(GuardrailTarget::Account)
            }
            None | Some(_) => None,
        };
        if target.is_none() {
            self.unknown("target", name);
        }
        target
    }

    fn resources(&mut self, manifest: &'f Manifest<'f>) -> Vec<ResourcePolicy> {
        let mut resources = Vec::with_capacity(manifest.resources.len());
        for (key, entry) in manifest.resources.iter() {
            resources.push(ResourcePolicy {
                name: name_of(key, &entry.account).to_owned(),
                account: self.account(&entry.account),
                arn: entry.arn.as_str().to_owned(),
                statements: self.document(&entry.document, PolicyKind::Resource),
                origin: self.place,
            });
        }
        resources
    }

    /// Users say which groups they are in, and groups who is in them.
    fn check_members(&mut self, program: &Program) {
        let of_users = program.users.iter().enumerate();
        let of_users = of_users.flat_map(|(place, user)| {
            let user_id = UserId::new(place);
            user.groups.iter().map(move |group| (user_id, *group))
        });
        let of_groups = program.groups.iter().enumerate();
        let of_groups = of_groups.flat_map(|(place, group)| {
            let group_id = GroupId::new(place);
            group.members.iter().map(move |user| (*user, group_id))
        });
        let (of_users, of_groups) = (sorted(of_users), sorted(of_groups));
        if of_users == of_groups {
            return;
        }
        let of_users: BTreeSet<(UserId, GroupId)> = of_users.into_iter().collect();
        let of_groups: BTreeSet<(UserId, GroupId)> = of_groups.into_iter().collect();
        for (user, group) in of_users.symmetric_difference(&of_groups) {
            let name = |entity: Option<&Entity>| {
                entity.map(|entity| entity.name.clone()).unwrap_or_default()
            };
            let user = name(program.user(*user).map(|it| &it.entity));
            let group = name(program.group(*group).map(|it| &it.entity));
            self.wrong(format!(
                "the user `{user}` and the group `{group}` differ on whether one is in the other"
            ));
        }
    }

    /// Guardrails say what they are on, and targets what is on them.
    fn check_targets(&mut self, manifest: &'f Manifest<'f>, program: &Program) {
        let guardrails = manifest.guardrails.iter();
        let of_guardrails: BTreeSet<(&str, &str)> = guardrails
            .flat_map(|(name, entry)| {
                let targets = entry.target.as_slice().iter();
                targets.map(move |target| (target.as_str(), name.as_str()))
            })
            .collect();
        let targets = manifest.targets.iter();
        let of_targets: BTreeSet<(&str, &str)> = targets
            .flat_map(|(target, entry)| {
                let guardrails = entry.guardrails.iter();
                guardrails.map(move |name| (target.as_str(), name.as_str()))
            })
            .collect();
        for (target, name) in of_guardrails.symmetric_difference(&of_targets) {
            self.wrong(format!(
                "the guardrail `{name}` and the target `{target}` differ on whether one is on the other"
            ));
        }
        for (name, entry) in manifest.targets.iter() {
            let Some(target) = self.target(name) else {
                continue;
            };
            if entry.full_access != program.has_full_access(target) {
                self.wrong(format!(
                    "`full_access` of the target `{name}` is not what its guardrails say"
                ));
            }
        }
    }

    fn check_files(&mut self) {
        let mut stray: Vec<&str> = self.files.keys().copied().collect();
        stray.retain(|path| *path != MANIFEST && !self.named.contains(path));
        stray.sort_unstable();
        for path in stray {
            self.wrong(format!("the manifest does not name `{path}`"));
        }
    }
}

/// Memberships in order, each once.
fn sorted(members: impl Iterator<Item = (UserId, GroupId)>) -> Vec<(UserId, GroupId)> {
    let mut members: Vec<_> = members.collect();
    members.sort_unstable();
    members.dedup();
    members
}

fn tags(tags: &Map<'_, Text<'_>>) -> Vec<(String, String)> {
    let tags = tags.iter();
    tags.map(|(key, value)| (key.as_str().to_owned(), value.as_str().to_owned()))
        .collect()
}

/// The name in a key: an account's own stands before it where two accounts have
/// one name.
fn name_of<'k>(key: &'k str, account: &str) -> &'k str {
    key.strip_prefix(account)
        .and_then(|rest| rest.strip_prefix('/'))
        .unwrap_or(key)
}
