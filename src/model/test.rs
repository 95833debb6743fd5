use super::{GroupId, RoleId, SessionPolicyId, UserId};
use crate::source::Span;

/// `test "name" { ... }`
#[derive(Clone, Debug)]
pub struct Test {
    /// What it is called.
    pub name: String,
    /// Its lines.
    pub cases: Vec<TestCase>,
    /// Where it is.
    pub origin: Span,
}

/// One line of a test.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// What every answer must be.
    pub expectation: Expectation,
    /// What is asked; several where the line has choices.
    pub requests: Vec<Request>,
    /// Where it is.
    pub origin: Span,
}

/// What an answer must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// Allowed.
    Allowed,
    /// Not allowed, by an explicit or implicit deny.
    NotAllowed,
    /// Refused by an explicit deny.
    Denied,
}

/// One request, as a test states it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who asks.
    pub principal: RequestPrincipal,
    /// `service:Name`
    pub action: String,
    /// The resource's ARN, or `*` for an action without resources.
    pub resource: String,
    /// What is known of the request, besides what follows from the principal.
    /// Keys compare without case; none occurs twice.
    pub context: Vec<(String, ContextValue)>,
    /// The session policies of the session that asks.
    pub session_policies: Vec<SessionPolicyId>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestPrincipal {
    /// A user of the program.
    User(UserId),
    /// Someone who is in this group and no other.
    Group(GroupId),
    /// A session of a role of the program.
    Role(RoleId),
    /// An AWS service, by its whole name such as `ec2.amazonaws.com`.
    Service(String),
    /// A principal by its ARN, which need not be of the program.
    Arn(String),
    /// A caller without credentials.
    Anonymous,
}

/// The value of a condition key in a request, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextValue {
    /// A single-valued key.
    One(String),
    /// A multi-valued key; may be empty.
    Many(Vec<String>),
}
