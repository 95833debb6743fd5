//! A policy document of any kind, from JSON to statements (IAM User Guide,
//! "Grammar of the IAM JSON policy language" and "IAM JSON policy elements
//! reference"; AWS Organizations User Guide, "SCP syntax" and "RCP syntax").
//!
//! What IAM takes is read: single values and lists, both versions of the
//! language, unquoted numbers and booleans in conditions, every operator. What
//! IAM refuses is an error, and so is what nobody can decide requests by.
//! Patterns and condition values keep IAM's own text.

mod condition;
mod elements;
mod empty;
mod limits;
mod pattern;
mod principal;
mod reading;
mod recognize;
mod statement;

use std::collections::HashMap;

use super::json::{JsonKind, Node, shorten};
use super::printed::is_printed;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::{PolicyKind, Version};
use crate::model::Statement;
use crate::source::Span;
use reading::Reading;

pub use empty::read_for_program;
pub(crate) use principal::{Named, denied_id, named_by, widens_by_nobody};
pub use recognize::recognize;
pub use statement::STATEMENT_ELEMENTS;

/// A policy document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Whether `${...}` in it is a variable; every statement says so too.
    pub version: Version,
    /// `Id`: a name that means nothing to IAM.
    pub id: Option<String>,
    /// `Statement`, in order.
    pub statements: Vec<Statement>,
    /// Where it is.
    pub origin: Span,
}

/// Reads a value as a policy document of a kind. There is a document only where
/// no problem is an error.
pub fn read_document(document: Node<'_>, kind: PolicyKind) -> (Option<Document>, Diagnostics) {
    let mut reading = Reading::new(kind);
    let read = reading.document(document);
    let found = reading.into_diagnostics();
    (read.filter(|_| !found.has_errors()), found)
}

impl Reading {
    fn document(&mut self, document: Node<'_>) -> Option<Document> {
        if is_printed(document) {
            let message = "this is what an AWS command prints, and no policy document";
            let problem = Diagnostic::new(codes::NOT_A_DOCUMENT, message).at(document.head());
            self.report(problem.hint("`aclc import` makes a program of it"));
            return None;
        }
        let elements =
            self.elements(document, "a policy document", &DOCUMENT_ELEMENTS, DOCUMENT)?;
        self.version = self.read_version(document, elements.get("Version"));
        let id = elements.get("Id").and_then(|id| self.id(id));
        let Some(list) = elements.get("Statement") else {
            self.missing(document, "a policy document", "Statement");
            return None;
        };
        if list.kind() != JsonKind::List && list.kind() != JsonKind::Object {
            self.wrong_type(
                list,
                "`Statement`",
                "an object, or a list of them",
                STATEMENT,
            );
            return None;
        }
        let mut sids = HashMap::new();
        let mut statements = Vec::new();
        for statement in list.one_or_many() {
            let sid = statement.get("Sid");
            if let Some(sid) = sid {
                self.check_unique(sid, &mut sids);
            }
            statements.extend(self.statement(statement));
        }
        Some(Document {
            version: self.version,
            id,
            statements,
            origin: document.span(),
        })
    }

    fn read_version(&mut self, document: Node<'_>, version: Option<Node<'_>>) -> Version {
        let Some(node) = version else {
            if self.is_of_organization() {
                let message = format!("{} needs a `Version`", self.kind.name());
                let missing = Diagnostic::new(codes::DOCUMENT_VERSION, message);
                self.report(missing.at(document.span()).hint(VERSION_HINT));
            }
            return Version::V2008;
        };
        let written = node.string();
        match written.as_deref() {
            Some("2012-10-17") => return Version::V2012,
            Some("2008-10-17") if self.is_of_organization() => {
                let message = format!("{} has the version 2012-10-17", self.kind.name());
                let old = Diagnostic::new(codes::DOCUMENT_VERSION, message);
                self.report(old.at(node.span()).hint(VERSION_HINT));
            }
            Some("2008-10-17") => {}
            _ => {
                let message = format!(
                    "{} is not a version of the policy language",
                    reading::shown(node)
                );
                let wrong = Diagnostic::new(codes::DOCUMENT_VERSION, message).at(node.span());
                self.report(wrong.hint(VERSION_HINT));
            }
        }
        Version::V2008
    }

    /// Service and resource control policies are AWS Organizations' own.
    fn is_of_organization(&self) -> bool {
        match self.kind {
            PolicyKind::ServiceControl | PolicyKind::ResourceControl => true,
            PolicyKind::Identity
            | PolicyKind::Boundary
            | PolicyKind::Session
            | PolicyKind::Resource
            | PolicyKind::Trust => false,
        }
    }

    fn id(&mut self, node: Node<'_>) -> Option<String> {
        let id = self.text(node, "`Id`")?;
        if self.kind == PolicyKind::Identity {
            let message = "`Id` stands in an identity policy";
            let found = Diagnostic::new(codes::ID_IN_IDENTITY_POLICY, message).at(node.span());
            self.report(
                found.hint("leave it out: the grammar has it in resource-based policies only"),
            );
        }
        Some(id)
    }

    /// IAM takes an empty `Sid` any number of times.
    fn check_unique<'j>(
        &mut self,
        sid: Node<'j>,
        sids: &mut HashMap<std::borrow::Cow<'j, str>, Span>,
    ) {
        let Some(name) = sid.string().filter(|name| !name.is_empty()) else {
            return;
        };
        match sids.get(&name) {
            None => {
                sids.insert(name, sid.span());
            }
            Some(first) => {
                let message = format!(
                    "two statements of one document have the `Sid` `{}`",
                    shorten(&name)
                );
                let twice = Diagnostic::new(codes::DOCUMENT_SID_TWICE, message)
                    .at(sid.span())
                    .label(*first, "the first one");
                self.report(twice.hint("give each a name of its own, or leave the `Sid` out"));
            }
        }
    }
}

/// Every element of a document, in the order in which AWS writes them.
pub const DOCUMENT_ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];

const DOCUMENT: &str = r#"{"Version": "2012-10-17", "Statement": [...]}"#;

const STATEMENT: &str = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#;

const VERSION_HINT: &str = "write `\"Version\": \"2012-10-17\"`: it names the language, not the day on which the policy was written";
