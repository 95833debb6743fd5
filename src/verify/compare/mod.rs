//! Two programs, held against each other entity by entity.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::hash::Hash;

use super::Difference;
use super::estate::{Estate, Name};
use super::unit::{first_unsaid, is_same};
use crate::model::{Attachment, Entity, Program, Statement};
use crate::source::Span;

/// Everything that is not the same in what was written.
pub(super) fn differences(program: &Program, written: &Program) -> Vec<Difference> {
    let mut comparison = Comparison {
        program: Estate(program),
        written: Estate(written),
        own_policies: HashSet::new(),
        unclaimed: HashMap::new(),
        found: Vec::new(),
    };
    comparison.compare_settings();
    comparison.compare_policies();
    comparison.compare_groups();
    comparison.compare_users();
    comparison.compare_roles();
    comparison.compare_boundaries();
    comparison.compare_sessions();
    comparison.compare_guardrails();
    comparison.compare_resources();
    comparison.compare_unclaimed();
    comparison.found
}

struct Comparison<'p> {
    program: Estate<'p>,
    written: Estate<'p>,
    /// The managed policies that the program declares.
    own_policies: HashSet<Name<'p>>,
    /// The others, which hold what an inline policy had no room for, and
    /// whether someone has them.
    unclaimed: HashMap<Name<'p>, bool>,
    found: Vec<Difference>,
}

/// What users, groups and roles have.
struct Holder<'p> {
    noun: &'static str,
    entity: &'p Entity,
    statements: &'p [Statement],
    attached: &'p [Attachment],
}

impl<'p> Comparison<'p> {
    fn tell(&mut self, place: Option<Span>, message: String) {
        self.found.push(Difference { place, message });
    }

    /// Tells where two parts of one thing are not the same.
    fn same<T: PartialEq + Debug>(
        &mut self,
        place: Option<Span>,
        what: &str,
        meant: &T,
        written: &T,
    ) {
        if meant != written {
            self.tell(
                place,
                format!("{what} is written as `{written:?}`, and the program says `{meant:?}`"),
            );
        }
    }

    /// Pairs what has one name; what is on one side only is told.
    fn pair<T, K: Eq + Hash + Debug + Copy>(
        &mut self,
        noun: &str,
        meant: &'p [T],
        written: &'p [T],
        key: impl Fn(Estate<'p>, &'p T) -> K,
        place: impl Fn(&T) -> Option<Span>,
    ) -> Vec<(&'p T, &'p T)> {
        let mut by_name: HashMap<K, &'p T> = HashMap::with_capacity(written.len());
        for it in written {
            let key = key(self.written, it);
            if by_name.insert(key, it).is_some() {
                self.tell(None, format!("the {noun} `{key:?}` is written twice"));
            }
        }
        let mut pairs = Vec::with_capacity(meant.len());
        for it in meant {
            let key = key(self.program, it);
            match by_name.remove(&key) {
                Some(other) => pairs.push((it, other)),
                None => self.tell(place(it), format!("the {noun} `{key:?}` is not written")),
            }
        }
        let mut strange: Vec<String> = by_name.keys().map(|key| format!("{key:?}")).collect();
        strange.sort_unstable();
        for key in strange {
            self.tell(
                None,
                format!("a {noun} `{key}` is written, which the program does not have"),
            );
        }
        pairs
    }

