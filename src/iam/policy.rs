/// What a policy is attached to, which decides what it may hold and how its
/// answer counts (IAM User Guide, "Policies and permissions in IAM").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyKind {
    /// What a user, group or role may do; inline or managed.
    Identity,
    /// A permissions boundary of a user or role: the most that they can have.
    Boundary,
    /// Passed when a session is made: the most that the session can have.
    Session,
    /// On a resource: who may do what with it.
    Resource,
    /// On a role: who may assume it.
    Trust,
    /// A service control policy of an organization, unit or account.
    ServiceControl,
    /// A resource control policy of an organization, unit or account.
    ResourceControl,
}

impl PolicyKind {
    /// As messages name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "an identity policy",
            Self::Boundary => "a permissions boundary",
            Self::Session => "a session policy",
            Self::Resource => "a resource policy",
            Self::Trust => "a trust policy",
            Self::ServiceControl => "a service control policy",
            Self::ResourceControl => "a resource control policy",
        }
    }

    /// Whether its statements say whom they are about; the others are about
    /// what they are attached to.
    pub fn names_principals(self) -> bool {
        match self {
            Self::Resource | Self::Trust | Self::ResourceControl => true,
            Self::Identity | Self::Boundary | Self::Session | Self::ServiceControl => false,
        }
    }
}

/// The `Version` of a document, which decides whether `${...}` is a variable
/// (IAM User Guide, "IAM JSON policy elements: Version").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// `2008-10-17`, or no version at all: `${...}` is plain text.
    V2008,
    /// `2012-10-17`: what the compiler writes.
    #[default]
    V2012,
}
