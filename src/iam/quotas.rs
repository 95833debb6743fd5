//! What IAM, STS and Organizations hold at most (IAM User Guide, "IAM and AWS
//! STS quotas"; AWS Organizations User Guide, "Quotas for AWS Organizations";
//! where another page is the source, the item says which).
//!
//! Sizes of documents are characters of the document without white space
//! between its elements. IAM counts that or less, so what fits here fits there.

/// The characters of a managed policy, and so of a permissions boundary.
pub const MANAGED_POLICY: usize = 6_144;

/// The characters of all inline policies of a user together.
pub const USER_INLINE_POLICIES: usize = 2_048;

/// The characters of all inline policies of a group together.
pub const GROUP_INLINE_POLICIES: usize = 5_120;

/// The characters of all inline policies of a role together.
pub const ROLE_INLINE_POLICIES: usize = 10_240;

/// The characters of a role's trust policy, by default. AWS raises it for an
/// account on request.
pub const TRUST_POLICY: usize = 2_048;

/// The characters of the session policies that are passed with one request,
/// white space included.
pub const SESSION_POLICY: usize = 2_048;

/// The ARNs of managed policies that may be passed as session policies.
pub const SESSION_POLICY_ARNS: usize = 10;

/// The characters of a service control policy, white space included, since May
/// 2026; 5,120 before.
pub const SERVICE_CONTROL_POLICY: usize = 10_240;

/// The service control policies on a root, unit or account, AWS's own
/// `FullAWSAccess` counted, since May 2026; 5 before.
pub const SERVICE_CONTROL_POLICIES_PER_TARGET: usize = 10;

/// The characters of a resource control policy, white space included.
pub const RESOURCE_CONTROL_POLICY: usize = 5_120;

/// The resource control policies on a root, unit or account, AWS's own
/// `RCPFullAWSAccess` counted, which cannot be detached.
pub const RESOURCE_CONTROL_POLICIES_PER_TARGET: usize = 5;

/// The managed policies attached to a user, by default (at most 20 on request).
pub const MANAGED_POLICIES_PER_USER: usize = 10;

/// The managed policies attached to a role, by default (at most 20 on request;
/// later texts of the page say 20 and 25).
pub const MANAGED_POLICIES_PER_ROLE: usize = 10;

/// The managed policies attached to a group; AWS does not raise it.
pub const MANAGED_POLICIES_PER_GROUP: usize = 10;

/// The versions that are kept of a managed policy.
pub const VERSIONS_PER_POLICY: usize = 5;

/// The permissions boundaries of a user or role.
pub const BOUNDARIES_PER_ENTITY: usize = 1;

/// The groups that a user is in; AWS does not raise it.
pub const GROUPS_PER_USER: usize = 10;

/// How many of a kind an account may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerAccount {
    /// Unless AWS raises it.
    pub default: usize,
    /// As far as AWS raises it.
    pub most: usize,
}

/// The users of an account; AWS does not raise it.
pub const USERS: PerAccount = PerAccount {
    default: 5_000,
    most: 5_000,
};

/// The groups of an account.
pub const GROUPS: PerAccount = PerAccount {
    default: 300,
    most: 500,
};

/// The roles of an account (later texts of the page say 10,000 at most).
pub const ROLES: PerAccount = PerAccount {
    default: 1_000,
    most: 5_000,
};

/// The customer managed policies of an account (later texts of the page say
/// 10,000 at most).
pub const POLICIES: PerAccount = PerAccount {
    default: 1_500,
    most: 5_000,
};

/// The tags of a user, role or policy.
pub const TAGS: usize = 50;

/// The characters of a tag's key; at least one.
pub const TAG_KEY: usize = 128;

/// The characters of a tag's value; may be empty.
pub const TAG_VALUE: usize = 256;

/// The characters of a user's name.
pub const USER_NAME: usize = 64;

/// The characters of a group's name.
pub const GROUP_NAME: usize = 128;

/// The characters of a role's name.
pub const ROLE_NAME: usize = 64;

/// The characters of a managed policy's name.
pub const POLICY_NAME: usize = 128;

