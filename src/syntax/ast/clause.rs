use super::{Condition, For, Word};
use crate::source::Span;

/// One line of a block, or the one that follows a subject.
#[derive(Debug)]
pub struct Clause<'s> {
    /// What it says.
    pub kind: ClauseKind<'s>,
    /// All of it.
    pub span: Span,
}

/// What a clause says. Which of them a declaration may hold is not a matter of
/// syntax.
#[derive(Debug)]
pub enum ClauseKind<'s> {
    /// `can ...`, `cannot ...`, in resources and guardrails with a subject
    Grant(Box<Grant<'s>>),
    /// `verbatim can ...`, `verbatim AWS(...) cannot ...`
    Verbatim(Box<Verbatim<'s>>),
    /// `may assume ROLES ...`
    Assume(AssumeClause<'s>),
    /// `may pass ROLES to SERVICES ...`
    Pass(PassClause<'s>),
    /// `has POLICIES`
    Has(Vec<Attachment<'s>>),
    /// `members Ann, Ben`
    Members(Vec<Word<'s>>),
    /// `includes A, B`
    Includes(Vec<Word<'s>>),
    /// `path /ops/`
    Path(Word<'s>),
    /// `tags { team = ml, cost-centre = "42" }`
    Tags(Vec<(Word<'s>, Word<'s>)>),
    /// `boundary DevLimits`, of a boundary or a policy.
    Boundary(Word<'s>),
    /// `trusts PRINCIPALS ...`
    Trusts(Box<TrustClause<'s>>),
    /// `trusts from "FILE"`
    TrustsFrom(Word<'s>),
    /// `max session 2h`
    MaxSession(Word<'s>),
    /// `for n in 1..3 { ... }`
    For(For<'s, Clause<'s>>),
}

/// `can ACTIONS on RESOURCES ...`, `cannot ...`
#[derive(Debug)]
pub struct Grant<'s> {
    /// Who, in a resource or guardrail; elsewhere the block's subject.
    pub subject: Option<PrincipalPhrase<'s>>,
    /// Whether it is `cannot`.
    pub denies: bool,
    /// The word `can` or `cannot`.
    pub verb: Span,
    /// What.
    pub actions: Actions<'s>,
    /// On what; `None` where `on` is left out.
    pub resources: Option<Resources<'s>>,
    /// When, until, and its name.
    pub modifiers: Modifiers<'s>,
}

impl Grant<'_> {
    /// Where it says on what; where that is left out, its `can` or `cannot`.
    pub fn span_of_resources(&self) -> Span {
        let resources = self.resources.as_ref();
        resources.map_or(self.verb, |resources| resources.span)
    }
}

/// `verbatim [PRINCIPALS] can ...`: one statement, as IAM has it.
#[derive(Debug)]
pub struct Verbatim<'s> {
    /// The `Principal` or `NotPrincipal` element, where there is one.
    pub principals: Option<RawPrincipals<'s>>,
    /// The rest; without a subject.
    pub grant: Grant<'s>,
}

/// A `Principal` or `NotPrincipal` element by its own words.
#[derive(Debug)]
pub struct RawPrincipals<'s> {
    /// The word `everyone`: the listed ones are those left out.
    pub everyone: Option<Span>,
    /// `AWS(...)` and its kin, each with its values.
    pub listed: Vec<(Word<'s>, Vec<Word<'s>>)>,
    /// All of it.
    pub span: Span,
}

/// `ACTIONS except ACTIONS`
#[derive(Debug)]
pub struct Actions<'s> {
    /// What is named.
    pub list: Vec<Word<'s>>,
    /// What is taken away.
    pub except: Vec<Word<'s>>,
    /// All of it.
    pub span: Span,
}

/// `on RESOURCES except RESOURCES`
#[derive(Debug)]
pub struct Resources<'s> {
    /// What is named.
    pub list: Vec<Term<'s>>,
    /// What is taken away.
    pub except: Vec<Term<'s>>,
    /// All of it, without `on`.
    pub span: Span,
}

/// A word, or the construction of an ARN.
#[derive(Debug)]
pub enum Term<'s> {
    /// An ARN pattern, `*`, a `let` name with or without a suffix, a value.
    Word(Word<'s>),
    /// `s3.object(ml-data, *)`
    Constructor(Constructor<'s>),
}

impl Term<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Word(word) => word.span,
            Self::Constructor(constructor) => constructor.span,
        }
    }
}

/// `dynamodb.table(jobs, Region = eu-west-1)`
#[derive(Debug)]
pub struct Constructor<'s> {
    /// `dynamodb.table`
    pub name: Word<'s>,
    /// Text, never looked up.
    pub arguments: Vec<Argument<'s>>,
    /// All of it.
    pub span: Span,
}

/// One argument of a constructor.
#[derive(Debug)]
pub struct Argument<'s> {
    /// `Region` in `Region = eu-west-1`
    pub name: Option<Word<'s>>,
    /// The text.
    pub value: Word<'s>,
}

/// What may follow a grant, each at most once, in any order.
#[derive(Debug, Default)]
pub struct Modifiers<'s> {
    /// `when ...` or `unless ...`
    pub guard: Option<Guard<'s>>,
    /// `until DATE`
    pub until: Option<Word<'s>>,
    /// `as NAME`
    pub name: Option<Word<'s>>,
}

