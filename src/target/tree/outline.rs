//! The tree as people look at it: who has which policies, and each policy by
//! service, action and resource. Every format prints this.

use std::borrow::Cow;

use crate::iam::{Effect, Operator, PolicyKind};
use crate::runtime::{
    AccountView, Caller, EntityKind, EntityView, PolicyView, PrincipalsView, StatementView, Tree,
};

/// What of a tree is to be shown.
#[derive(Clone, Debug)]
pub(super) struct Outline<'t> {
    pub(super) principals: Vec<EntityView<'t>>,
    pub(super) accounts: Vec<AccountView<'t>>,
    pub(super) resources: Vec<(Cow<'t, str>, PolicyView<'t>)>,
    pub(super) sessions: Vec<(&'t str, PolicyView<'t>)>,
    pub(super) policies: Vec<Policy<'t>>,
}

/// One policy.
#[derive(Clone, Debug)]
pub(super) struct Policy<'t> {
    pub(super) view: PolicyView<'t>,
    pub(super) services: Vec<Service<'t>>,
}

/// What a policy says of one service.
#[derive(Clone, Debug)]
pub(super) struct Service<'t> {
    /// Its prefix; `*` for every service.
    pub(super) name: String,
    pub(super) actions: Vec<Actions<'t>>,
}

/// What a policy says of some actions.
#[derive(Clone, Debug)]
pub(super) struct Actions<'t> {
    /// Without their prefix.
    pub(super) names: Vec<String>,
    /// Whether it is about all actions but these, which then have their prefix.
    pub(super) negated: bool,
    pub(super) leaves: Vec<Leaf<'t>>,
}

/// The end of a way through the tree: a statement.
#[derive(Clone, Debug)]
pub(super) struct Leaf<'t> {
    pub(super) effect: Effect,
    pub(super) sid: Option<&'t str>,
    pub(super) file: &'t str,
    pub(super) line: u32,
    pub(super) principals: PrincipalsView,
    /// None in a trust policy.
    pub(super) resources: Option<Vec<Cow<'t, str>>>,
    pub(super) resources_negated: bool,
    pub(super) conditions: Vec<(Operator, &'t str, Vec<&'t str>)>,
}

impl<'t> Outline<'t> {
    /// The whole tree, or what speaks for one principal.
    pub(super) fn new(tree: &'t Tree, caller: Option<&Caller<'t>>) -> Self {
        match caller {
            None => Self {
                // Someone in a group stands for no one in particular.
                principals: tree
                    .entities()
                    .filter(|entity| entity.kind != EntityKind::Group)
                    .collect(),
                accounts: tree.accounts().collect(),
                resources: tree
                    .resources()
                    .map(|(arn, policy)| (Cow::Borrowed(arn), policy))
                    .collect(),
                sessions: tree.sessions().collect(),
                policies: tree.policies().map(Policy::new).collect(),
            },
            Some(caller) => Self::of_caller(tree, caller),
        }
    }

    /// Leaves out where statements are from.
    pub(super) fn forget_places(&mut self) {
        let services = self
            .policies
            .iter_mut()
            .flat_map(|policy| &mut policy.services);
        let actions = services.flat_map(|service| &mut service.actions);
        for leaf in actions.flat_map(|actions| &mut actions.leaves) {
            (leaf.file, leaf.line) = ("", 0);
        }
    }

    fn of_caller(tree: &'t Tree, caller: &Caller<'t>) -> Self {
        let entity = caller.view();
        let account = entity.as_ref().map(|entity| entity.account);
        let accounts: Vec<AccountView<'t>> = tree
            .accounts()
            .filter(|view| Some(view.name) == account)
            .collect();
        let resources = naming(tree, caller);
        let of_resources = resources
            .iter()
            .map(|(_, policy)| Policy::of(*policy, policy.statements_about(caller)));
        let policies = accounts
            .iter()
            .flat_map(|account| &account.service_levels)
            .flat_map(|level| level.policies.iter().copied())
            .chain(
                entity
                    .iter()
                    .flat_map(|entity| entity.policies.iter().copied()),
            )
            .chain(entity.as_ref().and_then(|entity| entity.boundary))
            .map(Policy::new)
            .chain(of_resources)
            .collect();
        let accounts = accounts
            .into_iter()
            .map(|account| AccountView {
                resource_levels: Vec::new(),
                ..account
            })
            .collect();
        Self {
            principals: entity
                .into_iter()
                .map(|entity| EntityView {
                    trust: None,
                    ..entity
                })
                .collect(),
            accounts,
            resources,
            sessions: Vec::new(),
            policies,
        }
    }
}

