use crate::diag::Diagnostics;
use crate::source::Span;
use crate::syntax::ast::{Condition, Word};

/// A text that stands for itself: what a word is once `{x}` is filled in,
/// choices are written out and escapes are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text; `${...}` is still in it.
    pub text: String,
    /// Whether it was quoted where it was written, so that it is never a name.
    pub quoted: bool,
    /// Where it was written.
    pub span: Span,
}

/// What a bare word of a condition can name.
pub enum Meaning<'n, 's> {
    /// `let office = 203.0.113.0/24, ...`, or a parameter: every value, names
    /// of other lists followed and constructors built.
    List(Vec<Text>),
    /// `let trusted when mfa and from office`
    Condition {
        /// What it says.
        condition: &'n Condition<'s>,
        /// What the words in it mean where it is declared.
        names: Box<dyn Names<'s> + 'n>,
        /// The name where it is declared.
        origin: Span,
    },
    /// It is declared, but not well; that has been reported.
    Broken,
}

/// A kind of name, for the nearest one that an error offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A `let` name of values, or a parameter.
    List,
    /// A `let` name of a condition.
    Condition,
    /// An account.
    Account,
}

/// What the words of a condition mean at the place where it stands.
///
/// Cycles among names of lists are the implementor's to find; those among
/// names of conditions are found here, by their origin.
pub trait Names<'s> {
    /// The texts of a word: `{x}` filled in, choices written out, the escapes
    /// of a quoted string read. Names are not followed. `None` where something
    /// is wrong with it, which is then reported.
    fn fill(&self, word: Word<'s>, diagnostics: &mut Diagnostics) -> Option<Vec<Text>>;

    /// What `name` stands for; also a `let` name with a suffix that begins with
    /// `/`, whose list then has that suffix on every value. `None` where
    /// nothing of that name is declared.
    fn look_up(&self, name: &Text, diagnostics: &mut Diagnostics) -> Option<Meaning<'_, 's>>;

    /// The twelve digits of an account of the program.
    fn account_number(&self, name: &str) -> Option<String>;

    /// The declared name that a mistyped one most likely meant.
    fn nearest(&self, kind: NameKind, written: &str) -> Option<String>;

    /// Whether a name may have been declared in what could not be read, so that
    /// it is not reported as undeclared.
    fn may_be_unread(&self, name: &str) -> bool;
}
