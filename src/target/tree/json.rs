//! The tree for other programs: `program.tree.json`.

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::outline::{Actions, Leaf, Outline, Policy, Service};
use crate::iam::{Operator, PolicyKind};
use crate::runtime::{
    AccountView, Caller, EntityView, LevelView, PolicyView, PrincipalsView, Tree,
};

/// The tree as JSON, laid out for people, with a line feed at its end. Policies
/// refer to each other by `id`. With a caller, only what speaks for it.
pub fn json(tree: &Tree, caller: Option<&Caller<'_>>) -> String {
    let outline = Outline::new(tree, caller);
    let mut text = serde_json::to_string_pretty(&Object(&outline)).unwrap_or_default();
    text.push('\n');
    text
}

/// Something as an object with these members.
struct Object<'o, Of>(&'o Of);

/// A list of objects, each made when it is written.
struct List<'o, Of>(&'o [Of]);

/// Policies by their numbers.
struct Ids<'o>(&'o [PolicyView<'o>]);

/// Writes the members of an object.
trait Members {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

impl<Of: Members> Serialize for Object<'_, Of> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.write(&mut map)?;
        map.end()
    }
}

impl<Of: Members> Serialize for List<'_, Of> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Object))
    }
}

impl Serialize for Ids<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|policy| policy.id))
    }
}

impl Members for Outline<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("version", &1)?;
        map.serialize_entry("accounts", &List(&self.accounts))?;
        map.serialize_entry("principals", &List(&self.principals))?;
        map.serialize_entry("resources", &List(&self.resources))?;
        map.serialize_entry("sessions", &List(&self.sessions))?;
        map.serialize_entry("policies", &List(&self.policies))
    }
}

impl Members for AccountView<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("name", self.name)?;
        map.serialize_entry("id", &self.number)?;
        map.serialize_entry("service_control", &List(&self.service_levels))?;
        map.serialize_entry("resource_control", &List(&self.resource_levels))
    }
}

impl Members for LevelView<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("target", self.target)?;
        map.serialize_entry("full_access", &self.full_access)?;
        map.serialize_entry("policies", &Ids(&self.policies))
    }
}

impl Members for EntityView<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let principal = [self.kind.name(), "/", self.name].concat();
        let id = |policy: Option<PolicyView<'_>>| policy.map(|policy| policy.id);
        map.serialize_entry("principal", &principal)?;
        map.serialize_entry("account", self.account)?;
        map.serialize_entry("arn", &self.arn)?;
        map.serialize_entry("policies", &Ids(&self.policies))?;
        map.serialize_entry("not_given", &self.unknown_policies)?;
        map.serialize_entry("boundary", &id(self.boundary))?;
        map.serialize_entry("trust", &id(self.trust))
    }
}

/// A resource and its policy.
impl Members for (Cow<'_, str>, PolicyView<'_>) {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("arn", &self.0)?;
        map.serialize_entry("policy", &self.1.id)
    }
}

/// A session policy.
impl Members for (&str, PolicyView<'_>) {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("name", self.0)?;
        map.serialize_entry("policy", &self.1.id)
    }
}

impl Members for Policy<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let kind = match self.kind() {
            PolicyKind::Identity => "identity",
            PolicyKind::Boundary => "boundary",
            PolicyKind::Session => "session",
            PolicyKind::Resource => "resource",
            PolicyKind::Trust => "trust",
            PolicyKind::ServiceControl => "service_control",
            PolicyKind::ResourceControl => "resource_control",
        };
        map.serialize_entry("id", &self.view.id)?;
        map.serialize_entry("name", self.view.name)?;
        map.serialize_entry("kind", kind)?;
        map.serialize_entry("services", &List(&self.services))
    }
}

impl Members for Service<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("service", &self.name)?;
        map.serialize_entry("actions", &List(&self.actions))
    }
}

impl Members for Actions<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let names = if self.negated { "not_names" } else { "names" };
        map.serialize_entry(names, &self.names)?;
        map.serialize_entry("leaves", &List(&self.leaves))
    }
}

impl Members for Leaf<'_> {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("effect", self.effect.name())?;
        map.serialize_entry("file", self.file)?;
        map.serialize_entry("line", &self.line)?;
        map.serialize_entry("sid", &self.sid)?;
        match &self.principals {
            PrincipalsView::Attached => {}
            PrincipalsView::Everyone => map.serialize_entry("principals", &["*"])?,
            PrincipalsView::Any(names) => map.serialize_entry("principals", names)?,
            PrincipalsView::NoneOf(names) => map.serialize_entry("not_principals", names)?,
        }
        if let Some(resources) = &self.resources {
            let name = if self.resources_negated {
                "not_resources"
            } else {
                "resources"
            };
            map.serialize_entry(name, resources)?;
        }
        map.serialize_entry("conditions", &List(&self.conditions))
    }
}

impl Members for (Operator, &str, Vec<&str>) {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let (operator, key, values) = self;
        map.serialize_entry("operator", &operator.to_string())?;
        map.serialize_entry("key", key)?;
        map.serialize_entry("values", values)
    }
}
