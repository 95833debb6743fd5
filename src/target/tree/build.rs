use std::collections::BTreeMap;

use hashbrown::HashSet;

use crate::iam::PolicyKind;
use crate::model::{
    Account, AccountId, Attachment, BoundaryId, Entity, GuardrailKind, GuardrailTarget, Limit,
    PolicyId, Program, RequestPrincipal, Statement,
};
use crate::runtime::{
    AccountHandle, AccountSpec, BuildError, EntityHandle, EntityKind, EntitySpec, LevelSpec,
    PLACEHOLDER, PolicyHandle, StatementSpec, Tree, TreeBuilder,
};
use crate::source::Sources;

/// Makes the decision tree of a program.
///
/// # Errors
/// A statement that its policy cannot hold, which a checked program does not
/// have.
pub fn build_tree(program: &Program, sources: &Sources) -> Result<Tree, BuildError> {
    let mut build = Build {
        program,
        sources,
        builder: TreeBuilder::new(),
        accounts: Vec::new(),
        policies: Vec::new(),
        limits: BTreeMap::new(),
    };
    if let Some(organization) = &program.organization {
        build.builder.organization(&organization.id);
    }
    build.add_accounts()?;
    build.add_managed()?;
    build.add_entities()?;
    build.add_resources()?;
    build.builder.finish()
}

/// A statement as the builder of trees takes it, from a line of a file.
pub fn statement_spec<'s>(statement: &'s Statement, file: &'s str, line: u32) -> StatementSpec<'s> {
    StatementSpec {
        sid: statement.sid.as_deref(),
        effect: statement.effect,
        principals: statement.principals.as_ref(),
        actions: &statement.actions,
        resources: statement.resources.as_ref(),
        condition: &statement.condition,
        version: statement.version,
        file,
        line,
    }
}

/// What [`Tree::principal`] calls the principal of a test's request.
pub fn principal_key(program: &Program, principal: &RequestPrincipal) -> String {
    let key = |kind: EntityKind, entity: Option<&Entity>| {
        entity.map_or_else(String::new, |entity| {
            let account = program
                .account(entity.account)
                .map_or("", |account| account.name.as_str());
            format!("{}/{account}/{}", kind.name(), entity.name)
        })
    };
    match principal {
        RequestPrincipal::User(id) => {
            key(EntityKind::User, program.user(*id).map(|user| &user.entity))
        }
        RequestPrincipal::Group(id) => key(
            EntityKind::Group,
            program.group(*id).map(|group| &group.entity),
        ),
        RequestPrincipal::Role(id) => {
            key(EntityKind::Role, program.role(*id).map(|role| &role.entity))
        }
        RequestPrincipal::Service(name) => format!("service/{name}"),
        RequestPrincipal::Arn(arn) => arn.clone(),
        RequestPrincipal::Anonymous => "anonymous".to_owned(),
    }
}

struct Build<'p> {
    program: &'p Program,
    sources: &'p Sources,
    builder: TreeBuilder,
    accounts: Vec<AccountHandle>,
    policies: Vec<PolicyHandle>,
    limits: BTreeMap<Limit, PolicyHandle>,
}

/// The policies that an entity has: the program's, and others by their ARNs.
#[derive(Default)]
struct Attached<'p> {
    policies: Vec<PolicyHandle>,
    unknown: Vec<&'p str>,
}

impl<'p> Build<'p> {
    fn policy(
        &mut self,
        kind: PolicyKind,
        name: &str,
        statements: &'p [Statement],
    ) -> Result<PolicyHandle, BuildError> {
        let sources = self.sources;
        let specs = statements.iter().map(|statement| {
            let line = sources.position(statement.origin).line;
            statement_spec(statement, sources.name(statement.origin), line)
        });
        self.builder.policy(kind, name, specs)
    }

    /// What an entity is called; one of another account than the first, with
    /// its account.
    fn title(&self, kind: &str, entity: &Entity) -> String {
        match self.program.account(entity.account) {
            Some(account) if entity.account.index() > 0 => {
                format!("{kind} {}/{}", account.name, entity.name)
            }
            Some(_) | None => [kind, " ", &entity.name].concat(),
        }
    }

