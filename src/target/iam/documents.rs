//! Every document of a program, with its place in the folder.

use std::borrow::Cow;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::iam::quotas;
use crate::model::{Attachment, Entity, GuardrailKind, Program, Statement};
use crate::source::Span;

use super::admit::check_statements;
use super::document::Document;
use super::files::{Files, folder, stem};
use super::merge::merge_statements;
use super::output::Headroom;
use super::pack::{Bin, Overflow, Packed, Room, pack_statements};

/// Where each document is, in the order of the program's lists.
#[derive(Debug, Default)]
pub(super) struct Documents {
    pub(super) users: Vec<Placed>,
    pub(super) groups: Vec<Placed>,
    pub(super) roles: Vec<Placed>,
    /// None for a role that trusts nobody.
    pub(super) trusts: Vec<Option<String>>,
    pub(super) policies: Vec<String>,
    pub(super) boundaries: Vec<String>,
    pub(super) guardrails: Vec<String>,
    pub(super) sessions: Vec<String>,
    pub(super) resources: Vec<String>,
}

/// Where an entity's own statements are.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// The inline policy.
    pub(super) inline: Option<String>,
    /// The managed policies that hold what the inline policy has no room for:
    /// name and path.
    pub(super) moved: Vec<(String, String)>,
}

/// What is written besides the documents' places.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) files: Files,
    pub(super) headroom: Vec<Headroom>,
    pub(super) diagnostics: Diagnostics,
    /// The origins of documents that are written as they are, whatever their
    /// size.
    given: Vec<Span>,
}

impl Written {
    /// Writes every document.
    pub(super) fn write_documents(&mut self, program: &Program) -> Documents {
        self.given.clone_from(&program.given);
        Documents {
            groups: self.write_groups(program),
            users: self.write_users(program),
            roles: self.write_roles(program),
            trusts: self.write_trusts(program),
            policies: self.write_policies(program),
            boundaries: self.write_boundaries(program),
            guardrails: self.write_guardrails(program),
            sessions: self.write_sessions(program),
            resources: self.write_resources(program),
        }
    }

    fn write_groups(&mut self, program: &Program) -> Vec<Placed> {
        let attach = quotas::MANAGED_POLICIES_PER_GROUP;
        let mut write = |group: &crate::model::Group| {
            let owner = || Owner::new(program, "group", &group.entity, attach, &group.attached);
            self.write_own(owner, &group.statements, quotas::GROUP_INLINE_POLICIES)
        };
        program.groups.iter().map(&mut write).collect()
    }

    fn write_users(&mut self, program: &Program) -> Vec<Placed> {
        let attach = quotas::MANAGED_POLICIES_PER_USER;
        let mut write = |user: &crate::model::User| {
            let owner = || Owner::new(program, "user", &user.entity, attach, &user.attached);
            self.write_own(owner, &user.statements, quotas::USER_INLINE_POLICIES)
        };
        program.users.iter().map(&mut write).collect()
    }

    fn write_roles(&mut self, program: &Program) -> Vec<Placed> {
        let attach = quotas::MANAGED_POLICIES_PER_ROLE;
        let mut write = |role: &crate::model::Role| {
            let owner = || Owner::new(program, "role", &role.entity, attach, &role.attached);
            self.write_own(owner, &role.statements, quotas::ROLE_INLINE_POLICIES)
        };
        program.roles.iter().map(&mut write).collect()
    }

