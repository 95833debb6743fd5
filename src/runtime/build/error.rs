use alloc::string::{String, ToString};
use core::fmt;

/// Why a policy cannot be made part of a tree.
///
/// ```
#[doc = include_str!("example.txt")]
/// use aclc::iam::{Match, PolicyKind};
/// use aclc::runtime::{BuildErrorKind, StatementSpec, TreeBuilder};
///
/// let all_of_s3 = Match::Any(vec!["s3".to_owned()]); // should be `s3:*`
/// let statement = StatementSpec {
///     actions: &all_of_s3,
///     file: "ann.json",
///     line: 3,
///     ..reads
/// };
/// let built = TreeBuilder::new().policy(PolicyKind::Identity, "user Ann", [statement]);
/// let error = built.err().ok_or("it was built")?;
/// assert_eq!(error.kind(), &BuildErrorKind::Action("s3".to_owned()));
/// assert_eq!(error.place(), ("ann.json", 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    kind: BuildErrorKind,
    file: String,
    line: u32,
}

/// What is wrong.
///
/// ```
#[doc = include_str!("example.txt")]
/// use aclc::iam::PolicyKind;
/// use aclc::runtime::{BuildErrorKind, TreeBuilder};
///
/// // A policy of a resource says whom it is about.
/// let built = TreeBuilder::new().policy(PolicyKind::Resource, "bucket lake", [reads]);
/// let error = built.err().ok_or("it was built")?;
/// assert_eq!(error.kind(), &BuildErrorKind::NoPrincipal);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildErrorKind {
    /// An action that is neither `*` nor `service:name`, or that has a
    /// wildcard in its service.
    Action(String),
    /// A policy of this kind names its resources.
    NoResource,
    /// A policy of this kind names its principals.
    NoPrincipal,
    /// A policy of this kind speaks for whom it is attached to, and names no
    /// principals.
    Principal,
    /// `NotAction`, `NotResource` or `NotPrincipal` lists nothing, so that it
    /// would be about everything.
    EmptyNot,
    /// `Null` takes neither a set operator nor `IfExists`.
    Operator(String),
    /// Nothing in a request tells this principal from others, and the
    /// statement would reach further if it were left out.
    UntellablePrincipal(String),
    /// Two entities of one kind and account, or two accounts, have one name.
    NameTwice(String),
    /// More than a tree can hold.
    TooLarge,
}

impl BuildErrorKind {
    pub(super) fn at(self, file: &str, line: u32) -> BuildError {
        BuildError {
            kind: self,
            file: file.to_string(),
            line,
        }
    }
}

impl BuildError {
    /// What is wrong.
    pub fn kind(&self) -> &BuildErrorKind {
        &self.kind
    }

    /// Where the statement is from: file, and line from 1. Empty and 0 for what
    /// is not a statement's.
    pub fn place(&self) -> (&str, u32) {
        (&self.file, self.line)
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            BuildErrorKind::Action(action) => {
                write!(
                    formatter,
                    "`{action}` is no action: neither `*` nor `service:name`"
                )
            }
            BuildErrorKind::NoResource => formatter.write_str("the statement names no resource"),
            BuildErrorKind::NoPrincipal => formatter.write_str("the statement names no principal"),
            BuildErrorKind::Principal => formatter
                .write_str("the statement names a principal, but its policy is attached to one"),
            BuildErrorKind::EmptyNot => formatter.write_str("a `Not` element lists nothing"),
            BuildErrorKind::Operator(name) => write!(formatter, "IAM has no operator `{name}`"),
            BuildErrorKind::UntellablePrincipal(name) => {
                write!(
                    formatter,
                    "nothing in a request tells whether `{name}` makes it"
                )
            }
            BuildErrorKind::NameTwice(name) => write!(formatter, "`{name}` is there twice"),
            BuildErrorKind::TooLarge => formatter.write_str("the tree would pass 4 GiB"),
        }
    }
}

impl core::error::Error for BuildError {}
