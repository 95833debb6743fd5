//! The lines of a program, each to where its statements belong.

use core::iter::repeat_with;

use hashbrown::HashSet;

use super::assume::{self, Halves};
use super::grant::Setting;
use super::verbatim;
use super::{Holder, grant, guardrail, nothing, pass, principal, resource_policy, trust};
use crate::cores;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::model::{Attachment, GuardrailKind, Limit, PolicyId, Program, Statement};
use crate::resolve::Here;
use crate::resolve::collect::declared::{Line, Subject};
use crate::resolve::world::World;
use crate::source::Span;
use crate::syntax::ast::{ClauseKind, Grant, Verbatim};

/// Fewer lines than this are not tried before they are lowered.
const FEW: usize = 256;

/// What is known of documents besides their statements.
#[derive(Debug, Default)]
pub(in crate::resolve) struct Lowered {
    /// Those of which a line is missing because of an error.
    pub(super) incomplete: Vec<Subject>,
    /// Those that say `can nothing`, and where.
    pub(super) nothing: Vec<(Subject, Span)>,
}

/// Puts the statements of every line into the program, in source order.
pub(in crate::resolve) fn lower_lines<'s>(
    lines: &[Line<'_, 's>],
    world: &mut World<'_, 's>,
    diagnostics: &mut Diagnostics,
) -> Lowered {
    let mut lowered = Lowered::default();
    let of_roles = policies_of_roles(&world.program);
    let tried = try_lines(lines, &of_roles, world);
    let tried = tried.into_iter().chain(repeat_with(|| None));
    for (line, tried) in lines.iter().zip(tried) {
        let before = diagnostics.len();
        if let ClauseKind::Grant(grant) = &line.clause.node.kind
            && nothing::is_said(grant)
        {
            if nothing::check(grant, line.subject, diagnostics) {
                lowered.nothing.push((line.subject, line.clause.span));
            } else {
                lowered.incomplete.push(line.subject);
            }
            continue;
        }
        let halves = tried.unwrap_or_else(|| lower_line(line, &of_roles, world, diagnostics));
        if halves.own.is_empty() && diagnostics.len() > before {
            lowered.incomplete.push(line.subject);
        }
        for role in halves.roles {
            if let Some(role) = world.program.roles.get_mut(role.index()) {
                role.trust.extend(halves.trust.iter().cloned());
            }
        }
        let own = match &line.clause.node.kind {
            ClauseKind::Trusts(_) => trust_policy(&mut world.program, line.subject),
            ClauseKind::Verbatim(said)
                if verbatim_kind(said, line.subject, &world.program) == PolicyKind::Trust =>
            {
                trust_policy(&mut world.program, line.subject)
            }
            ClauseKind::Grant(_)
            | ClauseKind::Verbatim(_)
            | ClauseKind::Assume(_)
            | ClauseKind::Pass(_) => policy(&mut world.program, line.subject),
            ClauseKind::Has(_)
            | ClauseKind::Members(_)
            | ClauseKind::Includes(_)
            | ClauseKind::Path(_)
            | ClauseKind::Tags(_)
            | ClauseKind::Boundary(_)
            | ClauseKind::TrustsFrom(_)
            | ClauseKind::MaxSession(_)
            | ClauseKind::For(_) => None,
        };
        if let Some(own) = own {
            own.extend(halves.own);
        }
    }
    lowered
}

/// What the lines come to about which nothing is to be said, found on all cores;
/// the others are left, for what is said of a line can hang on those before it.
fn try_lines<'s>(
    lines: &[Line<'_, 's>],
    of_roles: &PoliciesOfRoles,
    world: &mut World<'_, 's>,
) -> Vec<Option<Halves>> {
    if lines.len() < FEW {
        return Vec::new();
    }
    world.trying = true;
    let tried = cores::map(lines, FEW, |line| {
        let mut said = Diagnostics::new();
        let halves = lower_line(line, of_roles, world, &mut said);
        said.is_empty().then_some(halves)
    });
    world.trying = false;
    tried
}

