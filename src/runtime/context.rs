//! What is known of one request: the condition keys that it gives, and those
//! that follow from who asks and what is asked for.

use core::cell::Cell;

use super::arena::Id;
use super::caller::{Caller, CallerAccount, CallerKind};
use super::request::{ContextValue, Request};
use super::tree::{Account, Atom, Key, KeyMeaning};
use super::value::eq_ignoring_case;
use super::{Tree, Tri};

/// How many results of condition atoms one request remembers.
const REMEMBERED: usize = 64;

/// An atom and its result.
type Remembered = (Id<Atom>, Tri);

/// One request against one tree.
pub(crate) struct Context<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) request: Request<'a>,
    /// The account that the resource belongs to.
    pub(crate) resource_account: AccountRef<'a>,
    /// Whether statements that deny are passed over, to see what is behind them.
    pub(crate) without_denies: bool,
    /// Set when a condition asks for a time that the request lacks.
    pub(crate) needs_time: Cell<bool>,
    /// Results of atoms, each at the place that its id falls on.
    pub(crate) results: [Cell<Option<Remembered>>; REMEMBERED],
}

/// An account, of the program or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountRef<'a> {
    /// One of the program.
    Known(Id<Account>),
    /// Another, by its number.
    Number(&'a str),
    /// Nobody knows.
    Unknown,
}

/// The number that stands where a program gives none.
pub(crate) const PLACEHOLDER: &str = "000000000000";

impl<'a> Context<'a> {
    pub(crate) fn new(
        tree: &'a Tree,
        request: Request<'a>,
        resource_account: AccountRef<'a>,
    ) -> Self {
        Self {
            tree,
            request,
            resource_account,
            without_denies: false,
            needs_time: Cell::new(false),
            results: [const { Cell::new(None) }; REMEMBERED],
        }
    }

    pub(crate) fn caller(&self) -> &'a Caller<'a> {
        self.request.caller
    }

