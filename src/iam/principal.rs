use alloc::string::String;
use alloc::vec::Vec;

/// One entry of a `Principal` or `NotPrincipal` element (IAM User Guide,
/// "AWS JSON policy elements: Principal").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// `"AWS": "..."`: an account number, or the ARN of an account root, user,
    /// role, role session or federated session.
    Aws(String),
    /// `"Service": "..."`, such as `ec2.amazonaws.com`.
    Service(String),
    /// `"Federated": "..."`: a web identity host, or the ARN of an OIDC or SAML
    /// provider.
    Federated(String),
    /// `"CanonicalUser": "..."`; S3 bucket policies only.
    CanonicalUser(String),
}

/// Whether a value under `AWS` is the unique id of a user or role, such as
/// `AIDACKCEVSQ6C2EXAMPLE` (IAM User Guide, "IAM identifiers"). AWS keeps the id
/// in place of the ARN that was written, and shows the ARN for as long as the
/// user or role is there: an id is of one that was deleted ("AWS JSON policy
/// elements: Principal").
pub fn is_deleted_id(text: &str) -> bool {
    let is_id = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let is_of_kind = text.starts_with("AIDA") || text.starts_with("AROA");
    is_of_kind && text.len() >= 16 && text.bytes().all(is_id)
}

/// Who a statement of a resource, trust or resource control policy is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalMatch {
    /// `"Principal": "*"`: everyone, anonymous callers too.
    Everyone,
    /// `"Principal": {...}`: any of these.
    Any(Vec<Principal>),
    /// `"NotPrincipal": {...}`: everyone but these. Only with `Deny`.
    NoneOf(Vec<Principal>),
}
