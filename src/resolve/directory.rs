//! Who and what a program declares, by name.

use std::sync::atomic::Ordering;

use super::names::NameTable;
use super::scope::Scope;
use super::world::World;
use crate::diag::{Diagnostic, Diagnostics, codes, nearest};
use crate::iam::is_account_number;
use crate::model::{AccountId, GroupId, RoleId, SessionPolicyId, UnitId, UserId};
use crate::source::Span;
use crate::syntax::ast::Word;

/// How many names are compared at most, in one run, to offer nearest ones.
const COMPARISON_LIMIT: usize = 5_000_000;

/// What a name can be the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    User,
    Group,
    Role,
    Policy,
    Boundary,
    SessionPolicy,
    Guardrail,
    Account,
    Unit,
}

impl Kind {
    /// As a message speaks of it.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::Policy => "policy",
            Self::Boundary => "boundary",
            Self::SessionPolicy => "session policy",
            Self::Guardrail => "guardrail",
            Self::Account => "account",
            Self::Unit => "unit",
        }
    }

    /// The same with `a` or `an`.
    pub(crate) fn with_article(self) -> String {
        let article = match self {
            Self::Account => "an",
            Self::User
            | Self::Group
            | Self::Role
            | Self::Policy
            | Self::Boundary
            | Self::SessionPolicy
            | Self::Guardrail
            | Self::Unit => "a",
        };
        format!("{article} {}", self.noun())
    }

    /// How one of a name is declared.
    fn declaration(self, name: &str) -> String {
        match self {
            Self::User => format!("user {name}"),
            Self::Group => format!("group {name}: ..."),
            Self::Role => format!("role {name} {{ trusts ... }}"),
            Self::Policy => format!("policy {name} {{ can ... }}"),
            Self::Boundary => format!("boundary {name} {{ can ... }}"),
            Self::SessionPolicy => format!("session policy {name} {{ can ... }}"),
            Self::Guardrail => format!("guardrail {name} on org {{ cannot ... }}"),
            Self::Account => format!("account {name} = 111122223333"),
            Self::Unit => format!("ou {name}: ..."),
        }
    }

    /// What to write where there is none of this name.
    fn remedy(self, name: &str) -> String {
        match self {
            Self::Policy if name.contains(':') => {
                format!("actions are granted one by one: `can {name} on RESOURCES`")
            }
            Self::Policy => format!(
                "declare it: `{}`; one of AWS's own is named by its ARN: `arn:aws:iam::aws:policy/{name}`",
                self.declaration(name)
            ),
            Self::User
            | Self::Group
            | Self::Role
            | Self::Boundary
            | Self::SessionPolicy
            | Self::Guardrail
            | Self::Account
            | Self::Unit => format!("declare it: `{}`", self.declaration(name)),
        }
    }

    /// Whether its names belong to an account, so that two accounts can use
    /// the same.
    fn is_of_account(self) -> bool {
        match self {
            Self::User | Self::Group | Self::Role | Self::Policy | Self::Boundary => true,
            Self::SessionPolicy | Self::Guardrail | Self::Account | Self::Unit => false,
        }
    }
}

/// The names of each kind. The place of a name in its table is the place of
/// what it names in that kind's list.
#[derive(Debug, Default)]
pub(crate) struct Directory<'s> {
    pub(super) users: NameTable<'s>,
    pub(super) groups: NameTable<'s>,
    pub(super) roles: NameTable<'s>,
    pub(super) policies: NameTable<'s>,
    pub(super) boundaries: NameTable<'s>,
    pub(super) session_policies: NameTable<'s>,
    pub(super) guardrails: NameTable<'s>,
    pub(super) accounts: NameTable<'s>,
    pub(super) units: NameTable<'s>,
    pub(super) policy_origins: Vec<Span>,
    pub(super) boundary_origins: Vec<Span>,
}

