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
