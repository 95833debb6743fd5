//! The cases of `tests/cases/iam`: what AWS would not store is refused here as
//! well, and everything else is read.

use aclc::iam::PolicyKind;

use super::read;
use crate::reference::json::Json;
use crate::reference::table::table_rows;

/// The documents of a case, each with its kind.
fn documents(case: &Json) -> Vec<(PolicyKind, String)> {
    let get = |object: &Json, name: &str| {
        let members = object.members().unwrap_or_default().iter();
        let mut found = members.filter(|(key, _)| key == name);
        found.next().map(|(_, value)| value.clone())
    };
    let is_role = get(case, "request")
        .and_then(|request| get(&request, "resource"))
        .is_some_and(|arn| arn.to_string().contains(":role/"));
    let on_resource = if is_role {
        PolicyKind::Trust
    } else {
        PolicyKind::Resource
    };
    let parts = [
        ("identity", PolicyKind::Identity),
        ("boundary", PolicyKind::Boundary),
        ("session", PolicyKind::Session),
        ("resource_policy", on_resource),
        ("scps", PolicyKind::ServiceControl),
        ("rcps", PolicyKind::ResourceControl),
    ];
    let mut documents = Vec::new();
    for (part, kind) in parts {
        let list = get(case, part).unwrap_or(Json::List(Vec::new()));
        for one in list.items().iter().flat_map(Json::items) {
            documents.push((kind, one.to_string()));
        }
    }
    documents
}

#[test]
fn what_the_manuals_refuse_is_refused_and_nothing_else() {
    let mut wrong = Vec::new();
    let mut refused = 0;
    for row in table_rows().unwrap() {
        let case = Json::parse(&row.line).unwrap();
        let problems: Vec<String> = documents(&case)
            .iter()
            .filter_map(|(kind, document)| read(document, *kind).err())
            .collect();
        refused += usize::from(row.expect.is_none());
        if problems.is_empty() == row.expect.is_none() {
            wrong.push(format!("{} {}\n{}", row.id, row.rule, problems.join("\n")));
        }
    }
    assert!(refused > 40);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
