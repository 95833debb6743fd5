//! The compiler's own output folder: the manifest, and the documents that it
//! names (docs/formats/output-folder.md).

mod checks;
mod limits;

use std::collections::{BTreeMap, BTreeSet};

use super::estate::Estate;
use super::fields::{Fields, string};
use super::json::{JsonKind, Node};
use super::texts::Texts;
use crate::diag::{Diagnostic, codes};
use crate::iam::PolicyKind;
use crate::model::{
    Account, AccountId, Attachment, BoundaryId, DocumentId, Limit, Organization, PolicyId, Unit,
    UnitId,
};

/// The folders that documents stand in, at the root or in an account's folder.
pub(crate) const DOCUMENT_FOLDERS: [&str; 8] = [
    "boundaries",
    "groups",
    "guardrails",
    "policies",
    "resources",
    "roles",
    "sessions",
    "users",
];

/// Puts the program of a folder into the estate; `files` are its documents by
/// the paths that the manifest has.
pub(super) fn read(
    manifest: Node<'_>,
    folder: &str,
    files: &BTreeMap<String, String>,
    estate: &mut Estate,
    texts: &mut Texts,
) -> Option<()> {
    const KNOWN: [&str; 16] = [
        "version",
        "partition",
        "organization",
        "accounts",
        "users",
        "groups",
        "roles",
        "policies",
        "boundaries",
        "ous",
        "ou_parents",
        "guardrails",
        "targets",
        "sessions",
        "resources",
        "region",
    ];
    let fields = Fields::of(manifest, "the manifest", &KNOWN, texts)?;
    if fields.need("version", texts)?.spelling() != "1" {
        texts.report(
            Diagnostic::new(codes::DUMP_FIELD, "a manifest of another version")
                .at(manifest.span())
                .hint("this compiler reads version 1"),
        );
        return None;
    }
    if let Some(partition) = fields.text("partition", texts) {
        estate.program.settings.partition = partition;
    }
    let mut reader = Reader {
        folder,
        files,
        estate,
        texts,
        policies: BTreeMap::new(),
        parts: BTreeMap::new(),
        boundaries: BTreeMap::new(),
        read: BTreeSet::from(["manifest.json".to_owned()]),
    };
    reader.accounts(fields);
    reader.units(fields);
    reader.organization(fields);
    reader.policies(fields);
    reader.boundaries(fields);
    reader.groups(fields);
    reader.users(fields);
    reader.roles(fields);
    reader.limits(fields);
    reader.check_targets(fields);
    reader.check_files(manifest);
    Some(())
}

struct Reader<'r> {
    folder: &'r str,
    files: &'r BTreeMap<String, String>,
    estate: &'r mut Estate,
    texts: &'r mut Texts,
    /// The managed policies by their documents' paths.
    policies: BTreeMap<String, PolicyId>,
    /// Documents that are a part of an entity's own grants.
    parts: BTreeMap<String, ()>,
    boundaries: BTreeMap<String, BoundaryId>,
    /// The paths of the documents that have been read.
    read: BTreeSet<String>,
}

