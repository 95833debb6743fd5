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

use super::method::Method;
use super::subject::{Subject, is_allowed};

/// As many denies of one principal are looked at. IAM holds few more.
const DENIES: usize = 256;

pub(super) struct World<'p> {
    pub(super) program: &'p Program,
    pub(super) methods: &'static [Method],
    /// The actions of all methods, and the services that they are of.
    actions: BTreeSet<&'static str>,
    services: BTreeSet<&'static str>,
    /// By account.
    above: Vec<Above<'p>>,
    /// What each group gives and denies, of use to a method.
    groups: Vec<Vec<&'p Statement>>,
    administrators: Vec<Administrator<'p>>,
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
        let services = actions
            .iter()
            .filter_map(|it| Some(it.split_once(':')?.0))
            .collect();
        let mut world = Self {
            program,
            methods,
            actions,
            services,
            above: Vec::new(),
            groups: Vec::new(),
            administrators: Vec::new(),
        };
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
            denies: self.useful(denies),
        }
    }

    /// The statements that are about some action of a method.
    fn useful(&self, statements: impl Iterator<Item = &'p Statement>) -> Vec<&'p Statement> {
        let mut denies = 0;
        let useful = statements.filter(|it| self.is_useful(it));
        let bounded = useful.filter(|it| {
            denies += usize::from(!allows(it));
            allows(it) || denies <= DENIES
        });
        bounded.collect()
    }

    fn is_useful(&self, statement: &Statement) -> bool {
        match &statement.actions {
            Match::NoneOf(_) => true,
            Match::Any(list) => list.iter().any(|pattern| self.is_useful_action(pattern)),
        }
    }

    fn is_useful_action(&self, pattern: &str) -> bool {
        let Some((service, _)) = pattern.split_once(':') else {
            return true;
        };
        let service = match service.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(service.to_ascii_lowercase()),
            false => Cow::Borrowed(service),
        };
        let service = service.as_ref();
        // In the order of their names, a service's actions stand together.
        let of_service = self.actions.range(service..);
        self.services.contains(service)
            && of_service
                .take_while(|action| action.starts_with(service))
                .any(|action| covers_action(pattern, action))
            || service == "*"
    }

    /// Someone, and all policies that count for them.
    pub(super) fn subject(&self, principal: PrincipalHolder<'p>) -> Subject<'p> {
        let own = principal.own.statements.iter();
        let attached = attached_statements(self.program, principal.own.attached);
        let mut statements = self.useful(own.chain(attached));
        if let Place::User(place) = principal.place {
            let groups = self
                .program
                .users
                .get(place)
                .map_or(&[][..], |it| &it.groups);
            let of_groups = groups.iter().filter_map(|id| self.groups.get(id.index()));
            statements.extend(of_groups.flatten());
        }
        Subject::new(self, principal, statements)
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
