//! Why a request was decided as it was, and how near it was to another
//! decision. This takes its time: it looks at every statement of every policy
//! that has a say, and allocates.

mod gather;
mod render;
mod words;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::answer::{Answer, Provenance};
use crate::iam::{Operator, PolicyKind};

pub use words::{Mood, condition_in_words, negation_in_words};

/// A decision and the way to it.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "
///     account prod = 111122223333
///     user Ann can s3:GetObject on arn:aws:s3:::lake/* when mfa
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Decision, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv")
///     .with_resource_account("111122223333");
/// let why = policy.explain(&request)?;
/// assert_eq!(why.answer().decision(), Decision::ImplicitDeny);
/// assert_eq!(why.question(), "s3:GetObject on arn:aws:s3:::lake/a.csv by user Ann");
/// assert_eq!(why.lines(), [
///     "s3:GetObject is not allowed by the policies of user Ann",
///     "  team.acl:3 (user Ann) would allow it if aws:MultiFactorAuthPresent were true (it is missing)",
/// ]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    pub(crate) answer: Answer<'a>,
    pub(crate) action: &'a str,
    pub(crate) resource: &'a str,
    pub(crate) caller: String,
    pub(crate) applied: Vec<Applied<'a>>,
    pub(crate) refusals: Vec<Refusal<'a>>,
    pub(crate) behind: Option<Behind<'a>>,
}

/// What would come of a request that is denied, were nothing to deny it.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "
///     user Ann can s3:* on *
///     user Ann cannot s3:DeleteObject on *
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Behind, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:DeleteObject", "arn:aws:s3:::lake/a.csv");
/// match policy.explain(&request)?.behind() {
///     Some(Behind::Allow(statements)) => assert_eq!(statements[0].line, 2),
///     other => return Err(format!("{other:?}").into()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub enum Behind<'a> {
    /// These statements would allow it.
    Allow(Vec<Provenance<'a>>),
    /// Nothing would: see [`Explanation::refusals`].
    Nothing,
    /// That hangs on the time, which the request does not give.
    NeedsTime,
}

/// A statement that applies to the request.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "
///     user Ann can s3:* on *
///     user Ann cannot s3:DeleteObject on * unless mfa
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::Request;
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:DeleteObject", "arn:aws:s3:::lake/a.csv");
/// let why = policy.explain(&request)?;
/// let lines: Vec<u32> = why.applied().iter().map(|applied| applied.statement.line).collect();
/// assert_eq!(lines, [3, 2]); // denies first
/// assert_eq!(why.applied()[0].conditions[0].key, "aws:MultiFactorAuthPresent");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Applied<'a> {
    /// The statement.
    pub statement: Provenance<'a>,
    /// Its condition, atom by atom. A deny is lifted where one of them fails.
    pub conditions: Vec<Condition<'a>>,
}

/// Something that would have to allow the request and does not.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "
///     boundary Reads { can s3:Get* on * }
///     user Ann {
///         can s3:GetObject on arn:aws:s3:::lake/*
///         boundary Reads
///     }
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Gate, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:PutObject", "arn:aws:s3:::lake/a.csv");
/// let why = policy.explain(&request)?;
/// let gates: Vec<Gate<'_>> = why.refusals().iter().map(|refusal| refusal.gate).collect();
/// assert_eq!(gates, [Gate::Identity, Gate::Boundary("boundary Reads")]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Refusal<'a> {
    /// What it is.
    pub gate: Gate<'a>,
    /// Its statements that came nearest to allowing the request, best first.
    pub near: Vec<Near<'a>>,
}

/// What has to allow a request.
///
/// ```
/// use aclc::iam::PolicyKind;
/// use aclc::runtime::Gate;
///
/// assert_eq!(Gate::Boundary("boundary Reads").kind(), PolicyKind::Boundary);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate<'a> {
    /// The service control policies of a target, such as `ou Workloads`.
    ServiceControl(&'a str),
    /// The policy of the resource, or the trust policy of the role: its name,
    /// where there is one.
    Resource(Option<&'a str>),
    /// The caller's own policies.
    Identity,
    /// The caller's permissions boundary, by its name.
    Boundary(&'a str),
    /// The policies of the session. Without any, a federated user's session
    /// may do nothing.
    Session,
}

impl Gate<'_> {
    /// The kind of policy that it is made of.
    pub fn kind(self) -> PolicyKind {
        match self {
            Self::ServiceControl(_) => PolicyKind::ServiceControl,
            Self::Resource(_) => PolicyKind::Resource,
            Self::Identity => PolicyKind::Identity,
            Self::Boundary(_) => PolicyKind::Boundary,
            Self::Session => PolicyKind::Session,
        }
    }
}

/// A statement that would allow the request, but for what it lacks.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can s3:GetObject on arn:aws:s3:::lake/open/*";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Lack, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// let why = policy.explain(&request)?;
/// let near = &why.refusals()[0].near[0];
/// assert_eq!(near.statement.to_string(), "team.acl:1");
/// assert!(matches!(near.lacks[..], [Lack::Resource(_)]));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Near<'a> {
    /// The statement.
    pub statement: Provenance<'a>,
    /// What would have to be otherwise.
    pub lacks: Vec<Lack<'a>>,
}

