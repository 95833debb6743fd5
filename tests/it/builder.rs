//! Programs put together by hand, for the stages behind the compiler.

use aclc::iam::{Atom, Effect, Match, Operator, Principal, PrincipalMatch, Version};
use aclc::model::{
    Account, AccountId, Attachment, Boundary, BoundaryId, Entity, Group, GroupId, Guardrail,
    GuardrailKind, GuardrailTarget, Policy, PolicyId, Program, ResourcePolicy, Role, RoleId,
    SessionPolicy, Statement, User, UserId,
};
use aclc::source::{Sources, Span};

/// A program in the making. What is not said is as small as it can be.
pub(crate) struct Builder {
    pub(crate) program: Program,
    /// One line for each thing, so that each has a place of its own.
    lines: u32,
}

impl Builder {
    /// A program without accounts: one named `default` without a number.
    pub(crate) fn new() -> Self {
        let mut builder = Self {
            program: Program::default(),
            lines: 0,
        };
        builder.program.accounts.push(Account {
            name: "default".to_owned(),
            number: None,
            unit: None,
            origin: None,
        });
        builder
    }

    /// A program with these accounts; the first is the default.
    pub(crate) fn with_accounts(accounts: &[(&str, &str)]) -> Self {
        let mut builder = Self::new();
        builder.program.accounts.clear();
        for (name, number) in accounts {
            let origin = builder.place();
            builder.program.accounts.push(Account {
                name: (*name).to_owned(),
                number: Some((*number).to_owned()),
                unit: None,
                origin: Some(origin),
            });
        }
        builder
    }

    /// A place that nothing else has: ten bytes of the only text.
    pub(crate) fn place(&mut self) -> Span {
        self.lines += 1;
        let start = self.lines as usize * 10;
        Span::new(Sources::new().add("program.acl", ""), start, start + 9)
    }

    pub(crate) fn user(&mut self, name: &str, statements: Vec<Statement>) -> UserId {
        let user = User {
            entity: self.entity(name),
            tags: Vec::new(),
            groups: Vec::new(),
            statements: self.placed(statements),
            attached: Vec::new(),
            boundary: None,
        };
        self.program.users.push(user);
        UserId::new(self.program.users.len() - 1)
    }

    /// A group; its members are in it afterwards.
    pub(crate) fn group(
        &mut self,
        name: &str,
        members: &[UserId],
        statements: Vec<Statement>,
    ) -> GroupId {
        let id = GroupId::new(self.program.groups.len());
        let group = Group {
            entity: self.entity(name),
            members: members.to_vec(),
            statements: self.placed(statements),
            attached: Vec::new(),
        };
        self.program.groups.push(group);
        for member in members {
            self.program.users[member.index()].groups.push(id);
        }
        id
    }

    pub(crate) fn role(
        &mut self,
        name: &str,
        trust: Vec<Statement>,
        statements: Vec<Statement>,
    ) -> RoleId {
        let role = Role {
            entity: self.entity(name),
            tags: Vec::new(),
            max_session: 3_600,
            trust: self.placed(trust),
            statements: self.placed(statements),
            attached: Vec::new(),
            boundary: None,
        };
        self.program.roles.push(role);
        RoleId::new(self.program.roles.len() - 1)
    }

    pub(crate) fn policy(&mut self, name: &str, statements: Vec<Statement>) -> PolicyId {
        let policy = Policy {
            entity: self.entity(name),
            statements: self.placed(statements),
        };
        self.program.policies.push(policy);
        PolicyId::new(self.program.policies.len() - 1)
    }

    pub(crate) fn boundary(&mut self, name: &str, statements: Vec<Statement>) -> BoundaryId {
        let boundary = Boundary {
            entity: self.entity(name),
            statements: self.placed(statements),
        };
        self.program.boundaries.push(boundary);
        BoundaryId::new(self.program.boundaries.len() - 1)
    }

    pub(crate) fn session_policy(&mut self, name: &str, statements: Vec<Statement>) {
        let session = SessionPolicy {
            name: name.to_owned(),
            statements: self.placed(statements),
            origin: self.place(),
        };
        self.program.session_policies.push(session);
    }