    /// Writes an entity's own statements: its inline policy and what that has no
    /// room for.
    fn write_own<'p>(
        &mut self,
        owner: impl FnOnce() -> Owner<'p>,
        statements: &[Statement],
        inline: usize,
    ) -> Placed {
        if statements.is_empty() {
            return Placed::default();
        }
        check_statements(PolicyKind::Identity, statements, &mut self.diagnostics);
        let owner = &owner();
        let room = Room {
            inline,
            managed: owner.free,
        };
        match pack_statements(statements.iter().map(Statement::modern).collect(), room) {
            Ok(packed) => self.write_packed(owner, &packed, inline),
            Err(overflow) => {
                self.diagnostics.push(owner.overflow(&overflow, room));
                Placed::default()
            }
        }
    }

    fn write_packed(&mut self, owner: &Owner<'_>, packed: &Packed<'_>, inline: usize) -> Placed {
        let mut placed = Placed::default();
        self.headroom.push(Headroom {
            subject: owner.subject(),
            limited: "inline policy",
            unit: "characters",
            used: packed.inline.size,
            limit: inline,
        });
        if !packed.inline.statements.is_empty() {
            let path = format!("{}.json", owner.stem);
            self.add_bin(&path, owner, &packed.inline);
            placed.inline = Some(path);
        }
        for (place, bin) in packed.managed.iter().enumerate() {
            let number = place + 1;
            let name = format!("{}-{}.{number}", owner.noun, owner.entity.name);
            let path = format!("{}.{number}.json", owner.stem);
            self.check_moved(owner, &name);
            self.add_bin(&path, owner, bin);
            self.headroom.push(Headroom {
                subject: format!("policy/{name}"),
                limited: "document",
                unit: "characters",
                used: bin.size,
                limit: quotas::MANAGED_POLICY,
            });
            placed.moved.push((name, path));
        }
        placed
    }

    fn add_bin(&mut self, path: &str, owner: &Owner<'_>, bin: &Bin<'_>) {
        let document = Document {
            statements: &bin.statements,
        };
        let origin = owner.entity.origin;
        self.files.add(
            path.to_owned(),
            document.pretty(),
            origin,
            &mut self.diagnostics,
        );
    }

    /// A managed policy that the compiler adds has a name that nothing else
    /// may have.
    fn check_moved(&mut self, owner: &Owner<'_>, name: &str) {
        let Owner {
            noun,
            entity,
            program,
            ..
        } = owner;
        let policies = program.policies.iter().map(|it| &it.entity);
        let boundaries = program.boundaries.iter().map(|it| &it.entity);
        let same = policies
            .chain(boundaries)
            .find(|other| other.account == entity.account && other.name.eq_ignore_ascii_case(name));
        let what = format!(
            "what the {noun} `{}` has too much of would be the policy `{name}`",
            entity.name
        );
        if let Some(same) = same {
            self.diagnostics.push(
                Diagnostic::new(codes::TAKEN_NAME, format!("{what}, and that name is taken"))
                    .at(entity.origin)
                    .label(same.origin, "by this one"),
            );
        }
        if name.len() > quotas::POLICY_NAME {
            self.diagnostics.push(
                Diagnostic::new(
                    codes::INVALID_NAME,
                    format!("{what}, and that name is too long"),
                )
                .at(entity.origin)
                .hint(format!(
                    "give the {noun} a shorter name, or fewer grants of its own"
                )),
            );
        }
    }

    fn write_trusts(&mut self, program: &Program) -> Vec<Option<String>> {
        let mut write = |role: &crate::model::Role| {
            if role.trust.is_empty() {
                return None;
            }
            let name = &role.entity.name;
            let folder = folder(program, role.entity.account);
            Some(self.write_whole(&Whole {
                path: format!("{folder}roles/{}.trust.json", stem(name)),
                kind: PolicyKind::Trust,
                noun: "role",
                name,
                limited: "trust policy",
                origin: role.entity.origin,
                size: Some(Size::as_written(quotas::TRUST_POLICY)),
                statements: &role.trust,
            }))
        };
        program.roles.iter().map(&mut write).collect()
    }

    fn write_policies(&mut self, program: &Program) -> Vec<String> {
        let mut write = |policy: &crate::model::Policy| {
            let (entity, statements) = (&policy.entity, &policy.statements);
            self.write_managed(
                program,
                "policies",
                PolicyKind::Identity,
                entity,
                statements,
            )
        };
        program.policies.iter().map(&mut write).collect()
    }

    fn write_boundaries(&mut self, program: &Program) -> Vec<String> {
        let mut write = |boundary: &crate::model::Boundary| {
            let (entity, statements) = (&boundary.entity, &boundary.statements);
            self.write_managed(
                program,
                "boundaries",
                PolicyKind::Boundary,
                entity,
                statements,
            )
        };
        program.boundaries.iter().map(&mut write).collect()
    }

    fn write_managed(
        &mut self,
        program: &Program,
        list: &str,
        kind: PolicyKind,
        entity: &Entity,
        statements: &[Statement],
    ) -> String {
        let folder = folder(program, entity.account);
        let noun = if kind == PolicyKind::Boundary {
            "boundary"
        } else {
            "policy"
        };
        self.write_whole(&Whole {
            path: format!("{folder}{list}/{}.json", stem(&entity.name)),
            kind,
            noun,
            name: &entity.name,
            limited: "document",
            origin: entity.origin,
            size: Some(Size {
                limit: quotas::MANAGED_POLICY,
                unit: Unit::Characters,
                counts_space: false,
            }),
            statements,
        })
    }

    fn write_guardrails(&mut self, program: &Program) -> Vec<String> {
        let mut write = |guardrail: &crate::model::Guardrail| {
            let (kind, limit) = match guardrail.kind {
                GuardrailKind::Service => {
                    (PolicyKind::ServiceControl, quotas::SERVICE_CONTROL_POLICY)
                }
                GuardrailKind::Resource => {
                    (PolicyKind::ResourceControl, quotas::RESOURCE_CONTROL_POLICY)
                }
            };
            self.write_whole(&Whole {
                path: format!("guardrails/{}.json", stem(&guardrail.name)),
                kind,
                noun: "guardrail",
                name: &guardrail.name,
                limited: "document",
                origin: guardrail.origin,
                size: Some(Size::as_written(limit)),
                statements: &guardrail.statements,
            })
        };
        program.guardrails.iter().map(&mut write).collect()
    }

    fn write_sessions(&mut self, program: &Program) -> Vec<String> {
        let mut write = |session: &crate::model::SessionPolicy| {
            self.write_whole(&Whole {
                path: format!("sessions/{}.json", stem(&session.name)),
                kind: PolicyKind::Session,
                noun: "session policy",
                name: &session.name,
                limited: "document",
                origin: session.origin,
                size: Some(Size::as_written(quotas::SESSION_POLICY)),
                statements: &session.statements,
            })
        };
        program.session_policies.iter().map(&mut write).collect()
    }

    fn write_resources(&mut self, program: &Program) -> Vec<String> {
        let mut write = |resource: &crate::model::ResourcePolicy| {
            let folder = folder(program, resource.account);
            let size = quotas::resource_policy(&resource.arn).map(|size| Size {
                limit: size.bytes,
                unit: Unit::Bytes,
                counts_space: true,
            });
            self.write_whole(&Whole {
                path: format!("{folder}resources/{}.json", stem(&resource.name)),
                kind: PolicyKind::Resource,
                noun: "resource",
                name: &resource.name,
                limited: "document",
                origin: resource.origin,
                size,
                statements: &resource.statements,
            })
        };
        program.resources.iter().map(&mut write).collect()
    }

    /// Writes a document that cannot be spread over several.
    fn write_whole(&mut self, whole: &Whole<'_>) -> String {
        check_statements(whole.kind, whole.statements, &mut self.diagnostics);
        let is_given = self.given.contains(&whole.origin);
        if whole.statements.is_empty() && !is_given {
            self.diagnostics.push(whole.empty());
        }
        let mut statements: Vec<Cow<'_, Statement>> =
            whole.statements.iter().map(Statement::modern).collect();
        let mut text = Document {
            statements: &statements,
        }
        .pretty();
        if let Some(size) = whole.size.filter(|_| !is_given) {
            if size.of(&Document {
                statements: &statements,
            }
            .compact())
                > size.limit
            {
                statements = merge_statements(statements);
                text = Document {
                    statements: &statements,
                }
                .pretty();
            }
            let compact = Document {
                statements: &statements,
            }
            .compact();
            let used = size.of(&compact);
            if used > size.limit {
                self.diagnostics.push(whole.too_large(used, size));
            }
            // What is passed to AWS is the file, with its last line's end.
            if size.counts_space && size.of(&text) > size.limit {
                text = compact;
                if used < size.limit {
                    text.push('\n');
                }
            }
            self.headroom.push(Headroom {
                subject: format!("{}/{}", whole.noun, whole.name),
                limited: whole.limited,
                unit: size.unit.name(),
                used,
                limit: size.limit,
            });
        }
        self.files.add(
            whole.path.clone(),
            text,
            whole.origin,
            &mut self.diagnostics,
        );
        whole.path.clone()
    }
}

