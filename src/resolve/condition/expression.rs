//! A condition as a tree over IAM's own atoms.

use core::hash::Hash;

use hashbrown::HashMap;

use super::complement::{Refusal, complement};
use crate::catalog::Catalog;
use crate::iam::Atom;
use crate::source::Span;

/// What a condition says, sugar gone.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    /// One operator on one key.
    Literal(Literal),
    /// All of them hold; none at all always holds.
    All(Vec<Self>),
    /// One of them holds; of none, none does.
    Any(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
}

/// An atom with the place where it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Literal {
    /// What IAM reads.
    pub(super) atom: Atom,
    /// The words it comes from; none for what the compiler adds to a grant,
    /// whose place is the grant.
    pub(super) span: Span,
    /// Whether the writer named the operator: then IAM's own reading was asked
    /// for, and what would be refused elsewhere is a warning.
    pub(super) by_name: bool,
    /// Whether it says that what stands there does not hold.
    pub(super) opposed: bool,
}

impl Literal {
    /// An atom that the language's own words stand for.
    pub(super) fn new(atom: Atom, span: Span) -> Self {
        Self {
            atom,
            span,
            by_name: false,
            opposed: false,
        }
    }

    /// Another atom at the same place.
    pub(super) fn with(&self, atom: Atom) -> Self {
        Self {
            atom,
            span: self.span,
            by_name: self.by_name,
            opposed: self.opposed,
        }
    }

    /// An atom that has to do with this one's not holding.
    pub(super) fn opposed_by(&self, atom: Atom) -> Self {
        Self {
            opposed: !self.opposed,
            ..self.with(atom)
        }
    }

    /// Its key, with which those of the same key have theirs in common: names of
    /// keys ignore case.
    pub(super) fn folded_key(&self) -> String {
        self.atom.key.to_ascii_lowercase()
    }
}

/// What has the same key beside each other, in the order of the first of each.
pub(super) fn grouped<Item: Copy, Key: Hash + Eq>(
    items: impl Iterator<Item = Item>,
    key: impl Fn(Item) -> Key,
) -> Vec<Vec<Item>> {
    let mut groups: Vec<Vec<Item>> = Vec::new();
    let mut places = HashMap::new();
    for item in items {
        let place = *places.entry(key(item)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}

impl From<Literal> for Expression {
    fn from(literal: Literal) -> Self {
        Self::Literal(literal)
    }
}

impl Expression {
    /// The same without [`Self::Not`]: De Morgan's laws carry it down to the
    /// atoms, and each of those has a complement or is refused.
    ///
    /// Recursion is bounded by the depth that the reader allows.
    pub(super) fn without_not(self, negated: bool, catalog: &Catalog) -> Result<Self, Refusal> {
        let each = |list: Vec<Self>| -> Result<Vec<Self>, Refusal> {
            list.into_iter()
                .map(|expression| expression.without_not(negated, catalog))
                .collect()
        };
        Ok(match (self, negated) {
            (Self::Not(inner), _) => inner.without_not(!negated, catalog)?,
            (Self::Literal(literal), false) => Self::Literal(literal),
            (Self::Literal(literal), true) => complement(&literal, catalog)?,
            (Self::All(list), false) | (Self::Any(list), true) => Self::All(each(list)?),
            (Self::Any(list), false) | (Self::All(list), true) => Self::Any(each(list)?),
        })
    }
}
