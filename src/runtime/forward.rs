//! What a [`Tree`] is asked, its [`Policy`] answers.

use alloc::borrow::Cow;

use super::{
    AccountView, Answer, Batch, Caller, DecideError, EntityView, Explanation, PolicyView,
    PrincipalError, Request, SessionPolicy, Tree,
};

impl Tree {
    /// See [`Policy::decide`](super::Policy::decide).
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn decide<'a>(&'a self, request: &Request<'a>) -> Result<Answer<'a>, DecideError> {
        self.policy().decide(request)
    }

    /// See [`Policy::decide_batch`](super::Policy::decide_batch).
    pub fn decide_batch<'a, 'r>(&'a self, requests: &'r [Request<'a>]) -> Batch<'a, 'r> {
        self.policy().decide_batch(requests)
    }

    /// See [`Policy::explain`](super::Policy::explain).
    ///
    /// # Errors
    /// As there.
    pub fn explain<'a>(&'a self, request: &'a Request<'a>) -> Result<Explanation<'a>, DecideError> {
        self.policy().explain(request)
    }

    /// See [`Policy::principal`](super::Policy::principal).
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub fn principal(&self, text: &str) -> Result<Caller<'_>, PrincipalError> {
        self.policy().principal(text)
    }

    /// See [`Policy::user`](super::Policy::user).
    ///
    /// # Errors
    /// As there.
    pub fn user(&self, name: &str) -> Result<Caller<'_>, PrincipalError> {
        self.policy().user(name)
    }

    /// See [`Policy::members`](super::Policy::members).
    pub fn members(&self, principal: &str) -> impl Iterator<Item = &str> {
        self.policy().members(principal)
    }

    /// See [`Policy::filled_in`](super::Policy::filled_in).
    pub fn filled_in<'a>(&'a self, request: &'a Request<'a>, key: &str) -> Option<Cow<'a, str>> {
        self.policy().filled_in(request, key)
    }

    /// See [`Policy::session_policies`](super::Policy::session_policies).
    pub fn session_policies(&self) -> impl Iterator<Item = SessionPolicy<'_>> {
        self.policy().session_policies()
    }

    /// See [`Policy::session_policy`](super::Policy::session_policy).
    pub fn session_policy(&self, name: &str) -> Option<SessionPolicy<'_>> {
        self.policy().session_policy(name)
    }

    /// See [`Policy::condition_keys`](super::Policy::condition_keys).
    pub fn condition_keys(&self) -> impl Iterator<Item = &str> {
        self.policy().condition_keys()
    }

    /// See [`Policy::policies`](super::Policy::policies).
    pub fn policies(&self) -> impl Iterator<Item = PolicyView<'_>> {
        self.policy().policies()
    }

    /// See [`Policy::entities`](super::Policy::entities).
    pub fn entities(&self) -> impl Iterator<Item = EntityView<'_>> {
        self.policy().entities()
    }

    /// See [`Policy::accounts`](super::Policy::accounts).
    pub fn accounts(&self) -> impl Iterator<Item = AccountView<'_>> {
        self.policy().accounts()
    }

    /// See [`Policy::resources`](super::Policy::resources).
    pub fn resources(&self) -> impl Iterator<Item = (&str, PolicyView<'_>)> {
        self.policy().resources()
    }

    /// See [`Policy::sessions`](super::Policy::sessions).
    pub fn sessions(&self) -> impl Iterator<Item = (&str, PolicyView<'_>)> {
        self.policy().sessions()
    }
}
