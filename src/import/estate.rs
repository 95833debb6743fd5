use std::collections::BTreeMap;

use super::document::Document;
use crate::iam::quotas::{DEFAULT_MAX_SESSION, is_name_character};
use crate::model::{
    Account, AccountId, Boundary, BoundaryId, DocumentId, Entity, Group, GroupId, Guardrail,
    GuardrailId, GuardrailKind, GuardrailTarget, Policy, PolicyId, Program, ResourceId,
    ResourcePolicy, Role, RoleId, SessionPolicy, SessionPolicyId, StatementId, User, UserId,
};
use crate::source::Span;

/// A program while documents are put into it.
#[derive(Debug, Default)]
pub(super) struct Estate {
    pub(super) program: Program,
    /// What is to be said above a statement.
    pub(super) remarks: BTreeMap<StatementId, Vec<String>>,
    /// What is to be said of everything.
    pub(super) preface: Vec<String>,
}

/// What the first account is called whose number is known.
const FIRST: &str = "main";

impl Estate {
    // -- accounts -------------------------------------------------------------

    /// The account with a number, made if it is new.
    pub(super) fn account_numbered(&mut self, number: &str, origin: Span) -> AccountId {
        let accounts = &mut self.program.accounts;
        let known = accounts
            .iter()
            .position(|account| account.number.as_deref() == Some(number));
        if let Some(place) = known {
            return AccountId::new(place);
        }
        // Of what came before and did not say whose it is, this one is.
        if let [only] = accounts.as_mut_slice()
            && only.number.is_none()
            && only.origin.is_none()
        {
            only.name = FIRST.to_owned();
            only.number = Some(number.to_owned());
            only.origin = Some(origin);
            return AccountId::new(0);
        }
        let is_first = accounts.is_empty();
        accounts.push(Account {
            name: if is_first {
                FIRST.to_owned()
            } else {
                format!("account-{number}")
            },
            number: Some(number.to_owned()),
            unit: None,
            origin: Some(origin),
        });
        AccountId::new(accounts.len() - 1)
    }

    /// The account of what does not say whose it is: the first.
    pub(super) fn some_account(&mut self) -> AccountId {
        if self.program.accounts.is_empty() {
            self.program.accounts.push(Account {
                name: "default".to_owned(),
                number: None,
                unit: None,
                origin: None,
            });
        }
        AccountId::new(0)
    }

    // -- entities -------------------------------------------------------------

    pub(super) fn user(&mut self, account: AccountId, name: &str, origin: Span) -> UserId {
        let known = find(
            self.program.users.iter().map(|it| &it.entity),
            account,
            name,
        );
        UserId::new(known.unwrap_or_else(|| {
            self.program.users.push(User {
                entity: entity(account, name, origin),
                tags: Vec::new(),
                groups: Vec::new(),
                statements: Vec::new(),
                attached: Vec::new(),
                boundary: None,
            });
            self.program.users.len() - 1
        }))
    }

    pub(super) fn group(&mut self, account: AccountId, name: &str, origin: Span) -> GroupId {
        let known = find(
            self.program.groups.iter().map(|it| &it.entity),
            account,
            name,
        );
        GroupId::new(known.unwrap_or_else(|| {
            self.program.groups.push(Group {
                entity: entity(account, name, origin),
                members: Vec::new(),
                statements: Vec::new(),
                attached: Vec::new(),
            });
            self.program.groups.len() - 1
        }))
    }

    pub(super) fn role(&mut self, account: AccountId, name: &str, origin: Span) -> RoleId {
        let known = find(
            self.program.roles.iter().map(|it| &it.entity),
            account,
            name,
        );
        RoleId::new(known.unwrap_or_else(|| {
            self.program.roles.push(Role {
                entity: entity(account, name, origin),
                tags: Vec::new(),
                max_session: DEFAULT_MAX_SESSION,
                trust: Vec::new(),
                statements: Vec::new(),
                attached: Vec::new(),
                boundary: None,
            });
            self.program.roles.len() - 1
        }))
    }

    /// A policy of its own, under its name, or with a number behind it where
    /// another document has that.
    pub(super) fn policy(&mut self, account: AccountId, name: &str, origin: Span) -> PolicyId {
        let name = self.free_policy_name(account, name);
        self.program.policies.push(Policy {
            entity: entity(account, &name, origin),
            statements: Vec::new(),
        });
        PolicyId::new(self.program.policies.len() - 1)
    }