    fn compare_settings(&mut self) {
        let (program, written) = (self.program.0, self.written.0);
        let (meant, read) = (&program.settings.partition, &written.settings.partition);
        self.same(None, "the partition", meant, read);
        let organization = |estate: Estate<'p>| {
            let organization = estate.0.organization.as_ref()?;
            let management = organization.management.map(|id| estate.account(id));
            Some((organization.id.as_str(), management))
        };
        let (meant, read) = (organization(self.program), organization(self.written));
        self.same(None, "the organization", &meant, &read);
        let units = |estate: Estate<'p>| -> BTreeMap<&'p str, Option<&'p str>> {
            let units = estate.0.units.iter();
            units
                .map(|unit| (unit.name.as_str(), estate.unit(unit.parent)))
                .collect()
        };
        let (meant, read) = (units(self.program), units(self.written));
        self.same(None, "what stands above each unit", &meant, &read);
        let accounts =
            |estate: Estate<'p>| -> BTreeMap<&'p str, (Option<&'p str>, Option<&'p str>)> {
                let accounts = estate.0.accounts.iter();
                accounts
                    .map(|it| {
                        let number = it.number.as_deref();
                        (it.name.as_str(), (number, estate.unit(it.unit)))
                    })
                    .collect()
            };
        let (meant, read) = (accounts(self.program), accounts(self.written));
        self.same(
            None,
            "the number and the unit of each account",
            &meant,
            &read,
        );
    }

    fn compare_policies(&mut self) {
        let policies = self.program.0.policies.iter();
        self.own_policies = policies.map(|it| self.program.name(&it.entity)).collect();
        let mut by_name = HashMap::new();
        for policy in &self.written.0.policies {
            let name = self.written.name(&policy.entity);
            if by_name.insert(name, policy).is_some() {
                self.tell(None, format!("the policy `{name:?}` is written twice"));
            }
            if !self.own_policies.contains(&name) {
                self.unclaimed.insert(name, false);
            }
        }
        for policy in &self.program.0.policies {
            let (entity, name) = (&policy.entity, self.program.name(&policy.entity));
            let Some(written) = by_name.get(&name) else {
                self.tell(
                    Some(entity.origin),
                    format!("the policy `{}` is not written", entity.name),
                );
                continue;
            };
            let what = format!("the policy `{}`", entity.name);
            self.compare_entity(&what, entity, &written.entity);
            self.compare_statements(
                &what,
                entity.origin,
                &policy.statements,
                &written.statements,
                &[],
            );
        }
    }

    fn compare_entity(&mut self, what: &str, meant: &Entity, written: &Entity) {
        let what = format!("the path of {what}");
        self.same(Some(meant.origin), &what, &meant.path, &written.path);
    }

    fn compare_groups(&mut self) {
        let (meant, written) = (&self.program.0.groups, &self.written.0.groups);
        let pairs = self.pair(
            "group",
            meant,
            written,
            |estate, group| estate.name(&group.entity),
            |group| Some(group.entity.origin),
        );
        for (meant, written) in pairs {
            let (program, read) = (self.program, self.written);
            let members = |estate: Estate<'p>,
                           list: &'p [crate::model::UserId]|
             -> BTreeSet<Option<Name<'p>>> {
                list.iter().map(|id| estate.user(*id)).collect()
            };
            let what = format!("the list of members of the group `{}`", meant.entity.name);
            let (own, other) = (
                members(program, &meant.members),
                members(read, &written.members),
            );
            self.same(Some(meant.entity.origin), &what, &own, &other);
            self.compare_holders(
                &Holder {
                    noun: "group",
                    entity: &meant.entity,
                    statements: &meant.statements,
                    attached: &meant.attached,
                },
                &Holder {
                    noun: "group",
                    entity: &written.entity,
                    statements: &written.statements,
                    attached: &written.attached,
                },
            );
        }
    }

    fn compare_users(&mut self) {
        let (meant, written) = (&self.program.0.users, &self.written.0.users);
        let pairs = self.pair(
            "user",
            meant,
            written,
            |estate, user| estate.name(&user.entity),
            |user| Some(user.entity.origin),
        );
        for (meant, written) in pairs {
            let place = Some(meant.entity.origin);
            let what = |part: &str| format!("the {part} of the user `{}`", meant.entity.name);
            let groups = |estate: Estate<'p>,
                          list: &'p [crate::model::GroupId]|
             -> BTreeSet<Option<Name<'p>>> {
                list.iter().map(|id| estate.group(*id)).collect()
            };
            let (own, other) = (
                groups(self.program, &meant.groups),
                groups(self.written, &written.groups),
            );
            self.same(place, &what("list of groups"), &own, &other);
            self.same(
                place,
                &what("tags"),
                &tags(&meant.tags),
                &tags(&written.tags),
            );
            let (own, other) = (
                self.program.boundary(meant.boundary),
                self.written.boundary(written.boundary),
            );
            self.same(place, &what("boundary"), &own, &other);
            self.compare_holders(
                &Holder {
                    noun: "user",
                    entity: &meant.entity,
                    statements: &meant.statements,
                    attached: &meant.attached,
                },
                &Holder {
                    noun: "user",
                    entity: &written.entity,
                    statements: &written.statements,
                    attached: &written.attached,
                },
            );
        }
    }

    fn compare_roles(&mut self) {
        let (meant, written) = (&self.program.0.roles, &self.written.0.roles);
        let pairs = self.pair(
            "role",
            meant,
            written,
            |estate, role| estate.name(&role.entity),
            |role| Some(role.entity.origin),
        );
        for (meant, written) in pairs {
            let place = Some(meant.entity.origin);
            let what = |part: &str| format!("the {part} of the role `{}`", meant.entity.name);
            self.same(
                place,
                &what("tags"),
                &tags(&meant.tags),
                &tags(&written.tags),
            );
            let (own, other) = (meant.max_session, written.max_session);
            self.same(place, &what("longest session"), &own, &other);
            let (own, other) = (
                self.program.boundary(meant.boundary),
                self.written.boundary(written.boundary),
            );
            self.same(place, &what("boundary"), &own, &other);
            let trust = what("trust policy");
            self.compare_statements(
                &trust,
                meant.entity.origin,
                &meant.trust,
                &written.trust,
                &[],
            );
            self.compare_holders(
                &Holder {
                    noun: "role",
                    entity: &meant.entity,
                    statements: &meant.statements,
                    attached: &meant.attached,
                },
                &Holder {
                    noun: "role",
                    entity: &written.entity,
                    statements: &written.statements,
                    attached: &written.attached,
                },
            );
        }
    }

    /// Compares what an entity has of its own and what is attached to it. An
    /// attached policy that the program does not declare holds statements of
    /// the entity's own.
    fn compare_holders(&mut self, meant: &Holder<'p>, written: &Holder<'p>) {
        let what = format!("the {} `{}`", meant.noun, meant.entity.name);
        let place = meant.entity.origin;
        self.compare_entity(&what, meant.entity, written.entity);
        let mut moved: Vec<&'p Statement> = Vec::new();
        let mut attached = BTreeSet::new();
        for policy in self.written.managed(written.attached) {
            let name = self.written.name(&policy.entity);
            if self.own_policies.contains(&name) {
                attached.insert(name);
            } else {
                self.unclaimed.insert(name, true);
                self.compare_entity(&format!("a policy of {what}"), meant.entity, &policy.entity);
                moved.extend(&policy.statements);
            }
        }
        let own = self.program.managed(meant.attached);
        let own: BTreeSet<Name<'p>> = own.map(|it| self.program.name(&it.entity)).collect();
        self.same(
            Some(place),
            &format!("the list of managed policies of {what}"),
            &own,
            &attached,
        );
        self.same(
            Some(place),
            &format!("the list of policies from outside of {what}"),
            &outside(meant.attached),
            &outside(written.attached),
        );
        self.compare_statements(&what, place, meant.statements, written.statements, &moved);
    }

    /// Compares statements as sets of their units: those meant, and those
    /// written in one document and in others that count as one with it.
    fn compare_statements(
        &mut self,
        what: &str,
        place: Span,
        meant: &'p [Statement],
        written: &'p [Statement],
        moved: &[&'p Statement],
    ) {
        let pairs = || meant.iter().zip(written);
        let is_same_list = moved.is_empty()
            && meant.len() == written.len()
            && pairs().all(|(one, other)| is_same(one, other));
        if is_same_list {
            return;
        }
        let all_meant: Vec<&Statement> = meant.iter().collect();
        let all_written: Vec<&Statement> = written.iter().chain(moved.iter().copied()).collect();
        if let Some(lost) = first_unsaid(&all_meant, &all_written) {
            let shown = shown(lost);
            self.tell(
                Some(lost.origin),
                format!("what is written of {what} does not say this: {shown}"),
            );
        }
        if let Some(gained) = first_unsaid(&all_written, &all_meant) {
            let shown = shown(gained);
            self.tell(
                Some(place),
                format!("what is written of {what} says what the program does not: {shown}"),
            );
        }
    }

    fn compare_boundaries(&mut self) {
        let (meant, written) = (&self.program.0.boundaries, &self.written.0.boundaries);
        let pairs = self.pair(
            "boundary",
            meant,
            written,
            |estate, boundary| estate.name(&boundary.entity),
            |boundary| Some(boundary.entity.origin),
        );
        for (meant, written) in pairs {
            let entity = &meant.entity;
            let what = format!("the boundary `{}`", entity.name);
            self.compare_entity(&what, entity, &written.entity);
            self.compare_statements(
                &what,
                entity.origin,
                &meant.statements,
                &written.statements,
                &[],
            );
        }
    }

    fn compare_sessions(&mut self) {
        let (program, written) = (self.program.0, self.written.0);
        let pairs = self.pair(
            "session policy",
            &program.session_policies,
            &written.session_policies,
            |_, session| session.name.as_str(),
            |session| Some(session.origin),
        );
        for (meant, written) in pairs {
            let what = format!("the session policy `{}`", meant.name);
            self.compare_statements(
                &what,
                meant.origin,
                &meant.statements,
                &written.statements,
                &[],
            );
        }
    }

    fn compare_guardrails(&mut self) {
        let (meant, written) = (&self.program.0.guardrails, &self.written.0.guardrails);
        let pairs = self.pair(
            "guardrail",
            meant,
            written,
            |_, guardrail| guardrail.name.as_str(),
            |guardrail| Some(guardrail.origin),
        );
        for (meant, written) in pairs {
            let place = Some(meant.origin);
            let what = format!("the guardrail `{}`", meant.name);
            let (own, other) = (meant.kind, written.kind);
            self.same(place, &format!("the kind of {what}"), &own, &other);
            let (own, other) = (self.program.targets(meant), self.written.targets(written));
            self.same(
                place,
                &format!("the list of targets of {what}"),
                &own,
                &other,
            );
            self.compare_statements(
                &what,
                meant.origin,
                &meant.statements,
                &written.statements,
                &[],
            );
        }
    }

    fn compare_resources(&mut self) {
        let (meant, written) = (&self.program.0.resources, &self.written.0.resources);
        let pairs = self.pair(
            "resource",
            meant,
            written,
            |estate, resource| (estate.account(resource.account), resource.name.as_str()),
            |resource| Some(resource.origin),
        );
        for (meant, written) in pairs {
            let what = format!("the resource `{}`", meant.name);
            let place = Some(meant.origin);
            self.same(
                place,
                &format!("the ARN of {what}"),
                &meant.arn,
                &written.arn,
            );
            self.compare_statements(
                &what,
                meant.origin,
                &meant.statements,
                &written.statements,
                &[],
            );
        }
    }

    /// A policy that the program does not declare is part of someone's own.
    fn compare_unclaimed(&mut self) {
        let mut nobodys: Vec<Name<'p>> = Vec::new();
        for policy in &self.written.0.policies {
            let name = self.written.name(&policy.entity);
            if self.unclaimed.get(&name) == Some(&false) {
                nobodys.push(name);
            }
        }
        for name in nobodys {
            self.tell(
                None,
                format!("a policy `{name:?}` is written, which the program does not have"),
            );
        }
    }
}

fn tags(tags: &[(String, String)]) -> BTreeMap<&str, &str> {
    let tags = tags.iter();
    tags.map(|(key, value)| (key.as_str(), value.as_str()))
        .collect()
}

fn outside(attached: &[Attachment]) -> BTreeSet<&str> {
    let arns = attached.iter().filter_map(|attachment| match attachment {
        Attachment::Managed(_) => None,
        Attachment::External { arn, .. } => Some(arn.as_str()),
    });
    arns.collect()
}

/// A statement in few words: its name, or how it begins.
fn shown(statement: &Statement) -> String {
    let first = |list: &[String]| {
        let more = if list.len() > 1 { ", ..." } else { "" };
        format!("{}{more}", list.first().map_or("", String::as_str))
    };
    let actions = first(statement.actions.patterns());
    let resources = statement
        .resources
        .as_ref()
        .map_or_else(String::new, |list| {
            format!(" on {}", first(list.patterns()))
        });
    let name = statement
        .sid
        .as_ref()
        .map_or_else(String::new, |sid| format!("{sid}, "));
    let conditions = match statement.condition.len() {
        0 => "",
        _ => " under conditions",
    };
    format!(
        "`{name}{} {actions}{resources}{conditions}`",
        statement.effect.name()
    )
}
