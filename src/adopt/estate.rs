//! What a program says besides statements: who there is, and who has what.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AccountId, Attachment, DocumentId, Entity, GuardrailKind, GuardrailTarget, Limit, Program,
    UnitId,
};
use crate::source::Span;

/// Whose a list of statements is, in words that are the same in two programs.
pub(super) fn owner(program: &Program, document: DocumentId) -> String {
    let of = |kind: &str, entity: Option<&Entity>| {
        let entity = entity.map(|it| name(program, it)).unwrap_or_default();
        format!("{kind} {entity}")
    };
    match document {
        DocumentId::User(id) => of("user", program.user(id).map(|it| &it.entity)),
        DocumentId::Group(id) => of("group", program.group(id).map(|it| &it.entity)),
        DocumentId::Role(id) => of("role", program.role(id).map(|it| &it.entity)),
        DocumentId::Trust(id) => of("trust of role", program.role(id).map(|it| &it.entity)),
        DocumentId::Policy(id) => of("policy", program.policy(id).map(|it| &it.entity)),
        DocumentId::Boundary(id) => of("boundary", program.boundary(id).map(|it| &it.entity)),
        DocumentId::SessionPolicy(id) => {
            let name = program.session_policy(id).map(|it| it.name.as_str());
            format!("session policy {}", name.unwrap_or_default())
        }
        DocumentId::Guardrail(id) => {
            let name = program.guardrail(id).map(|it| it.name.as_str());
            format!("guardrail {}", name.unwrap_or_default())
        }
        DocumentId::Resource(id) => {
            let arn = program.resource(id).map(|it| it.arn.as_str());
            format!("resource {}", arn.unwrap_or_default())
        }
    }
}

/// What one program says and the other does not, and where the documents say
/// it.
pub(super) fn differences(meant: &Program, made: &Program) -> Vec<(Option<Span>, String)> {
    let (meant, made) = (Facts::of(meant).0, Facts::of(made).0);
    let lost = meant
        .iter()
        .filter(|(fact, _)| !made.contains_key(*fact))
        .map(|(fact, place)| (*place, format!("the text does not keep this: {fact}")));
    let added = made
        .keys()
        .filter(|fact| !meant.contains_key(*fact))
        .map(|fact| (None, format!("the text adds this: {fact}")));
    lost.chain(added).collect()
}

/// Everything but statements and tests: a line each, and where it is said.
#[derive(Default)]
struct Facts(BTreeMap<String, Option<Span>>);

impl Facts {
    fn of(program: &Program) -> Self {
        let mut facts = Self::default();
        facts.settings(program);
        facts.people(program);
        facts.policies(program);
        facts
    }

    fn add(&mut self, place: impl Into<Option<Span>>, fact: String) {
        self.0.insert(fact, place.into());
    }

    fn settings(&mut self, program: &Program) {
        let settings = &program.settings;
        self.add(None::<Span>, format!("partition {}", settings.partition));
        self.add(None::<Span>, format!("region {:?}", settings.region));
        let unit = |id: Option<UnitId>| id.and_then(|id| program.unit(id)).map(|it| &it.name);
        for account in &program.accounts {
            self.add(
                account.origin,
                format!(
                    "account {} has number {:?} in unit {:?}",
                    account.name,
                    account.number,
                    unit(account.unit)
                ),
            );
        }
        if let Some(organization) = &program.organization {
            let management = organization.management.map(|id| account(program, id));
            self.add(
                organization.origin,
                format!("organization {} managed by {management:?}", organization.id),
            );
        }
        for it in &program.units {
            let above = unit(it.parent);
            self.add(it.origin, format!("unit {} in {above:?}", it.name));
        }
    }

    fn people(&mut self, program: &Program) {
        for user in &program.users {
            let has = has(program, &user.attached);
            let boundary = boundary(program, user.boundary);
            let tags: BTreeSet<_> = user.tags.iter().collect();
            self.add(
                user.entity.origin,
                format!(
                    "user {} at {}, tags {tags:?}, {has}, {boundary}",
                    name(program, &user.entity),
                    user.entity.path
                ),
            );
        }
        for group in &program.groups {
            let members: BTreeSet<String> = group
                .members
                .iter()
                .filter_map(|id| program.user(*id))
                .map(|user| name(program, &user.entity))
                .collect();
            self.add(
                group.entity.origin,
                format!(
                    "group {} at {}, members {members:?}, {}",
                    name(program, &group.entity),
                    group.entity.path,
                    has(program, &group.attached)
                ),
            );
        }
        for role in &program.roles {
            let has = has(program, &role.attached);
            let boundary = boundary(program, role.boundary);
            let tags: BTreeSet<_> = role.tags.iter().collect();
            self.add(
                role.entity.origin,
                format!(
                    "role {} at {}, tags {tags:?}, {has}, {boundary}, sessions of {} seconds",
                    name(program, &role.entity),
                    role.entity.path,
                    role.max_session
                ),
            );
        }
    }

    fn policies(&mut self, program: &Program) {
        let mut entity = |kind: &str, entity: &Entity| {
            self.add(
                entity.origin,
                format!("{kind} {} at {}", name(program, entity), entity.path),
            );
        };
        for policy in &program.policies {
            entity("policy", &policy.entity);
        }
        for boundary in &program.boundaries {
            entity("boundary", &boundary.entity);
        }
        for policy in &program.session_policies {
            self.add(policy.origin, format!("session policy {}", policy.name));
        }
        for guardrail in &program.guardrails {
            let kind = match guardrail.kind {
                GuardrailKind::Service => "guardrail",
                GuardrailKind::Resource => "resource guardrail",
            };
            let targets: BTreeSet<String> = guardrail
                .targets
                .iter()
                .map(|target| self::target(program, *target))
                .collect();
            self.add(
                guardrail.origin,
                format!("{kind} {} on {targets:?}", guardrail.name),
            );
        }
        for resource in &program.resources {
            let account = account(program, resource.account);
            self.add(
                resource.origin,
                format!("resource {} of account {account}", resource.arn),
            );
        }
    }
}

fn account(program: &Program, id: AccountId) -> &str {
    program.account(id).map_or("", |account| &account.name)
}

fn name(program: &Program, entity: &Entity) -> String {
    format!("{}/{}", account(program, entity.account), entity.name)
}

fn has(program: &Program, attached: &[Attachment]) -> String {
    let attached: BTreeSet<String> = attached
        .iter()
        .map(|attachment| match attachment {
            Attachment::Managed(id) => program
                .policy(*id)
                .map(|policy| name(program, &policy.entity))
                .unwrap_or_default(),
            Attachment::External { arn, .. } => arn.clone(),
        })
        .collect();
    format!("has {attached:?}")
}

fn boundary(program: &Program, limit: Option<Limit>) -> String {
    let boundary = limit.and_then(|limit| program.limit(limit));
    let boundary = boundary.map(|entity| name(program, entity));
    format!("boundary {boundary:?}")
}

fn target(program: &Program, target: GuardrailTarget) -> String {
    match target {
        GuardrailTarget::Organization => "the organization".to_owned(),
        GuardrailTarget::Unit(id) => {
            let name = program.unit(id).map(|it| it.name.as_str());
            format!("unit {}", name.unwrap_or_default())
        }
        GuardrailTarget::Account(id) => format!("account {}", account(program, id)),
    }
}