/// The resources and roles whose policies have a statement about a caller, with
/// these policies.
fn naming<'t>(tree: &'t Tree, caller: &Caller<'t>) -> Vec<(Cow<'t, str>, PolicyView<'t>)> {
    let trusts = tree
        .entities()
        .filter_map(|entity| Some((Cow::Owned(entity.arn), entity.trust?)));
    tree.resources()
        .map(|(arn, policy)| (Cow::Borrowed(arn), policy))
        .chain(trusts)
        .filter(|(_, policy)| !policy.statements_about(caller).is_empty())
        .collect()
}

impl<'t> Policy<'t> {
    fn new(view: PolicyView<'t>) -> Self {
        Self::of(view, view.statements())
    }

    /// With these statements of it.
    fn of(view: PolicyView<'t>, statements: impl IntoIterator<Item = StatementView<'t>>) -> Self {
        let mut services: Vec<Service<'t>> = Vec::new();
        for statement in statements {
            for (service, names) in by_service(&statement) {
                let service = match services.iter_mut().find(|known| known.name == service) {
                    Some(known) => known,
                    None => {
                        services.push(Service {
                            name: service,
                            actions: Vec::new(),
                        });
                        let Some(last) = services.last_mut() else {
                            continue;
                        };
                        last
                    }
                };
                service.add(names, &statement);
            }
        }
        services.sort_by(|left, right| left.name.cmp(&right.name));
        Self { view, services }
    }

    pub(super) fn kind(&self) -> PolicyKind {
        self.view.kind
    }
}

impl<'t> Service<'t> {
    fn add(&mut self, names: Vec<String>, statement: &StatementView<'t>) {
        let negated = statement.actions.negated;
        let leaf = Leaf::new(statement);
        let known = self
            .actions
            .iter_mut()
            .find(|actions| actions.names == names && actions.negated == negated);
        match known {
            Some(actions) => actions.leaves.push(leaf),
            None => self.actions.push(Actions {
                names,
                negated,
                leaves: vec![leaf],
            }),
        }
    }
}

impl<'t> Leaf<'t> {
    fn new(statement: &StatementView<'t>) -> Self {
        Self {
            effect: statement.provenance.effect,
            sid: statement.provenance.sid,
            file: statement.provenance.file,
            line: statement.provenance.line,
            principals: statement.principals.clone(),
            resources: statement
                .resources
                .as_ref()
                .map(|resources| resources.patterns.clone()),
            resources_negated: statement
                .resources
                .as_ref()
                .is_some_and(|resources| resources.negated),
            conditions: statement.conditions.clone(),
        }
    }
}

/// A statement's actions by service, in the order of their first.
fn by_service(statement: &StatementView<'_>) -> Vec<(String, Vec<String>)> {
    let patterns = &statement.actions.patterns;
    if statement.actions.negated {
        let names = patterns
            .iter()
            .map(|pattern| pattern.clone().into_owned())
            .collect();
        return vec![("*".to_owned(), names)];
    }
    let mut services: Vec<(String, Vec<String>)> = Vec::new();
    for pattern in patterns {
        let (service, name) = pattern.split_once(':').unwrap_or(("*", "*"));
        let service = service.to_ascii_lowercase();
        match services.iter_mut().find(|(known, _)| *known == service) {
            Some((_, names)) => names.push(name.to_owned()),
            None => services.push((service, vec![name.to_owned()])),
        }
    }
    services
}
