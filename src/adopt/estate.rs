//! What a program says besides statements: who there is, and who has what.

use std::collections::BTreeSet;

use crate::model::{
    AccountId, Attachment, BoundaryId, DocumentId, Entity, GuardrailKind, GuardrailTarget, Program,
    UnitId,
};

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

/// What one program says and the other does not.
pub(super) fn differences(meant: &Program, made: &Program) -> Vec<String> {
    let (meant, made) = (facts(meant), facts(made));
    let lost = meant
        .difference(&made)
        .map(|fact| format!("the text does not keep this: {fact}"));
    let added = made
        .difference(&meant)
        .map(|fact| format!("the text adds this: {fact}"));
    lost.chain(added).collect()
}

/// Everything but statements and tests, a line each.
fn facts(program: &Program) -> BTreeSet<String> {
    let mut facts = settings(program);
    facts.extend(people(program));
    facts.extend(policies(program));
    facts
}

fn settings(program: &Program) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    let settings = &program.settings;
    facts.insert(format!("partition {}", settings.partition));
    facts.insert(format!("region {:?}", settings.region));
    let unit = |id: Option<UnitId>| id.and_then(|id| program.unit(id)).map(|it| &it.name);
    for account in &program.accounts {
        facts.insert(format!(
            "account {} has number {:?} in unit {:?}",
            account.name,
            account.number,
            unit(account.unit)
        ));
    }
    if let Some(organization) = &program.organization {
        let management = organization.management.map(|id| account(program, id));
        facts.insert(format!(
            "organization {} managed by {management:?}",
            organization.id
        ));
    }
    for it in &program.units {
        facts.insert(format!("unit {} in {:?}", it.name, unit(it.parent)));
    }
    facts
}

fn people(program: &Program) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for user in &program.users {
        let has = has(program, &user.attached);
        let boundary = boundary(program, user.boundary);
        let tags: BTreeSet<_> = user.tags.iter().collect();
        facts.insert(format!(
            "user {} at {}, tags {tags:?}, {has}, {boundary}",
            name(program, &user.entity),
            user.entity.path
        ));
    }
    for group in &program.groups {
        let members: BTreeSet<String> = group
            .members
            .iter()
            .filter_map(|id| program.user(*id))
            .map(|user| name(program, &user.entity))
            .collect();
        facts.insert(format!(
            "group {} at {}, members {members:?}, {}",
            name(program, &group.entity),
            group.entity.path,
            has(program, &group.attached)
        ));
    }
    for role in &program.roles {
        let has = has(program, &role.attached);
        let boundary = boundary(program, role.boundary);
        let tags: BTreeSet<_> = role.tags.iter().collect();
        facts.insert(format!(
            "role {} at {}, tags {tags:?}, {has}, {boundary}, sessions of {} seconds",
            name(program, &role.entity),
            role.entity.path,
            role.max_session
        ));
    }
    facts
}

fn policies(program: &Program) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    let mut entity = |kind: &str, entity: &Entity| {
        facts.insert(format!(
            "{kind} {} at {}",
            name(program, entity),
            entity.path
        ));
    };
    for policy in &program.policies {
        entity("policy", &policy.entity);
    }
    for boundary in &program.boundaries {
        entity("boundary", &boundary.entity);
    }
    for policy in &program.session_policies {
        facts.insert(format!("session policy {}", policy.name));
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
        facts.insert(format!("{kind} {} on {targets:?}", guardrail.name));
    }
    for resource in &program.resources {
        let account = account(program, resource.account);
        facts.insert(format!("resource {} of account {account}", resource.arn));
    }
    facts
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

fn boundary(program: &Program, id: Option<BoundaryId>) -> String {
    let boundary = id.and_then(|id| program.boundary(id));
    let boundary = boundary.map(|boundary| name(program, &boundary.entity));
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