/// The characters of the name of a control policy or an organizational unit
/// (AWS Organizations API Reference, `CreatePolicy`, `CreateOrganizationalUnit`).
pub const ORGANIZATIONS_NAME: usize = 128;

/// The characters of a path, the slashes at both ends included.
pub const PATH: usize = 512;

/// The fewest and the most characters of a role session's name.
pub const ROLE_SESSION_NAME: (usize, usize) = (2, 64);

/// The digits of an account's number.
pub const ACCOUNT_NUMBER: usize = 12;

/// The fewest and the most seconds that a role's longest session may be set to
/// (IAM User Guide, "Using IAM roles").
pub const MAX_SESSION: (u32, u32) = (3_600, 43_200);

/// The seconds of a role's longest session unless it is set.
pub const DEFAULT_MAX_SESSION: u32 = 3_600;

/// Whether IAM takes the character in the names of users, groups, roles and
/// managed policies: `A–Z a–z 0–9 + = , . @ _ -`.
pub fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "+=,.@_-".contains(character)
}

/// Whether IAM takes the character in a path. The API reference allows any
/// visible ASCII character, the quotas page only those of names; both take
/// these.
pub fn is_path_character(character: char) -> bool {
    character == '/' || is_name_character(character)
}

/// Whether a tag is one that AWS's services set, and takes from nobody else. It is
/// not counted (IAM User Guide, "Tagging IAM resources").
pub fn is_tag_of_aws(key: &str) -> bool {
    let start = key.get(..4);
    start.is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
}

/// Whether IAM takes the character in the key or value of a tag: letters,
/// digits and spaces of any script and `_ . : / = + - @` (IAM User Guide,
/// "Tagging IAM resources"; IAM API Reference, `Tag`).
pub fn is_tag_character(character: char) -> bool {
    character.is_alphanumeric() || character == ' ' || "_.:/=+-@".contains(character)
}

/// Whether IAM takes the character in a policy document: tab, line feed,
/// carriage return, U+0020 to U+00FF.
pub fn is_document_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}')
}

/// What a service holds of a resource-based policy, in bytes, white space
/// included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourcePolicySize {
    /// The service, as ARNs write it.
    pub service: &'static str,
    /// The bytes of one policy.
    pub bytes: usize,
    /// The page that says so.
    pub source: &'static str,
}

/// Services whose manuals give a limit. One that is not here is not checked.
#[rustfmt::skip]
pub const RESOURCE_POLICIES: &[ResourcePolicySize] = &[
    ResourcePolicySize { service: "dynamodb", bytes: 20_480, source: "Amazon DynamoDB API Reference, PutResourcePolicy" },
    ResourcePolicySize { service: "ecr", bytes: 10_240, source: "Amazon ECR API Reference, SetRepositoryPolicy" },
    ResourcePolicySize { service: "execute-api", bytes: 8_192, source: "Amazon API Gateway Developer Guide, Quotas" },
    ResourcePolicySize { service: "kms", bytes: 32_768, source: "AWS KMS API Reference, PutKeyPolicy" },
    ResourcePolicySize { service: "lambda", bytes: 20_480, source: "AWS Lambda Developer Guide, Lambda quotas" },
    ResourcePolicySize { service: "s3", bytes: 20_480, source: "Amazon S3 User Guide, Bucket policies" },
    ResourcePolicySize { service: "secretsmanager", bytes: 20_480, source: "AWS Secrets Manager User Guide, Quotas" },
    ResourcePolicySize { service: "sns", bytes: 30_720, source: "Amazon SNS Developer Guide, Policy quotas" },
    ResourcePolicySize { service: "sqs", bytes: 8_192, source: "Amazon SQS Developer Guide, Policy quotas" },
];

/// The limit of the service whose resource an ARN names, where it is known.
pub fn resource_policy(arn: &str) -> Option<ResourcePolicySize> {
    let service = arn.split(':').nth(2)?;
    RESOURCE_POLICIES
        .iter()
        .copied()
        .find(|size| size.service == service)
}
