//! IAM documents that stand alone: a policy of a principal that has no name but
//! `anyone`.
//!
//! | kind | becomes |
//! | --- | --- |
//! | identity | a managed policy of the user `anyone`, called after its file |
//! | boundary | the boundary of the user `anyone` |
//! | session | a session policy, called after its file |
//! | trust | the trust policy of the role `anyone` |
//! | resource | the policy of the resource that its statements are about |
//! | service or resource control | a guardrail on the first account |

use super::collect::documents::as_written;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::iam::quotas::{DEFAULT_MAX_SESSION, POLICY_NAME, is_name_character};
use crate::import::Shelf;
use crate::import::document::{Document, read_for_program, recognize};
use crate::model::{
    AccountId, Attachment, Boundary, BoundaryId, Entity, Guardrail, GuardrailKind, GuardrailTarget,
    Limit, Policy, PolicyId, Program, ResourcePolicy, Role, SessionPolicy, User,
};
use crate::source::{Sources, Span};

/// Whom a document is about that does not say it.
const ANYONE: &str = "anyone";

/// Adds every document that stands alone to a program.
pub(super) fn add_documents(
    shelf: &Shelf<'_>,
    sources: &Sources,
    program: &mut Program,
    diagnostics: &mut Diagnostics,
) {
    let mut adding = Adding {
        sources,
        program,
        diagnostics,
        boundary: None,
        trust: None,
    };
    for (node, kind) in shelf.given() {
        let kind = kind.unwrap_or_else(|| recognize(node));
        adding.anyone(node.span());
        let document = adding.diagnostics.absorb(read_for_program(node, kind));
        if let Some(mut document) = document {
            document.statements = as_written(document.statements, adding.diagnostics);
            adding.add(document, kind);
        }
    }
}

struct Adding<'p> {
    sources: &'p Sources,
    program: &'p mut Program,
    diagnostics: &'p mut Diagnostics,
    /// The first document that is a boundary.
    boundary: Option<Span>,
    /// The first that is a trust policy.
    trust: Option<Span>,
}

