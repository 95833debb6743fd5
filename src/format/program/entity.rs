//! The declarations of a program, in the order in which a person reads them:
//! where, who, what they may do, what holds them.

use super::constructor::construction;
use super::{Page, word};
use crate::iam::Effect;
use crate::iam::quotas::DEFAULT_MAX_SESSION;
use crate::model::{
    Account, AccountId, Attachment, BoundaryId, DocumentId, Entity, Group, GroupId, GuardrailId,
    GuardrailKind, GuardrailTarget, Limit, PolicyId, ResourceId, Role, RoleId, SessionPolicyId,
    UnitId, User, UserId,
};
use crate::syntax::is_bare_name;

impl Page<'_> {
    pub(super) fn program(&mut self) {
        for remark in &self.style.preface {
            self.remark(remark);
        }
        self.gap();
        self.settings();
        self.estate();
        self.gap();
        self.from(None);
        for (name, arn) in &self.lets.list {
            let written = construction(arn, self.program);
            let written = written.unwrap_or_else(|| word::plain(arn));
            self.line(&format!("let {name} = {written}"));
        }
        for place in 0..self.program.accounts.len() {
            self.account(AccountId::new(place));
        }
        for place in 0..self.program.session_policies.len() {
            self.session_policy(SessionPolicyId::new(place));
        }
        for place in 0..self.program.guardrails.len() {
            self.guardrail(GuardrailId::new(place));
        }
    }

    fn settings(&mut self) {
        let settings = &self.program.settings;
        if settings.partition != "aws" {
            self.line(&format!("partition {}", word::plain(&settings.partition)));
        }
        for account in &self.program.accounts {
            if let Some(number) = &account.number {
                self.from(account.origin);
                self.line(&format!("account {} = {number}", word::name(&account.name)));
            }
        }
        self.from(None);
        if let Some(region) = &settings.region {
            self.line(&format!("region {}", word::plain(region)));
        }
    }

    fn estate(&mut self) {
        let program = self.program;
        if let Some(organization) = &program.organization {
            self.gap();
            self.from(organization.origin);
            let management = organization.management.and_then(|id| program.account(id));
            let management = management.map_or(String::new(), |account| {
                format!(" {{ management {} }}", word::name(&account.name))
            });
            self.line(&format!("org {}{management}", organization.id));
        }
        for (place, unit) in program.units.iter().enumerate() {
            let id = Some(UnitId::new(place));
            self.from(unit.origin);
            let inside = |account: &&Account| account.unit == id;
            let accounts: Vec<&Account> = program.accounts.iter().filter(inside).collect();
            if !accounts.is_empty() {
                let names = word::list(&accounts, |account| word::name(&account.name));
                self.line(&format!("ou {}: {names}", word::name(&unit.name)));
            }
            let units: Vec<_> = program.units.iter().filter(|it| it.parent == id).collect();
            if !units.is_empty() {
                let names = word::list(&units, |unit| word::name(&unit.name));
                self.line(&format!("ou {} includes {names}", word::name(&unit.name)));
            }
            if accounts.is_empty() && units.is_empty() {
                self.line(&format!("ou {}", word::name(&unit.name)));
            }
        }
    }

    /// What belongs to an account; of others than the first in a block.
    fn account(&mut self, account: AccountId) {
        if account.index() == 0 {
            self.entities(account);
            return;
        }
        let Some(name) = self.program.account(account).map(|it| &it.name) else {
            return;
        };
        let before = self.draft.text.len();
        self.gap();
        self.line(&format!("in account {} {{", word::name(name)));
        let inside = self.draft.text.len();
        self.indent += 1;
        self.entities(account);
        self.indent -= 1;
        if self.draft.text.len() == inside {
            self.draft.text.truncate(before);
        } else {
            self.line("}");
        }
    }

    fn entities(&mut self, account: AccountId) {
        let program = self.program;
        let is_here = |entity: &Entity| entity.account == account;
        self.bare_users(account);
        for (place, group) in program.groups.iter().enumerate() {
            if is_here(&group.entity) {
                self.group(GroupId::new(place), group);
            }
        }
        for (place, user) in program.users.iter().enumerate() {
            if is_here(&user.entity) && says_something(user) {
                self.user(UserId::new(place), user);
            }
        }
        for (place, role) in program.roles.iter().enumerate() {
            if is_here(&role.entity) {
                self.role(RoleId::new(place), role);
            }
        }
        for (place, policy) in program.policies.iter().enumerate() {
            if is_here(&policy.entity) {
                let document = DocumentId::Policy(PolicyId::new(place));
                self.named("policy", &policy.entity, document);
            }
        }
        for (place, boundary) in program.boundaries.iter().enumerate() {
            if is_here(&boundary.entity) {
                let document = DocumentId::Boundary(BoundaryId::new(place));
                self.named("boundary", &boundary.entity, document);
            }
        }
        for (place, resource) in program.resources.iter().enumerate() {
            if resource.account == account {
                self.resource(ResourceId::new(place));
            }
        }
    }

    /// Users of whom nothing is said, not even a group.
    fn bare_users(&mut self, account: AccountId) {
        let users = self.program.users.iter();
        let bare: Vec<&User> = users
            .filter(|user| user.entity.account == account)
            .filter(|user| user.groups.is_empty() && !says_something(user))
            .collect();
        if !bare.is_empty() {
            self.gap();
            let names = word::list(&bare, |user| word::name(&user.entity.name));
            self.line(&format!("user {names}"));
        }
    }

    fn group(&mut self, id: GroupId, group: &Group) {
        self.gap();
        self.from(group.entity.origin);
        let name = word::name(&group.entity.name);
        let members: Vec<&User> = group
            .members
            .iter()
            .filter_map(|id| self.program.user(*id))
            .collect();
        let head = format!("group {name}");
        if !members.is_empty() {
            let members = word::list(&members, |user| word::name(&user.entity.name));
            self.line(&format!("{head}: {members}"));
        }
        let mut attributes = path(&group.entity);
        attributes.extend(self.has(&group.attached));
        let is_said = !members.is_empty();
        self.body(&head, &attributes, &[DocumentId::Group(id)], is_said);
    }

    fn user(&mut self, id: UserId, user: &User) {
        self.gap();
        self.from(user.entity.origin);
        let head = format!("user {}", word::name(&user.entity.name));
        let mut attributes = path(&user.entity);
        attributes.extend(tags(&user.tags));
        attributes.extend(self.boundary(user.boundary));
        attributes.extend(self.has(&user.attached));
        self.body(&head, &attributes, &[DocumentId::User(id)], true);
    }

    fn role(&mut self, id: RoleId, role: &Role) {
        self.gap();
        self.from(role.entity.origin);
        let head = format!("role {}", word::name(&role.entity.name));
        let mut attributes = path(&role.entity);
        attributes.extend(tags(&role.tags));
        attributes.extend(self.boundary(role.boundary));
        if role.max_session != DEFAULT_MAX_SESSION {
            attributes.push(format!("max session {}", length(role.max_session)));
        }
        attributes.extend(self.has(&role.attached));
        let documents = [DocumentId::Trust(id), DocumentId::Role(id)];
        self.body(&head, &attributes, &documents, false);
    }

    /// A policy or boundary.
    fn named(&mut self, keyword: &str, entity: &Entity, document: DocumentId) {
        self.gap();
        self.from(entity.origin);
        let head = format!("{keyword} {}", word::name(&entity.name));
        let mut attributes = path(entity);
        attributes.extend(self.nothing(document));
        self.block(&head, &attributes, &[document]);
    }

    fn resource(&mut self, id: ResourceId) {
        let Some(resource) = self.program.resource(id) else {
            return;
        };
        self.gap();
        self.from(resource.origin);
        let name = self.lets.name(&resource.arn);
        let head = name.map_or_else(|| word::plain(&resource.arn), str::to_owned);
        self.block(
            &format!("resource {head}"),
            &[],
            &[DocumentId::Resource(id)],
        );
    }

    fn session_policy(&mut self, id: SessionPolicyId) {
        let Some(policy) = self.program.session_policy(id) else {
            return;
        };
        self.gap();
        self.from(policy.origin);
        let head = format!("session policy {}", word::name(&policy.name));
        let document = DocumentId::SessionPolicy(id);
        let nothing: Vec<String> = self.nothing(document).into_iter().collect();
        self.block(&head, &nothing, &[document]);
    }

    fn guardrail(&mut self, id: GuardrailId) {
        let Some(guardrail) = self.program.guardrail(id) else {
            return;
        };
        self.gap();
        self.from(guardrail.origin);
        let keyword = match guardrail.kind {
            GuardrailKind::Service => "guardrail",
            GuardrailKind::Resource => "resource guardrail",
        };
        let targets = word::list(&guardrail.targets, |target| self.target(*target));
        let head = format!("{keyword} {} on {targets}", word::name(&guardrail.name));
        self.block(&head, &[], &[DocumentId::Guardrail(id)]);
    }

    fn target(&self, target: GuardrailTarget) -> String {
        let named = |keyword: &str, name: Option<&String>| {
            let name = name.map(|name| word::name(name)).unwrap_or_default();
            format!("{keyword} {name}")
        };
        match target {
            GuardrailTarget::Organization => "org".to_owned(),
            GuardrailTarget::Unit(id) => named("ou", self.program.unit(id).map(|it| &it.name)),
            GuardrailTarget::Account(id) => {
                named("account", self.program.account(id).map(|it| &it.name))
            }
        }
    }

    // -- bodies ---------------------------------------------------------------

    /// One line where there is one thing to say, else a block. Nothing to say
    /// needs a line of its own only where the head is not `said` before.
    fn body(&mut self, head: &str, attributes: &[String], documents: &[DocumentId], said: bool) {
        let mut clauses = documents
            .iter()
            .flat_map(|document| self.clauses(*document));
        let only = (clauses.next(), clauses.next());
        match (attributes, only) {
            ([], (None, _)) if said => {}
            ([], (None, _)) => self.line(head),
            ([attribute], (None, _)) if attribute.starts_with("has ") => {
                self.line(&format!("{head} {attribute}"));
            }
            ([], (Some(clause), None))
                if !clause.text.starts_with("trusts")
                    && !matches!(clause.id.document, DocumentId::Trust(_))
                    && clause.remark.is_none()
                    && !self.style.remarks.contains_key(&clause.id) =>
            {
                self.statement(&clause, &format!("{head} "));
            }
            _ => self.block(head, attributes, documents),
        }
    }

    fn block(&mut self, head: &str, attributes: &[String], documents: &[DocumentId]) {
        self.line(&format!("{head} {{"));
        self.indent += 1;
        for attribute in attributes {
            self.line(attribute);
        }
        for document in documents {
            let clauses = self.clauses(*document);
            // Who may assume a role, and what it may do, are two things.
            if !clauses.is_empty() {
                self.gap();
            }
            for clause in clauses {
                self.statement(&clause, "");
            }
        }
        self.indent -= 1;
        self.line("}");
    }

    /// What a limit says that allows nothing.
    fn nothing(&self, document: DocumentId) -> Option<String> {
        let is_limit = match document {
            DocumentId::Boundary(_) | DocumentId::SessionPolicy(_) => true,
            DocumentId::Policy(id) => {
                let mut limits = self.program.limits();
                limits.any(|limit| limit == Limit::Policy(id))
            }
            DocumentId::User(_)
            | DocumentId::Group(_)
            | DocumentId::Role(_)
            | DocumentId::Trust(_)
            | DocumentId::Guardrail(_)
            | DocumentId::Resource(_) => false,
        };
        let mut statements = self.program.statements(document).iter();
        let allows = statements.any(|it| it.effect == Effect::Allow);
        (is_limit && !allows).then(|| "can nothing".to_owned())
    }

    fn has(&self, attached: &[Attachment]) -> Option<String> {
        let names = word::list(attached, |attachment| match attachment {
            Attachment::Managed(id) => self
                .program
                .policy(*id)
                .map(|policy| word::name(&policy.entity.name))
                .unwrap_or_default(),
            Attachment::External { arn, .. } => word::plain(arn),
        });
        (!attached.is_empty()).then(|| format!("has {names}"))
    }

    fn boundary(&self, limit: Option<Limit>) -> Option<String> {
        let entity = self.program.limit(limit?)?;
        Some(format!("boundary {}", word::name(&entity.name)))
    }
}