/// The managed policies that roles have.
struct PoliciesOfRoles {
    /// All of them.
    any: HashSet<PolicyId>,
    /// Those that nobody else has: what is always or never so for a session of
    /// a role is so for them too.
    own: HashSet<PolicyId>,
}

fn policies_of_roles(program: &Program) -> PoliciesOfRoles {
    let managed = |attached: &[Attachment]| -> Vec<PolicyId> {
        let id = |attachment: &Attachment| match attachment {
            Attachment::Managed(id) => Some(*id),
            Attachment::External { .. } => None,
        };
        attached.iter().filter_map(id).collect()
    };
    let roles = program.roles.iter().map(|role| &role.attached);
    let users = program.users.iter().map(|user| &user.attached);
    let groups = program.groups.iter().map(|group| &group.attached);
    let any: HashSet<PolicyId> = roles.flat_map(|attached| managed(attached)).collect();
    let mut own = any.clone();
    for id in users.chain(groups).flat_map(|attached| managed(attached)) {
        own.remove(&id);
    }
    for user in &program.users {
        if let Some(Limit::Policy(id)) = user.boundary {
            own.remove(&id);
        }
    }
    PoliciesOfRoles { any, own }
}

fn lower_line<'s>(
    line: &Line<'_, 's>,
    of_roles: &PoliciesOfRoles,
    world: &World<'_, 's>,
    diagnostics: &mut Diagnostics,
) -> Halves {
    let here = world.names(&line.clause.scope);
    let span = line.clause.span;
    let own = match &line.clause.node.kind {
        ClauseKind::Grant(grant) => {
            lower_grant(grant, span, line.subject, of_roles, here, diagnostics)
        }
        ClauseKind::Verbatim(said) => {
            let kind = verbatim_kind(said, line.subject, &world.program);
            Some(verbatim::lower(said, span, kind, here, diagnostics))
        }
        ClauseKind::Pass(clause) => holder(line.subject, of_roles)
            .map(|holder| pass::lower(clause, span, holder, here, diagnostics)),
        ClauseKind::Trusts(clause) => Some(trust::lower(clause, span, here, diagnostics)),
        ClauseKind::Assume(clause) => {
            return assuming(line.subject).map_or_else(Halves::default, |subject| {
                assume::lower(clause, span, subject, here, diagnostics)
            });
        }
        ClauseKind::Has(_)
        | ClauseKind::Members(_)
        | ClauseKind::Includes(_)
        | ClauseKind::Path(_)
        | ClauseKind::Tags(_)
        | ClauseKind::Boundary(_)
        | ClauseKind::TrustsFrom(_)
        | ClauseKind::MaxSession(_)
        | ClauseKind::For(_) => None,
    };
    Halves {
        own: own.unwrap_or_default(),
        ..Halves::default()
    }
}

/// The kind of policy that a verbatim line is in.
fn verbatim_kind(said: &Verbatim<'_>, subject: Subject, program: &Program) -> PolicyKind {
    match subject {
        Subject::Resource(_) => PolicyKind::Resource,
        Subject::Guardrail(id) => match program.guardrail(id).map(|found| found.kind) {
            Some(GuardrailKind::Resource) => PolicyKind::ResourceControl,
            Some(GuardrailKind::Service) | None => PolicyKind::ServiceControl,
        },
        Subject::Role(_) if said.principals.is_some() => PolicyKind::Trust,
        Subject::Boundary(_) => PolicyKind::Boundary,
        Subject::SessionPolicy(_) => PolicyKind::Session,
        Subject::User(_)
        | Subject::Group(_)
        | Subject::Role(_)
        | Subject::Policy(_)
        | Subject::Unattached => PolicyKind::Identity,
    }
}

fn lower_grant<'s>(
    grant: &Grant<'s>,
    span: Span,
    subject: Subject,
    of_roles: &PoliciesOfRoles,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Statement>> {
    let program = &here.world.program;
    match subject {
        Subject::Resource(id) => {
            let target = program.resource(id)?;
            Some(resource_policy::lower(
                grant,
                span,
                target,
                here,
                diagnostics,
            ))
        }
        Subject::Guardrail(id) => {
            let kind = program.guardrail(id)?.kind;
            Some(guardrail::lower(grant, span, kind, here, diagnostics))
        }
        Subject::User(_)
        | Subject::Group(_)
        | Subject::Role(_)
        | Subject::Policy(_)
        | Subject::Boundary(_)
        | Subject::SessionPolicy(_)
        | Subject::Unattached => {
            let holder = holder(subject, of_roles)?;
            Some(without_principal(grant, span, holder, here, diagnostics))
        }
    }
}

