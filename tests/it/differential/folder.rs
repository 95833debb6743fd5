//! The output folder, read back as whoever deploys it would: the manifest says what is attached to what, and nothing of
//! the program is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

use aclc::target::iam::OutputFile;
use serde_json::{Map, Value};

use crate::reference::json::Json;
use crate::reference::{Document, Kind};

/// The number of an account whose program gives it none.
pub(crate) const UNNUMBERED: &str = "000000000000";

/// The manifest and the documents that it names.
#[derive(Debug)]
pub(crate) struct Folder {
    manifest: Value,
    documents: BTreeMap<String, Written>,
    full_access: Written,
}

/// A document, read once for all requests.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) text: Rc<str>,
    pub(crate) document: Rc<Document>,
    /// Whether it asks for `aws:CurrentTime`...
    pub(crate) asks_current: bool,
    /// ...and for `aws:EpochTime`.
    pub(crate) asks_epoch: bool,
}

impl Written {
    pub(crate) fn read(text: &str, kind: Kind) -> Self {
        let json = Json::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let document = Document::parse(&json, kind);
        let document = document.unwrap_or_else(|error| panic!("{error}: {text}"));
        let lower = text.to_lowercase();
        Self {
            text: text.into(),
            document: Rc::new(document),
            asks_current: lower.contains("aws:currenttime"),
            asks_epoch: lower.contains("aws:epochtime"),
        }
    }
}

const FULL_ACCESS: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;

impl fmt::Display for Folder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "manifest.json: {}", self.manifest)?;
        for (path, document) in &self.documents {
            writeln!(formatter, "{path}: {}", document.text)?;
        }
        Ok(())
    }
}

/// A user, group or role of the manifest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'f> {
    pub(crate) account: &'f str,
    pub(crate) name: &'f str,
    pub(crate) fields: &'f Value,
}

/// A level of an organization's policies: its documents, and whether AWS's own that allows everything is among them.
type Level<'f> = Vec<&'f Written>;

impl Folder {
    pub(crate) fn read(files: &[OutputFile]) -> Self {
        let (manifest, rest): (Vec<&OutputFile>, Vec<&OutputFile>) =
            files.iter().partition(|file| file.path == "manifest.json");
        let [manifest] = manifest.as_slice() else {
            panic!("{} manifests", manifest.len())
        };
        let manifest: Value = serde_json::from_str(&manifest.text).unwrap();
        let mut documents: BTreeMap<String, Written> = BTreeMap::new();
        for file in rest {
            let written = Written::read(&file.text, kind_of(&manifest, &file.path));
            let earlier = documents.insert(file.path.clone(), written);
            assert!(earlier.is_none(), "{} is there twice", file.path);
        }
        let folder = Self {
            manifest,
            documents,
            full_access: Written::read(FULL_ACCESS, Kind::ServiceControl),
        };
        folder.check();
        folder
    }

    pub(crate) fn partition(&self) -> &str {
        text(&self.manifest["partition"])
    }

    pub(crate) fn document(&self, path: &str) -> &Written {
        self.documents
            .get(path)
            .unwrap_or_else(|| panic!("the manifest names `{path}`, which is not there"))
    }

    /// What is under a list of the manifest, such as `users`.
    fn list(&self, list: &str) -> &Map<String, Value> {
        self.manifest[list]
            .as_object()
            .unwrap_or_else(|| panic!("the manifest has no `{list}`"))
    }

