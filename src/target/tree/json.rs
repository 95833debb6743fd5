//! The tree for other programs: `program.tree.json`.

use serde_json::{Value, json};

use super::outline::{Actions, Leaf, Outline, Policy, Service};
use crate::iam::PolicyKind;
use crate::runtime::{
    AccountView, Caller, EntityView, LevelView, PolicyView, PrincipalsView, Tree,
};

/// The tree as JSON. Policies refer to each other by `id`. With a caller, only
/// what speaks for it.
pub fn json(tree: &Tree, caller: Option<&Caller<'_>>) -> Value {
    let outline = Outline::new(tree, caller);
    json!({
        "version": 1,
        "accounts": outline.accounts.iter().map(account).collect::<Vec<_>>(),
        "principals": outline.principals.iter().map(principal).collect::<Vec<_>>(),
        "resources": outline.resources.iter()
            .map(|(arn, policy)| json!({"arn": arn, "policy": policy.id}))
            .collect::<Vec<_>>(),
        "sessions": outline.sessions.iter()
            .map(|(name, policy)| json!({"name": name, "policy": policy.id}))
            .collect::<Vec<_>>(),
        "policies": outline.policies.iter().map(policy).collect::<Vec<_>>(),
    })
}

fn ids(policies: &[PolicyView<'_>]) -> Vec<u32> {
    policies.iter().map(|policy| policy.id).collect()
}

fn account(account: &AccountView<'_>) -> Value {
    json!({
        "name": account.name,
        "id": account.number,
        "service_control": account.service_levels.iter().map(level).collect::<Vec<_>>(),
        "resource_control": account.resource_levels.iter().map(level).collect::<Vec<_>>(),
    })
}

fn level(level: &LevelView<'_>) -> Value {
    json!({"target": level.target, "full_access": level.full_access, "policies": ids(&level.policies)})
}

fn principal(entity: &EntityView<'_>) -> Value {
    json!({
        "principal": format!("{}/{}", entity.kind.name(), entity.name),
        "account": entity.account,
        "arn": entity.arn,
        "policies": ids(&entity.policies),
        "not_given": entity.unknown_policies,
        "boundary": entity.boundary.map(|policy| policy.id),
        "trust": entity.trust.map(|policy| policy.id),
    })
}

fn policy(policy: &Policy<'_>) -> Value {
    let kind = match policy.kind() {
        PolicyKind::Identity => "identity",
        PolicyKind::Boundary => "boundary",
        PolicyKind::Session => "session",
        PolicyKind::Resource => "resource",
        PolicyKind::Trust => "trust",
        PolicyKind::ServiceControl => "service_control",
        PolicyKind::ResourceControl => "resource_control",
    };
    json!({
        "id": policy.view.id,
        "name": policy.view.name,
        "kind": kind,
        "services": policy.services.iter().map(service).collect::<Vec<_>>(),
    })
}

fn service(service: &Service<'_>) -> Value {
    json!({"service": service.name, "actions": service.actions.iter().map(actions).collect::<Vec<_>>()})
}

fn actions(actions: &Actions<'_>) -> Value {
    let element = if actions.negated {
        "not_names"
    } else {
        "names"
    };
    json!({element: actions.names, "leaves": actions.leaves.iter().map(leaf).collect::<Vec<_>>()})
}

fn leaf(leaf: &Leaf<'_>) -> Value {
    let mut value = json!({
        "effect": leaf.effect.name(),
        "file": leaf.file,
        "line": leaf.line,
        "sid": leaf.sid,
    });
    let mut put = |name: &str, element: Value| {
        if let Some(members) = value.as_object_mut() {
            members.insert(name.to_owned(), element);
        }
    };
    match &leaf.principals {
        PrincipalsView::Attached => {}
        PrincipalsView::Everyone => put("principals", json!(["*"])),
        PrincipalsView::Any(names) => put("principals", json!(names)),
        PrincipalsView::NoneOf(names) => put("not_principals", json!(names)),
    }
    if let Some(resources) = &leaf.resources {
        put(
            if leaf.resources_negated {
                "not_resources"
            } else {
                "resources"
            },
            json!(resources),
        );
    }
    let conditions = leaf.conditions.iter().map(|(operator, key, values)| {
        json!({"operator": operator.to_string(), "key": key, "values": values})
    });
    put("conditions", conditions.collect());
    value
}
