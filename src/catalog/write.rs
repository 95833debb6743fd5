//! A draft to bytes. The same draft, in whatever order, gives the same bytes.
//!
//! The layout is in `docs/CATALOG.md`; `read` is its other half.

use std::collections::{BTreeMap, BTreeSet};

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::bytes::write_number;
use super::draft::{Draft, DraftAction, DraftService};
use super::tables::small;
use super::{FORMAT_VERSION, MARK};
use crate::iam::ValueType;

/// The best that the packer does.
const PACKING: u8 = 10;

/// Writes a catalog.
///
/// # Errors
///
/// Where a draft names something that it does not have, or has two things of
/// one name: the name.
pub fn encode(draft: &Draft) -> Result<Vec<u8>, String> {
    let plan = Plan::new(draft)?;
    let mut out = Vec::new();
    plan.write(&mut out)?;
    let mut file = MARK.to_vec();
    file.push(FORMAT_VERSION);
    file.extend(compress_to_vec_zlib(&out, PACKING));
    Ok(file)
}

/// A draft in order, with the numbers that its names get.
struct Plan<'d> {
    draft: &'d Draft,
    texts: BTreeMap<&'d str, u32>,
    /// By lower-case name.
    keys: BTreeMap<String, (u32, &'d super::DraftKey)>,
    key_sets: BTreeMap<Vec<u32>, u32>,
    services: BTreeMap<String, Service<'d>>,
    /// By lower-case `service:name`.
    actions: BTreeMap<String, u32>,
    action_sets: BTreeMap<Vec<u32>, u32>,
}

struct Service<'d> {
    draft: &'d DraftService,
    types: BTreeMap<String, (u32, &'d super::DraftResourceType)>,
    actions: BTreeMap<String, &'d DraftAction>,
}

impl<'d> Plan<'d> {
    fn new(draft: &'d Draft) -> Result<Self, String> {
        let mut plan = Self {
            draft,
            texts: BTreeMap::new(),
            keys: numbered(&draft.keys, |key| &key.name)?,
            key_sets: BTreeMap::new(),
            services: BTreeMap::new(),
            actions: BTreeMap::new(),
            action_sets: BTreeMap::new(),
        };
        for (prefix, (_, service)) in numbered(&draft.services, |service| &service.prefix)? {
            let actions = numbered(&service.actions, |action| &action.name)?;
            let service = Service {
                draft: service,
                types: numbered(&service.resource_types, |one| &one.name)?,
                actions: actions
                    .into_iter()
                    .map(|(name, (_, action))| (name, action))
                    .collect(),
            };
            for name in service.actions.keys() {
                let number = small(plan.actions.len());
                plan.actions.insert(format!("{prefix}:{name}"), number);
            }
            plan.services.insert(prefix, service);
        }
        plan.number_texts();
        plan.number_sets()?;
        Ok(plan)
    }

    fn number_texts(&mut self) {
        let draft = self.draft;
        let mut texts: BTreeSet<&str> = BTreeSet::from([&*draft.version, &*draft.date]);
        for source in &draft.sources {
            texts.extend([&*source.name, &*source.version, &*source.licence]);
        }
        texts.extend(draft.keys.iter().map(|key| key.name.as_str()));
        for service in &draft.services {
            texts.extend([service.prefix.as_str(), service.title.as_str()]);
            for one in &service.resource_types {
                texts.insert(&one.name);
                texts.extend(one.formats.iter().map(String::as_str));
            }
            texts.extend(service.actions.iter().map(|action| action.name.as_str()));
        }
        self.texts = texts.into_iter().zip(0..).collect();
    }

