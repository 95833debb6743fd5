//! One policy document, or what the AWS command prints around one.

use super::account;
use super::document::{Document, read_document, recognize};
use super::estate::{Estate, plain_name};
use super::json::Node;
use super::printed::{Printed, unwrap};
use super::texts::Texts;
use super::{As, Options};
use crate::diag::{Diagnostic, codes};
use crate::iam::{Match, PolicyKind, Principal, PrincipalMatch};
use crate::model::{AccountId, DocumentId, GuardrailKind, GuardrailTarget};
use crate::source::Span;

/// Puts a file's value into the estate. `stem` is what the file is called
/// without its ending.
pub(super) fn read(
    root: Node<'_>,
    stem: &str,
    options: &Options,
    estate: &mut Estate,
    texts: &mut Texts,
) -> Option<()> {
    let wanted = options.wanted.as_ref();
    if root.get("Statement").is_some() || root.get("Version").is_some() {
        let what = wanted
            .cloned()
            .map_or_else(|| guess(root, stem, texts), Some)?;
        return place(root, &what, estate, texts);
    }
    let (document, found) = match unwrap(root, stem, texts)? {
        Printed::Document(document, found) => (document, found),
        Printed::Role(role) => return account::read_role(role, options, estate, texts),
    };
    let what = wanted.cloned().or(found);
    texts.with_document(document, "the document", |texts, document| {
        let what = what.map_or_else(|| guess(document, stem, texts), Some)?;
        place(document, &what, estate, texts)
    })
}

// -- what a document is ---------------------------------------------------------

/// What a document is by what it holds, named after its file; a resource's
/// policy must say of which one.
fn guess(document: Node<'_>, stem: &str, texts: &mut Texts) -> Option<As> {
    match recognize(document) {
        PolicyKind::Identity
        | PolicyKind::Boundary
        | PolicyKind::Session
        | PolicyKind::ServiceControl => Some(As::Policy(plain_name(stem))),
        PolicyKind::Trust => Some(As::Role(plain_name(stem))),
        PolicyKind::Resource | PolicyKind::ResourceControl => guess_resource(document, texts),
    }
}

fn guess_resource(document: Node<'_>, texts: &mut Texts) -> Option<As> {
    let (read, _) = read_document(document, PolicyKind::Resource);
    if let Some(arn) = read.as_ref().and_then(about) {
        return Some(As::Resource(arn));
    }
    if read.is_none() {
        // Its mistakes are reported where it is read; what it is about does
        // not matter then.
        return Some(As::Resource("arn:aws:s3:::unknown".to_owned()));
    }
    texts.report(
        Diagnostic::new(
            codes::WHAT_IS_IT,
            "this is the policy of a resource, and does not say of which one",
        )
        .at(document.head())
        .hint("say it: `--as resource ARN`"),
    );
    None
}

/// The one resource that a document speaks of: the bucket of every pattern.
fn about(document: &Document) -> Option<String> {
    let mut patterns = document
        .statements
        .iter()
        .filter_map(|statement| statement.resources.as_ref())
        .flat_map(Match::patterns);
    let base = |pattern: &str| -> Option<String> {
        let is_bucket = pattern.split(':').nth(2) == Some("s3");
        let base = if is_bucket {
            pattern.split('/').next()?
        } else {
            pattern
        };
        let is_one = base.starts_with("arn:") && !base.contains(['*', '?', '$']);
        is_one.then(|| base.to_owned())
    };
    let first = base(patterns.next()?)?;
    patterns
        .all(|pattern| base(pattern).as_deref() == Some(first.as_str()))
        .then_some(first)
}

// -- where it goes --------------------------------------------------------------

fn place(node: Node<'_>, what: &As, estate: &mut Estate, texts: &mut Texts) -> Option<()> {
    let origin = node.span();
    let kind = match what {
        As::User(_) | As::Group(_) | As::Policy(_) => PolicyKind::Identity,
        As::Role(_) if recognize(node) == PolicyKind::Identity => PolicyKind::Identity,
        As::Role(_) => PolicyKind::Trust,
        As::Boundary(_) => PolicyKind::Boundary,
        As::SessionPolicy(_) => PolicyKind::Session,
        As::Resource(_) => PolicyKind::Resource,
        As::Guardrail(_) => PolicyKind::ServiceControl,
        As::ResourceGuardrail(_) => PolicyKind::ResourceControl,
    };
    let document = texts.plain_document(node, kind)?;
    if let Some(number) = own_account(&document).filter(|_| estate.program.accounts.is_empty()) {
        estate.account_numbered(&number, origin);
    }
    let to = match what {
        As::User(name) => DocumentId::User(
            estate.in_some_account(|estate, account| estate.user(account, name, origin)),
        ),
        As::Group(name) => DocumentId::Group(
            estate.in_some_account(|estate, account| estate.group(account, name, origin)),
        ),
        As::Role(name) => {
            let id = estate.in_some_account(|estate, account| estate.role(account, name, origin));
            if kind == PolicyKind::Trust {
                DocumentId::Trust(id)
            } else {
                DocumentId::Role(id)
            }
        }
        As::Policy(name) => DocumentId::Policy(
            estate.in_some_account(|estate, account| estate.policy(account, name, origin)),
        ),
        As::Boundary(name) => DocumentId::Boundary(
            estate.in_some_account(|estate, account| estate.boundary(account, name, origin)),
        ),
        As::SessionPolicy(name) => {
            estate.some_account();
            DocumentId::SessionPolicy(estate.session_policy(name, origin))
        }
        As::Resource(arn) => {
            let number = arn.split(':').nth(4).unwrap_or_default();
            let account = if number.is_empty() {
                estate.some_account()
            } else {
                estate.account_numbered(number, origin)
            };
            DocumentId::Resource(estate.resource(account, arn, origin))
        }
        As::Guardrail(name) => {
            estate.some_account();
            guardrail(estate, name, GuardrailKind::Service, origin)
        }
        As::ResourceGuardrail(name) => {
            estate.some_account();
            guardrail(estate, name, GuardrailKind::Resource, origin)
        }
    };
    estate.add(to, document, None);
    Some(())
}

/// The account of the role that has a trust policy: its identity providers are
/// of the same one.
fn own_account(document: &Document) -> Option<String> {
    let principals = document
        .statements
        .iter()
        .flat_map(|statement| match &statement.principals {
            Some(PrincipalMatch::Any(list)) => list.as_slice(),
            Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) | None => &[],
        });
    let mut providers = principals.filter_map(|principal| match principal {
        Principal::Federated(name) => name.split(':').nth(4),
        Principal::Aws(_) | Principal::Service(_) | Principal::CanonicalUser(_) => None,
    });
    let number = providers.next()?;
    providers
        .all(|other| other == number)
        .then(|| number.to_owned())
}

/// What a control policy is attached to no document says: the root, until
/// somebody says otherwise.
fn guardrail(estate: &mut Estate, name: &str, kind: GuardrailKind, origin: Span) -> DocumentId {
    let remark = "what a guardrail is attached to stands in no document: correct `on org`";
    if !estate.preface.iter().any(|it| it == remark) {
        estate.preface.push(remark.to_owned());
    }
    let targets = vec![GuardrailTarget::Organization];
    DocumentId::Guardrail(estate.guardrail(name, kind, targets, origin))
}

impl Estate {
    fn in_some_account<Made>(&mut self, make: impl FnOnce(&mut Self, AccountId) -> Made) -> Made {
        let account = self.some_account();
        make(self, account)
    }
}