/// Whether more is to be said of a user than that it is a member.
fn says_something(user: &User) -> bool {
    user.entity.path != "/"
        || !user.tags.is_empty()
        || !user.statements.is_empty()
        || !user.attached.is_empty()
        || user.boundary.is_some()
}

fn path(entity: &Entity) -> Vec<String> {
    let is_told = entity.path != "/";
    let path = is_told.then(|| format!("path {}", path_word(&entity.path)));
    path.into_iter().collect()
}

/// A path begins with a slash, which no other bare word does.
fn path_word(path: &str) -> String {
    let is_plain = path.get(1..).is_some_and(word::is_plain);
    if is_plain {
        path.to_owned()
    } else {
        word::string(path)
    }
}

fn tags(tags: &[(String, String)]) -> Option<String> {
    let text = |text: &str| {
        let is_word = text.starts_with(|first: char| first.is_ascii_alphabetic());
        if is_word && is_bare_name(text) {
            text.to_owned()
        } else {
            word::string(text)
        }
    };
    let written = word::list(tags, |(key, value)| {
        format!("{} = {}", text(key), text(value))
    });
    (!tags.is_empty()).then(|| format!("tags {{ {written} }}"))
}

/// `2h`, `90m`, `5000s`
fn length(seconds: u32) -> String {
    let units = [(3_600, "h"), (60, "m"), (1, "s")];
    let found = units
        .into_iter()
        .find(|(size, _)| seconds.is_multiple_of(*size));
    let (size, unit) = found.unwrap_or((1, "s"));
    format!("{}{unit}", seconds / size)
}