    pub(crate) fn entries<'f>(&'f self, list: &str) -> impl Iterator<Item = Entry<'f>> + use<'f> {
        self.list(list).iter().map(|(key, fields)| {
            let account = text(&fields["account"]);
            let name = key
                .strip_prefix(account)
                .and_then(|rest| rest.strip_prefix('/'))
                .unwrap_or(key);
            Entry {
                account,
                name,
                fields,
            }
        })
    }

    pub(crate) fn entry(&self, list: &str, account: &str, name: &str) -> Option<Entry<'_>> {
        self.entries(list)
            .find(|entry| entry.account == account && entry.name == name)
    }

    pub(crate) fn number(&self, account: &str) -> &str {
        self.manifest["accounts"][account]["id"]
            .as_str()
            .unwrap_or(UNNUMBERED)
    }

    pub(crate) fn account_of_number(&self, number: &str) -> Option<&str> {
        let mut accounts = self.list("accounts").keys().map(String::as_str);
        accounts.find(|account| self.number(account) == number)
    }

    /// The id of the organization that an account is in.
    pub(crate) fn organization_of(&self, number: &str) -> Option<&str> {
        self.account_of_number(number)?;
        self.manifest["organization"]["id"].as_str()
    }

    /// The ARN of a user or role; `kind` is one of the two words.
    pub(crate) fn arn(&self, kind: &str, entry: Entry<'_>) -> String {
        let Entry {
            account,
            name,
            fields,
        } = entry;
        format!(
            "arn:{}:iam::{}:{kind}{}{name}",
            self.partition(),
            self.number(account),
            text(&fields["path"])
        )
    }

    pub(crate) fn by_arn(&self, kind: &str, arn: &str) -> Option<Entry<'_>> {
        self.entries(&format!("{kind}s"))
            .find(|entry| self.arn(kind, *entry) == arn)
    }

    /// The ARNs, with and without a path, by which documents name a user or role that is given without one.
    pub(crate) fn names_of(&self, arn: &str) -> BTreeSet<&str> {
        let Some((place, name)) = arn.split_once('/') else {
            return BTreeSet::new();
        };
        let texts = self.documents.values().map(|written| &*written.text);
        let strings = texts.flat_map(|text| text.split('"'));
        let is_name = |string: &&str| {
            let rest = string
                .strip_prefix(place)
                .and_then(|rest| rest.strip_suffix(name));
            rest.is_some_and(|path| {
                path.starts_with('/') && path.ends_with('/') && !path.contains(['*', '?', '$'])
            })
        };
        strings.filter(is_name).collect()
    }

    /// The inline and managed policies of an entity, and whether some are known by their ARN alone.
    pub(crate) fn policies(&self, entry: Entry<'_>) -> (Vec<&Written>, bool) {
        let managed = texts(&entry.fields["managed"]);
        let (arns, paths): (Vec<&str>, Vec<&str>) = managed
            .into_iter()
            .partition(|path| path.starts_with("arn:"));
        let all = texts(&entry.fields["inline"]).into_iter().chain(paths);
        (
            all.map(|path| self.document(path)).collect(),
            !arns.is_empty(),
        )
    }

    pub(crate) fn groups_of(&self, user: Entry<'_>) -> Vec<Entry<'_>> {
        let keys = texts(&user.fields["groups"]);
        let groups = self.list("groups");
        let entry = |key: &str| {
            let fields = groups
                .get(key)
                .unwrap_or_else(|| panic!("no group `{key}`"));
            Entry {
                account: text_of(groups, key, "account"),
                name: "",
                fields,
            }
        };
        keys.into_iter().map(entry).collect()
    }

    /// A member of a group.
    pub(crate) fn member_of(&self, group: Entry<'_>, name: &str) -> Option<Entry<'_>> {
        let account = group.account;
        let full = format!("{account}/{name}");
        let mut members = texts(&group.fields["members"]).into_iter();
        let key = members.find(|key| *key == name || *key == full)?;
        let (key, fields) = self
            .list("users")
            .get_key_value(key)
            .expect("a member is a user");
        let account = text(&fields["account"]);
        let name = key
            .strip_prefix(account)
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(key);
        Some(Entry {
            account,
            name,
            fields,
        })
    }

    pub(crate) fn session(&self, name: &str) -> &Written {
        self.document(text(&self.manifest["sessions"][name]["document"]))
    }

    /// The resource of the manifest that an ARN is or is part of; of several the closest.
    pub(crate) fn resource(&self, arn: &str) -> Option<(&str, &Written)> {
        let holds = |own: &str| {
            arn.strip_prefix(own)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':']))
        };
        let resources = self.list("resources").values();
        let closest = resources
            .filter(|resource| holds(text(&resource["arn"])))
            .max_by_key(|resource| text(&resource["arn"]).len())?;
        Some((
            text(&closest["account"]),
            self.document(text(&closest["document"])),
        ))
    }

    /// The control policies of one kind on an account: for each target from the root down what is attached to it. None at
    /// all for the management account.
    pub(crate) fn levels(&self, kind: &str, account: &str) -> Vec<Level<'_>> {
        let organization = &self.manifest["organization"];
        if organization.is_null() || organization["management"].as_str() == Some(account) {
            return Vec::new();
        }
        let mut targets = vec![format!("account/{account}")];
        let units = self.list("ous");
        let mut unit = units
            .iter()
            .find(|(_, accounts)| texts(accounts).contains(&account))
            .map(|(name, _)| name.as_str());
        while let Some(name) = unit {
            targets.push(format!("ou/{name}"));
            unit = self.manifest["ou_parents"][name].as_str();
        }
        targets.push("org".to_owned());
        targets.reverse();
        targets
            .iter()
            .map(|target| self.level(kind, target))
            .collect()
    }

    fn level(&self, kind: &str, target: &str) -> Level<'_> {
        let attached = self.list("guardrails").values().filter(|guardrail| {
            guardrail["kind"] == kind && texts(&guardrail["target"]).contains(&target)
        });
        let mut level: Level<'_> = attached
            .map(|guardrail| self.document(text(&guardrail["document"])))
            .collect();
        let has_full_access = self
            .list("targets")
            .get(target)
            .is_none_or(|target| target["full_access"] == true);
        if kind == "service" && has_full_access {
            level.push(&self.full_access);
        }
        level
    }

    /// The manifest is whole: it names every document, those of its kinds once, and its two sides of membership and of
    /// guardrails agree.
    fn check(&self) {
        let mut named: Vec<&str> = Vec::new();
        for list in [
            "policies",
            "boundaries",
            "guardrails",
            "sessions",
            "resources",
        ] {
            named.extend(
                self.list(list)
                    .values()
                    .map(|entry| text(&entry["document"])),
            );
        }
        for list in ["users", "groups", "roles"] {
            for entry in self.list(list).values() {
                named.extend(texts(&entry["inline"]));
                named.extend(entry["trust"].as_str());
                let attached = texts(&entry["managed"])
                    .into_iter()
                    .filter(|path| !path.starts_with("arn:"));
                let known: BTreeSet<&str> = self
                    .list("policies")
                    .values()
                    .map(|it| text(&it["document"]))
                    .collect();
                attached.for_each(|path| {
                    assert!(known.contains(path), "`{path}` is no managed policy");
                });
            }
        }
        named.sort_unstable();
        let written: Vec<&str> = self.documents.keys().map(String::as_str).collect();
        assert_eq!(
            named, written,
            "what the manifest names is not what is there"
        );
        let pairs = |list: &str, other: &str| -> BTreeSet<(String, String)> {
            let entries = self.list(list).iter();
            entries
                .flat_map(|(key, entry)| {
                    texts(&entry[other])
                        .into_iter()
                        .map(move |one| (key.clone(), one.to_owned()))
                })
                .collect()
        };
        let turned = |pairs: BTreeSet<(String, String)>| -> BTreeSet<(String, String)> {
            pairs
                .into_iter()
                .map(|(left, right)| (right, left))
                .collect()
        };
        assert_eq!(pairs("users", "groups"), turned(pairs("groups", "members")));
        assert_eq!(
            pairs("guardrails", "target"),
            turned(pairs("targets", "guardrails"))
        );
    }
}

/// What kind of policy the manifest says that a document is.
fn kind_of(manifest: &Value, path: &str) -> Kind {
    let entries = |list: &str| manifest[list].as_object().into_iter().flatten();
    let is_document = |list: &str| entries(list).any(|(_, entry)| entry["document"] == path);
    let guardrail = entries("guardrails").find(|(_, entry)| entry["document"] == path);
    if entries("roles").any(|(_, role)| role["trust"] == path) {
        Kind::Trust
    } else if is_document("boundaries") {
        Kind::Boundary
    } else if is_document("sessions") {
        Kind::Session
    } else if is_document("resources") {
        Kind::Resource
    } else if let Some((_, guardrail)) = guardrail {
        match text(&guardrail["kind"]) {
            "service" => Kind::ServiceControl,
            _ => Kind::ResourceControl,
        }
    } else {
        Kind::Identity
    }
}

fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("`{value}` is not a text"))
}

fn text_of<'m>(map: &'m Map<String, Value>, key: &str, field: &str) -> &'m str {
    text(&map[key][field])
}

/// One text or a list of them.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(list) => list.iter().map(text).collect(),
        one => vec![text(one)],
    }
}