impl Adding<'_> {
    fn add(&mut self, document: Document, kind: PolicyKind) {
        match kind {
            PolicyKind::Identity => self.identity(document),
            PolicyKind::Boundary => self.boundary(document),
            PolicyKind::Session => self.session(document),
            PolicyKind::Trust => self.trust(document),
            PolicyKind::Resource => self.resource(document),
            PolicyKind::ServiceControl => self.guardrail(document, GuardrailKind::Service),
            PolicyKind::ResourceControl => self.guardrail(document, GuardrailKind::Resource),
        }
    }

    /// The user `anyone`, who is there once.
    fn anyone(&mut self, origin: Span) -> Option<&mut User> {
        let is_anyone = |user: &User| is_anyone(&user.entity);
        if !self.program.users.iter().any(is_anyone) {
            self.program.users.push(User {
                entity: entity(ANYONE.to_owned(), origin),
                tags: Vec::new(),
                groups: Vec::new(),
                statements: Vec::new(),
                attached: Vec::new(),
                boundary: None,
            });
        }
        self.program.users.iter_mut().find(|user| is_anyone(user))
    }

    fn identity(&mut self, document: Document) {
        let name = self.policy_name(document.origin);
        let id = PolicyId::new(self.program.policies.len());
        self.program.policies.push(Policy {
            entity: entity(name, document.origin),
            statements: document.statements,
        });
        self.program.given.push(document.origin);
        if let Some(anyone) = self.anyone(document.origin) {
            anyone.attached.push(Attachment::Managed(id));
        }
    }

    fn boundary(&mut self, document: Document) {
        let taken = self
            .anyone(document.origin)
            .and_then(|anyone| anyone.boundary);
        let declared = taken.and_then(|limit| self.program.limit(limit));
        let first = self.boundary.or(declared.map(|entity| entity.origin));
        if let Some(first) = first {
            return self.second(document.origin, first, "the user `anyone` has one boundary");
        }
        self.boundary = Some(document.origin);
        let name = self.policy_name(document.origin);
        let id = BoundaryId::new(self.program.boundaries.len());
        self.program.boundaries.push(Boundary {
            entity: entity(name, document.origin),
            statements: document.statements,
        });
        self.program.given.push(document.origin);
        if let Some(anyone) = self.anyone(document.origin) {
            anyone.boundary = Some(Limit::Boundary(id));
        }
    }

    fn session(&mut self, document: Document) {
        let taken = |name: &str| {
            let mut policies = self.program.session_policies.iter();
            policies.any(|policy| policy.name.eq_ignore_ascii_case(name))
        };
        let name = self.unused_name(document.origin, taken);
        self.program.session_policies.push(SessionPolicy {
            name,
            statements: document.statements,
            origin: document.origin,
        });
    }

    fn trust(&mut self, document: Document) {
        let mut roles = self.program.roles.iter();
        let declared = roles.find(|role| is_anyone(&role.entity));
        let first = self.trust.or(declared.map(|role| role.entity.origin));
        if let Some(first) = first {
            return self.second(
                document.origin,
                first,
                "the role `anyone` has one trust policy",
            );
        }
        self.trust = Some(document.origin);
        self.program.roles.push(Role {
            entity: entity(ANYONE.to_owned(), document.origin),
            tags: Vec::new(),
            max_session: DEFAULT_MAX_SESSION,
            trust: document.statements,
            statements: Vec::new(),
            attached: Vec::new(),
            boundary: None,
        });
        self.program.given.push(document.origin);
    }

    fn resource(&mut self, document: Document) {
        let origin = document.origin;
        let Some(arn) = resource_of(&document) else {
            let message = "this document does not say which resource it belongs to";
            let found = Diagnostic::new(codes::RESOURCE_OF_DOCUMENT, message).at(origin);
            let file = self.sources.name(origin);
            let hint = format!(
                "say it in a program: `resource arn:aws:... from \"{file}\"`; or read it as another kind of policy, as in `rcp={file}`"
            );
            self.diagnostics.push(found.hint(hint));
            return;
        };
        let mut resources = self.program.resources.iter();
        if let Some(first) = resources.find(|resource| resource.arn == arn) {
            let first = first.origin;
            return self.second(origin, first, &format!("`{arn}` has one policy"));
        }
        let taken = |name: &str| {
            let mut resources = self.program.resources.iter();
            resources.any(|resource| resource.name.eq_ignore_ascii_case(name))
        };
        let name = self.unused_name(origin, taken);
        self.program.resources.push(ResourcePolicy {
            name,
            account: AccountId::new(0),
            arn,
            statements: document.statements,
            origin,
        });
        self.program.given.push(origin);
    }

    fn guardrail(&mut self, document: Document, kind: GuardrailKind) {
        let taken = |name: &str| {
            let mut guardrails = self.program.guardrails.iter();
            guardrails.any(|guardrail| guardrail.name.eq_ignore_ascii_case(name))
        };
        let name = self.unused_name(document.origin, taken);
        self.program.guardrails.push(Guardrail {
            name,
            kind,
            targets: vec![GuardrailTarget::Account(AccountId::new(0))],
            statements: document.statements,
            origin: document.origin,
        });
        self.program.given.push(document.origin);
    }

    fn second(&mut self, origin: Span, first: Span, message: &str) {
        let found = Diagnostic::new(codes::SECOND_DOCUMENT, message);
        let found = found.at(origin).label(first, "the first is here");
        self.diagnostics
            .push(found.hint("say in a program what each belongs to: `boundary NAME from \"FILE\"`, `trusts from \"FILE\"`, `resource ARN from \"FILE\"`"));
    }

    /// Policies and boundaries share their names.
    fn policy_name(&self, origin: Span) -> String {
        let taken = |name: &str| {
            let policies = self.program.policies.iter().map(|it| &it.entity.name);
            let boundaries = self.program.boundaries.iter().map(|it| &it.entity.name);
            policies
                .chain(boundaries)
                .any(|taken| taken.eq_ignore_ascii_case(name))
        };
        self.unused_name(origin, taken)
    }

    /// A name after the document's file that is not taken.
    fn unused_name(&self, origin: Span, taken: impl Fn(&str) -> bool) -> String {
        let name = name_of(self.sources.name(origin));
        if !taken(&name) {
            return name;
        }
        let mut numbered = (2..).map(|number: usize| format!("{name}-{number}"));
        numbered.find(|name| !taken(name)).unwrap_or(name)
    }
}

fn is_anyone(entity: &Entity) -> bool {
    entity.account == AccountId::new(0) && entity.name == ANYONE
}

fn entity(name: String, origin: Span) -> Entity {
    Entity {
        name,
        account: AccountId::new(0),
        path: "/".to_owned(),
        origin,
    }
}

/// What a file is called, in the characters of a policy's name.
fn name_of(file: &str) -> String {
    let file = file.rsplit('/').next().unwrap_or(file);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    // Room for a number.
    let name: String = stem
        .trim_matches(['<', '>'])
        .chars()
        .take(POLICY_NAME - 8)
        .map(|character| {
            if is_name_character(character) {
                character
            } else {
                '-'
            }
        })
        .collect();
    if name.is_empty() {
        "document".to_owned()
    } else {
        name
    }
}

/// The one resource that all of a document's statements are about: for S3, the
/// bucket of every object; `*` and wildcards say nothing.
fn resource_of(document: &Document) -> Option<String> {
    let patterns = document.statements.iter().flat_map(|statement| {
        let resources = statement.resources.as_ref();
        resources.map_or(&[][..], |resources| resources.patterns())
    });
    let mut owners = patterns.filter_map(|pattern| owner_of(pattern));
    let first = owners.next()?;
    owners.all(|owner| owner == first).then(|| first.to_owned())
}

fn owner_of(pattern: &str) -> Option<&str> {
    let owner = if pattern.split(':').nth(2) == Some("s3") {
        pattern.split('/').next()?
    } else {
        let without = |end| pattern.strip_suffix(end);
        without("/*").or_else(|| without(":*")).unwrap_or(pattern)
    };
    let is_one = owner
        .splitn(6, ':')
        .filter(|field| !field.is_empty())
        .count()
        > 2
        && owner.splitn(6, ':').count() == 6
        && !owner.contains(['*', '?', '$']);
    is_one.then_some(owner)
}
