use super::{AccountId, GroupId, Limit, PolicyId, Statement, UserId};
use crate::source::Span;

/// What users, groups, roles and managed policies have in common.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The name, unique in its account and kind, ignoring case.
    pub name: String,
    /// The account that it belongs to.
    pub account: AccountId,
    /// The path, `/` or with one at both ends.
    pub path: String,
    /// Where it is first declared or, for a user, first named as a member.
    pub origin: Span,
}

/// A policy that is attached by reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attachment {
    /// One that the program holds.
    Managed(PolicyId),
    /// One whose document is not given, by its ARN. No decision about who has
    /// it is complete.
    External {
        /// The ARN.
        arn: String,
        /// Where it is attached.
        origin: Span,
    },
}

/// An IAM user.
#[derive(Clone, Debug)]
pub struct User {
    /// Name, account, path.
    pub entity: Entity,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// The groups that it is in, also those that include one of them.
    pub groups: Vec<GroupId>,
    /// Its inline policy.
    pub statements: Vec<Statement>,
    /// Its managed policies.
    pub attached: Vec<Attachment>,
    /// Its permissions boundary.
    pub boundary: Option<Limit>,
}

/// An IAM group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Name, account, path.
    pub entity: Entity,
    /// Its members, also those of the groups that it includes; no user twice.
    pub members: Vec<UserId>,
    /// Its inline policy.
    pub statements: Vec<Statement>,
    /// Its managed policies.
    pub attached: Vec<Attachment>,
}

/// An IAM role.
#[derive(Clone, Debug)]
pub struct Role {
    /// Name, account, path.
    pub entity: Entity,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// The longest session, in seconds: 3,600 to 43,200.
    pub max_session: u32,
    /// Its trust policy: who may assume it.
    pub trust: Vec<Statement>,
    /// Its inline policy.
    pub statements: Vec<Statement>,
    /// Its managed policies.
    pub attached: Vec<Attachment>,
    /// Its permissions boundary.
    pub boundary: Option<Limit>,
}

/// A customer managed policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Name, account, path.
    pub entity: Entity,
    /// What it says.
    pub statements: Vec<Statement>,
}
