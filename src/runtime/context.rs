//! What is known of one request: the condition keys that it gives, and those
//! that follow from who asks and what is asked for.

use alloc::borrow::Cow;
use core::cell::{Cell, OnceCell};

use super::action::AskedAction;
use super::answer::AccountSource;
use super::arena::Id;
use super::caller::{Caller, CallerKind};
use super::image::section;
use super::joined::Joined;
use super::request::{ContextValue, Request};
use super::spelling::{Numbered, Prefix};
use super::tree::{Account, Atom, Key, KeyMeaning, Organization};
use super::value::{Time, Word, eq_ignoring_case};
use super::{Policy, Tri, arn};

/// How many results of condition atoms one request remembers.
const REMEMBERED: usize = 16;

/// An atom and its result.
type Remembered = (Id<Atom>, Tri);

/// The account of a resource, and where that was taken from.
pub(crate) type AccountFound<'a> = (AccountRef<'a>, AccountSource);

/// One request against one policy.
pub(crate) struct Context<'a, 'r> {
    pub(crate) policy: &'r Policy<'a>,
    pub(crate) request: &'r Request<'a>,
    /// What the request's action matches.
    pub(crate) action: AskedAction,
    /// The account that the resource belongs to, once something asks for it.
    pub(crate) account: Cell<Option<AccountFound<'a>>>,
    /// What the resource begins with, once a candidate has said so, and whose
    /// number that has in it.
    pub(crate) prefix: Cell<Option<(Id<Prefix>, Numbered)>>,
    /// Whether statements that deny are passed over, to see what is behind them.
    pub(crate) without_denies: bool,
    /// Set when a condition asks for a time that the request lacks.
    pub(crate) needs_time: Cell<bool>,
    /// Set when whether some condition holds hangs on that.
    pub(crate) has_maybe: Cell<bool>,
    /// Results of atoms, each at the place that its id falls on.
    pub(crate) results: OnceCell<[Cell<Option<Remembered>>; REMEMBERED]>,
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

/// What a condition key comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    Plain(ContextValue<'a>),
    /// An ARN of the program, which is kept in two pieces.
    Joined(Joined<'a>),
}

/// The number that stands where a program gives none.
pub(crate) const PLACEHOLDER: &str = "000000000000";

impl<'a, 'r> Context<'a, 'r> {
    #[inline]
    pub(crate) fn new(policy: &'r Policy<'a>, request: &'r Request<'a>) -> Self {
        Self::about(policy, request, policy.find_action(request.action))
    }

    /// The same, where the action has been looked up.
    #[inline]
    pub(crate) fn about(
        policy: &'r Policy<'a>,
        request: &'r Request<'a>,
        action: AskedAction,
    ) -> Self {
        Self {
            policy,
            request,
            action,
            account: Cell::new(None),
            prefix: Cell::new(None),
            without_denies: false,
            needs_time: Cell::new(false),
            has_maybe: Cell::new(false),
            results: OnceCell::new(),
        }
    }

    /// Where the result of an atom is remembered.
    pub(crate) fn result(&self, id: Id<Atom>) -> Option<&Cell<Option<Remembered>>> {
        let results = self.results.get_or_init(Default::default);
        results.get(id.place() as usize % REMEMBERED)
    }

    pub(crate) fn caller(&self) -> &'a Caller<'a> {
        self.request.caller
    }

    /// The text that a policy variable stands for; only single-valued keys
    /// have one (IAM User Guide, "IAM policy elements: Variables and tags").
    pub(crate) fn variable(&self, key: Id<Key>) -> Option<Word<'a>> {
        match self.value(key, false) {
            Value::Plain(value) => value.single(),
            Value::Joined(text) => Some(Word::Joined(text)),
        }
    }