/// `when CONDITION` or `unless CONDITION`
#[derive(Debug)]
pub struct Guard<'s> {
    /// Whether it is `unless`.
    pub unless: bool,
    /// The condition.
    pub condition: Condition<'s>,
    /// All of it.
    pub span: Span,
}

/// `may assume ROLES [openly] ...`
#[derive(Debug)]
pub struct AssumeClause<'s> {
    /// The roles.
    pub roles: Vec<Word<'s>>,
    /// The word `openly`.
    pub openly: Option<Span>,
    /// When and until.
    pub modifiers: Modifiers<'s>,
}

/// `may pass ROLES to SERVICES ...`
#[derive(Debug)]
pub struct PassClause<'s> {
    /// The roles.
    pub roles: Vec<Word<'s>>,
    /// The services.
    pub services: Vec<Word<'s>>,
    /// When.
    pub modifiers: Modifiers<'s>,
}

/// What is attached: a policy, a policy with arguments, or an ARN.
#[derive(Debug)]
pub struct Attachment<'s> {
    /// Its name or ARN.
    pub policy: Word<'s>,
    /// `(lake)`; `None` without parentheses.
    pub arguments: Option<Vec<Word<'s>>>,
    /// All of it.
    pub span: Span,
}

/// `trusts PRINCIPALS [with tags] ...`
#[derive(Debug)]
pub struct TrustClause<'s> {
    /// Who.
    pub principals: PrincipalPhrase<'s>,
    /// `with tags`, `with source identity`
    pub extras: Vec<(TrustExtra, Span)>,
    /// When, until, and its name.
    pub modifiers: Modifiers<'s>,
}

/// What else a trusted caller may do as it assumes the role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustExtra {
    /// `with tags`: `sts:TagSession`
    Tags,
    /// `with source identity`: `sts:SetSourceIdentity`
    SourceIdentity,
}

/// Who a trust, a line of a resource or of a guardrail is about.
#[derive(Debug)]
pub enum PrincipalPhrase<'s> {
    /// `user Charlie, Diana`
    Users(Vec<Word<'s>>),
    /// `group BE1`
    Groups(Vec<Word<'s>>),
    /// `role Trainer`
    Roles(Vec<Word<'s>>),
    /// `service lambda, ec2 [for ...]`
    Services {
        /// Short names such as `lambda`, or whole ones such as
        /// `states.amazonaws.com`.
        names: Vec<Word<'s>>,
        /// For whom the service acts.
        on_behalf: Option<OnBehalf<'s>>,
    },
    /// `account partner`: names or numbers.
    Accounts(Vec<Word<'s>>),
    /// `web accounts.google.com`
    Web(Vec<Word<'s>>),
    /// `oidc token.actions.githubusercontent.com`: a host, or a provider's ARN.
    Oidc(Vec<Word<'s>>),
    /// `saml arn:...:saml-provider/Corp`
    Saml(Vec<Word<'s>>),
    /// ARNs of principals, bare.
    Arns(Vec<Word<'s>>),
    /// `anyone`
    Anyone(Span),
    /// `public`
    Public(Span),
    /// `everyone except role Admin, ...`; nothing excepted is `everyone`.
    Everyone {
        /// The word.
        span: Span,
        /// Who is left out; phrases joined by `and`.
        except: Vec<PrincipalPhrase<'s>>,
    },
}

/// For whom a service acts.
#[derive(Debug)]
pub enum OnBehalf<'s> {
    /// `for account prod`: `aws:SourceAccount`
    Accounts(Vec<Word<'s>>),
    /// `for arn:...`: `aws:SourceArn`; `let` names too.
    Arns(Vec<Word<'s>>),
}
