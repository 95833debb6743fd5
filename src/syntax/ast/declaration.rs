use super::{Clause, Condition, Term, Test, Word};
use crate::source::Span;

/// One declaration of a file.
#[derive(Debug)]
pub struct Item<'s> {
    /// What it is.
    pub kind: ItemKind<'s>,
    /// All of it.
    pub span: Span,
}

/// What a declaration is.
#[derive(Debug)]
pub enum ItemKind<'s> {
    /// `use "shared/guardrails.acl"`
    Use(Word<'s>),
    /// `account prod = 111122223333`
    Account {
        /// Its name.
        name: Word<'s>,
        /// Its number.
        number: Word<'s>,
    },
    /// `region us-east-1`
    Region(Word<'s>),
    /// `partition aws-cn`
    Partition(Word<'s>),
    /// `org o-abc { management billing }`
    Organization {
        /// Its id.
        id: Word<'s>,
        /// The name of its management account.
        management: Option<Word<'s>>,
    },
    /// `ou Workloads: prod, dev`, `ou Sandbox`
    UnitMembers {
        /// Its name.
        name: Word<'s>,
        /// The accounts directly in it.
        accounts: Vec<Word<'s>>,
    },
    /// `ou All includes Workloads, Sandbox`
    UnitIncludes {
        /// Its name.
        name: Word<'s>,
        /// The units directly in it.
        units: Vec<Word<'s>>,
    },
    /// `in account NAME { ... }`
    InAccount {
        /// The account.
        account: Word<'s>,
        /// What belongs to it.
        items: Vec<Item<'s>>,
    },
    /// `let lake = arn:aws:s3:::ml-data-lake`
    Let(Let<'s>),
    /// `for n in 1..3 { ... }`
    For(For<'s, Item<'s>>),
    /// A user, group, role, policy, boundary, session policy, guardrail or
    /// resource.
    Declaration(Box<Declaration<'s>>),
    /// `test "name" { ... }`
    Test(Test<'s>),
}

/// A name for values or for a condition.
#[derive(Debug)]
pub struct Let<'s> {
    /// The name.
    pub name: Word<'s>,
    /// What it stands for.
    pub value: LetValue<'s>,
}

/// What a `let` binds.
#[derive(Debug)]
pub enum LetValue<'s> {
    /// `= a, b`: a list of one kind, which its use decides.
    List(Vec<Term<'s>>),
    /// `when CONDITION`
    Condition(Condition<'s>),
}

/// A loop at compile time.
#[derive(Debug)]
pub struct For<'s, Element> {
    /// The name that `{name}` fills in.
    pub variable: Word<'s>,
    /// What it runs over.
    pub values: ForValues<'s>,
    /// What is written once for each value.
    pub body: Vec<Element>,
}

/// What a loop runs over.
#[derive(Debug)]
pub enum ForValues<'s> {
    /// `FE, BE, INFRA`: text, never looked up.
    List(Vec<Word<'s>>),
    /// `1..3`: both ends included, each a number or `{name}`.
    Range {
        /// The first number.
        first: Word<'s>,
        /// The last number.
        last: Word<'s>,
    },
}

/// A declaration that can have a body.
#[derive(Debug)]
pub struct Declaration<'s> {
    /// What is declared.
    pub head: Head<'s>,
    /// What is said of it.
    pub body: Body<'s>,
}

/// What is declared.
#[derive(Debug)]
pub enum Head<'s> {
    /// `user Alice, Bob`
    Users(Vec<Word<'s>>),
    /// `group ML-Engineers`
    Group(Word<'s>),
    /// `role Trainer`
    Role(Word<'s>),
    /// `policy BucketReader(bucket)`
    Policy {
        /// Its name.
        name: Word<'s>,
        /// Its parameters; `None` without parentheses.
        parameters: Option<Vec<Word<'s>>>,
    },
    /// `boundary DevLimits`
    Boundary(Word<'s>),
    /// `session policy ReadOnly`
    SessionPolicy(Word<'s>),
    /// `guardrail Regions on ou Workloads`, `resource guardrail X on org`
    Guardrail {
        /// Whether it is a resource control policy.
        on_resources: bool,
        /// Its name.
        name: Word<'s>,
        /// What it is attached to.
        targets: Vec<GuardrailTarget<'s>>,
    },
    /// `resource lake`: a `let` name, an ARN or a constructor.
    Resource(Term<'s>),
}

/// What a guardrail is attached to.
#[derive(Debug)]
pub enum GuardrailTarget<'s> {
    /// `org`: the root of the organization.
    Organization(Span),
    /// `ou NAME, ...`
    Units(Vec<Word<'s>>),
    /// `account NAME, ...`
    Accounts(Vec<Word<'s>>),
}

/// What is said of what is declared.
#[derive(Debug)]
pub enum Body<'s> {
    /// Nothing: `user Alice`
    None,
    /// `: Charlie, Diana`
    Members(Vec<Word<'s>>),
    /// `includes ML-Engineers, ML-DataScientists`
    Includes(Vec<Word<'s>>),
    /// One clause without a block: `can lambda:* on *`
    Clause(Box<Clause<'s>>),
    /// `{ ... }`
    Block(Vec<Clause<'s>>),
    /// `from "vendor/ReadOnlyAccess.json"`
    From(Word<'s>),
}

impl<'s> Head<'s> {
    /// The word that names it: the first of several users; none for a resource
    /// written as a constructor.
    pub fn name(&self) -> Option<Word<'s>> {
        match self {
            Self::Users(names) => names.first().copied(),
            Self::Group(name)
            | Self::Role(name)
            | Self::Policy { name, .. }
            | Self::Boundary(name)
            | Self::SessionPolicy(name)
            | Self::Guardrail { name, .. }
            | Self::Resource(Term::Word(name)) => Some(*name),
            Self::Resource(Term::Constructor(_)) => None,
        }
    }
}
