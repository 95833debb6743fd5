//! The entities of a program, each once, and the lines that are written of
//! them, in source order.

use std::borrow::Cow;

use super::documents;
use super::groups::{GroupPart, Part};
use super::guardrails;
use super::holds::{self, Holder};
use super::name;
use super::policies::{Template, Templates};
use super::resources;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{
    AccountId, BoundaryId, Entity, Group, GroupId, Guardrail, GuardrailId, GuardrailKind, PolicyId,
    ResourceId, Role, RoleId, SessionPolicy, SessionPolicyId, User, UserId,
};
use crate::resolve::directory::{Kind, everywhere};
use crate::resolve::expand::Placed;
use crate::resolve::scope::Scope;
use crate::resolve::world::World;
use crate::source::Span;
use crate::syntax::ast::{Body, Clause, ClauseKind, Declaration, Head, Word};

/// What a clause is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::resolve) enum Subject {
    User(UserId),
    Group(GroupId),
    Role(RoleId),
    Policy(PolicyId),
    Boundary(BoundaryId),
    SessionPolicy(SessionPolicyId),
    Guardrail(GuardrailId),
    Resource(ResourceId),
    /// A policy that waits for arguments: its lines are checked, and make
    /// nothing.
    Unattached,
}

impl Subject {
    fn holder(self) -> Holder {
        match self {
            Self::User(_) => Holder::User,
            Self::Group(_) => Holder::Group,
            Self::Role(_) => Holder::Role,
            Self::Policy(_) | Self::Unattached => Holder::Policy,
            Self::Boundary(_) => Holder::Boundary,
            Self::SessionPolicy(_) => Holder::SessionPolicy,
            Self::Guardrail(_) => Holder::Guardrail,
            Self::Resource(_) => Holder::Resource,
        }
    }
}

/// One clause and what it is about.
#[derive(Debug)]
pub(in crate::resolve) struct Line<'a, 's> {
    pub(in crate::resolve) subject: Subject,
    pub(in crate::resolve) clause: Placed<'a, 's, Clause<'s>>,
}

/// What the declarations hold, besides the entities themselves.
#[derive(Debug, Default)]
pub(in crate::resolve) struct Declared<'a, 's> {
    pub(in crate::resolve) lines: Vec<Line<'a, 's>>,
    pub(in crate::resolve) group_parts: Vec<GroupPart<'s>>,
    pub(in crate::resolve) templates: Templates<'a, 's>,
}

/// Enters every entity into the directory and the program.
pub(in crate::resolve) fn declare<'a, 's>(
    declarations: Vec<Placed<'a, 's, Declaration<'s>>>,
    world: &mut World<'a, 's>,
    diagnostics: &mut Diagnostics,
) -> Declared<'a, 's> {
    let mut declarer = Declarer {
        world,
        diagnostics,
        declared: Declared::default(),
        clauses: Vec::new(),
        session_accounts: Vec::new(),
    };
    for declaration in declarations {
        declarer.declaration(declaration);
    }
    declarer.declared
}

struct Declarer<'d, 'a, 's> {
    world: &'d mut World<'a, 's>,
    diagnostics: &'d mut Diagnostics,
    declared: Declared<'a, 's>,
    /// The clauses of one declaration; kept for its memory.
    clauses: Vec<Placed<'a, 's, Clause<'s>>>,
    /// The account that each session policy is declared in.
    session_accounts: Vec<AccountId>,
}