/// An entity with statements of its own.
struct Owner<'p> {
    program: &'p Program,
    noun: &'static str,
    entity: &'p Entity,
    /// The path of its documents, without ending.
    stem: String,
    /// How many more managed policies may be attached to it.
    free: usize,
}

impl<'p> Owner<'p> {
    fn new(
        program: &'p Program,
        noun: &'static str,
        entity: &'p Entity,
        attach: usize,
        attached: &[Attachment],
    ) -> Self {
        let folder = folder(program, entity.account);
        Self {
            program,
            noun,
            entity,
            stem: format!("{folder}{noun}s/{}", stem(&entity.name)),
            free: attach.saturating_sub(attached.len()),
        }
    }

    fn subject(&self) -> String {
        format!("{}/{}", self.noun, self.entity.name)
    }

    fn overflow(&self, overflow: &Overflow, room: Room) -> Diagnostic {
        let Self { noun, entity, .. } = self;
        let name = &entity.name;
        match overflow {
            Overflow::Full(left_over) => Diagnostic::new(
                codes::ENTITY_TOO_LARGE,
                format!("the grants of the {noun} `{name}` are {left_over} characters over what IAM takes"),
            )
            .at(entity.origin)
            .hint(format!(
                "its inline policy of {} characters is full, and so are managed policies of {}, of \
                 which {} may be attached beside its own; use wildcards, or more {noun}s with fewer grants",
                room.inline,
                quotas::MANAGED_POLICY,
                room.managed,
            )),
            Overflow::Statement(origin, size) => Diagnostic::new(
                codes::ENTITY_TOO_LARGE,
                format!("one statement of the {noun} `{name}` has {size} characters, and a policy takes {}", quotas::MANAGED_POLICY),
            )
            .at(*origin)
            .label(entity.origin, "what it belongs to")
            .hint("it cannot be cut in two: one pattern, a list after `except` and the values of a condition \
                 stay together"),
        }
    }
}