    fn add_accounts(&mut self) -> Result<(), BuildError> {
        let mut guardrails = Vec::new();
        for guardrail in &self.program.guardrails {
            let kind = match guardrail.kind {
                GuardrailKind::Service => PolicyKind::ServiceControl,
                GuardrailKind::Resource => PolicyKind::ResourceControl,
            };
            let name = format!("guardrail {}", guardrail.name);
            guardrails.push(self.policy(kind, &name, &guardrail.statements)?);
        }
        for (place, account) in self.program.accounts.iter().enumerate() {
            let targets = targets_of(self.program, AccountId::new(place), account);
            let levels = |kind| -> Vec<LevelSpec<'_>> {
                targets
                    .iter()
                    .filter_map(|(target, name)| self.level(kind, *target, name, &guardrails))
                    .collect()
            };
            let spec = AccountSpec {
                name: &account.name,
                number: account.number.as_deref(),
                in_organization: self.program.organization.is_some(),
                service_levels: levels(GuardrailKind::Service),
                resource_levels: levels(GuardrailKind::Resource),
            };
            let handle = self.builder.account(&spec);
            self.accounts.push(handle);
        }
        Ok(())
    }

    /// The guardrails of one kind on a target; none where it has none, and so
    /// AWS's own policy that allows everything.
    ///
    /// Resource guardrails cannot take that policy away. A service guardrail
    /// does, once one of the target's says what it allows.
    fn level<'n>(
        &self,
        kind: GuardrailKind,
        target: GuardrailTarget,
        name: &'n str,
        handles: &[PolicyHandle],
    ) -> Option<LevelSpec<'n>> {
        let attached: Vec<_> = self
            .program
            .guardrails
            .iter()
            .zip(handles)
            .filter(|(guardrail, _)| guardrail.kind == kind && guardrail.targets.contains(&target))
            .collect();
        let full_access = match kind {
            GuardrailKind::Service => self.program.has_full_access(target),
            GuardrailKind::Resource => true,
        };
        (!attached.is_empty()).then(|| LevelSpec {
            name,
            policies: attached.iter().map(|(_, handle)| **handle).collect(),
            full_access,
        })
    }

    fn add_managed(&mut self) -> Result<(), BuildError> {
        for policy in &self.program.policies {
            let name = self.title("policy", &policy.entity);
            let handle = self.policy(PolicyKind::Identity, &name, &policy.statements)?;
            self.policies.push(handle);
        }
        for (place, boundary) in self.program.boundaries.iter().enumerate() {
            let name = self.title("boundary", &boundary.entity);
            let handle = self.policy(PolicyKind::Boundary, &name, &boundary.statements)?;
            self.limits
                .insert(Limit::Boundary(BoundaryId::new(place)), handle);
        }
        // What is both is two to the evaluator.
        for limit in self.program.limits() {
            let Limit::Policy(id) = limit else { continue };
            if let Some(policy) = self.program.policy(id)
                && !self.limits.contains_key(&limit)
            {
                let name = self.title("policy", &policy.entity);
                let handle = self.policy(PolicyKind::Boundary, &name, &policy.statements)?;
                self.limits.insert(limit, handle);
            }
        }
        for session in &self.program.session_policies {
            let name = format!("session policy {}", session.name);
            let handle = self.policy(PolicyKind::Session, &name, &session.statements)?;
            self.builder.session_policy(&session.name, handle);
        }
        Ok(())
    }

    fn add_entities(&mut self) -> Result<(), BuildError> {
        let mut groups = Vec::new();
        for group in &self.program.groups {
            let title = self.title("group", &group.entity);
            groups.push(self.attached(&title, &group.statements, &group.attached)?);
        }
        let mut users = Vec::new();
        for user in &self.program.users {
            let title = self.title("user", &user.entity);
            let mut attached = self.attached(&title, &user.statements, &user.attached)?;
            for group in user
                .groups
                .iter()
                .filter_map(|group| groups.get(group.index()))
            {
                attached.policies.extend(&group.policies);
                attached.unknown.extend(&group.unknown);
            }
            let boundary = user.boundary.and_then(|limit| self.limit(limit));
            let entity = Parts {
                kind: EntityKind::User,
                entity: &user.entity,
                tags: &user.tags,
                boundary,
                trust: None,
                members: Vec::new(),
            };
            users.push(self.entity(entity, attached));
        }
        for (group, attached) in self.program.groups.iter().zip(groups) {
            let members = group
                .members
                .iter()
                .filter_map(|user| users.get(user.index()).copied().flatten());
            let entity = Parts {
                kind: EntityKind::Group,
                entity: &group.entity,
                tags: &[],
                boundary: None,
                trust: None,
                members: members.collect(),
            };
            self.entity(entity, attached);
        }
        for role in &self.program.roles {
            let title = self.title("role", &role.entity);
            let attached = self.attached(&title, &role.statements, &role.attached)?;
            let boundary = role.boundary.and_then(|limit| self.limit(limit));
            let trust =
                Some(self.policy(PolicyKind::Trust, &format!("trust of {title}"), &role.trust)?);
            let entity = Parts {
                kind: EntityKind::Role,
                entity: &role.entity,
                tags: &role.tags,
                boundary,
                trust,
                members: Vec::new(),
            };
            self.entity(entity, attached);
        }
        Ok(())
    }

    /// What an entity has of its own.
    fn attached(
        &mut self,
        title: &str,
        statements: &'p [Statement],
        attachments: &'p [Attachment],
    ) -> Result<Attached<'p>, BuildError> {
        let mut attached = Attached::default();
        if !statements.is_empty() {
            attached
                .policies
                .push(self.policy(PolicyKind::Identity, title, statements)?);
        }
        for attachment in attachments {
            match attachment {
                Attachment::Managed(id) => attached.policies.extend(self.managed(*id)),
                Attachment::External { arn, .. } => attached.unknown.push(arn),
            }
        }
        Ok(attached)
    }

    fn limit(&self, limit: Limit) -> Option<PolicyHandle> {
        self.limits.get(&limit).copied()
    }

    fn managed(&self, id: PolicyId) -> Option<PolicyHandle> {
        self.policies.get(id.index()).copied()
    }

    fn entity(&mut self, parts: Parts<'_>, mut attached: Attached<'_>) -> Option<EntityHandle> {
        let account = self.accounts.get(parts.entity.account.index()).copied()?;
        // A policy may come from several groups; it is asked once.
        if attached.policies.len() > 1 {
            let mut seen = HashSet::new();
            attached.policies.retain(|policy| seen.insert(*policy));
        }
        let number = self
            .program
            .account(parts.entity.account)
            .and_then(|account| account.number.as_deref())
            .unwrap_or(PLACEHOLDER);
        let Entity { path, name, .. } = parts.entity;
        let partition = &self.program.settings.partition;
        let kind = parts.kind.name();
        let arn = ["arn:", partition, ":iam::", number, ":", kind, path, name].concat();
        Some(self.builder.entity(&EntitySpec {
            kind: parts.kind,
            account,
            name: &parts.entity.name,
            arn: &arn,
            tags: parts.tags,
            policies: attached.policies,
            boundary: parts.boundary,
            trust: parts.trust,
            unknown_policies: attached.unknown,
            members: parts.members,
        }))
    }

    fn add_resources(&mut self) -> Result<(), BuildError> {
        for resource in &self.program.resources {
            let name = format!("resource {}", resource.name);
            let policy = self.policy(PolicyKind::Resource, &name, &resource.statements)?;
            if let Some(account) = self.accounts.get(resource.account.index()).copied() {
                self.builder.resource(&resource.arn, account, policy);
            }
        }
        Ok(())
    }
}

