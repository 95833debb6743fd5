//! A program as text that a person can check.

use std::fmt::Write as _;

use aclc::iam::{Match, Principal, PrincipalMatch};
use aclc::model::{
    Attachment, Entity, GuardrailTarget, Limit, Program, RequestPrincipal, Statement, Test,
};

pub(super) fn dump(program: &Program) -> String {
    let mut dump = Dump {
        program,
        text: String::new(),
    };
    dump.estate();
    dump.entities();
    dump.limits();
    for test in &program.tests {
        dump.test(test);
    }
    dump.text
}

struct Dump<'p> {
    program: &'p Program,
    text: String,
}

impl Dump<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn estate(&mut self) {
        let settings = &self.program.settings;
        self.line(&format!(
            "settings {} {}",
            settings.partition,
            settings.region.as_deref().unwrap_or("-")
        ));
        for account in &self.program.accounts {
            let unit = account.unit.map_or(String::new(), |unit| {
                format!(" in {}", self.program.unit(unit).unwrap().name)
            });
            let number = account.number.as_deref().unwrap_or("-");
            self.line(&format!("account {} {number}{unit}", account.name));
        }
        if let Some(organization) = &self.program.organization {
            let management = organization.management.map_or("-".to_owned(), |account| {
                self.program.account(account).unwrap().name.clone()
            });
            self.line(&format!("org {} management {management}", organization.id));
        }
        for unit in &self.program.units {
            let parent = unit.parent.map_or(String::new(), |parent| {
                format!(" in {}", self.program.unit(parent).unwrap().name)
            });
            self.line(&format!("unit {}{parent}", unit.name));
        }
    }

    fn entities(&mut self) {
        for user in &self.program.users {
            let groups: Vec<&str> = user
                .groups
                .iter()
                .map(|group| self.program.group(*group).unwrap().entity.name.as_str())
                .collect();
            let rest = [
                words(" groups", &groups),
                tags(&user.tags),
                self.attached(&user.attached),
                self.boundary(user.boundary),
            ]
            .concat();
            self.entity("user", &user.entity, &rest);
            self.statements(&user.statements);
        }
        for group in &self.program.groups {
            let members: Vec<&str> = group
                .members
                .iter()
                .map(|user| self.program.user(*user).unwrap().entity.name.as_str())
                .collect();
            let rest = words(" members", &members) + &self.attached(&group.attached);
            self.entity("group", &group.entity, &rest);
            self.statements(&group.statements);
        }
        for role in &self.program.roles {
            let rest = [
                format!(" session {}", role.max_session),
                tags(&role.tags),
                self.attached(&role.attached),
                self.boundary(role.boundary),
            ]
            .concat();
            self.entity("role", &role.entity, &rest);
            for statement in &role.trust {
                self.statement("trust ", statement);
            }
            self.statements(&role.statements);
        }
        for policy in &self.program.policies {
            self.entity("policy", &policy.entity, "");
            self.statements(&policy.statements);
        }
        for boundary in &self.program.boundaries {
            self.entity("boundary", &boundary.entity, "");
            self.statements(&boundary.statements);
        }
    }

    fn limits(&mut self) {
        for policy in &self.program.session_policies {
            self.line(&format!("session policy {}", policy.name));
            self.statements(&policy.statements);
        }
        for guardrail in &self.program.guardrails {
            let targets: Vec<String> = guardrail
                .targets
                .iter()
                .map(|target| match target {
                    GuardrailTarget::Organization => "org".to_owned(),
                    GuardrailTarget::Unit(unit) => {
                        format!("ou {}", self.program.unit(*unit).unwrap().name)
                    }
                    GuardrailTarget::Account(account) => {
                        format!("account {}", self.program.account(*account).unwrap().name)
                    }
                })
                .collect();
            self.line(&format!(
                "{:?} guardrail {} on {}",
                guardrail.kind,
                guardrail.name,
                targets.join(", ")
            ));
            self.statements(&guardrail.statements);
        }
        for resource in &self.program.resources {
            let account = &self.program.account(resource.account).unwrap().name;
            self.line(&format!(
                "resource {account}/{} {}",
                resource.name, resource.arn
            ));
            self.statements(&resource.statements);
        }
    }

    fn entity(&mut self, kind: &str, entity: &Entity, rest: &str) {
        let account = &self.program.account(entity.account).unwrap().name;
        let path = if entity.path == "/" {
            String::new()
        } else {
            format!(" path {}", entity.path)
        };
        self.line(&format!("{kind} {account}/{}{path}{rest}", entity.name));
    }

    fn attached(&self, attached: &[Attachment]) -> String {
        let names: Vec<String> = attached
            .iter()
            .map(|attachment| match attachment {
                Attachment::Managed(policy) => {
                    self.program.policy(*policy).unwrap().entity.name.clone()
                }
                Attachment::External { arn, .. } => arn.clone(),
            })
            .collect();
        words(" has", &names)
    }

    fn boundary(&self, boundary: Option<Limit>) -> String {
        boundary.map_or(String::new(), |boundary| {
            let name = &self.program.limit(boundary).unwrap().name;
            format!(" boundary {name}")
        })
    }

    fn statements(&mut self, statements: &[Statement]) {
        for statement in statements {
            self.statement("", statement);
        }
    }

    fn statement(&mut self, what: &str, statement: &Statement) {
        let mut line = format!("    {what}{}", statement.effect.name());
        if let Some(principals) = &statement.principals {
            write!(line, " {}", principal_match(principals)).unwrap();
        }
        write!(line, " {}", patterns(&statement.actions)).unwrap();
        if let Some(resources) = &statement.resources {
            write!(line, " on {}", patterns(resources)).unwrap();
        }
        if let Some(sid) = &statement.sid {
            write!(line, " as {sid}").unwrap();
        }
        self.line(&line);
        for atom in &statement.condition {
            self.line(&format!(
                "        if {} {} {:?}",
                atom.operator, atom.key, atom.values
            ));
        }
    }

    fn test(&mut self, test: &Test) {
        self.line(&format!("test {}", test.name));
        for case in &test.cases {
            for request in &case.requests {
                let who = match &request.principal {
                    RequestPrincipal::User(user) => {
                        format!("user {}", self.program.user(*user).unwrap().entity.name)
                    }
                    RequestPrincipal::Group(group) => {
                        format!("group {}", self.program.group(*group).unwrap().entity.name)
                    }
                    RequestPrincipal::Role(role) => {
                        format!("role {}", self.program.role(*role).unwrap().entity.name)
                    }
                    RequestPrincipal::Service(name) => format!("service {name}"),
                    RequestPrincipal::Arn(arn) => arn.clone(),
                    RequestPrincipal::Anonymous => "anyone".to_owned(),
                };
                self.line(&format!(
                    "    {who} {} on {} is {:?}",
                    request.action, request.resource, case.expectation
                ));
            }
        }
    }
}

fn words<T: AsRef<str>>(what: &str, names: &[T]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    format!("{what} {}", names.join(", "))
}

fn tags(tags: &[(String, String)]) -> String {
    let tags: Vec<String> = tags
        .iter()
        .map(|(key, value)| format!("{key}={value:?}"))
        .collect();
    words(" tags", &tags)
}

fn patterns(of: &Match) -> String {
    match of {
        Match::Any(patterns) => patterns.join(", "),
        Match::NoneOf(patterns) => format!("all but {}", patterns.join(", ")),
    }
}

fn principal_match(of: &PrincipalMatch) -> String {
    match of {
        PrincipalMatch::Everyone => "*".to_owned(),
        PrincipalMatch::Any(principals) => all(principals),
        PrincipalMatch::NoneOf(principals) => format!("all but {}", all(principals)),
    }
}

fn all(principals: &[Principal]) -> String {
    let names: Vec<&str> = principals
        .iter()
        .map(|principal| match principal {
            Principal::Aws(name)
            | Principal::Service(name)
            | Principal::Federated(name)
            | Principal::CanonicalUser(name) => name.as_str(),
        })
        .collect();
    names.join(", ")
}