    /// A name for a policy or a boundary, which share theirs.
    fn free_policy_name(&self, account: AccountId, name: &str) -> String {
        let taken = |name: &str| {
            let policies = self.program.policies.iter().map(|it| &it.entity);
            let boundaries = self.program.boundaries.iter().map(|it| &it.entity);
            find(policies, account, name).is_some() || find(boundaries, account, name).is_some()
        };
        free_name(name, taken)
    }

    /// A boundary of its own, as a policy.
    pub(super) fn new_boundary(
        &mut self,
        account: AccountId,
        name: &str,
        origin: Span,
    ) -> BoundaryId {
        let name = self.free_policy_name(account, name);
        self.program.boundaries.push(Boundary {
            entity: entity(account, &name, origin),
            statements: Vec::new(),
        });
        BoundaryId::new(self.program.boundaries.len() - 1)
    }

    pub(super) fn boundary(&mut self, account: AccountId, name: &str, origin: Span) -> BoundaryId {
        let boundaries = &mut self.program.boundaries;
        let known = find(boundaries.iter().map(|it| &it.entity), account, name);
        BoundaryId::new(known.unwrap_or_else(|| {
            boundaries.push(Boundary {
                entity: entity(account, name, origin),
                statements: Vec::new(),
            });
            boundaries.len() - 1
        }))
    }

    pub(super) fn session_policy(&mut self, name: &str, origin: Span) -> SessionPolicyId {
        let policies = &mut self.program.session_policies;
        let known = policies.iter().position(|it| it.name == name);
        SessionPolicyId::new(known.unwrap_or_else(|| {
            policies.push(SessionPolicy {
                name: name.to_owned(),
                statements: Vec::new(),
                origin,
            });
            policies.len() - 1
        }))
    }

    pub(super) fn guardrail(
        &mut self,
        name: &str,
        kind: GuardrailKind,
        targets: Vec<GuardrailTarget>,
        origin: Span,
    ) -> GuardrailId {
        let taken = |name: &str| self.program.guardrails.iter().any(|it| it.name == name);
        let name = free_name(name, taken);
        self.program.guardrails.push(Guardrail {
            name,
            kind,
            targets,
            statements: Vec::new(),
            origin,
        });
        GuardrailId::new(self.program.guardrails.len() - 1)
    }

    /// The policy of a resource, under a name that its ARN gives.
    pub(super) fn resource(&mut self, account: AccountId, arn: &str, origin: Span) -> ResourceId {
        let resources = &self.program.resources;
        if let Some(place) = resources.iter().position(|it| it.arn == arn) {
            return ResourceId::new(place);
        }
        let last = arn.rsplit([':', '/']).next().unwrap_or(arn);
        let taken = |name: &str| resources.iter().any(|it| it.name == name);
        let name = free_name(&plain_name(last), taken);
        self.program.resources.push(ResourcePolicy {
            name,
            account,
            arn: arn.to_owned(),
            statements: Vec::new(),
            origin,
        });
        ResourceId::new(self.program.resources.len() - 1)
    }

    // -- statements -----------------------------------------------------------

    /// Adds a document's statements to a list, with a remark above the first.
    pub(super) fn add(&mut self, to: DocumentId, document: Document, remark: Option<String>) {
        let Some(list) = self.program.statements_mut(to) else {
            return;
        };
        let first = list.len();
        let is_empty = document.statements.is_empty();
        list.extend(document.statements);
        let id = document.id.map(|id| format!("Id: {id}"));
        let remarks: Vec<String> = remark.into_iter().chain(id).collect();
        if !remarks.is_empty() && !is_empty {
            let id = StatementId {
                document: to,
                index: first,
            };
            self.remarks.entry(id).or_default().extend(remarks);
        }
    }
}

fn entity(account: AccountId, name: &str, origin: Span) -> Entity {
    Entity {
        name: name.to_owned(),
        account,
        path: "/".to_owned(),
        origin,
    }
}

/// IAM compares names without case.
fn find<'e>(
    mut entities: impl Iterator<Item = &'e Entity>,
    account: AccountId,
    name: &str,
) -> Option<usize> {
    entities.position(|it| it.account == account && it.name.eq_ignore_ascii_case(name))
}

fn free_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let mut number = 2_usize;
    loop {
        let numbered = format!("{name}-{number}");
        if !taken(&numbered) {
            return numbered;
        }
        number += 1;
    }
}

/// A text as a name that IAM takes: other characters become hyphens.
pub(super) fn plain_name(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for character in text.chars() {
        if is_name_character(character) {
            name.push(character);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches(['-', '.']);
    if name.is_empty() {
        "Imported".to_owned()
    } else {
        name.chars().take(120).collect()
    }
}
