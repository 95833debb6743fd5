//! A program as someone sees it who looks for ways.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::iam::{Match, Principal, PrincipalMatch};
use crate::lint::shared::cover::covers_action;
use crate::lint::shared::holder::{
    Place, PrincipalHolder, allows, attached_statements, principals,
};
use crate::lint::shared::reach;
use crate::model::{AccountId, Program, Role, Statement};

use super::actions::Actions;
use super::method::Method;
use super::subject::{Subject, is_allowed};

/// As many denies of one principal are looked at. IAM holds few more.
const DENIES: usize = 256;

pub(super) struct World<'p> {
    pub(super) program: &'p Program,
    pub(super) methods: &'static [Method],
    /// The actions of all methods, sorted.
    actions: Vec<&'static str>,
    /// Of each method, by its place.
    of_methods: Vec<Actions>,
    /// By account.
    above: Vec<Above<'p>>,
    /// What each group gives and denies.
    groups: Vec<Useful<'p>>,
    administrators: Vec<Administrator<'p>>,
}

/// The statements of a policy that are of use to a method.
#[derive(Default)]
pub(super) struct Useful<'p> {
    pub(super) statements: Vec<&'p Statement>,
    /// The actions that some of them may allow.
    pub(super) allowed: Actions,
}

impl<'p> Useful<'p> {
    fn add(&mut self, other: &Self) {
        self.statements.extend_from_slice(&other.statements);
        self.allowed.add(&other.allowed);
    }
}

/// What the service control policies above an account say.
#[derive(Default)]
pub(super) struct Above<'p> {
    pub(super) lists: Vec<Vec<&'p Statement>>,
    pub(super) denies: Vec<&'p Statement>,
}

/// A role that may do everything.
pub(super) struct Administrator<'p> {
    account: AccountId,
    pub(super) name: &'p str,
    /// The last field of its ARN.
    pub(super) field: String,
    /// The services that it trusts.
    services: Vec<&'p str>,
}

impl<'p> World<'p> {
    pub(super) fn new(program: &'p Program, methods: &'static [Method]) -> Self {
        let actions: BTreeSet<_> = methods.iter().flat_map(Method::actions).collect();
        let actions: Vec<_> = actions.into_iter().collect();
        let mut world = Self {
            program,
            methods,
            of_methods: Vec::new(),
            actions,
            above: Vec::new(),
            groups: Vec::new(),
            administrators: Vec::new(),
        };
        world.of_methods = methods.iter().map(|it| world.actions_of(it)).collect();
        world.above = (0..program.accounts.len())
            .map(|place| world.above_of(AccountId::new(place)))
            .collect();
        world.groups = (program.groups.iter())
            .map(|group| world.useful(reach::statements_of(program, group)))
            .collect();
        world.administrators = world.find_administrators();
        world
    }

