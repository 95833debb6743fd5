use super::Word;
use crate::source::Span;

/// A condition as written.
#[derive(Debug)]
pub struct Condition<'s> {
    /// What it says.
    pub kind: ConditionKind<'s>,
    /// All of it.
    pub span: Span,
}

/// What a condition says.
#[derive(Debug)]
pub enum ConditionKind<'s> {
    /// `A and B and ...`; at least two.
    And(Vec<Condition<'s>>),
    /// `A or B or ...`; at least two.
    Or(Vec<Condition<'s>>),
    /// `not A`
    Not(Box<Condition<'s>>),
    /// `(A)`
    Parentheses(Box<Condition<'s>>),
    /// A name given by `let NAME when ...`
    Name(Word<'s>),
    /// `KEY == V` and its kin
    Comparison(Box<Comparison<'s>>),
    /// `KEY exists`, `KEY missing`
    Presence {
        /// The key.
        operand: Operand<'s>,
        /// Whether it is `exists`.
        exists: bool,
    },
    /// `mfa`
    Mfa,
    /// `mfa within 1h`
    MfaWithin(Word<'s>),
    /// `tls`
    Tls,
    /// `from CIDR, vpce-..., ...`
    From(Vec<Word<'s>>),
    /// `region in R, ...`, `region not in R, ...`
    Region {
        /// Whether it is `not in`.
        negated: bool,
        /// The regions.
        values: Values<'s>,
    },
    /// `before D`
    Before(Word<'s>),
    /// `after D`
    After(Word<'s>),
    /// `between D and D`
    Between(Word<'s>, Word<'s>),
    /// `principal in org o-x`, `resource not in account A, B`
    Estate {
        /// Whose.
        party: Party,
        /// Whether it is `not in`.
        negated: bool,
        /// In what.
        estate: Estate,
        /// Organization ids, account names or numbers, paths of units.
        values: Vec<Word<'s>>,
    },
    /// `via service`
    ViaService,
    /// `aws service`
    AwsService,
    /// `StringNotEqualsIfExists(KEY, V, ...)`: any IAM operator by its name.
    Operator {
        /// The operator, set prefix included.
        operator: Word<'s>,
        /// The key.
        key: Word<'s>,
        /// The values.
        values: Vec<Value<'s>>,
    },
}

/// `[any of] OPERAND RELATION VALUES [ignoring case] [if present]`
#[derive(Debug)]
pub struct Comparison<'s> {
    /// `any of`, `all of`, `only`
    pub quantifier: Option<Quantifier>,
    /// What is compared.
    pub operand: Operand<'s>,
    /// How.
    pub relation: Relation,
    /// Where the relation stands.
    pub relation_span: Span,
    /// With what.
    pub values: Values<'s>,
    /// `ignoring case`
    pub ignoring_case: bool,
    /// `if present`
    pub if_present: bool,
}

/// How a comparison reads a key with many values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `any of`
    AnyOf,
    /// `all of`
    AllOf,
    /// `only`
    Only,
}

/// What is compared.
#[derive(Debug)]
pub enum Operand<'s> {
    /// A condition key.
    Key(Word<'s>),
    /// `tag principal.team`
    Tag {
        /// Whose tag.
        party: Party,
        /// Its name, which may be quoted.
        name: Word<'s>,
        /// All of it.
        span: Span,
    },
}

impl Operand<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Key(word) => word.span,
            Self::Tag { span, .. } => *span,
        }
    }
}

/// Whose tag, account or organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// `principal`
    Principal,
    /// `resource`
    Resource,
    /// `request`; for tags only.
    Request,
    /// `source`; for `in org` and its kin only.
    Source,
}

/// What a party can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estate {
    /// `org`
    Organization,
    /// `account`
    Account,
    /// `ou`
    Unit,
}

/// The relations of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `like`
    Like,
    /// `not like`
    NotLike,
}

/// The right side of a comparison.
#[derive(Debug)]
pub struct Values<'s> {
    /// At least one.
    pub list: Vec<Value<'s>>,
    /// Whether it stands in brackets.
    pub bracketed: bool,
    /// All of it.
    pub span: Span,
}

/// One value.
#[derive(Debug)]
pub enum Value<'s> {
    /// A quoted text, a `let` name, a number, a date, an address, an ARN, ...
    Word(Word<'s>),
    /// `resource.team` behind `tag principal.team ==`: the other tag's value.
    Tag {
        /// Whose tag.
        party: Party,
        /// Its name.
        name: Word<'s>,
        /// All of it.
        span: Span,
    },
}