    fn number_sets(&mut self) -> Result<(), String> {
        let mut key_sets = BTreeSet::from([Vec::new()]);
        let mut action_sets = BTreeSet::from([Vec::new()]);
        for service in &self.draft.services {
            key_sets.insert(self.key_set(&service.keys)?);
            for one in &service.resource_types {
                key_sets.insert(self.key_set(&one.keys)?);
            }
            for action in &service.actions {
                key_sets.insert(self.key_set(&action.keys)?);
                for usage in &action.uses {
                    key_sets.insert(self.key_set(&usage.keys)?);
                }
                action_sets.insert(self.action_set(&action.dependents)?);
            }
        }
        self.key_sets = key_sets.into_iter().zip(0..).collect();
        self.action_sets = action_sets.into_iter().zip(0..).collect();
        Ok(())
    }

    fn key_set(&self, names: &[String]) -> Result<Vec<u32>, String> {
        let number = |name: &String| self.keys.get(&lower(name)).map(|(number, _)| *number);
        set(names, number)
    }

    fn action_set(&self, names: &[String]) -> Result<Vec<u32>, String> {
        set(names, |name| self.actions.get(&lower(name)).copied())
    }

    fn write(&self, out: &mut Vec<u8>) -> Result<(), String> {
        self.write_texts(out);
        self.write_text(out, &self.draft.version)?;
        self.write_text(out, &self.draft.date)?;
        write_count(out, self.draft.sources.len());
        for source in &self.draft.sources {
            for text in [&source.name, &source.version, &source.licence] {
                self.write_text(out, text)?;
            }
        }
        write_count(out, self.keys.len());
        for (_, key) in self.keys.values() {
            self.write_text(out, &key.name)?;
            out.push(wire(key.value_type, key.many)?);
        }
        write_sets(out, &self.key_sets);
        self.write_services(out)?;
        self.write_types(out)?;
        self.write_actions(out)?;
        self.write_uses(out)?;
        write_sets(out, &self.action_sets);
        for action in self.each_action() {
            write_set(
                out,
                &self.action_sets,
                &self.action_set(&action.1.dependents)?,
            )?;
        }
        Ok(())
    }

    fn write_texts(&self, out: &mut Vec<u8>) {
        write_count(out, self.texts.len());
        let mut before = "";
        let mut rests = Vec::new();
        for text in self.texts.keys() {
            let pairs = before.bytes().zip(text.bytes());
            let shared = pairs.take_while(|(one, other)| one == other).count();
            write_count(out, shared);
            rests.push(text.as_bytes().get(shared..).unwrap_or_default());
            before = text;
        }
        for rest in &rests {
            write_count(out, rest.len());
        }
        for rest in rests {
            out.extend_from_slice(rest);
        }
    }

    fn write_services(&self, out: &mut Vec<u8>) -> Result<(), String> {
        write_count(out, self.services.len());
        for service in self.services.values() {
            self.write_text(out, &service.draft.prefix)?;
            self.write_text(out, &service.draft.title)?;
            out.push(u8::from(service.draft.resource_control));
            self.write_keys(out, &service.draft.keys)?;
            write_count(out, service.types.len());
            write_count(out, service.actions.len());
        }
        Ok(())
    }

    fn write_types(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let types = || {
            self.services
                .values()
                .flat_map(|service| service.types.values())
        };
        for (_, one) in types() {
            self.write_text(out, &one.name)?;
            write_count(out, one.formats.len());
            self.write_keys(out, &one.keys)?;
        }
        for (_, one) in types() {
            for format in &one.formats {
                self.write_text(out, format)?;
            }
        }
        Ok(())
    }

    fn write_actions(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let mut last = 0;
        for (_, action) in self.each_action() {
            let name = self.text(&action.name)?;
            let (far, down) = (name.abs_diff(last), u32::from(name < last));
            write_number(out, far << 1 | down);
            last = name;
        }
        for (_, action) in self.each_action() {
            out.push(action.level.wire() | u8::from(action.former) << 3);
        }
        for (_, action) in self.each_action() {
            self.write_keys(out, &action.keys)?;
        }
        for (_, action) in self.each_action() {
            write_count(out, action.uses.len());
        }
        Ok(())
    }

