//! What was written, comments included: the formatter and the editor live on
//! this tree. It borrows the text, and interprets nothing: `{x}`, choices,
//! `let` names and condition keys are still words.

mod clause;
mod condition;
mod declaration;
mod outline;
mod test;

pub use clause::{
    Actions, Argument, AssumeClause, Attachment, Clause, ClauseKind, Constructor, Grant, Guard,
    Modifiers, OnBehalf, PassClause, PrincipalPhrase, RawPrincipals, Resources, Term, TrustClause,
    TrustExtra, Verbatim,
};
pub use condition::{
    Comparison, Condition, ConditionKind, Estate, Operand, Party, Quantifier, Relation, Value,
    Values,
};
pub use declaration::{
    Body, Declaration, For, ForValues, GuardrailTarget, Head, Item, ItemKind, Let, LetValue,
};
pub use test::{Expectation, Question, Setting, SettingKind, Test, TestCase, TestSubject};

use crate::source::{SourceId, Span};

/// One file.
#[derive(Debug)]
pub struct Ast<'s> {
    /// The file.
    pub source: SourceId,
    /// Its declarations, in order. One that has an error is missing, and its
    /// span stands in `bad`.
    pub items: Vec<Item<'s>>,
    /// Its comments, in order.
    pub comments: Vec<Comment<'s>>,
    /// What could not be read. A name that occurs inside is not reported as
    /// undeclared elsewhere.
    pub bad: Vec<Span>,
}

/// A run of characters without white space, or a quoted string.
///
/// A name is a word too; `prod/Deployer` is the name of another account's
/// entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'s> {
    /// As written; for a quoted string what stands between the quotes, escapes
    /// not yet read.
    pub text: &'s str,
    /// Where, quotes included.
    pub span: Span,
    /// Whether it is a quoted string, which is always text.
    pub quoted: bool,
}

/// From `#` to the end of the line.
#[derive(Clone, Copy, Debug)]
pub struct Comment<'s> {
    /// From the `#` on, without trailing white space.
    pub text: &'s str,
    /// Where.
    pub span: Span,
    /// Whether nothing but white space stands before it on its line.
    pub own_line: bool,
}
