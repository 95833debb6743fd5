use core::fmt;
use std::collections::HashSet;

use crate::iam::is_account_number;
use crate::runtime::{ContextEntry, ContextValue, Request, SessionPolicy, Tree, arn, form};

/// A request in the words of whoever asks: nothing in it has been looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Who: `user/NAME`, `role/NAME`, `service/NAME`, `anonymous` or an ARN.
    pub principal: String,
    /// What: `service:Name`.
    pub action: String,
    /// On what: an ARN, or `*` for an action without resources.
    pub resource: String,
    /// What is known beside; no key occurs twice, in whatever letter case.
    pub context: Vec<(String, Given)>,
    /// The session policies of the session that asks, by name.
    pub session_policies: Vec<String>,
    /// The number of the account that the resource belongs to.
    pub resource_account: Option<String>,
}

/// What a request gives for a condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A single value.
    One(String),
    /// The values of a multi-valued key.
    Many(Vec<String>),
    /// The key is absent, also where it would follow from the principal.
    Absent,
}

/// Why a question cannot be asked, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskError(pub(super) String);

impl fmt::Display for AskError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl core::error::Error for AskError {}

impl Question {
    /// Adds what is known of a key.
    ///
    /// # Errors
    /// If the key is there already, in whatever letter case, or is none.
    pub fn give(&mut self, key: String, given: Given) -> Result<(), AskError> {
        check_key(&key)?;
        if self.gives(&key) {
            return Err(given_twice(&key));
        }
        self.context.push((key, given));
        Ok(())
    }

    /// Adds what is known of many keys.
    ///
    /// # Errors
    /// If one is there already, in whatever letter case, or is none.
    pub fn give_all(
        &mut self,
        entries: impl IntoIterator<Item = (String, Given)>,
    ) -> Result<(), AskError> {
        let known = self.context.iter().map(|(key, _)| key.to_ascii_lowercase());
        let mut known: HashSet<String> = known.collect();
        for (key, given) in entries {
            check_key(&key)?;
            if !known.insert(key.to_ascii_lowercase()) {
                return Err(given_twice(&key));
            }
            self.context.push((key, given));
        }
        Ok(())
    }

    /// Whether something is said about a key, in whatever letter case.
    pub fn gives(&self, key: &str) -> bool {
        self.context
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(key))
    }

    /// Looks up who asks and under which session policies, and hands on the
    /// request that a tree can decide.
    ///
    /// # Errors
    /// If the tree knows no such principal or session policy, or the action or
    /// the resource is not of the form that a request has.
    pub fn ask<Answer>(
        &self,
        tree: &Tree,
        decide: impl FnOnce(&Request<'_>) -> Answer,
    ) -> Result<Answer, AskError> {
        // A slip must not be answered as if it were a request that nothing allows.
        check_action(&self.action)?;
        check_resource(&self.resource)?;
        self.resource_account
            .as_deref()
            .map_or(Ok(()), |number| check_account(number, &self.resource))?;
        let caller = tree
            .principal(&self.principal)
            .map_err(|error| AskError(error.to_string()))?;
        let session_policies: Vec<SessionPolicy<'_>> = self
            .session_policies
            .iter()
            .map(|name| {
                tree.session_policy(name)
                    .ok_or_else(|| AskError(format!("the program has no session policy `{name}`")))
            })
            .collect::<Result<_, _>>()?;
        let lists: Vec<Vec<&str>> = self.context.iter().map(|(_, given)| given.list()).collect();
        let context: Vec<ContextEntry<'_>> = self
            .context
            .iter()
            .zip(&lists)
            .map(|((key, given), list)| (key.as_str(), given.value(list)))
            .collect();
        let mut request = Request::new(&caller, &self.action, &self.resource)
            .with_context(&context)
            .with_session_policies(&session_policies);
        if let Some(account) = &self.resource_account {
            request = request.with_resource_account(account);
        }
        Ok(decide(&request))
    }

    /// What is asked where the principal is a group: the same of each of its
    /// members, as someone who is in that group and no other. Policies can name
    /// members one by one, so their answers may differ. Any other question, and
    /// one about a group without members, is asked as it is.
    pub fn each(&self, tree: &Tree) -> Vec<Self> {
        let mut questions: Vec<Self> = tree
            .members(&self.principal)
            .map(|member| Self {
                principal: format!("{} as {member}", self.principal),
                ..self.clone()
            })
            .collect();
        if questions.is_empty() {
            questions.push(self.clone());
        }
        questions
    }

    /// The one question that stands for [all](Self::each) that are asked: the
    /// first, where every decision is the same.
    ///
    /// # Errors
    /// If one cannot be decided, or two are decided differently.
    pub fn in_common(&self, tree: &Tree) -> Result<Self, AskError> {
        let mut questions = self.each(tree).into_iter();
        let Some(first) = questions.next() else {
            return Ok(self.clone());
        };
        let decide = |question: &Self| {
            question.ask(tree, |request| {
                tree.decide(request)
                    .map(|answer| answer.decision())
                    .map_err(|error| AskError(error.to_string()))
            })?
        };
        // Whoever asks hears of a mistake of the first from its answer.
        if questions.len() == 0 {
            return Ok(first);
        }
        let expected = decide(&first)?;
        for question in questions {
            let other = decide(&question)?;
            if other != expected {
                return Err(AskError(format!(
                    "the members differ: `{}` is {}, `{}` is {}; ask for one of them",
                    first.principal,
                    expected.name(),
                    question.principal,
                    other.name()
                )));
            }
        }
        Ok(first)
    }
}

/// Every condition key of IAM has a colon; a word such as `mfa`, or a key
/// without its service, would say nothing.
fn check_key(key: &str) -> Result<(), AskError> {
    if key.contains(':') {
        return Ok(());
    }
    Err(AskError(format!(
        "`{key}` is no condition key, which names its service before a colon, as `aws:MultiFactorAuthPresent` does"
    )))
}

fn given_twice(key: &str) -> AskError {
    AskError(format!("the condition key `{key}` is given twice"))
}

/// Whether a text is the name of one action.
pub(super) fn check_action(action: &str) -> Result<(), AskError> {
    if form::is_action(action) {
        return Ok(());
    }
    Err(AskError(format!(
        "`{action}` is no action: write `service:Name`, without wildcards"
    )))
}

/// Whether a text is one resource, or the `*` of an action without resources.
pub(super) fn check_resource(resource: &str) -> Result<(), AskError> {
    if form::is_resource(resource) {
        return Ok(());
    }
    Err(AskError(format!(
        "`{resource}` is no resource: write an ARN, or `*` for an action without resources"
    )))
}

/// Whether a text is the number of an account, and of the one that the
/// resource's ARN names where it names one.
pub(super) fn check_account(number: &str, resource: &str) -> Result<(), AskError> {
    if !is_account_number(number) {
        return Err(AskError(format!(
            "`{number}` is no account: its number has twelve digits"
        )));
    }
    if let Some(named) = arn::account(resource).filter(|named| *named != number) {
        return Err(AskError(format!(
            "`{resource}` is a resource of the account `{named}`, not of `{number}`"
        )));
    }
    Ok(())
}

impl Given {
    fn list(&self) -> Vec<&str> {
        match self {
            Self::One(_) | Self::Absent => Vec::new(),
            Self::Many(values) => values.iter().map(String::as_str).collect(),
        }
    }

    fn value<'a>(&'a self, list: &'a [&'a str]) -> ContextValue<'a> {
        match self {
            Self::One(value) => ContextValue::One(value),
            Self::Many(_) => ContextValue::Many(list),
            Self::Absent => ContextValue::Absent,
        }
    }
}