    pub(crate) fn guardrail(
        &mut self,
        name: &str,
        kind: GuardrailKind,
        targets: &[GuardrailTarget],
        statements: Vec<Statement>,
    ) {
        let guardrail = Guardrail {
            name: name.to_owned(),
            kind,
            targets: targets.to_vec(),
            statements: self.placed(statements),
            origin: self.place(),
        };
        self.program.guardrails.push(guardrail);
    }

    pub(crate) fn resource(&mut self, name: &str, arn: &str, statements: Vec<Statement>) {
        let resource = ResourcePolicy {
            name: name.to_owned(),
            account: AccountId::new(0),
            arn: arn.to_owned(),
            statements: self.placed(statements),
            origin: self.place(),
        };
        self.program.resources.push(resource);
    }

    /// Attaches by an ARN whose document is not given.
    pub(crate) fn external(&mut self, arn: &str) -> Attachment {
        Attachment::External {
            arn: arn.to_owned(),
            origin: self.place(),
        }
    }

    fn entity(&mut self, name: &str) -> Entity {
        Entity {
            name: name.to_owned(),
            account: AccountId::new(0),
            path: "/".to_owned(),
            origin: self.place(),
        }
    }

    /// The statements, each at a place of its own.
    fn placed(&mut self, mut statements: Vec<Statement>) -> Vec<Statement> {
        for statement in &mut statements {
            statement.origin = self.place();
        }
        statements
    }
}

/// `Allow` these actions on these resources.
pub(crate) fn allow(actions: &[&str], resources: &[&str]) -> Statement {
    statement(Effect::Allow, actions, resources)
}

/// `Deny` these actions on these resources.
pub(crate) fn deny(actions: &[&str], resources: &[&str]) -> Statement {
    statement(Effect::Deny, actions, resources)
}

fn statement(effect: Effect, actions: &[&str], resources: &[&str]) -> Statement {
    Statement {
        sid: None,
        effect,
        principals: None,
        actions: Match::Any(owned(actions)),
        resources: (!resources.is_empty()).then(|| Match::Any(owned(resources))),
        condition: Vec::new(),
        version: Version::V2012,
        origin: Span::new(Sources::new().add("program.acl", ""), 0, 0),
    }
}

pub(crate) fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// What a statement may have besides effect, actions and resources.
pub(crate) trait With: Sized {
    /// Another condition, its operator by name.
    fn when(self, operator: &str, key: &str, values: &[&str]) -> Self;
    /// A `Sid`.
    fn called(self, sid: &str) -> Self;
    /// `"Principal": {...}`
    fn by(self, principals: &[Principal]) -> Self;
    /// `"Principal": "*"`
    fn by_everyone(self) -> Self;
    /// `NotAction` in place of `Action`
    fn on_other_actions(self) -> Self;
    /// `NotResource` in place of `Resource`
    fn on_other_resources(self) -> Self;
}

impl With for Statement {
    fn when(mut self, operator: &str, key: &str, values: &[&str]) -> Self {
        self.condition.push(Atom {
            operator: Operator::parse(operator).unwrap(),
            key: key.to_owned(),
            values: owned(values),
        });
        self
    }

    fn called(mut self, sid: &str) -> Self {
        self.sid = Some(sid.to_owned());
        self
    }

    fn by(mut self, principals: &[Principal]) -> Self {
        self.principals = Some(PrincipalMatch::Any(principals.to_vec()));
        self
    }

    fn by_everyone(mut self) -> Self {
        self.principals = Some(PrincipalMatch::Everyone);
        self
    }

    fn on_other_actions(mut self) -> Self {
        self.actions = Match::NoneOf(self.actions.patterns().to_vec());
        self
    }

    fn on_other_resources(mut self) -> Self {
        let patterns = self.resources.as_ref().unwrap().patterns().to_vec();
        self.resources = Some(Match::NoneOf(patterns));
        self
    }
}

pub(crate) fn aws(name: &str) -> Principal {
    Principal::Aws(name.to_owned())
}

pub(crate) fn service(name: &str) -> Principal {
    Principal::Service(format!("{name}.amazonaws.com"))
}
