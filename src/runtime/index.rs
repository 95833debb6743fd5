//! Finds the patterns that match a text, at a cost that grows with the text
//! and not with the number of patterns.
//!
//! Every pattern has a **head**, its text up to the first wildcard or
//! variable. The heads stand sorted, and each knows the longest other head that
//! it begins with. All heads that begin a text begin also the greatest head
//! that is not greater than the text, so one binary search and a walk up its
//! chain find them all:
//!
//! ```text
//! heads          arn:aws:s3:::lake/*   arn:aws:s3:::lake   arn:aws:sqs:*
//!                        │ ┌─────────────────▲
//! text  arn:aws:s3:::lake/a.csv        (chain: `...lake/` → `...lake`)
//! ```
//!
//! This does the work of a radix tree in two flat lists.

use core::cmp::Ordering;
use core::iter;
use core::ops::ControlFlow;

use super::Tree;
use super::arena::{Id, List, Text};
use super::context::Context;
use super::pattern::{Case, Pattern};

/// An index over patterns, each of which leads to one or more targets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Index<T> {
    /// Targets of the pattern `*`.
    pub(crate) everything: List<Id<T>>,
    /// The heads of all other patterns, sorted by their bytes.
    pub(crate) heads: List<Head<T>>,
}

/// A head, and the patterns that have it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head<T> {
    pub(crate) text: Text,
    /// The longest head that this one begins with.
    /// INVARIANT (backward): a smaller place than this head's own.
    pub(crate) parent: Option<u32>,
    /// Targets of the pattern that is this head and nothing else.
    pub(crate) exact: List<Id<T>>,
    /// Targets of the pattern that is this head and `*`.
    pub(crate) after: List<Id<T>>,
    /// Targets of the patterns with a longer rest.
    pub(crate) longer: List<Longer<T>>,
}

/// A pattern that must be matched in full once its head is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Longer<T> {
    pub(crate) pattern: Id<Pattern>,
    pub(crate) target: Id<T>,
}

/// The lists of one index, as the tree stores them.
pub(crate) struct Lists<'t, T> {
    pub(crate) everything: &'t [Id<T>],
    pub(crate) heads: &'t [Head<T>],
    pub(crate) targets: &'t super::arena::Arena<Id<T>>,
    pub(crate) longer: &'t super::arena::Arena<Longer<T>>,
}

impl Context<'_> {
    /// Visits the target of every pattern that matches a text, more than once
    /// where several patterns lead to it.
    pub(crate) fn find<T, B>(
        &self,
        lists: &Lists<'_, T>,
        text: &str,
        case: Case,
        visit: &mut impl FnMut(Id<T>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let mut visit_all =
            |targets: &[Id<T>]| targets.iter().try_for_each(|target| visit(*target));
        visit_all(lists.everything)?;
        for head in self.tree.heads_of(lists.heads, text, case) {
            if self.tree.text(head.text).len() == text.len() {
                visit_all(lists.targets.list(head.exact))?;
            }
            visit_all(lists.targets.list(head.after))?;
            for longer in lists.longer.list(head.longer) {
                let matches = self
                    .tree
                    .patterns
                    .get(longer.pattern)
                    .is_some_and(|pattern| self.matches(pattern, text, case));
                if matches {
                    visit_all(&[longer.target])?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

impl Tree {
    /// The heads that a text begins with, longest first.
    pub(crate) fn heads_of<'h, T>(
        &self,
        heads: &'h [Head<T>],
        text: &str,
        case: Case,
    ) -> impl Iterator<Item = &'h Head<T>> {
        let last = heads
            .partition_point(|head| compare(self.text(head.text), text, case) != Ordering::Greater)
            .checked_sub(1)
            .and_then(|place| heads.get(place));
        let shared = last.map_or(0, |head| shared_start(self.text(head.text), text, case));
        iter::successors(last, |head| heads.get(head.parent? as usize))
            .skip_while(move |head| self.text(head.text).len() > shared)
    }
}

/// Where a head stands to a text; heads that ignore case are in lower case.
fn compare(head: &str, text: &str, case: Case) -> Ordering {
    match case {
        Case::Sensitive => head.cmp(text),
        Case::Ascii | Case::Unicode => head
            .bytes()
            .cmp(text.bytes().map(|byte| byte.to_ascii_lowercase())),
    }
}

/// How many bytes two texts begin with in common.
fn shared_start(head: &str, text: &str, case: Case) -> usize {
    head.bytes()
        .zip(text.bytes())
        .take_while(|(head, text)| match case {
            Case::Sensitive => head == text,
            Case::Ascii | Case::Unicode => *head == text.to_ascii_lowercase(),
        })
        .count()
}
