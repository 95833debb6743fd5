use std::sync::Arc;

use super::let_table::LetId;
use crate::model::AccountId;
use crate::source::Span;

/// What the words of a place mean besides what the whole program declares: the
/// account that unqualified names belong to, the variables of the loops around
/// it, and the parameters of the policy that it stands in.
#[derive(Clone, Debug)]
pub struct Scope<'s> {
    account: AccountId,
    bindings: Option<Arc<Binding<'s>>>,
}

#[derive(Debug)]
struct Binding<'s> {
    name: &'s str,
    bound: Bound,
    outer: Option<Arc<Self>>,
}

/// What a name of a scope stands for.
#[derive(Clone, Debug)]
pub enum Bound {
    /// A value of a loop: text, which `{name}` fills in. The bare name means
    /// nothing.
    Loop(Arc<str>),
    /// A policy's argument that is written out where the policy is attached.
    Value {
        /// The argument.
        text: Arc<str>,
        /// Whether it was quoted.
        quoted: bool,
        /// Where it was written.
        span: Span,
    },
    /// A policy's argument that is the name of a `let`.
    Let(LetId),
    /// A parameter of a policy that is attached nowhere. What is made of it is
    /// not known, and nothing is reported about it.
    Unknown,
}

impl<'s> Scope<'s> {
    /// The scope outside all loops and policies.
    pub fn new(account: AccountId) -> Self {
        Self {
            account,
            bindings: None,
        }
    }

    /// The account that unqualified names belong to.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The same names in another account.
    #[must_use]
    pub fn in_account(&self, account: AccountId) -> Self {
        Self {
            account,
            bindings: self.bindings.clone(),
        }
    }

    /// This scope with one more name, which hides an outer one.
    #[must_use]
    pub fn with(&self, name: &'s str, bound: Bound) -> Self {
        Self {
            account: self.account,
            bindings: Some(Arc::new(Binding {
                name,
                bound,
                outer: self.bindings.clone(),
            })),
        }
    }

    /// What a loop or a parameter binds the name to.
    pub fn get(&self, name: &str) -> Option<&Bound> {
        self.bindings()
            .find(|binding| binding.name == name)
            .map(|binding| &binding.bound)
    }

    /// The names of the loops and parameters, innermost first.
    pub fn names(&self) -> impl Iterator<Item = &'s str> {
        self.bindings().map(|binding| binding.name)
    }

    fn bindings(&self) -> impl Iterator<Item = &Binding<'s>> {
        core::iter::successors(self.bindings.as_deref(), |binding| binding.outer.as_deref())
    }
}