impl<'a, 's> Declarer<'_, 'a, 's> {
    fn declaration(&mut self, placed: Placed<'a, 's, Declaration<'s>>) {
        let Declaration { head, body } = placed.node;
        let scope = &placed.scope;
        let subject = match head {
            Head::Users(names) => self.users(names, body, scope),
            Head::Group(name) => self
                .entity(Kind::Group, *name, scope)
                .map(|place| Subject::Group(GroupId::new(place))),
            Head::Role(name) => self
                .entity(Kind::Role, *name, scope)
                .map(|place| Subject::Role(RoleId::new(place))),
            Head::Policy { name, parameters } => {
                self.template(Kind::Policy, *name, parameters.as_deref(), placed);
                return;
            }
            Head::Boundary(name) => {
                self.template(Kind::Boundary, *name, None, placed);
                return;
            }
            Head::SessionPolicy(name) => self.session_policy(*name, scope),
            Head::Guardrail {
                on_resources,
                name,
                targets,
            } => self.guardrail(*on_resources, *name, targets, scope),
            Head::Resource(term) => {
                resources::declare(term, scope, self.world, self.diagnostics).map(Subject::Resource)
            }
        };
        if let Some(subject) = subject {
            self.body(subject, body, scope);
        }
    }

    fn users(&mut self, names: &[Word<'s>], body: &Body<'s>, scope: &Scope<'s>) -> Option<Subject> {
        let mut first = None;
        for name in names {
            let user = self.entity(Kind::User, *name, scope);
            first = first.or(user);
        }
        let is_bare = matches!(body, Body::None);
        if let ([_, second, ..], false) = (names, is_bare) {
            self.diagnostics.push(
                Diagnostic::new(
                    codes::LIST_OF_USERS,
                    "a list of users only declares them: it takes no block and no grant",
                )
                .at(second.span)
                .hint("write a `group` for what they share, or a `user` line for each"),
            );
            return None;
        }
        first.map(|place| Subject::User(UserId::new(place)))
    }

    /// The place of an entity, which is declared if it is not yet.
    fn entity(&mut self, kind: Kind, word: Word<'s>, scope: &Scope<'s>) -> Option<usize> {
        let name = self.world.text(word, scope, self.diagnostics)?;
        if name.contains('/') && !word.quoted {
            self.diagnostics.push(
                Diagnostic::new(
                    codes::OTHER_ACCOUNT,
                    format!(
                        "`{name}` would declare a {} of another account",
                        kind.noun()
                    ),
                )
                .at(word.span)
                .hint(match name.split_once('/') {
                    Some((account, own)) => format!(
                        "declare it where it belongs: `in account {account} {{ {} {own} ... }}`",
                        kind.noun()
                    ),
                    None => "declare it where it belongs: `in account NAME { ... }`".to_owned(),
                }),
            );
            return None;
        }
        name::check_bare(word, &name, self.diagnostics);
        self.named_entity(kind, name, word.span, scope)
    }

    fn named_entity(
        &mut self,
        kind: Kind,
        name: Cow<'s, str>,
        span: Span,
        scope: &Scope<'s>,
    ) -> Option<usize> {
        let account = match kind {
            Kind::SessionPolicy | Kind::Guardrail => everywhere(),
            Kind::User
            | Kind::Group
            | Kind::Role
            | Kind::Policy
            | Kind::Boundary
            | Kind::Account
            | Kind::Unit => scope.account(),
        };
        if let Some(place) = self.world.directory.table(kind).find(account, &name) {
            if self.world.directory.table(kind).name(place) != name {
                self.world
                    .report_case(kind, place, &name, span, self.diagnostics);
            }
            return Some(place);
        }
        // One with a bad name is declared nonetheless, so that what refers to
        // it is not reported as well.
        name::check(kind, &name, span, self.diagnostics);
        let entity = Entity {
            name: name.as_ref().to_owned(),
            account,
            path: "/".to_owned(),
            origin: span,
        };
        self.add(kind, entity);
        Some(self.world.directory.table_mut(kind).add(account, name))
    }

    fn add(&mut self, kind: Kind, entity: Entity) {
        let program = &mut self.world.program;
        match kind {
            Kind::User => program.users.push(User {
                entity,
                tags: Vec::new(),
                groups: Vec::new(),
                statements: Vec::new(),
                attached: Vec::new(),
                boundary: None,
            }),
            Kind::Group => program.groups.push(Group {
                entity,
                members: Vec::new(),
                statements: Vec::new(),
                attached: Vec::new(),
            }),
            Kind::Role => program.roles.push(Role {
                entity,
                tags: Vec::new(),
                max_session: super::attributes::SHORTEST_SESSION,
                trust: Vec::new(),
                statements: Vec::new(),
                attached: Vec::new(),
                boundary: None,
            }),
            Kind::SessionPolicy => program.session_policies.push(SessionPolicy {
                name: entity.name,
                statements: Vec::new(),
                origin: entity.origin,
            }),
            Kind::Policy => self.world.directory.policy_origins.push(entity.origin),
            Kind::Boundary => self.world.directory.boundary_origins.push(entity.origin),
            // Declared on their own ways.
            Kind::Guardrail | Kind::Account | Kind::Unit => {}
        }
    }

    fn template(
        &mut self,
        kind: Kind,
        name: Word<'s>,
        parameters: Option<&'a [Word<'s>]>,
        placed: Placed<'a, 's, Declaration<'s>>,
    ) {
        let Some(place) = self.entity(kind, name, &placed.scope) else {
            return;
        };
        let templates = self.declared.templates.of_mut(kind);
        match templates.get_mut(place) {
            Some(template) => template.add(parameters, name.span, placed, self.diagnostics),
            None => {
                let names = parameters.unwrap_or_default();
                for (at, parameter) in names.iter().enumerate() {
                    let repeated = names
                        .iter()
                        .take(at)
                        .any(|before| before.text == parameter.text);
                    if repeated {
                        report_repeated_parameter(*parameter, self.diagnostics);
                    }
                    let scope = &placed.scope;
                    self.world
                        .is_free(*parameter, "a parameter", scope, self.diagnostics);
                }
                let name = self.world.directory.table(kind).name(place).to_owned();
                templates.push(Template::new(name, parameters, placed));
            }
        }
    }

    /// Session policies have no account, so that pieces in two account blocks
    /// would add up by accident.
    fn session_policy(&mut self, word: Word<'s>, scope: &Scope<'s>) -> Option<Subject> {
        let place = self.entity(Kind::SessionPolicy, word, scope)?;
        match self.session_accounts.get(place) {
            None => self.session_accounts.push(scope.account()),
            Some(account) if *account == scope.account() => {}
            Some(_) => {
                let mut diagnostic = Diagnostic::new(
                    codes::CONTRADICTION,
                    "two accounts declare a session policy of this name",
                )
                .at(word.span);
                if let Some(first) = self.world.origin(Kind::SessionPolicy, place) {
                    diagnostic = diagnostic.label(first, "the first is here");
                }
                self.diagnostics.push(
                    diagnostic.hint(
                        "names of session policies belong to the whole program: choose another",
                    ),
                );
            }
        }
        Some(Subject::SessionPolicy(SessionPolicyId::new(place)))
    }

    fn guardrail(
        &mut self,
        on_resources: bool,
        word: Word<'s>,
        targets: &[crate::syntax::ast::GuardrailTarget<'s>],
        scope: &Scope<'s>,
    ) -> Option<Subject> {
        let kind = if on_resources {
            GuardrailKind::Resource
        } else {
            GuardrailKind::Service
        };
        let targets = guardrails::targets(targets, scope, self.world, self.diagnostics);
        let known = self.world.directory.guardrails.len();
        let place = self.entity(Kind::Guardrail, word, scope)?;
        let id = GuardrailId::new(place);
        // One without known targets is entered nonetheless, to keep its place.
        if place == known {
            self.world.program.guardrails.push(Guardrail {
                name: self.world.directory.guardrails.name(place).to_owned(),
                kind,
                targets: targets.unwrap_or_default(),
                statements: Vec::new(),
                origin: word.span,
            });
            return Some(Subject::Guardrail(id));
        }
        let first = self.world.program.guardrails.get(place)?;
        if first.kind != kind
            || !targets.is_none_or(|targets| guardrails::same_set(&first.targets, &targets))
        {
            self.diagnostics.push(
                Diagnostic::new(
                    codes::CONTRADICTION,
                    format!(
                        "two pieces of the guardrail `{}` limit different things",
                        first.name
                    ),
                )
                .at(word.span)
                .label(first.origin, "the first is here")
                .hint("repeat the same `on ...` in every piece, or give one of them another name"),
            );
            return None;
        }
        Some(Subject::Guardrail(id))
    }

    fn body(&mut self, subject: Subject, body: &'a Body<'s>, scope: &Scope<'s>) {
        match body {
            Body::None => {}
            Body::Members(words) => match subject {
                Subject::Group(group) => self.members(group, words, scope),
                _ => self.refuse(subject, "members", words.first()),
            },
            Body::Includes(words) => match subject {
                Subject::Group(group) => self.includes(group, words, scope),
                _ => self.refuse(subject, "includes", words.first()),
            },
            Body::Clause(clause) => self.lines(subject, std::slice::from_ref(clause), scope),
            Body::Block(clauses) => self.lines(subject, clauses, scope),
            Body::From(file) => documents::add(*file, subject, self.world, self.diagnostics),
        }
    }

    fn refuse(&mut self, subject: Subject, words: &str, first: Option<&Word<'s>>) {
        if let Some(first) = first {
            holds::report(subject.holder(), words, first.span, self.diagnostics);
        }
    }

    fn lines(&mut self, subject: Subject, clauses: &'a [Clause<'s>], scope: &Scope<'s>) {
        let mut found = core::mem::take(&mut self.clauses);
        self.world
            .clauses(clauses, scope, &mut found, self.diagnostics);
        for clause in found.drain(..) {
            self.line(subject, clause);
        }
        self.clauses = found;
    }

    fn line(&mut self, subject: Subject, clause: Placed<'a, 's, Clause<'s>>) {
        let kind = &clause.node.kind;
        if !holds::check(subject.holder(), kind, clause.span, self.diagnostics) {
            return;
        }
        match (kind, subject) {
            (ClauseKind::Members(words), Subject::Group(group)) => {
                self.members(group, words, &clause.scope);
            }
            (ClauseKind::Includes(words), Subject::Group(group)) => {
                self.includes(group, words, &clause.scope);
            }
            (ClauseKind::TrustsFrom(file), _) => {
                documents::add(*file, subject, self.world, self.diagnostics);
            }
            _ => self.declared.lines.push(Line { subject, clause }),
        }
    }

    /// A member list declares its users.
    fn members(&mut self, group: GroupId, words: &[Word<'s>], scope: &Scope<'s>) {
        for word in words {
            let Some(user) = self.member(*word, scope) else {
                continue;
            };
            self.declared.group_parts.push(GroupPart {
                group,
                part: Part::Member(user),
                span: word.span,
            });
        }
    }

    fn member(&mut self, word: Word<'s>, scope: &Scope<'s>) -> Option<UserId> {
        let text = self.world.text(word, scope, self.diagnostics)?;
        if word.quoted || !text.contains('/') {
            name::check_bare(word, &text, self.diagnostics);
            let user = self.named_entity(Kind::User, text, word.span, scope)?;
            return Some(UserId::new(user));
        }
        let (account, name) =
            self.world
                .qualified(Kind::User, &text, word, scope, self.diagnostics)?;
        if account != scope.account() {
            self.diagnostics.push(
                Diagnostic::new(
                    codes::OTHER_ACCOUNT,
                    format!("`{text}` is of another account, and a group holds users of its own"),
                )
                .at(word.span)
                .hint("let them assume a role of this account instead: `may assume`"),
            );
            return None;
        }
        let name = Cow::Owned(name.to_owned());
        let user = self.named_entity(Kind::User, name, word.span, scope)?;
        Some(UserId::new(user))
    }

    fn includes(&mut self, group: GroupId, words: &[Word<'s>], scope: &Scope<'s>) {
        for word in words {
            self.declared.group_parts.push(GroupPart {
                group,
                part: Part::Include(*word, scope.clone()),
                span: word.span,
            });
        }
    }
}

fn report_repeated_parameter(parameter: Word<'_>, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(
            codes::DECLARED_TWICE,
            format!("the parameter `{}` stands twice", parameter.text),
        )
        .at(parameter.span)
        .hint("give each parameter a name of its own"),
    );
}