impl Reader<'_> {
    /// The members of one of the manifest's maps.
    fn entries<'j>(&mut self, fields: Fields<'j>, name: &str) -> Vec<(String, Node<'j>)> {
        let Some(map) = fields.get(name) else {
            return Vec::new();
        };
        if map.kind() != JsonKind::Object {
            self.texts.report(
                Diagnostic::new(codes::DUMP_FIELD, format!("`{name}` is an object")).at(map.span()),
            );
        }
        map.members()
            .map(|(key, value)| (key.string().unwrap_or_default().into_owned(), value))
            .collect()
    }

    fn wrong(&mut self, message: String, node: Node<'_>) {
        self.texts
            .report(Diagnostic::new(codes::DUMP_INCOMPLETE, message).at(node.span()));
    }

    /// A document of the folder, added to a list of statements.
    fn add(&mut self, path: &str, kind: PolicyKind, to: DocumentId, node: Node<'_>) {
        let Some(text) = self.files.get(path) else {
            self.wrong(
                format!("the manifest names `{path}`, and there is no such file"),
                node,
            );
            return;
        };
        self.read.insert(path.to_owned());
        let name = format!("{}/{path}", self.folder);
        let read = self
            .texts
            .with_json(&name, text, |texts, root| texts.plain_document(root, kind));
        if let Some(document) = read {
            self.estate.add(to, document, None);
        }
    }

    fn account(&mut self, fields: Fields<'_>) -> Option<AccountId> {
        let node = fields.need("account", self.texts)?;
        let name = string(node, "account", self.texts)?;
        let accounts = self.estate.program.accounts.iter();
        let place = accounts.clone().position(|account| account.name == name);
        if place.is_none() {
            self.wrong(format!("there is no account `{name}`"), node);
        }
        place.map(AccountId::new)
    }

    fn accounts(&mut self, manifest: Fields<'_>) {
        for (name, node) in self.entries(manifest, "accounts") {
            let fields = Fields::of(node, "an account", &["id"], self.texts);
            let number = fields.and_then(|fields| fields.text("id", self.texts));
            self.estate.program.accounts.push(Account {
                name,
                number,
                unit: None,
                origin: Some(node.span()),
            });
        }
        self.estate.some_account();
    }

    fn units(&mut self, manifest: Fields<'_>) {
        for (name, node) in self.entries(manifest, "ous") {
            let id = UnitId::new(self.estate.program.units.len());
            self.estate.program.units.push(Unit {
                name,
                parent: None,
                origin: node.span(),
            });
            for account in node.items() {
                let name = account.string().unwrap_or_default();
                let found = self.estate.program.accounts.iter_mut();
                match found.into_iter().find(|it| it.name == name) {
                    Some(account) => account.unit = Some(id),
                    None => self.wrong(format!("there is no account `{name}`"), account),
                }
            }
        }
        for (child, parent) in self.entries(manifest, "ou_parents") {
            let name = parent.string().unwrap_or_default();
            let parent_id = self.unit(&name);
            let child_id = self.unit(&child);
            let unit = child_id.and_then(|id| self.estate.program.units.get_mut(id.index()));
            match (unit, parent_id) {
                (Some(unit), Some(id)) => unit.parent = Some(id),
                _ => self.wrong(format!("there is no unit `{name}` or no `{child}`"), parent),
            }
        }
    }

    fn unit(&self, name: &str) -> Option<UnitId> {
        let mut units = self.estate.program.units.iter();
        units.position(|unit| unit.name == name).map(UnitId::new)
    }

    fn organization(&mut self, manifest: Fields<'_>) {
        let Some(node) = manifest.get("organization") else {
            return;
        };
        let Some(fields) = Fields::of(node, "the organization", &["id", "management"], self.texts)
        else {
            return;
        };
        let management = fields.text("management", self.texts).and_then(|name| {
            let mut accounts = self.estate.program.accounts.iter();
            accounts.position(|account| account.name == name)
        });
        if let Some(id) = fields.need_text("id", self.texts) {
            self.estate.program.organization = Some(Organization {
                id,
                management: management.map(AccountId::new),
                origin: node.span(),
            });
        }
    }

    fn policies(&mut self, manifest: Fields<'_>) {
        let known = ["account", "path", "document", "part_of"];
        for (key, node) in self.entries(manifest, "policies") {
            let Some(fields) = Fields::of(node, "a policy", &known, self.texts) else {
                continue;
            };
            let Some(document) = fields.need_text("document", self.texts) else {
                continue;
            };
            if fields.get("part_of").is_some() {
                self.parts.insert(document, ());
                continue;
            }
            let Some(account) = self.account(fields) else {
                continue;
            };
            let id = self.estate.policy(account, bare(&key), node.span());
            let path = fields.text("path", self.texts);
            if let Some(policy) = self.estate.program.policies.get_mut(id.index()) {
                policy.entity.path = path.unwrap_or_else(|| "/".to_owned());
            }
            self.add(
                &document,
                PolicyKind::Identity,
                DocumentId::Policy(id),
                node,
            );
            self.policies.insert(document, id);
        }
    }

    fn boundaries(&mut self, manifest: Fields<'_>) {
        let known = ["account", "path", "document"];
        for (key, node) in self.entries(manifest, "boundaries") {
            let Some(fields) = Fields::of(node, "a boundary", &known, self.texts) else {
                continue;
            };
            let document = fields.need_text("document", self.texts);
            let (Some(document), Some(account)) = (document, self.account(fields)) else {
                continue;
            };
            let id = self.estate.boundary(account, bare(&key), node.span());
            let path = fields.text("path", self.texts);
            if let Some(boundary) = self.estate.program.boundaries.get_mut(id.index()) {
                boundary.entity.path = path.unwrap_or_else(|| "/".to_owned());
            }
            self.add(
                &document,
                PolicyKind::Boundary,
                DocumentId::Boundary(id),
                node,
            );
            self.boundaries.insert(document, id);
        }
    }

    // -- who has them -----------------------------------------------------------

    fn groups(&mut self, manifest: Fields<'_>) {
        let known = ["account", "path", "members", "inline", "managed"];
        for (key, node) in self.entries(manifest, "groups") {
            let Some(fields) = Fields::of(node, "a group", &known, self.texts) else {
                continue;
            };
            let Some(account) = self.account(fields) else {
                continue;
            };
            let id = self.estate.group(account, bare(&key), node.span());
            let attached = self.grants(fields, DocumentId::Group(id));
            let mut members = Vec::new();
            for member in fields.list("members", self.texts) {
                if let Some(name) = string(member, "members", self.texts) {
                    let user = self.estate.user(account, bare(&name), member.span());
                    members.push(user);
                }
            }
            for member in &members {
                if let Some(user) = self.estate.program.users.get_mut(member.index()) {
                    user.groups.push(id);
                }
            }
            let path = fields.text("path", self.texts);
            if let Some(group) = self.estate.program.groups.get_mut(id.index()) {
                group.entity.path = path.unwrap_or_else(|| "/".to_owned());
                group.attached = attached;
                group.members = members;
            }
        }
    }

    fn users(&mut self, manifest: Fields<'_>) {
        let known = [
            "account", "path", "tags", "groups", "inline", "managed", "boundary",
        ];
        for (key, node) in self.entries(manifest, "users") {
            let Some(fields) = Fields::of(node, "a user", &known, self.texts) else {
                continue;
            };
            let Some(account) = self.account(fields) else {
                continue;
            };
            let id = self.estate.user(account, bare(&key), node.span());
            let attached = self.grants(fields, DocumentId::User(id));
            let boundary = self.boundary(fields);
            let tags = self.tags(fields);
            let path = fields.text("path", self.texts);
            let said = fields.list("groups", self.texts).len();
            let Some(user) = self.estate.program.users.get_mut(id.index()) else {
                continue;
            };
            user.entity.path = path.unwrap_or_else(|| "/".to_owned());
            user.attached = attached;
            user.boundary = boundary;
            user.tags = tags;
            if user.groups.len() != said {
                let message = format!("the groups of `{key}` do not say the same as their members");
                self.wrong(message, node);
            }
        }
    }

    fn roles(&mut self, manifest: Fields<'_>) {
        let known = [
            "account", "path", "tags", "session", "trust", "inline", "managed", "boundary",
        ];
        for (key, node) in self.entries(manifest, "roles") {
            let Some(fields) = Fields::of(node, "a role", &known, self.texts) else {
                continue;
            };
            let Some(account) = self.account(fields) else {
                continue;
            };
            let id = self.estate.role(account, bare(&key), node.span());
            let attached = self.grants(fields, DocumentId::Role(id));
            let boundary = self.boundary(fields);
            let tags = self.tags(fields);
            let path = fields.text("path", self.texts);
            let session = fields.number("session", self.texts);
            if let Some(role) = self.estate.program.roles.get_mut(id.index()) {
                role.entity.path = path.unwrap_or_else(|| "/".to_owned());
                role.attached = attached;
                role.boundary = boundary;
                role.tags = tags;
                role.max_session = session.unwrap_or(role.max_session);
            }
            if let Some(trust) = fields.text("trust", self.texts) {
                self.add(&trust, PolicyKind::Trust, DocumentId::Trust(id), node);
            }
        }
    }

    /// The inline documents, those that had no room there, and what is attached.
    fn grants(&mut self, fields: Fields<'_>, to: DocumentId) -> Vec<Attachment> {
        for node in fields.list("inline", self.texts) {
            if let Some(path) = string(node, "inline", self.texts) {
                self.add(&path, PolicyKind::Identity, to, node);
            }
        }
        let mut attached = Vec::new();
        for node in fields.list("managed", self.texts) {
            let Some(path) = string(node, "managed", self.texts) else {
                continue;
            };
            if path.starts_with("arn:") {
                attached.push(Attachment::External {
                    arn: path,
                    origin: node.span(),
                });
            } else if self.parts.contains_key(&path) {
                self.add(&path, PolicyKind::Identity, to, node);
            } else if let Some(id) = self.policies.get(&path) {
                attached.push(Attachment::Managed(*id));
            } else {
                self.wrong(format!("no policy of the manifest is `{path}`"), node);
            }
        }
        attached
    }

    fn boundary(&mut self, fields: Fields<'_>) -> Option<Limit> {
        let node = fields.get("boundary")?;
        let path = string(node, "boundary", self.texts)?;
        let boundary = self.boundaries.get(&path).copied().map(Limit::Boundary);
        let found = boundary.or_else(|| self.policies.get(&path).copied().map(Limit::Policy));
        if found.is_none() {
            self.wrong(format!("no boundary of the manifest is `{path}`"), node);
        }
        found
    }

    fn tags(&mut self, fields: Fields<'_>) -> Vec<(String, String)> {
        let entries = self.entries(fields, "tags");
        entries
            .into_iter()
            .filter_map(|(key, value)| Some((key, string(value, "tags", self.texts)?)))
            .collect()
    }
}

/// The name in a key that may have its account's before it.
fn bare(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}
