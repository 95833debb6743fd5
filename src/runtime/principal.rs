//! Whom a statement of a resource policy names, and how far that reaches.

use super::arn;
use super::caller::{Caller, CallerKind};
use super::context::Context;
use super::request::ContextValue;
use super::tree::{PrincipalEntry, PrincipalTest, Statement};
use super::value::Word;
use crate::iam::Effect;

/// How far a resource policy's permission reaches by itself, in the account of
/// the resource (IAM User Guide, "Policy evaluation logic" and "Permissions
/// boundaries").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// It names the caller's account: that account's own policies decide.
    Account,
    /// It names the role behind a session, or the user behind a federated one:
    /// a boundary and a session policy still limit it.
    BehindSession,
    /// It names the user who calls: a session policy, which users do not have,
    /// would still limit it.
    User,
    /// It names the very session, or everyone: nothing else limits it.
    Caller,
}

impl Context<'_, '_> {
    /// Whether a statement is about the caller, and how far that reaches.
    pub(crate) fn reach(&self, statement: Statement) -> Option<Reach> {
        let caller = self.caller();
        let entries = |list| self.policy.list(list);
        let Some(test) = statement.principals else {
            return Some(Reach::Caller);
        };
        // A test that is not there would be about nobody; loading has seen to it.
        match self.policy.get(test)? {
            PrincipalTest::Everyone => Some(Reach::Caller),
            PrincipalTest::Any(list) => entries(list)
                .filter_map(|entry| match entry {
                    PrincipalEntry::Untellable(id) if statement.effect == Effect::Deny => {
                        self.has_id(self.policy.text(id)).then_some(Reach::Caller)
                    }
                    entry => self.entry_reach(entry, caller),
                })
                .max(),
            PrincipalTest::NoneOf(list) => {
                // Such a deny catches everyone who has a boundary, whomever it
                // lists (IAM User Guide, "AWS JSON policy elements: NotPrincipal").
                let catches_all = statement.effect == Effect::Deny && self.boundary().is_some();
                let is_listed =
                    entries(list).any(|entry| self.entry_reach(entry, caller).is_some());
                (catches_all || !is_listed).then_some(Reach::Caller)
            }
        }
    }

    /// Whether the request says that its caller is the user or role of a unique
    /// id; a session has its role's and its own name (IAM User Guide, "IAM
    /// policy elements: Variables and tags").
    fn has_id(&self, id: &str) -> bool {
        let given = self.given("aws:userid").and_then(ContextValue::single);
        let rest = match given {
            Some(Word::Given(own)) => own.strip_prefix(id),
            Some(_) | None => None,
        };
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    }

    fn entry_reach(&self, entry: PrincipalEntry, caller: &Caller<'_>) -> Option<Reach> {
        match entry {
            PrincipalEntry::Everyone => Some(Reach::Caller),
            PrincipalEntry::Account(number) => {
                let is_identity = match caller.kind {
                    CallerKind::Root
                    | CallerKind::User
                    | CallerKind::Role
                    | CallerKind::FederatedUser => true,
                    CallerKind::Service | CallerKind::Federated | CallerKind::Anonymous => false,
                };
                let is_same = caller.account_number() == Some(self.policy.text(number));
                (is_identity && is_same).then_some(Reach::Account)
            }
            PrincipalEntry::Arn(text) => arn_reach(self.policy.text(text), caller),
            PrincipalEntry::Service(name) => (caller.kind == CallerKind::Service
                && caller.name() == self.policy.text(name))
            .then_some(Reach::Caller),
            PrincipalEntry::Federated(name) => (caller.kind == CallerKind::Federated
                && caller.name() == self.policy.text(name))
            .then_some(Reach::Caller),
            PrincipalEntry::Untellable(_) => None,
        }
    }
}

fn arn_reach(named: &str, caller: &Caller<'_>) -> Option<Reach> {
    let is_session = caller.session() == Some(named);
    match caller.kind {
        CallerKind::User => caller
            .arn()
            .is_some_and(|own| own.is(named))
            .then_some(Reach::User),
        CallerKind::Role | CallerKind::FederatedUser if is_session => Some(Reach::Caller),
        CallerKind::Role | CallerKind::FederatedUser => {
            names_entity(named, caller).then_some(Reach::BehindSession)
        }
        CallerKind::Root | CallerKind::Service | CallerKind::Federated | CallerKind::Anonymous => {
            None
        }
    }
}

/// Whether an ARN names the role or user behind a session. A session's own ARN
/// lacks their path, so for one that the program does not know any path will
/// do: names are unique in an account.
fn names_entity(named: &str, caller: &Caller<'_>) -> bool {
    let Some(own) = caller.arn() else {
        return false;
    };
    own.is(named) || caller.may_lack_path() && own.with(|own| names_without_path(named, own))
}

fn names_without_path(named: &str, own: &str) -> bool {
    match (arn::parse(named), arn::parse(own)) {
        (Some(named), Some(own)) => {
            (named.partition, named.service, named.account)
                == (own.partition, own.service, own.account)
                && kind_and_name(named.resource) == kind_and_name(own.resource)
        }
        _ => false,
    }
}

/// `role` and `Name` of `role/path/Name`.
fn kind_and_name(resource: &str) -> (Option<&str>, Option<&str>) {
    (resource.split('/').next(), resource.rsplit('/').next())
}
