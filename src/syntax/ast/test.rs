use super::{Party, Term, Word};
use crate::source::Span;

/// `test "name" { ... }`
#[derive(Debug)]
pub struct Test<'s> {
    /// What it is called.
    pub name: Word<'s>,
    /// Its lines.
    pub cases: Vec<TestCase<'s>>,
}

/// One line of a test.
#[derive(Debug)]
pub struct TestCase<'s> {
    /// Who asks.
    pub subject: TestSubject<'s>,
    /// What the answer must be.
    pub expectation: Expectation,
    /// What is asked.
    pub question: Question<'s>,
    /// `with ...`
    pub settings: Vec<Setting<'s>>,
    /// `at DATE`
    pub at: Option<Word<'s>>,
    /// All of it.
    pub span: Span,
}

/// Who asks.
#[derive(Debug)]
pub enum TestSubject<'s> {
    /// `Alice`, `user Alice`
    User(Word<'s>),
    /// `group ML-Managers`: someone who is in that group and no other.
    Group(Word<'s>),
    /// `role Trainer`: a session of it.
    Role(Word<'s>),
    /// `service cloudtrail`
    Service(Word<'s>),
    /// A principal's ARN.
    Arn(Word<'s>),
    /// `anyone`: an anonymous caller.
    Anyone(Span),
}

/// What the answer must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// `can`, `may assume`: allowed.
    Allowed,
    /// `cannot`, `may not assume`: not allowed, by whatever way.
    NotAllowed,
    /// `is denied`: refused by a statement that denies.
    Denied,
}

/// What is asked.
#[derive(Debug)]
pub enum Question<'s> {
    /// `ACTIONS on RESOURCES`: every pair of them.
    Access {
        /// The actions.
        actions: Vec<Word<'s>>,
        /// The resources; `None` where `on` is left out.
        resources: Option<Vec<Term<'s>>>,
    },
    /// `assume ROLES`
    Assume(Vec<Word<'s>>),
}

/// One piece of a request's context.
#[derive(Debug)]
pub struct Setting<'s> {
    /// What it says.
    pub kind: SettingKind<'s>,
    /// All of it.
    pub span: Span,
}

/// What a piece of context says.
#[derive(Debug)]
pub enum SettingKind<'s> {
    /// `KEY = V`, `KEY = ["a", "b"]`
    Key {
        /// The condition key.
        key: Word<'s>,
        /// Its values.
        values: Vec<Word<'s>>,
        /// Whether they stand in brackets: then the key is multi-valued.
        bracketed: bool,
    },
    /// `mfa`
    Mfa,
    /// `tls`
    Tls,
    /// `from ADDRESS`
    From(Word<'s>),
    /// `tag principal.team = "ml"`
    Tag {
        /// Whose tag.
        party: Party,
        /// Its name.
        name: Word<'s>,
        /// Its value.
        value: Word<'s>,
    },
    /// `session policy ReadOnly, ...`
    SessionPolicies(Vec<Word<'s>>),
}
