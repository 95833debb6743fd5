//! `manifest.json` as it is written: every member of it, and no others.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::iam::PolicyKind;

/// The whole manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub(super) version: u32,
    pub(super) partition: String,
    #[serde(deserialize_with = "given")]
    pub(super) organization: Option<OrganizationEntry>,
    pub(super) accounts: BTreeMap<String, AccountEntry>,
    pub(super) users: BTreeMap<String, UserEntry>,
    pub(super) groups: BTreeMap<String, GroupEntry>,
    pub(super) roles: BTreeMap<String, RoleEntry>,
    pub(super) policies: BTreeMap<String, PolicyEntry>,
    pub(super) boundaries: BTreeMap<String, PolicyEntry>,
    /// The accounts that are directly in each unit.
    pub(super) ous: BTreeMap<String, Vec<String>>,
    pub(super) ou_parents: BTreeMap<String, String>,
    pub(super) guardrails: BTreeMap<String, GuardrailEntry>,
    pub(super) targets: BTreeMap<String, TargetEntry>,
    pub(super) sessions: BTreeMap<String, DocumentEntry>,
    pub(super) resources: BTreeMap<String, ResourceEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganizationEntry {
    pub(super) id: String,
    #[serde(deserialize_with = "given")]
    pub(super) management: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountEntry {
    #[serde(deserialize_with = "given")]
    pub(super) id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserEntry {
    pub(super) account: String,
    pub(super) path: String,
    pub(super) tags: BTreeMap<String, String>,
    pub(super) groups: Vec<String>,
    pub(super) inline: Vec<String>,
    pub(super) managed: Vec<String>,
    #[serde(deserialize_with = "given")]
    pub(super) boundary: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupEntry {
    pub(super) account: String,
    pub(super) path: String,
    pub(super) members: Vec<String>,
    pub(super) inline: Vec<String>,
    pub(super) managed: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleEntry {
    pub(super) account: String,
    pub(super) path: String,
    pub(super) tags: BTreeMap<String, String>,
    pub(super) session: u32,
    #[serde(deserialize_with = "given")]
    pub(super) trust: Option<String>,
    pub(super) inline: Vec<String>,
    pub(super) managed: Vec<String>,
    #[serde(deserialize_with = "given")]
    pub(super) boundary: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyEntry {
    pub(super) account: String,
    pub(super) path: String,
    pub(super) document: String,
    /// Whose own grants it holds. That says how the policy came to be and
    /// nothing of what it means: whoever has it, has it in `managed`.
    #[serde(rename = "part_of")]
    pub(super) _part_of: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GuardrailEntry {
    pub(super) kind: GuardrailEntryKind,
    pub(super) target: OneOrMany,
    pub(super) document: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum GuardrailEntryKind {
    Service,
    Resource,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetEntry {
    pub(super) full_access: bool,
    pub(super) guardrails: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentEntry {
    pub(super) document: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResourceEntry {
    pub(super) account: String,
    pub(super) arn: String,
    pub(super) document: String,
}

impl Manifest {
    /// Every document, with the kind of policy that it is.
    pub(super) fn documents(&self) -> Vec<(&str, PolicyKind)> {
        let mut documents = Vec::new();
        let mut add = |path, kind| documents.push((path, kind));
        let users = self.users.values().map(|it| &it.inline);
        let groups = self.groups.values().map(|it| &it.inline);
        let roles = self.roles.values().map(|it| &it.inline);
        for path in users.chain(groups).chain(roles).flatten() {
            add(path.as_str(), PolicyKind::Identity);
        }
        for path in self.roles.values().filter_map(|it| it.trust.as_ref()) {
            add(path, PolicyKind::Trust);
        }
        for policy in self.policies.values() {
            add(&policy.document, PolicyKind::Identity);
        }
        for boundary in self.boundaries.values() {
            add(&boundary.document, PolicyKind::Boundary);
        }
        for guardrail in self.guardrails.values() {
            add(&guardrail.document, guardrail.kind.policy());
        }
        for session in self.sessions.values() {
            add(&session.document, PolicyKind::Session);
        }
        for resource in self.resources.values() {
            add(&resource.document, PolicyKind::Resource);
        }
        documents
    }
}

impl GuardrailEntryKind {
    pub(super) fn policy(self) -> PolicyKind {
        match self {
            Self::Service => PolicyKind::ServiceControl,
            Self::Resource => PolicyKind::ResourceControl,
        }
    }
}

impl OneOrMany {
    pub(super) fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// A member that may be `null` but not left out.
fn given<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}