/// A line of a policy that is about whoever has it.
fn without_principal<'s>(
    grant: &Grant<'s>,
    span: Span,
    holder: Holder,
    here: Here<'_, '_, 's>,
    diagnostics: &mut Diagnostics,
) -> Vec<Statement> {
    if let Some(subject) = &grant.subject {
        diagnostics.push(
            Diagnostic::new(
                codes::SUBJECT_NOT_HERE,
                "a principal stands only in a resource, a guardrail or `trusts`",
            )
            .at(principal::span(subject).unwrap_or(grant.verb))
            .hint("leave it out: the line is about what the block declares"),
        );
        return Vec::new();
    }
    let setting = Setting {
        kind: holder.kind,
        of_role: holder.of_role,
        reaches_role: holder.reaches_role,
        principals: None,
        required: Vec::new(),
    };
    grant::lower(grant, span, &setting, here, diagnostics)
}

/// The kind of policy that a line of this subject is in; none where lines name
/// principals.
fn holder(subject: Subject, of_roles: &PoliciesOfRoles) -> Option<Holder> {
    let (kind, of_role, reaches_role) = match subject {
        Subject::User(_) | Subject::Group(_) => (PolicyKind::Identity, false, false),
        Subject::Policy(id) => (
            PolicyKind::Identity,
            of_roles.own.contains(&id),
            of_roles.any.contains(&id),
        ),
        Subject::Role(_) => (PolicyKind::Identity, true, true),
        Subject::Unattached => (PolicyKind::Identity, false, false),
        Subject::Boundary(_) => (PolicyKind::Boundary, false, false),
        Subject::SessionPolicy(_) => (PolicyKind::Session, false, false),
        Subject::Guardrail(_) | Subject::Resource(_) => return None,
    };
    Some(Holder {
        kind,
        of_role,
        reaches_role,
    })
}

fn assuming(subject: Subject) -> Option<assume::Subject> {
    match subject {
        Subject::User(id) => Some(assume::Subject::User(id)),
        Subject::Group(id) => Some(assume::Subject::Group(id)),
        Subject::Role(id) => Some(assume::Subject::Role(id)),
        Subject::Policy(_)
        | Subject::Boundary(_)
        | Subject::SessionPolicy(_)
        | Subject::Guardrail(_)
        | Subject::Resource(_)
        | Subject::Unattached => None,
    }
}

fn policy(program: &mut Program, subject: Subject) -> Option<&mut Vec<Statement>> {
    Some(match subject {
        Subject::User(id) => &mut program.users.get_mut(id.index())?.statements,
        Subject::Group(id) => &mut program.groups.get_mut(id.index())?.statements,
        Subject::Role(id) => &mut program.roles.get_mut(id.index())?.statements,
        Subject::Policy(id) => &mut program.policies.get_mut(id.index())?.statements,
        Subject::Boundary(id) => &mut program.boundaries.get_mut(id.index())?.statements,
        Subject::SessionPolicy(id) => &mut program.session_policies.get_mut(id.index())?.statements,
        Subject::Guardrail(id) => &mut program.guardrails.get_mut(id.index())?.statements,
        Subject::Resource(id) => &mut program.resources.get_mut(id.index())?.statements,
        Subject::Unattached => return None,
    })
}

fn trust_policy(program: &mut Program, subject: Subject) -> Option<&mut Vec<Statement>> {
    match subject {
        Subject::Role(id) => Some(&mut program.roles.get_mut(id.index())?.trust),
        Subject::User(_)
        | Subject::Group(_)
        | Subject::Policy(_)
        | Subject::Boundary(_)
        | Subject::SessionPolicy(_)
        | Subject::Guardrail(_)
        | Subject::Resource(_)
        | Subject::Unattached => None,
    }
}
