use super::{Caller, SessionPolicy};

/// One question: may this caller do this with that?
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub(crate) caller: &'a Caller<'a>,
    pub(crate) action: &'a str,
    pub(crate) resource: &'a str,
    pub(crate) context: &'a [ContextEntry<'a>],
    pub(crate) session_policies: Option<&'a [SessionPolicy<'a>]>,
    pub(crate) resource_account: Option<&'a str>,
    pub(crate) is_complete: bool,
}

/// A condition key and what the request has for it.
pub type ContextEntry<'a> = (&'a str, ContextValue<'a>);

/// What a request has for a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContextValue<'a> {
    /// A single-valued key's value.
    One(&'a str),
    /// A multi-valued key's values, also none or one.
    Many(&'a [&'a str]),
    /// No value, not even the one that would follow from the caller.
    Absent,
}

impl<'a> Request<'a> {
    /// A request without context. The resource is an ARN, or `*` for an action
    /// that has none.
    pub fn new(caller: &'a Caller<'a>, action: &'a str, resource: &'a str) -> Self {
        Self {
            caller,
            action,
            resource,
            context: &[],
            session_policies: None,
            resource_account: None,
            is_complete: false,
        }
    }

    /// With what is known of the request. Keys compare without case; of two
    /// entries for one key the first counts.
    #[must_use]
    pub fn with_context(self, context: &'a [ContextEntry<'a>]) -> Self {
        Self { context, ..self }
    }

    /// Made in a session that these policies limit; together they are one
    /// limit, which allows what any of them allows.
    #[must_use]
    pub fn with_session_policies(self, policies: &'a [SessionPolicy<'a>]) -> Self {
        Self {
            session_policies: (!policies.is_empty()).then_some(policies),
            ..self
        }
    }

    /// With the number of the account that the resource belongs to.
    #[must_use]
    pub fn with_resource_account(self, account: &'a str) -> Self {
        Self {
            resource_account: Some(account),
            ..self
        }
    }

    /// Says that the context is complete: nothing is filled in from the caller,
    /// and a time that is missing is missing.
    #[must_use]
    pub fn with_complete_context(self) -> Self {
        Self {
            is_complete: true,
            ..self
        }
    }
}
