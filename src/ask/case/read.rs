//! The policies of a case, each under the name of the part that it plays.

use super::CaseError;
use super::request::{CaseRequest, read_request};
use crate::diag::Diagnostics;
use crate::iam::PolicyKind;
use crate::import::document::{Document, read_document};
use crate::import::json::{Json, JsonKind, Node};

/// A case, read and checked. What is missing plays no part.
#[derive(Debug)]
pub(super) struct Case<'j> {
    pub(super) identity: Vec<Document>,
    pub(super) boundary: Option<Document>,
    /// Those passed with the session; none is as if none had been passed.
    pub(super) session: Vec<Document>,
    /// On the resource; a role's is its trust policy.
    pub(super) resource: Option<(PolicyKind, Document)>,
    /// Root, units, account: the documents of each.
    pub(super) service_levels: Vec<Vec<Document>>,
    /// The same of resource control policies.
    pub(super) resource_levels: Vec<Vec<Document>>,
    pub(super) request: CaseRequest<'j>,
}

const PARTS: [&str; 8] = [
    "id",
    "identity",
    "boundary",
    "session",
    "resource_policy",
    "scps",
    "rcps",
    "request",
];

pub(super) fn read_case<'j>(json: &'j Json<'j>) -> Result<Case<'j>, CaseError> {
    let case = json.root();
    check_members(json, case, "a case", &PARTS)?;
    let Some(request) = part(case, "request") else {
        return Err(CaseError::new("", "the case has no `request`"));
    };
    let request = read_request(json, request)?;
    let on_resource = if request.is_about_a_role() {
        PolicyKind::Trust
    } else {
        PolicyKind::Resource
    };
    let mut reading = Reading {
        json,
        case,
        found: Diagnostics::new(),
    };
    let case = Case {
        identity: reading.list("identity", PolicyKind::Identity),
        boundary: reading.one("boundary", PolicyKind::Boundary),
        session: reading.list("session", PolicyKind::Session),
        resource: reading
            .one("resource_policy", on_resource)
            .map(|document| (on_resource, document)),
        service_levels: reading.levels("scps", PolicyKind::ServiceControl)?,
        resource_levels: reading.levels("rcps", PolicyKind::ResourceControl)?,
        request,
    };
    if reading.found.has_errors() {
        return Err(CaseError::of_documents(json, &reading.found));
    }
    Ok(case)
}

/// A member of a case or request; `null` is as if it were missing.
pub(super) fn part<'j>(object: Node<'j>, name: &str) -> Option<Node<'j>> {
    object
        .get(name)
        .filter(|value| value.kind() != JsonKind::Null)
}

/// A misspelt member that was skipped would make another case.
pub(super) fn check_members(
    json: &Json<'_>,
    object: Node<'_>,
    what: &str,
    known: &[&str],
) -> Result<(), CaseError> {
    if object.kind() != JsonKind::Object {
        let message = format!("{what} is an object, not {}", object.kind().name());
        return Err(CaseError::at(json, object, message));
    }
    for (key, _) in object.members() {
        let name = key.string().unwrap_or_default();
        if !known.contains(&name.as_ref()) {
            let message = format!("`{name}` is no member of {what}");
            return Err(CaseError::at(json, object, message));
        }
    }
    Ok(())
}

struct Reading<'j> {
    json: &'j Json<'j>,
    case: Node<'j>,
    found: Diagnostics,
}

impl Reading<'_> {
    fn one(&mut self, name: &str, kind: PolicyKind) -> Option<Document> {
        let document = part(self.case, name)?;
        self.found.absorb(read_document(document, kind))
    }

    /// A list of documents, or one.
    fn list(&mut self, name: &str, kind: PolicyKind) -> Vec<Document> {
        match part(self.case, name) {
            Some(list) => self.documents(list, kind),
            None => Vec::new(),
        }
    }

    fn documents(&mut self, list: Node<'_>, kind: PolicyKind) -> Vec<Document> {
        let mut documents = Vec::new();
        for document in list.one_or_many() {
            documents.extend(self.found.absorb(read_document(document, kind)));
        }
        documents
    }

    fn levels(&mut self, name: &str, kind: PolicyKind) -> Result<Vec<Vec<Document>>, CaseError> {
        let Some(levels) = part(self.case, name) else {
            return Ok(Vec::new());
        };
        if levels.kind() != JsonKind::List {
            let message = "a list of levels is expected, each a list of documents";
            return Err(CaseError::at(self.json, levels, message));
        }
        // A list of documents, taken for one of levels, would ask that each allows.
        if let Some(bare) = levels.items().find(|level| level.kind() != JsonKind::List) {
            let message = format!(
                "a level is a list of documents, not {}: `[[D, D]]` is one level, `[[D], [D]]` are two",
                bare.kind().name()
            );
            return Err(CaseError::at(self.json, bare, message));
        }
        let levels = levels.items();
        Ok(levels.map(|level| self.documents(level, kind)).collect())
    }
}
