//! `manifest.json` as it is written: every member of it, and no others.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::iam::PolicyKind;

/// The whole manifest.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct Manifest<'t> {
    pub(super) version: u32,
    pub(super) partition: Text<'t>,
    #[serde(deserialize_with = "given")]
    pub(super) organization: Option<OrganizationEntry<'t>>,
    pub(super) accounts: Map<'t, AccountEntry<'t>>,
    pub(super) users: Map<'t, UserEntry<'t>>,
    pub(super) groups: Map<'t, GroupEntry<'t>>,
    pub(super) roles: Map<'t, RoleEntry<'t>>,
    pub(super) policies: Map<'t, PolicyEntry<'t>>,
    pub(super) boundaries: Map<'t, PolicyEntry<'t>>,
    /// The accounts that are directly in each unit.
    pub(super) ous: Map<'t, Vec<Text<'t>>>,
    pub(super) ou_parents: Map<'t, Text<'t>>,
    pub(super) guardrails: Map<'t, GuardrailEntry<'t>>,
    pub(super) targets: Map<'t, TargetEntry<'t>>,
    pub(super) sessions: Map<'t, DocumentEntry<'t>>,
    pub(super) resources: Map<'t, ResourceEntry<'t>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct OrganizationEntry<'t> {
    pub(super) id: Text<'t>,
    #[serde(deserialize_with = "given")]
    pub(super) management: Option<Text<'t>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct AccountEntry<'t> {
    #[serde(deserialize_with = "given")]
    pub(super) id: Option<Text<'t>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct UserEntry<'t> {
    pub(super) account: Text<'t>,
    pub(super) path: Text<'t>,
    pub(super) tags: Map<'t, Text<'t>>,
    pub(super) groups: Vec<Text<'t>>,
    pub(super) inline: Vec<Text<'t>>,
    pub(super) managed: Vec<Text<'t>>,
    #[serde(deserialize_with = "given")]
    pub(super) boundary: Option<Text<'t>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct GroupEntry<'t> {
    pub(super) account: Text<'t>,
    pub(super) path: Text<'t>,
    pub(super) members: Vec<Text<'t>>,
    pub(super) inline: Vec<Text<'t>>,
    pub(super) managed: Vec<Text<'t>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct RoleEntry<'t> {
    pub(super) account: Text<'t>,
    pub(super) path: Text<'t>,
    pub(super) tags: Map<'t, Text<'t>>,
    pub(super) session: u32,
    #[serde(deserialize_with = "given")]
    pub(super) trust: Option<Text<'t>>,
    pub(super) inline: Vec<Text<'t>>,
    pub(super) managed: Vec<Text<'t>>,
    #[serde(deserialize_with = "given")]
    pub(super) boundary: Option<Text<'t>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct PolicyEntry<'t> {
    pub(super) account: Text<'t>,
    pub(super) path: Text<'t>,
    pub(super) document: Text<'t>,
    /// Whose own grants it holds. That says how the policy came to be and
    /// nothing of what it means: whoever has it, has it in `managed`.
    #[serde(rename = "part_of")]
    pub(super) _part_of: Option<Text<'t>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct GuardrailEntry<'t> {
    pub(super) kind: GuardrailEntryKind,
    pub(super) target: OneOrMany<'t>,
    pub(super) document: Text<'t>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum GuardrailEntryKind {
    Service,
    Resource,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, bound(deserialize = "'de: 't"))]
pub(super) enum OneOrMany<'t> {
    One(Text<'t>),
    Many(Vec<Text<'t>>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct TargetEntry<'t> {
    pub(super) full_access: bool,
    pub(super) guardrails: Vec<Text<'t>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct DocumentEntry<'t> {
    pub(super) document: Text<'t>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 't"))]
pub(super) struct ResourceEntry<'t> {
    pub(super) account: Text<'t>,
    pub(super) arn: Text<'t>,
    pub(super) document: Text<'t>,
}

impl<'t> Manifest<'t> {
    /// Every document, with the kind of policy that it is.
    pub(super) fn documents(&'t self) -> Vec<(&'t str, PolicyKind)> {
        let mut documents = Vec::new();
        let mut add = |path: &'t Text<'t>, kind| documents.push((path.as_str(), kind));
        let users = self.users.values().map(|it| &it.inline);
        let groups = self.groups.values().map(|it| &it.inline);
        let roles = self.roles.values().map(|it| &it.inline);
        for path in users.chain(groups).chain(roles).flatten() {
            add(path, PolicyKind::Identity);
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

impl<'t> OneOrMany<'t> {
    pub(super) fn as_slice(&self) -> &[Text<'t>] {
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

/// A text of the manifest, as it stands there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text<'t>(Cow<'t, str>);

impl Text<'_> {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Display for Text<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(self)
    }
}

impl<'de: 't, 't> Deserialize<'de> for Text<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;

            fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(Read)
    }
}

/// An object with keys of its own, in their order; none of them stands twice.
#[derive(Debug)]
pub(super) struct Map<'t, V>(Vec<(Text<'t>, V)>);

impl<'t, V> Deref for Map<'t, V> {
    type Target = [(Text<'t>, V)];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<V> Map<'_, V> {
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key.as_str())
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    pub(super) fn get(&self, key: &str) -> Option<&V> {
        let place = self
            .0
            .binary_search_by(|(known, _)| known.as_str().cmp(key));
        self.0.get(place.ok()?).map(|(_, value)| value)
    }
}

impl<'de: 't, 't, V: Deserialize<'de>> Deserialize<'de> for Map<'t, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Read<V> {
            type Value = Map<'de, V>;

            fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Map<'de, V>, A::Error> {
                let mut entries: Vec<(Text<'de>, V)> = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                entries.sort_by(|(one, _), (other, _)| one.cmp(other));
                let mut pairs = entries.iter().zip(entries.iter().skip(1));
                match pairs.find(|((one, _), (other, _))| one == other) {
                    Some(((key, _), _)) => Err(A::Error::custom(format_args!(
                        "the key `{}` stands twice",
                        key.as_str()
                    ))),
                    None => Ok(Map(entries)),
                }
            }
        }

        deserializer.deserialize_map(Read(PhantomData))
    }
}