/// What is particular to an entity's kind.
struct Parts<'e> {
    kind: EntityKind,
    entity: &'e Entity,
    tags: &'e [(String, String)],
    boundary: Option<PolicyHandle>,
    trust: Option<PolicyHandle>,
    members: Vec<EntityHandle>,
}

/// What an account's guardrails can be attached to, from the root down, each
/// with its name. Nothing reaches the management account (Organizations User
/// Guide, "Service control policies").
fn targets_of(
    program: &Program,
    id: AccountId,
    account: &Account,
) -> Vec<(GuardrailTarget, String)> {
    let management = program
        .organization
        .as_ref()
        .and_then(|organization| organization.management);
    if management == Some(id) {
        return Vec::new();
    }
    let mut targets = vec![(
        GuardrailTarget::Account(id),
        format!("account {}", account.name),
    )];
    let mut next = account.unit;
    // A unit holds itself in no checked program; the bound ends the walk in any.
    for _ in 0..=program.units.len() {
        let Some(unit) = next.and_then(|id| program.unit(id).map(|unit| (id, unit))) else {
            break;
        };
        targets.push((GuardrailTarget::Unit(unit.0), format!("ou {}", unit.1.name)));
        next = unit.1.parent;
    }
    targets.push((GuardrailTarget::Organization, "org".to_owned()));
    targets.reverse();
    targets
}
