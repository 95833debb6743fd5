use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::options::CatalogFile;
use super::{Console, Exit, Failure};
use crate::catalog::{AccessLevel, Action, Catalog, ConditionKey, ResourceType, Service};
use crate::diag::nearest;
use crate::iam::{ValueType, keys, pattern};

/// Look up actions, resource types and condition keys of AWS's services
#[derive(Args)]
#[command(after_help = "\
Examples:
  aclc catalog                                   version, date, sources and counts
  aclc catalog s3:GetObject                      an action: level, resource types, condition keys
  aclc catalog 's3:Get*'                         the actions that a pattern matches
  aclc catalog s3 --level write                  the actions of a service on a level
  aclc catalog s3                                a service: resource types, condition keys, actions
  aclc catalog aws:SourceIp                      a condition key
  aclc catalog --resource arn:aws:s3:::lake/*    what an ARN can be, and what works on it")]
pub(super) struct CatalogCommand {
    /// An action, a pattern of actions, a service, a resource type such as s3.object, or a condition key
    name: Option<String>,

    /// Only actions on a level
    #[arg(long, value_enum, value_name = "LEVEL")]
    level: Option<Level>,

    /// Only what can be about an ARN, which may be a pattern
    #[arg(long, value_name = "ARN")]
    resource: Option<String>,

    /// How the answer is written
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,

    #[command(flatten)]
    file: CatalogFile,
}

#[derive(Clone, Copy, ValueEnum)]
enum Level {
    List,
    Read,
    Write,
    Tagging,
    Permissions,
    /// Write, tagging and permissions
    Change,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

/// What was asked for.
enum Found<'c> {
    About,
    Action(Action<'c>),
    Actions(Vec<Action<'c>>),
    Service(Service<'c>),
    ResourceTypes(Vec<ResourceType<'c>>, Vec<Action<'c>>),
    Key(Key<'c>),
}

/// A condition key of IAM's own table, of the catalog, or of both.
struct Key<'c> {
    name: String,
    value_type: ValueType,
    many: Option<bool>,
    listed: Option<ConditionKey<'c>>,
}

impl CatalogCommand {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        let given = self.file.read(console)?;
        let catalog = given.as_deref().unwrap_or(Catalog::built_in());
        match self.find(catalog) {
            Ok(found) => {
                let text = match self.format {
                    Format::Text => text(catalog, &found),
                    Format::Json => format!("{:#}\n", as_json(catalog, &found)),
                };
                console.print(&text)?;
                Ok(Exit::Yes)
            }
            Err(unknown) => {
                console.note(&unknown);
                Ok(Exit::No)
            }
        }
    }

    fn find<'c>(&self, catalog: &'c Catalog) -> Result<Found<'c>, String> {
        let is_filtered = self.level.is_some() || self.resource.is_some();
        let Some(name) = &self.name else {
            return Ok(match &self.resource {
                Some(arn) => {
                    let types = catalog.resource_types_of(arn);
                    if types.is_empty() {
                        return Err(format!(
                            "no resource type of the catalog has an ARN such as `{arn}`"
                        ));
                    }
                    let actions = self.filtered(catalog, catalog.actions());
                    Found::ResourceTypes(types.iter(catalog).collect(), actions)
                }
                None if is_filtered => Found::Actions(self.filtered(catalog, catalog.actions())),
                None => Found::About,
            });
        };
        if let Some(service) = catalog.service(name) {
            return Ok(if is_filtered {
                Found::Actions(self.filtered(catalog, service.actions()))
            } else {
                Found::Service(service)
            });
        }
        if name.contains(':') && (pattern::has_wildcard(name) || is_filtered) || name == "*" {
            let actions = self.filtered(catalog, catalog.actions_matching(name));
            return if actions.is_empty() {
                Err(format!(
                    "no action of the catalog of {} matches `{name}`",
                    catalog.date()
                ))
            } else {
                Ok(Found::Actions(actions))
            };
        }
        if let Some(action) = catalog.action(name) {
            return Ok(Found::Action(action));
        }
        if let Some(key) = key(catalog, name) {
            return Ok(Found::Key(key));
        }
        if let Some(found) = resource_type(catalog, name) {
            return Ok(found);
        }
        Err(unknown(catalog, name))
    }

    fn filtered<'c>(
        &self,
        catalog: &'c Catalog,
        actions: impl Iterator<Item = Action<'c>>,
    ) -> Vec<Action<'c>> {
        let levels = self
            .level
            .and_then(|level| level.to_possible_value())
            .and_then(|level| AccessLevel::named(level.get_name()));
        let types = self
            .resource
            .as_deref()
            .map(|arn| (arn, catalog.resource_types_of(arn)));
        actions
            .filter(|action| levels.is_none_or(|levels| levels.contains(&action.level())))
            .filter(|action| match &types {
                Some((arn, types)) => *arn == "*" || action.works_on(types),
                None => true,
            })
            .collect()
    }
}

/// A key from IAM's own table, or else from the catalog.
fn key<'c>(catalog: &'c Catalog, name: &str) -> Option<Key<'c>> {
    let listed = catalog.condition_key(name);
    let own = keys::find(name).filter(|row| !row.name.is_empty());
    if let Some(row) = own {
        return Some(Key {
            name: listed.map_or_else(|| shown(row.name), |key| key.name().to_owned()),
            value_type: row.value_type,
            many: match row.arity {
                keys::Arity::One => Some(false),
                keys::Arity::Many => Some(true),
                keys::Arity::Unknown => None,
            },
            listed,
        });
    }
    listed.map(|key| Key {
        name: key.name().to_owned(),
        value_type: key.value_type(),
        many: Some(key.has_many()),
        listed: Some(key),
    })
}

/// A row that goes on with the name of a tag.
fn shown(name: &str) -> String {
    if name.ends_with('/') {
        format!("{name}${{TagKey}}")
    } else {
        name.to_owned()
    }
}

fn resource_type<'c>(catalog: &'c Catalog, name: &str) -> Option<Found<'c>> {
    let (prefix, name) = name.split_once('.')?;
    let service = catalog.service(prefix)?;
    let one = service
        .resource_types()
        .find(|one| one.constructor_name() == name.to_ascii_lowercase())?;
    let uses = |action: &Action<'_>| action.uses().any(|usage| usage.resource_type == one);
    Some(Found::ResourceTypes(
        vec![one],
        service.actions().filter(uses).collect(),
    ))
}

fn unknown(catalog: &Catalog, name: &str) -> String {
    let mut candidates: Vec<String> = Vec::new();
    match name.split_once(':') {
        Some((prefix, _)) => {
            let near = catalog.services().map(Service::prefix);
            let service = catalog
                .service(prefix)
                .or_else(|| catalog.service(nearest(prefix, near)?));
            let actions = service.into_iter().flat_map(Service::actions);
            candidates.extend(actions.map(|action| action.to_string()));
            candidates.extend(catalog.condition_keys().map(|key| key.name().to_owned()));
            candidates.extend(keys::KEYS.iter().map(|row| shown(row.name)));
        }
        None => {
            candidates.extend(
                catalog
                    .services()
                    .map(|service| service.prefix().to_owned()),
            );
            if let Some((prefix, _)) = name.split_once('.') {
                let types = catalog
                    .service(prefix)
                    .into_iter()
                    .flat_map(Service::resource_types);
                candidates.extend(types.map(|one| format!("{prefix}.{}", one.constructor_name())));
            }
        }
    }
    let near = nearest(name, candidates.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("the catalog of {} knows no `{name}`{near}", catalog.date())
}

fn text(catalog: &Catalog, found: &Found<'_>) -> String {
    let lines = match found {
        Found::About => about(catalog),
        Found::Action(action) => one_action(*action),
        Found::Actions(actions) => actions.iter().map(|action| row(*action)).collect(),
        Found::Service(service) => one_service(*service),
        Found::ResourceTypes(types, actions) => {
            let types = types.iter().flat_map(|one| one_type(*one));
            types
                .chain(actions.iter().map(|action| row(*action)))
                .collect()
        }
        Found::Key(key) => one_key(key),
    };
    lines.into_iter().map(|line| line + "\n").collect()
}

fn about(catalog: &Catalog) -> Vec<String> {
    let mut lines = vec![format!(
        "version {} of {}",
        catalog.version(),
        catalog.date()
    )];
    lines.extend(catalog.sources().map(|source| {
        format!(
            "from {} {} ({})",
            source.name, source.version, source.licence
        )
    }));
    lines.push(format!(
        "{} services, {} actions, {} resource types, {} condition keys",
        catalog.services().len(),
        catalog.actions().len(),
        catalog.resource_types().len(),
        catalog.condition_keys().len()
    ));
    lines
}

/// `s3:GetObject  read  object, accesspointobject`
fn row(action: Action<'_>) -> String {
    format!("{action}  {}  {}", action.level().name(), types_of(action))
}

/// Its resource types, those that every request needs marked.
fn types_of(action: Action<'_>) -> String {
    let types: Vec<String> = action
        .uses()
        .map(|usage| {
            let mark = if usage.required { " (required)" } else { "" };
            format!("{}{mark}", usage.resource_type.name())
        })
        .collect();
    if types.is_empty() {
        "*".to_owned()
    } else {
        types.join(", ")
    }
}

fn one_action(action: Action<'_>) -> Vec<String> {
    let mut lines = vec![
        action.to_string(),
        format!("  level       {}", action.level().name()),
        format!("  on          {}", types_of(action)),
    ];
    lines.extend(field("keys", &keys_of(action.carried_keys())));
    let needs: Vec<String> = action.dependents().map(|one| one.to_string()).collect();
    lines.extend(field("needs also", &needs));
    if action.is_former() {
        lines.push("  former      AWS's reference no longer has it".to_owned());
    }
    lines
}

/// A line of what there is any number of, if there is one.
fn field(name: &str, values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| format!("  {name:12}{}", values.join(", ")))
}

fn keys_of<'c>(keys: impl Iterator<Item = ConditionKey<'c>>) -> Vec<String> {
    let mut names: Vec<String> = keys.map(|key| key.name().to_owned()).collect();
    names.sort();
    names.dedup();
    names
}

fn one_service(service: Service<'_>) -> Vec<String> {
    let mut lines = vec![format!("{service}  {}", service.title())];
    lines.extend(service.resource_types().flat_map(one_type));
    lines.extend(field("keys", &keys_of(service.condition_keys())));
    lines.extend(service.actions().map(row));
    lines
}

fn one_type(one: ResourceType<'_>) -> Vec<String> {
    let formats = one
        .formats()
        .map(|format| format!("{}.{}  {format}", one.service(), one.constructor_name()));
    let mut lines: Vec<String> = formats.collect();
    lines.extend(field("keys", &keys_of(one.condition_keys())));
    lines
}

fn one_key(key: &Key<'_>) -> Vec<String> {
    let mut lines = vec![
        key.name.clone(),
        format!("  type        {}", type_name(key.value_type)),
        format!("  values      {}", values(key.many)),
    ];
    if let Some(listed) = key.listed {
        lines.extend(field("services", &services_of(listed)));
    }
    lines
}

fn values(many: Option<bool>) -> &'static str {
    match many {
        Some(true) => "many",
        Some(false) => "one",
        None => "one or many",
    }
}

fn services_of(key: ConditionKey<'_>) -> Vec<String> {
    let services = key.services();
    services
        .map(|service| service.prefix().to_owned())
        .collect()
}

fn type_name(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::String => "string",
        ValueType::Numeric => "numeric",
        ValueType::Date => "date",
        ValueType::Bool => "bool",
        ValueType::Binary => "binary",
        ValueType::Ip => "ip",
        ValueType::Arn => "arn",
        ValueType::Presence => "presence",
    }
}

fn as_json(catalog: &Catalog, found: &Found<'_>) -> Value {
    match found {
        Found::About => json!({
            "version": catalog.version(),
            "date": catalog.date(),
            "sources": catalog.sources().map(|source| json!({
                "name": source.name, "version": source.version, "licence": source.licence,
            })).collect::<Vec<_>>(),
            "services": catalog.services().len(),
            "actions": catalog.actions().len(),
            "resource_types": catalog.resource_types().len(),
            "condition_keys": catalog.condition_keys().len(),
        }),
        Found::Action(action) => action_json(*action),
        Found::Actions(actions) => actions.iter().copied().map(action_json).collect(),
        Found::Service(service) => json!({
            "prefix": service.prefix(),
            "title": service.title(),
            "resource_control_policies": service.has_resource_control(),
            "resource_types": service.resource_types().map(type_json).collect::<Vec<_>>(),
            "condition_keys": keys_of(service.condition_keys()),
            "actions": service.actions().map(|action| action.to_string()).collect::<Vec<_>>(),
        }),
        Found::ResourceTypes(types, actions) => json!({
            "resource_types": types.iter().copied().map(type_json).collect::<Vec<_>>(),
            "actions": actions.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }),
        Found::Key(key) => json!({
            "condition_key": key.name,
            "type": type_name(key.value_type),
            "values": values(key.many),
            "services": key.listed.map(services_of).unwrap_or_default(),
        }),
    }
}

fn action_json(action: Action<'_>) -> Value {
    json!({
        "action": action.to_string(),
        "level": action.level().name(),
        "former": action.is_former(),
        "resource_types": action.uses().map(|usage| json!({
            "name": usage.resource_type.name(),
            "required": usage.required,
            "condition_keys": keys_of(usage.condition_keys()),
        })).collect::<Vec<_>>(),
        "condition_keys": keys_of(action.condition_keys()),
        "dependent_actions": action.dependents().map(|one| one.to_string()).collect::<Vec<_>>(),
    })
}

fn type_json(one: ResourceType<'_>) -> Value {
    json!({
        "service": one.service().prefix(),
        "name": one.name(),
        "constructor": format!("{}.{}", one.service(), one.constructor_name()),
        "arns": one.formats().map(|format| format.text().to_owned()).collect::<Vec<_>>(),
        "condition_keys": keys_of(one.condition_keys()),
    })
}