    /// The text that a policy variable stands for; only single-valued keys
    /// have one (IAM User Guide, "IAM policy elements: Variables and tags").
    pub(crate) fn variable(&self, key: Id<Key>) -> Option<&'a str> {
        match self.value(key, false) {
            ContextValue::One(value) => Some(value),
            ContextValue::Many(_) | ContextValue::Absent => None,
        }
    }

    /// The value of a condition key. For a comparison of dates, the two keys
    /// of the current time stand in for each other.
    pub(crate) fn value(&self, key: Id<Key>, as_date: bool) -> ContextValue<'a> {
        let Some(key) = self.tree.keys.get(key) else {
            return ContextValue::Absent;
        };
        if let Some(given) = self.given(self.tree.text(key.name)) {
            return given;
        }
        if self.request.is_complete {
            return ContextValue::Absent;
        }
        let other_clock = match key.meaning {
            KeyMeaning::CurrentTime => "aws:EpochTime",
            KeyMeaning::EpochTime => "aws:CurrentTime",
            meaning => {
                return self
                    .derived(meaning)
                    .map_or(ContextValue::Absent, ContextValue::One);
            }
        };
        match self.given(other_clock) {
            Some(given @ ContextValue::One(_)) if as_date => given,
            _ => {
                self.needs_time.set(true);
                ContextValue::Absent
            }
        }
    }

    fn given(&self, name: &str) -> Option<ContextValue<'a>> {
        self.request
            .context
            .iter()
            .find(|(key, _)| eq_ignoring_case(key, name))
            .map(|(_, value)| *value)
    }

    /// What AWS itself would say of the caller and the resource (IAM User
    /// Guide, "AWS global condition context keys").
    pub(crate) fn derived(&self, meaning: KeyMeaning) -> Option<&'a str> {
        let caller = self.caller();
        match meaning {
            KeyMeaning::Given | KeyMeaning::CurrentTime | KeyMeaning::EpochTime => None,
            KeyMeaning::PrincipalArn => caller.principal_arn(),
            KeyMeaning::PrincipalAccount => caller.account_number(),
            KeyMeaning::PrincipalOrgId => self.organization_of(caller.account()),
            KeyMeaning::PrincipalTag(tag) => caller.tag(self.tree.text(tag)),
            KeyMeaning::PrincipalIsAwsService => match caller.kind {
                CallerKind::Service => Some("true"),
                // Only in requests that are signed with AWS's credentials, which
                // who signs in with a provider does not have yet.
                CallerKind::Anonymous | CallerKind::Federated => None,
                CallerKind::Root
                | CallerKind::User
                | CallerKind::Role
                | CallerKind::FederatedUser => Some("false"),
            },
            KeyMeaning::PrincipalServiceName => {
                (caller.kind == CallerKind::Service).then_some(caller.name.as_str())
            }
            KeyMeaning::PrincipalType => caller.principal_type(),
            KeyMeaning::UserId => caller.user_id(),
            KeyMeaning::UserName => (caller.kind == CallerKind::User && !caller.name.is_empty())
                .then_some(caller.name.as_str()),
            KeyMeaning::ResourceAccount => self.tree.number_of(self.resource_account),
            KeyMeaning::ResourceOrgId => self.organization_of(self.resource_home()),
        }
    }

    fn organization_of(&self, account: AccountRef<'_>) -> Option<&'a str> {
        match account {
            AccountRef::Known(id) => {
                let account = self.tree.accounts.get(id)?;
                let organization = self.tree.organization?;
                account
                    .in_organization
                    .then(|| self.tree.text(organization))
            }
            AccountRef::Number(_) | AccountRef::Unknown => None,
        }
    }

    /// The account whose place in the organization the resource shares. In a
    /// program that gives its account no number, that is the account of every
    /// resource but a stranger's own.
    pub(crate) fn resource_home(&self) -> AccountRef<'a> {
        match self.resource_account {
            AccountRef::Number(_) if self.caller().account() != self.resource_account => {
                match self.tree.account_ref(PLACEHOLDER) {
                    AccountRef::Known(id) => AccountRef::Known(id),
                    AccountRef::Number(_) | AccountRef::Unknown => self.resource_account,
                }
            }
            AccountRef::Known(_) | AccountRef::Number(_) | AccountRef::Unknown => {
                self.resource_account
            }
        }
    }

    /// Whether the caller is of the resource's account. An account without a
    /// number is anyone's own.
    pub(crate) fn is_same_account(&self) -> bool {
        match (self.caller().account(), self.resource_account) {
            (AccountRef::Known(own), _) if self.tree.is_unnumbered(own) => true,
            (AccountRef::Unknown, _) | (_, AccountRef::Unknown) => false,
            (own, other) => own == other,
        }
    }
}

impl Tree {
    /// What the evaluator fills in for a condition key of the program that the
    /// request does not give: what follows from the caller and the resource.
    pub fn filled_in<'a>(&'a self, request: &Request<'a>, key: &str) -> Option<&'a str> {
        let (account, _) = self.resource_account(request);
        let (_, key) = self
            .keys
            .iter()
            .find(|(_, known)| eq_ignoring_case(self.text(known.name), key))?;
        Context::new(self, *request, account).derived(key.meaning)
    }

    /// The account of a number.
    pub(crate) fn account_ref<'a>(&self, number: &'a str) -> AccountRef<'a> {
        let text = |named: &super::tree::Named<Account>| self.text(named.name).cmp(number);
        let known = self
            .by_number
            .all()
            .binary_search_by(text)
            .ok()
            .and_then(|place| self.by_number.all().get(place));
        known.map_or(AccountRef::Number(number), |named| {
            AccountRef::Known(named.id)
        })
    }

    /// The number of an account; a placeholder where the program gives none.
    pub(crate) fn number_of<'a>(&'a self, account: AccountRef<'a>) -> Option<&'a str> {
        match account {
            AccountRef::Known(id) => {
                let number = self.accounts.get(id)?.number;
                Some(number.map_or(PLACEHOLDER, |number| self.text(number)))
            }
            AccountRef::Number(number) => Some(number),
            AccountRef::Unknown => None,
        }
    }

    fn is_unnumbered(&self, account: Id<Account>) -> bool {
        self.accounts
            .get(account)
            .is_some_and(|account| account.number.is_none())
    }
}

impl CallerAccount {
    pub(crate) fn as_ref(&self) -> AccountRef<'_> {
        match self {
            Self::Known(id) => AccountRef::Known(*id),
            Self::Number(number) => AccountRef::Number(number),
            Self::None => AccountRef::Unknown,
        }
    }
}