    fn write_uses(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let mut keys = Vec::new();
        for (service, action) in self.each_action() {
            let mut uses = BTreeMap::new();
            for usage in &action.uses {
                let (number, _) = service
                    .types
                    .get(&lower(&usage.resource_type))
                    .ok_or_else(|| unknown(&usage.resource_type))?;
                if uses.insert(*number, usage).is_some() {
                    return Err(format!(
                        "`{}` stands twice in `{}`",
                        usage.resource_type, action.name
                    ));
                }
            }
            for (number, usage) in uses {
                write_number(out, number << 1 | u32::from(usage.required));
                keys.push(&usage.keys);
            }
        }
        keys.into_iter()
            .try_for_each(|keys| self.write_keys(out, keys))
    }

    fn each_action(&self) -> impl Iterator<Item = (&Service<'d>, &'d DraftAction)> {
        self.services.values().flat_map(|service| {
            let actions = service.actions.values();
            actions.map(move |action| (service, *action))
        })
    }

    fn text(&self, text: &str) -> Result<u32, String> {
        self.texts.get(text).copied().ok_or_else(|| unknown(text))
    }

    fn write_text(&self, out: &mut Vec<u8>, text: &str) -> Result<(), String> {
        write_number(out, self.text(text)?);
        Ok(())
    }

    fn write_keys(&self, out: &mut Vec<u8>, names: &[String]) -> Result<(), String> {
        write_set(out, &self.key_sets, &self.key_set(names)?)
    }
}

/// Sorted by name without case, and numbered so.
fn numbered<'d, Draft>(
    drafts: &'d [Draft],
    name: impl Fn(&'d Draft) -> &'d String,
) -> Result<BTreeMap<String, (u32, &'d Draft)>, String> {
    let mut found = BTreeMap::new();
    for draft in drafts {
        if found.insert(lower(name(draft)), (0, draft)).is_some() {
            return Err(format!("`{}` is there twice", name(draft)));
        }
    }
    for ((number, _), index) in found.values_mut().zip(0..) {
        *number = index;
    }
    Ok(found)
}

fn set(names: &[String], number: impl Fn(&String) -> Option<u32>) -> Result<Vec<u32>, String> {
    let numbers: Result<BTreeSet<u32>, String> = names
        .iter()
        .map(|name| number(name).ok_or_else(|| unknown(name)))
        .collect();
    Ok(numbers?.into_iter().collect())
}

fn unknown(name: &str) -> String {
    format!("`{name}` is named and not there")
}

fn lower(name: &str) -> String {
    name.to_ascii_lowercase()
}

fn write_count(out: &mut Vec<u8>, count: usize) {
    write_number(out, small(count));
}

fn write_sets(out: &mut Vec<u8>, sets: &BTreeMap<Vec<u32>, u32>) {
    write_count(out, sets.len());
    for set in sets.keys() {
        write_count(out, set.len());
        let mut next = 0;
        for element in set {
            write_number(out, element - next);
            next = element + 1;
        }
    }
}

fn write_set(
    out: &mut Vec<u8>,
    sets: &BTreeMap<Vec<u32>, u32>,
    set: &Vec<u32>,
) -> Result<(), String> {
    let number = sets.get(set).ok_or_else(|| "a set is missing".to_owned())?;
    write_number(out, *number);
    Ok(())
}

fn wire(value_type: ValueType, many: bool) -> Result<u8, String> {
    let number = match value_type {
        ValueType::String => 0,
        ValueType::Numeric => 1,
        ValueType::Date => 2,
        ValueType::Bool => 3,
        ValueType::Binary => 4,
        ValueType::Ip => 5,
        ValueType::Arn => 6,
        ValueType::Presence => return Err("no key has presence as its value".to_owned()),
    };
    Ok(number | u8::from(many) << 3)
}