impl<'s> Directory<'s> {
    pub(super) fn table(&self, kind: Kind) -> &NameTable<'s> {
        match kind {
            Kind::User => &self.users,
            Kind::Group => &self.groups,
            Kind::Role => &self.roles,
            Kind::Policy => &self.policies,
            Kind::Boundary => &self.boundaries,
            Kind::SessionPolicy => &self.session_policies,
            Kind::Guardrail => &self.guardrails,
            Kind::Account => &self.accounts,
            Kind::Unit => &self.units,
        }
    }

    pub(super) fn table_mut(&mut self, kind: Kind) -> &mut NameTable<'s> {
        match kind {
            Kind::User => &mut self.users,
            Kind::Group => &mut self.groups,
            Kind::Role => &mut self.roles,
            Kind::Policy => &mut self.policies,
            Kind::Boundary => &mut self.boundaries,
            Kind::SessionPolicy => &mut self.session_policies,
            Kind::Guardrail => &mut self.guardrails,
            Kind::Account => &mut self.accounts,
            Kind::Unit => &mut self.units,
        }
    }
}

/// Where names that belong to no account stand in a table.
pub(crate) fn everywhere() -> AccountId {
    AccountId::new(0)
}

impl<'s> World<'_, 's> {
    /// The user of a name, `prod/Ann` for one of another account.
    pub fn user(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<UserId> {
        self.find(Kind::User, word, scope, diagnostics)
            .map(UserId::new)
    }

    /// The group of a name.
    pub fn group(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<GroupId> {
        self.find(Kind::Group, word, scope, diagnostics)
            .map(GroupId::new)
    }

    /// The role of a name, `prod/Deployer` for one of another account.
    pub fn role(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<RoleId> {
        self.find(Kind::Role, word, scope, diagnostics)
            .map(RoleId::new)
    }

    /// The session policy of a name.
    pub fn session_policy(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<SessionPolicyId> {
        self.find(Kind::SessionPolicy, word, scope, diagnostics)
            .map(SessionPolicyId::new)
    }

    /// The account of a name.
    pub fn account(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<AccountId> {
        self.find(Kind::Account, word, scope, diagnostics)
            .map(AccountId::new)
    }

    /// The organizational unit of a name.
    pub fn unit(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<UnitId> {
        self.find(Kind::Unit, word, scope, diagnostics)
            .map(UnitId::new)
    }

    /// The account of a name, if one is so called.
    pub fn account_named(&self, name: &str) -> Option<AccountId> {
        let accounts = &self.directory.accounts;
        accounts
            .find(everywhere(), name)
            .filter(|place| accounts.name(*place) == name)
            .map(AccountId::new)
    }

    /// The account of the program that has a number.
    pub fn account_numbered(&self, number: &str) -> Option<AccountId> {
        self.account_numbers.get(number).copied()
    }

    /// Twelve digits, from the name of an account of the program or from the
    /// digits themselves, which need not be of the program.
    pub fn account_number(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let text = self.text(word, scope, diagnostics)?;
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return account_digits(&text, word.span, diagnostics).then(|| text.into_owned());
        }
        let account = self.look_up(Kind::Account, everywhere(), &text, word.span, diagnostics)?;
        self.number_of(AccountId::new(account)).map(str::to_owned)
    }

    /// The place of what a word names, in its kind's list.
    pub(super) fn find(
        &self,
        kind: Kind,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let text = self.text(word, scope, diagnostics)?;
        let (account, name) = self.qualified(kind, &text, word, scope, diagnostics)?;
        self.look_up(kind, account, name, word.span, diagnostics)
    }

    /// The account and the bare name of `Deployer` or `prod/Deployer`.
    pub(super) fn qualified<'t>(
        &self,
        kind: Kind,
        text: &'t str,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(AccountId, &'t str)> {
        if !kind.is_of_account() {
            return Some((everywhere(), text));
        }
        match text.split_once('/') {
            Some((account, name)) if !word.quoted => {
                let account =
                    self.look_up(Kind::Account, everywhere(), account, word.span, diagnostics)?;
                Some((AccountId::new(account), name))
            }
            Some(_) | None => Some((scope.account(), text)),
        }
    }

    /// The place of what has this name in an account; an error offers the
    /// nearest.
    pub(super) fn look_up(
        &self,
        kind: Kind,
        account: AccountId,
        name: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let table = self.directory.table(kind);
        let Some(place) = table.find(account, name) else {
            self.report_no_entity(kind, account, name, span, diagnostics);
            return None;
        };
        let declared = table.name(place);
        if declared != name {
            self.report_case(kind, place, name, span, diagnostics);
        }
        Some(place)
    }

    /// An error about a name that is spelled otherwise where it is declared.
    pub(super) fn report_case(
        &self,
        kind: Kind,
        place: usize,
        name: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) {
        let noun = kind.noun();
        let declared = self.directory.table(kind).name(place);
        let mut diagnostic = Diagnostic::new(
            codes::DIFFERS_BY_CASE,
            format!("the {noun} `{name}` is `{declared}` elsewhere, which is the same name to AWS"),
        )
        .at(span);
        if let Some(origin) = self.origin(kind, place) {
            diagnostic = diagnostic.label(origin, format!("here it is `{declared}`"));
        }
        diagnostics.push(diagnostic.hint("spell it the same everywhere"));
    }

    fn report_no_entity(
        &self,
        kind: Kind,
        account: AccountId,
        name: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) {
        if self.may_be_unread(name) {
            return;
        }
        let mut diagnostic = Diagnostic::new(
            codes::UNKNOWN_NAME,
            format!("no {} is called `{name}`", kind.noun()),
        )
        .at(span);
        let table = self.directory.table(kind);
        let near = self.nearest(name, table.len(), table.of_account(account));
        let near = near.and_then(|near| Some((table.find(account, &near)?, near)));
        let others = [Kind::Group, Kind::Role].into_iter();
        let other = others
            .filter(|_| matches!(kind, Kind::User))
            .find(|other| self.directory.table(*other).find(account, name).is_some());
        let hint = if let Some(other) = other {
            format!("it is a {0}: write `{0} {name}`", other.noun())
        } else if let Some((place, near)) = near {
            if let Some(origin) = self.origin(kind, place) {
                diagnostic = diagnostic.label(origin, format!("`{near}` is declared here"));
            }
            format!("write `{near}`, if that is meant")
        } else if let Some(elsewhere) = self.accounts_with(kind, name).first()
            && kind.is_of_account()
        {
            format!("another account has one: write `{elsewhere}/{name}`")
        } else {
            kind.remedy(name)
        };
        diagnostics.push(diagnostic.hint(hint));
    }

    /// The names of the accounts that have a thing of this name.
    pub(super) fn accounts_with(&self, kind: Kind, name: &str) -> Vec<&str> {
        let table = self.directory.table(kind);
        let accounts = self.program.accounts.iter().enumerate();
        accounts
            .filter(|(place, _)| table.find(AccountId::new(*place), name).is_some())
            .map(|(_, account)| account.name.as_str())
            .collect()
    }

    /// The nearest of some names, as long as a run has not compared too many.
    pub(super) fn nearest<'n>(
        &self,
        written: &str,
        count: usize,
        names: impl Iterator<Item = &'n str>,
    ) -> Option<String> {
        let compared = self.compared.load(Ordering::Relaxed).saturating_add(count);
        if self.trying || compared > COMPARISON_LIMIT {
            return None;
        }
        self.compared.store(compared, Ordering::Relaxed);
        nearest(written, names).map(str::to_owned)
    }

    /// Where something is declared.
    pub(super) fn origin(&self, kind: Kind, place: usize) -> Option<Span> {
        let program = &self.program;
        match kind {
            Kind::User => program.users.get(place).map(|user| user.entity.origin),
            Kind::Group => program.groups.get(place).map(|group| group.entity.origin),
            Kind::Role => program.roles.get(place).map(|role| role.entity.origin),
            Kind::SessionPolicy => program
                .session_policies
                .get(place)
                .map(|policy| policy.origin),
            Kind::Guardrail => program.guardrails.get(place).map(|rail| rail.origin),
            Kind::Account => program
                .accounts
                .get(place)
                .and_then(|account| account.origin),
            Kind::Unit => program.units.get(place).map(|unit| unit.origin),
            Kind::Policy => self.directory.policy_origins.get(place).copied(),
            Kind::Boundary => self.directory.boundary_origins.get(place).copied(),
        }
    }
}

/// Whether digits are an account's number; if not, an error.
pub(crate) fn account_digits(text: &str, span: Span, diagnostics: &mut Diagnostics) -> bool {
    let right = is_account_number(text);
    if !right {
        let what = if text.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("`{text}` has {} digits", text.len())
        } else {
            format!("`{text}` is not an account's number")
        };
        diagnostics.push(
            Diagnostic::new(codes::ACCOUNT_NUMBER, what)
                .at(span)
                .hint("an account's number has exactly 12 digits"),
        );
    }
    right
}