/// One document that stands or falls as a whole.
struct Whole<'p> {
    path: String,
    kind: PolicyKind,
    /// What it belongs to.
    noun: &'static str,
    name: &'p str,
    /// Which of its documents.
    limited: &'static str,
    origin: Span,
    size: Option<Size>,
    statements: &'p [Statement],
}

impl Whole<'_> {
    fn empty(&self) -> Diagnostic {
        let Self { noun, name, .. } = self;
        Diagnostic::new(
            codes::EMPTY_POLICY,
            format!("the {noun} `{name}` has no statement, and AWS takes no policy without one"),
        )
        .at(self.origin)
        .hint("write what it grants or refuses, or leave it out")
    }

    fn too_large(&self, used: usize, size: Size) -> Diagnostic {
        let Self {
            noun,
            name,
            limited,
            ..
        } = self;
        let (limit, unit) = (size.limit, size.unit.name());
        let over = used - limit;
        Diagnostic::new(
            codes::DOCUMENT_TOO_LARGE,
            format!("the {limited} of the {noun} `{name}` has {used} {unit}, {over} over the {limit} that AWS takes"),
        )
        .at(self.origin)
        .hint("use wildcards, or leave out what another statement covers")
    }
}

/// How large a document may be.
#[derive(Clone, Copy)]
struct Size {
    limit: usize,
    unit: Unit,
    /// Whether AWS counts the white space between elements. Then a document
    /// that would be too large because of it is written without.
    counts_space: bool,
}

/// What is counted.
#[derive(Clone, Copy)]
enum Unit {
    Characters,
    Bytes,
}

impl Size {
    /// Characters, white space included.
    fn as_written(limit: usize) -> Self {
        Self {
            limit,
            unit: Unit::Characters,
            counts_space: true,
        }
    }

    fn of(self, text: &str) -> usize {
        match self.unit {
            Unit::Characters => text.chars().count(),
            Unit::Bytes => text.len(),
        }
    }
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Bytes => "bytes",
        }
    }
}