    /// The value of a condition key. For a comparison of dates, the two keys
    /// of the current time stand in for each other.
    pub(crate) fn value(&self, key: Id<Key>, as_date: bool) -> Value<'a> {
        let Some(key) = self.policy.get(key) else {
            return Value::Plain(ContextValue::Absent);
        };
        match key.meaning {
            KeyMeaning::PrincipalArn if !self.request.is_complete => {
                let given = self.given(self.policy.text(key.name));
                let arn = || self.caller().principal_arn().map(Value::Joined);
                given
                    .map(Value::Plain)
                    .or_else(arn)
                    .unwrap_or(Value::Plain(ContextValue::Absent))
            }
            _ => Value::Plain(self.plain_value(key, as_date)),
        }
    }

    fn plain_value(&self, key: Key, as_date: bool) -> ContextValue<'a> {
        if let Some(given) = self.given(self.policy.text(key.name)) {
            return match (given, key.meaning) {
                (ContextValue::Time(time), KeyMeaning::EpochTime) if !as_date => {
                    ContextValue::Number(time.seconds())
                }
                (given, _) => given,
            };
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
        let other = self.given(other_clock);
        match other {
            Some(given @ (ContextValue::One(_) | ContextValue::Time(_))) if as_date => {
                return given;
            }
            _ => {}
        }
        let time = other.and_then(ContextValue::time).or(self.request.time);
        match (time, key.meaning) {
            (Some(time), KeyMeaning::EpochTime) if !as_date => ContextValue::Number(time.seconds()),
            (Some(time), _) => ContextValue::Time(time),
            (None, _) => {
                self.needs_time.set(true);
                ContextValue::Absent
            }
        }
    }

    pub(crate) fn given(&self, name: &str) -> Option<ContextValue<'a>> {
        self.request
            .entries()
            .find(|(key, _)| eq_ignoring_case(key, name))
            .map(|(_, value)| *value)
    }

    /// What AWS itself would say of the caller and the resource (IAM User
    /// Guide, "AWS global condition context keys").
    pub(crate) fn derived(&self, meaning: KeyMeaning) -> Option<&'a str> {
        let caller = self.caller();
        match meaning {
            // The ARN is in two pieces: see `value`.
            KeyMeaning::Given
            | KeyMeaning::CurrentTime
            | KeyMeaning::EpochTime
            | KeyMeaning::PrincipalArn => None,
            KeyMeaning::PrincipalAccount => match caller.kind {
                CallerKind::Anonymous => Some("anonymous"),
                CallerKind::Root
                | CallerKind::User
                | CallerKind::Role
                | CallerKind::FederatedUser
                | CallerKind::Service
                | CallerKind::Federated => caller.account_number(),
            },
            KeyMeaning::PrincipalOrgId => self.organization_of(caller.account()),
            KeyMeaning::PrincipalTag(tag) => caller.tag(self.policy.text(tag)),
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
                (caller.kind == CallerKind::Service).then(|| caller.name())
            }
            KeyMeaning::PrincipalType => caller.principal_type(),
            KeyMeaning::UserId => caller.user_id(),
            KeyMeaning::UserName => Some(caller.name())
                .filter(|name| caller.kind == CallerKind::User && !name.is_empty()),
            // It comes with every temporary credential; those of roles and
            // federated users are made without a second factor.
            KeyMeaning::MultiFactorAuthPresent => match caller.kind {
                CallerKind::Role | CallerKind::FederatedUser => Some("false"),
                CallerKind::Root
                | CallerKind::User
                | CallerKind::Service
                | CallerKind::Federated
                | CallerKind::Anonymous => None,
            },
            KeyMeaning::ResourceAccount => self.policy.number_of(self.resource_account()),
            KeyMeaning::ResourceOrgId => self.organization_of(self.resource_home()),
        }
    }

    fn organization_of(&self, account: AccountRef<'_>) -> Option<&'a str> {
        match account {
            AccountRef::Known(id) => {
                let account = self.policy.get(id)?;
                let organization = self.policy.all::<Organization>().next()?.id;
                account
                    .in_organization
                    .then(|| self.policy.text(organization))
            }
            AccountRef::Number(_) | AccountRef::Unknown => None,
        }
    }

    /// The account that the resource belongs to.
    pub(crate) fn resource_account(&self) -> AccountRef<'a> {
        let known = self.account.get();
        let (account, source) = known.unwrap_or_else(|| self.policy.resource_account(self.request));
        self.account.set(Some((account, source)));
        account
    }

    /// The account whose place in the organization the resource shares. In a
    /// program that gives its account no number, that is the account of every
    /// resource but a stranger's own.
    pub(crate) fn resource_home(&self) -> AccountRef<'a> {
        let account = self.resource_account();
        match account {
            AccountRef::Number(_) if self.caller().account() != account => {
                match self.policy.account_ref(PLACEHOLDER) {
                    AccountRef::Known(id) => AccountRef::Known(id),
                    AccountRef::Number(_) | AccountRef::Unknown => account,
                }
            }
            AccountRef::Known(_) | AccountRef::Number(_) | AccountRef::Unknown => account,
        }
    }

    /// Whether the caller is of the resource's account. An account without a
    /// number is anyone's own.
    #[inline(always)]
    pub(crate) fn is_same_account(&self) -> bool {
        // The common case, without looking up whose account it is.
        let own = self.caller().known_account();
        match self.prefix.get() {
            Some((_, Numbered::Account(other)))
                if own == Some(other) && self.request.resource_account.is_none() =>
            {
                true
            }
            _ => self.has_same_account(own),
        }
    }

    #[inline(never)]
    fn has_same_account(&self, known: Option<Id<Account>>) -> bool {
        if let Some(id) = known
            && self.request.resource_account.is_none()
        {
            let numbered = match self.prefix.get() {
                Some((_, account)) => account,
                None => self.policy.numbered(self.request.resource),
            };
            match numbered {
                Numbered::Account(other) if other == id => return true,
                // The caller's, unless it is declared.
                Numbered::Nobody if self.policy.count(section::OWNERS) == 0 => return true,
                Numbered::Account(_) | Numbered::Stranger | Numbered::Nobody => {}
            }
        }
        match (self.caller().account(), self.resource_account()) {
            (AccountRef::Known(own), _) if self.policy.is_unnumbered(own) => true,
            (AccountRef::Unknown, _) | (_, AccountRef::Unknown) => false,
            (own, other) => own == other,
        }
    }
}

