//! A catalog as it is put together, before it becomes tables.

use super::AccessLevel;
use crate::iam::ValueType;

/// Everything that a catalog holds, in any order and by name. Names of one
/// kind are unique without regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The version of the data, as its source counts.
    pub version: String,
    /// The day of the data, such as `2026-01-31`.
    pub date: String,
    /// Where the data is from.
    pub sources: Vec<Source>,
    /// The services.
    pub services: Vec<DraftService>,
    /// Every condition key that anything else names.
    pub keys: Vec<DraftKey>,
}

/// A package that data was taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence, such as `MIT`.
    pub licence: String,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftService {
    /// What its actions begin with, such as `s3`.
    pub prefix: String,
    /// What it is called, such as `Amazon S3`.
    pub title: String,
    /// Whether resource control policies reach it.
    pub resource_control: bool,
    /// The condition keys that it names.
    pub keys: Vec<String>,
    /// Its resource types.
    pub resource_types: Vec<DraftResourceType>,
    /// Its actions.
    pub actions: Vec<DraftAction>,
}

/// A resource type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftResourceType {
    /// Such as `bucket`.
    pub name: String,
    /// Such as `arn:${Partition}:s3:::${BucketName}`.
    pub formats: Vec<String>,
    /// The condition keys of every resource of the type.
    pub keys: Vec<String>,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftAction {
    /// Such as `GetObject`.
    pub name: String,
    /// Its access level.
    pub level: AccessLevel,
    /// Whether only an older source still names it.
    pub former: bool,
    /// The condition keys of the action itself.
    pub keys: Vec<String>,
    /// The resource types that it works on.
    pub uses: Vec<DraftUse>,
    /// Other actions, such as `iam:PassRole`, that one who calls it needs.
    pub dependents: Vec<String>,
}

/// A resource type that an action works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftUse {
    /// The name of a resource type of the action's service.
    pub resource_type: String,
    /// Whether the action always needs one.
    pub required: bool,
    /// The condition keys of the action on such a resource.
    pub keys: Vec<String>,
}

/// A condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftKey {
    /// Such as `aws:RequestTag/${TagKey}`.
    pub name: String,
    /// What its values are.
    pub value_type: ValueType,
    /// Whether a request has a list of them.
    pub many: bool,
}