/// One thing that keeps a statement from applying.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can s3:GetObject on arn:aws:s3:::lake/*";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Lack, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:PutObject", "arn:aws:s3:::lake/a.csv");
/// let why = policy.explain(&request)?;
/// match &why.refusals()[0].near[0].lacks[..] {
///     [Lack::Action(actions)] => assert_eq!(actions.patterns, ["s3:GetObject"]),
///     other => return Err(format!("{other:?}").into()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub enum Lack<'a> {
    /// It is about other principals.
    Principal,
    /// It is about other actions.
    Action(Patterns<'a>),
    /// It is about other resources.
    Resource(Resources<'a>),
    /// A part of its condition does not hold.
    Condition(Condition<'a>),
}

/// An `Action` or `Resource` element, or its `Not` form.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can * except iam:* on *";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// let statement = policy.policies().flat_map(|policy| policy.statements()).next();
/// let actions = statement.ok_or("no statement")?.actions;
/// assert!(actions.negated); // `NotAction`
/// assert_eq!(actions.patterns, ["iam:*"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patterns<'a> {
    /// Whether it is the `Not` form.
    pub negated: bool,
    /// The patterns, as written.
    pub patterns: Vec<Cow<'a, str>>,
}

/// A `Resource` element, or its `Not` form, against one request.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can s3:GetObject on arn:aws:s3:::home/${aws:username}/*";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Lack, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::home/Ben/a.csv");
/// let why = policy.explain(&request)?;
/// match &why.refusals()[0].near[0].lacks[..] {
///     [Lack::Resource(resources)] => {
///         assert_eq!(resources.patterns, ["arn:aws:s3:::home/Ann/*"]);
///         assert_eq!(resources.variables[0].key, "aws:username");
///         assert_eq!(resources.variables[0].value.as_deref(), Some("Ann"));
///     }
///     other => return Err(format!("{other:?}").into()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resources<'a> {
    /// Whether it is the `Not` form.
    pub negated: bool,
    /// The patterns, their variables filled in where the request has their
    /// values.
    pub patterns: Vec<Cow<'a, str>>,
    /// Their variables and the values.
    pub variables: Vec<Variable<'a>>,
}

/// A policy variable, such as `${aws:username}`, in one request.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can s3:GetObject on arn:aws:s3:::home/${aws:PrincipalTag/team}/*";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Lack, Request, Variable};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::home/ml/a.csv");
/// let why = policy.explain(&request)?;
/// match &why.refusals()[0].near[0].lacks[..] {
///     [Lack::Resource(resources)] => assert_eq!(
///         resources.variables,
///         [Variable { key: "aws:PrincipalTag/team", value: None }],
///     ),
///     other => return Err(format!("{other:?}").into()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable<'a> {
    /// The condition key.
    pub key: &'a str,
    /// What stands for it; none where the request has no value and the policy
    /// no default. Then nothing matches.
    pub value: Option<String>,
}

/// One operator on one key, and what the request has for the key.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can s3:GetObject on * when from 203.0.113.0/24";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Found, Lack, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv")
///     .with("aws:SourceIp", "198.51.100.9");
/// let why = policy.explain(&request)?;
/// match &why.refusals()[0].near[0].lacks[..] {
///     [Lack::Condition(condition)] => {
///         assert_eq!(condition.operator.to_string(), "IpAddress");
///         assert_eq!(condition.key, "aws:SourceIp");
///         assert_eq!(condition.values, ["203.0.113.0/24"]);
///         assert_eq!(condition.found, Found::One("198.51.100.9".to_owned()));
///     }
///     other => return Err(format!("{other:?}").into()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition<'a> {
    /// The operator.
    pub operator: Operator,
    /// The key.
    pub key: &'a str,
    /// What the policy wants, its variables filled in where the request has
    /// their values.
    pub values: Vec<Cow<'a, str>>,
    /// Its variables and their values.
    pub variables: Vec<Variable<'a>>,
    /// What the request has.
    pub found: Found,
}

/// What a request has for a condition key.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can s3:GetObject on * when tls";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Found, Lack, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// let why = policy.explain(&request)?;
/// match &why.refusals()[0].near[0].lacks[..] {
///     [Lack::Condition(condition)] => assert_eq!(condition.found, Found::Missing),
///     other => return Err(format!("{other:?}").into()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Missing,
    /// A single value.
    One(String),
    /// A list of values.
    Many(Vec<String>),
}

impl<'a> Explanation<'a> {
    /// The answer that is explained.
    pub fn answer(&self) -> Answer<'a> {
        self.answer
    }

    /// Every statement that applies, of every policy that has a say: denies
    /// first.
    pub fn applied(&self) -> &[Applied<'a>] {
        &self.applied
    }

    /// For an explicit deny, what would come of the request without it.
    pub fn behind(&self) -> Option<&Behind<'a>> {
        self.behind.as_ref()
    }

    /// For a deny, what does not allow: all of these would have to.
    pub fn refusals(&self) -> &[Refusal<'a>] {
        &self.refusals
    }
}