impl<'a> Policy<'a> {
    /// What the evaluator fills in for a condition key of the program that the
    /// request does not give: what follows from the caller and the resource.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let program = "user Ann can s3:GetObject on arn:aws:s3:::home/${aws:username}/*";
    /// # let tree = compiled(program)?;
    /// # let policy = tree.policy();
    /// use aclc::runtime::Request;
    ///
    /// let ann = policy.principal("user/Ann")?;
    /// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::home/Ann/a.csv");
    /// assert_eq!(policy.filled_in(&request, "aws:username").as_deref(), Some("Ann"));
    /// // The program does not ask for it.
    /// assert_eq!(policy.filled_in(&request, "aws:SourceIp"), None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn filled_in<'r>(self, request: &'r Request<'r>, key: &str) -> Option<Cow<'r, str>>
    where
        'a: 'r,
    {
        let key = self
            .all::<Key>()
            .find(|known| eq_ignoring_case(self.text(known.name), key))?;
        match key.meaning {
            KeyMeaning::PrincipalArn => request.caller.principal_arn().map(|arn| match arn {
                Joined(text, "") => Cow::Borrowed(text),
                arn => Cow::Owned(arn.to_text()),
            }),
            meaning => Context::new(&self, request)
                .derived(meaning)
                .map(Cow::Borrowed),
        }
    }

    /// Whose number an ARN has in it.
    pub(crate) fn numbered(self, arn: &str) -> Numbered {
        match arn::account(arn).map(|number| self.account_ref(number)) {
            Some(AccountRef::Known(id)) => Numbered::Account(id),
            Some(AccountRef::Number(_) | AccountRef::Unknown) => Numbered::Stranger,
            None => Numbered::Nobody,
        }
    }

    /// The account of a number.
    pub(crate) fn account_ref<'n>(self, number: &'n str) -> AccountRef<'n> {
        self.account_of_number(number)
            .map_or(AccountRef::Number(number), AccountRef::Known)
    }

    /// The program's account that goes by a number.
    pub(crate) fn account_of_number(self, number: &str) -> Option<Id<Account>> {
        let is_meant = |id: Id<Account>| {
            let account = self.get(id);
            account.is_some_and(|account| self.number(account) == number)
        };
        let hash = self.seed().hash(number.as_bytes());
        self.find(section::NUMBER_SLOTS, hash, is_meant)
    }

    fn number(self, account: Account) -> &'a str {
        account
            .number
            .map_or(PLACEHOLDER, |number| self.text(number))
    }

    /// The number of an account; a placeholder where the program gives none.
    pub(crate) fn number_of(self, account: AccountRef<'a>) -> Option<&'a str> {
        match account {
            AccountRef::Known(id) => {
                let account = self.get(id)?;
                Some(self.number(account))
            }
            AccountRef::Number(number) => Some(number),
            AccountRef::Unknown => None,
        }
    }

    fn is_unnumbered(self, account: Id<Account>) -> bool {
        self.get(account)
            .is_some_and(|account| account.number.is_none())
    }
}

impl<'a> ContextValue<'a> {
    /// The text of a single value.
    pub(crate) fn single(self) -> Option<Word<'a>> {
        match self {
            Self::One(text) => Some(Word::Given(text)),
            Self::Bool(true) => Some(Word::Given("true")),
            Self::Bool(false) => Some(Word::Given("false")),
            Self::Number(number) => Some(Word::of(number)),
            Self::Address(address) => Some(Word::of(address)),
            Self::Time(time) => Some(Word::of(time)),
            Self::Many(_) | Self::Absent => None,
        }
    }

    /// The moment that a single value says.
    fn time(self) -> Option<Time> {
        match self {
            Self::One(text) => Time::parse(text),
            Self::Number(seconds) => Some(Time::of_seconds(seconds)),
            Self::Time(time) => Some(time),
            Self::Many(_) | Self::Absent | Self::Bool(_) | Self::Address(_) => None,
        }
    }
}
