use crate::iam::PolicyKind;
use crate::import::json::Node;

/// The kind of policy that a document on its own most likely is: with
/// principals, a trust policy where every action is one of STS and no resource
/// is named, and a resource policy else; without, an identity policy.
///
/// A boundary, a session policy and a service control policy look like an
/// identity policy, and a resource control policy like a resource policy; those
/// have to be said.
pub fn recognize(document: Node<'_>) -> PolicyKind {
    let statements = || {
        let list = document.get("Statement");
        list.into_iter().flat_map(Node::one_or_many)
    };
    let has = |statement: Node<'_>, names: [&str; 2]| {
        names.iter().any(|name| statement.get(name).is_some())
    };
    let principals = |statement| has(statement, ["Principal", "NotPrincipal"]);
    let resources = |statement| has(statement, ["Resource", "NotResource"]);
    if !statements().any(principals) {
        PolicyKind::Identity
    } else if statements().any(resources) || !statements().all(is_about_sessions) {
        PolicyKind::Resource
    } else {
        PolicyKind::Trust
    }
}

/// Whether all actions of a statement are those of STS.
fn is_about_sessions(statement: Node<'_>) -> bool {
    let actions = statement
        .get("Action")
        .or_else(|| statement.get("NotAction"));
    let mut actions = actions.into_iter().flat_map(Node::one_or_many);
    actions.all(|action| {
        let action = action.string().unwrap_or_default();
        let service = action.split(':').next().unwrap_or_default();
        service.eq_ignore_ascii_case("sts")
    })
}