    pub(super) fn above(&self, account: AccountId) -> &Above<'p> {
        static NOTHING: Above<'static> = Above {
            lists: Vec::new(),
            denies: Vec::new(),
        };
        self.above.get(account.index()).unwrap_or(&NOTHING)
    }

    fn above_of(&self, account: AccountId) -> Above<'p> {
        let denies = reach::above(self.program, account).filter(|it| !allows(it));
        Above {
            lists: reach::allow_lists(self.program, account),
            denies: self.useful(denies).statements,
        }
    }

    fn actions_of(&self, method: &Method) -> Actions {
        let mut actions = Actions::default();
        for action in method.actions() {
            let place = self.actions.binary_search(&action);
            actions.insert(place.unwrap_or_else(|place| place));
        }
        actions
    }

    /// The methods all of whose actions somebody may be allowed, each with its
    /// place in the table.
    pub(super) fn methods_within(
        &self,
        allowed: &Actions,
    ) -> impl Iterator<Item = (usize, &'static Method)> {
        let methods = self.methods.iter().zip(&self.of_methods).enumerate();
        let within = methods.filter(|(_, (_, actions))| allowed.has_all(actions));
        within.map(|(place, (method, _))| (place, method))
    }

    /// The statements that are about some action of a method.
    fn useful(&self, statements: impl Iterator<Item = &'p Statement>) -> Useful<'p> {
        let mut useful = Useful::default();
        let mut denies = 0;
        for statement in statements {
            let taken = self.taken(statement);
            if taken.is_empty() && !statement.actions.is_negated() {
                continue;
            }
            if allows(statement) {
                for place in taken {
                    useful.allowed.insert(place);
                }
            } else {
                denies += 1;
                if denies > DENIES {
                    continue;
                }
            }
            useful.statements.push(statement);
        }
        useful
    }

    /// The places of the actions that a statement takes in.
    fn taken(&self, statement: &Statement) -> Vec<usize> {
        match &statement.actions {
            Match::Any(list) => list.iter().flat_map(|it| self.matching(it)).collect(),
            Match::NoneOf(_) => {
                let actions = self.actions.iter().enumerate();
                let taken = actions.filter(|(_, action)| is_allowed(statement, action));
                taken.map(|(place, _)| place).collect()
            }
        }
    }

    /// The places of the actions that a pattern matches.
    fn matching(&self, pattern: &str) -> Vec<usize> {
        let service = pattern.split_once(':').map_or("*", |(service, _)| service);
        if service == "*" {
            return (0..self.actions.len()).collect();
        }
        let service = match service.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(service.to_ascii_lowercase()),
            false => Cow::Borrowed(service),
        };
        let service = service.as_ref();
        // In the order of their names, a service's actions stand together.
        let start = self.actions.partition_point(|action| *action < service);
        let of_service = self.actions.iter().enumerate().skip(start);
        of_service
            .take_while(|(_, action)| action.starts_with(service))
            .filter(|(_, action)| covers_action(pattern, action))
            .map(|(place, _)| place)
            .collect()
    }

    /// Someone, and all policies that count for them.
    pub(super) fn subject(&self, principal: PrincipalHolder<'p>) -> Subject<'p> {
        let own = principal.own.statements.iter();
        let attached = attached_statements(self.program, principal.own.attached);
        let mut useful = self.useful(own.chain(attached));
        if let Place::User(place) = principal.place {
            let groups = self
                .program
                .users
                .get(place)
                .map_or(&[][..], |it| &it.groups);
            let of_groups = groups.iter().filter_map(|id| self.groups.get(id.index()));
            of_groups.for_each(|group| useful.add(group));
        }
        Subject::new(self, principal, useful)
    }

    fn find_administrators(&self) -> Vec<Administrator<'p>> {
        let roles = principals(self.program).filter_map(|principal| match principal.place {
            Place::Role(place) => Some((principal, self.program.roles.get(place)?)),
            Place::User(_) | Place::Group(_) => None,
        });
        roles
            .filter(|(principal, _)| self.subject(*principal).is_administrator())
            .map(|(principal, role)| Administrator {
                account: principal.account(),
                name: &role.entity.name,
                field: format!("role{}{}", role.entity.path, role.entity.name),
                services: trusted_services(role),
            })
            .collect()
    }

    /// The roles of an account that may do everything and trust a service.
    pub(super) fn administrators_of<'s>(
        &'s self,
        account: AccountId,
        service: Option<&'s str>,
    ) -> impl Iterator<Item = &'s Administrator<'p>> {
        self.administrators.iter().filter(move |it| {
            it.account == account && service.is_some_and(|service| it.services.contains(&service))
        })
    }
}

fn trusted_services(role: &Role) -> Vec<&str> {
    let lists = role
        .trust
        .iter()
        .filter(|it| allows(it) && is_allowed(it, "sts:AssumeRole"));
    let principals = lists.flat_map(|statement| match &statement.principals {
        Some(PrincipalMatch::Any(list)) => list.as_slice(),
        Some(PrincipalMatch::Everyone | PrincipalMatch::NoneOf(_)) | None => &[],
    });
    let services = principals.filter_map(|principal| match principal {
        Principal::Service(name) => Some(name.as_str()),
        Principal::Aws(_) | Principal::Federated(_) | Principal::CanonicalUser(_) => None,
    });
    services.collect()
}
