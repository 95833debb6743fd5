//! Condition keys whose type is beyond doubt: the global ones, those of IAM and
//! STS, and the commonest of other services (IAM User Guide, "AWS global
//! condition context keys", "IAM and AWS STS condition context keys"; Service
//! Authorization Reference, "Condition keys" of each service).
//!
//! To add a key: its row in [`KEYS`].

use super::ValueType;

/// How many values a request can have for a key (IAM User Guide,
/// "Single-valued vs. multivalued context keys").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arity {
    /// One value, or the key is missing.
    One,
    /// A list, or the key is missing; needs `ForAnyValue:` or `ForAllValues:`.
    Many,
    /// One or the other: the key's owner decides.
    Unknown,
}

/// When AWS puts a key into a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sent {
    /// Always.
    Always,
    /// With every signed request, so with all but anonymous ones.
    Signed,
    /// Sometimes: it may be missing.
    Sometimes,
}

/// What is known of a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// In AWS's spelling. One that ends in `/` stands for every key that goes
    /// on with the name of a tag; an empty one for the claims of a token.
    pub name: &'static str,
    /// What its values are. `String` where AWS does not say more, as of tags.
    pub value_type: ValueType,
    /// How many there can be.
    pub arity: Arity,
    /// When they are there.
    pub sent: Sent,
}

/// A claim of a web identity token: `accounts.google.com:aud`,
/// `token.actions.githubusercontent.com:sub`. The provider decides what is in
/// it.
static TOKEN_CLAIM: Key = Key {
    name: "",
    value_type: ValueType::String,
    arity: Arity::Unknown,
    sent: Sent::Sometimes,
};

/// Looks a key up, ignoring case. `None`: nothing is known of it.
pub fn find(key: &str) -> Option<&'static Key> {
    KEYS.iter().find(|row| row.covers(key)).or_else(|| {
        let (provider, claim) = key.rsplit_once(':')?;
        let is_claim = provider.contains('.') && !claim.is_empty();
        is_claim.then_some(&TOKEN_CLAIM)
    })
}

impl Key {
    /// Whether this row is about a key.
    fn covers(&self, key: &str) -> bool {
        if !self.name.ends_with('/') {
            return self.name.eq_ignore_ascii_case(key);
        }
        let length = self.name.len();
        key.len() > length
            && key
                .get(..length)
                .is_some_and(|prefix| prefix.eq_ignore_ascii_case(self.name))
    }

    /// Whether AWS itself gives values of this type, so that no request has a
    /// mistyped one. `aws:EpochTime` is a date and a number.
    pub fn holds(&self, value_type: ValueType) -> bool {
        self.value_type == value_type
            || (self.name == "aws:EpochTime" && value_type == ValueType::Numeric)
    }
}

/// The table. Sorted by service, then as the manual groups them.
#[rustfmt::skip]
pub static KEYS: &[Key] = {
    use Arity::{Many, One};
    use Sent::{Always, Signed, Sometimes};
    use ValueType as T;
    const fn key(name: &'static str, value_type: ValueType, arity: Arity, sent: Sent) -> Key {
        Key { name, value_type, arity, sent }
    }
    &[
        // The principal.
        key("aws:PrincipalArn", T::Arn, One, Signed),
        key("aws:PrincipalAccount", T::String, One, Always),
        key("aws:PrincipalOrgID", T::String, One, Sometimes),
        key("aws:PrincipalOrgPaths", T::String, Many, Sometimes),
        key("aws:PrincipalTag/", T::String, One, Sometimes),
        key("aws:PrincipalIsAWSService", T::Bool, One, Signed),
        key("aws:PrincipalServiceName", T::String, One, Sometimes),
        key("aws:PrincipalServiceNamesList", T::String, Many, Sometimes),
        key("aws:PrincipalType", T::String, One, Always),
        key("aws:userid", T::String, One, Always),
        key("aws:username", T::String, One, Sometimes),
        // The session.
        key("aws:FederatedProvider", T::String, One, Sometimes),
        key("aws:TokenIssueTime", T::Date, One, Sometimes),
        key("aws:MultiFactorAuthAge", T::Numeric, One, Sometimes),
        key("aws:MultiFactorAuthPresent", T::Bool, One, Sometimes),
        key("aws:SourceIdentity", T::String, One, Sometimes),
        key("aws:AssumedRoot", T::Bool, One, Sometimes),
        key("aws:ChatbotSourceArn", T::Arn, One, Sometimes),
        key("aws:Ec2InstanceSourceVpc", T::String, One, Sometimes),
        key("aws:Ec2InstanceSourcePrivateIPv4", T::Ip, One, Sometimes),
        key("ec2:RoleDelivery", T::Numeric, One, Sometimes),
        key("ec2:SourceInstanceArn", T::Arn, One, Sometimes),
        key("lambda:SourceFunctionArn", T::Arn, One, Sometimes),
        key("ssm:SourceInstanceArn", T::Arn, One, Sometimes),
        key("glue:RoleAssumedBy", T::String, One, Sometimes),
        key("glue:CredentialIssuingService", T::String, One, Sometimes),
        key("identitystore:UserId", T::String, One, Sometimes),
        // The network.
        key("aws:SourceIp", T::Ip, One, Sometimes),
        key("aws:VpcSourceIp", T::Ip, One, Sometimes),
        key("aws:SourceVpc", T::String, One, Sometimes),
        key("aws:SourceVpce", T::String, One, Sometimes),
        key("aws:SourceVpcArn", T::Arn, One, Sometimes),
        key("aws:VpceAccount", T::String, One, Sometimes),
        key("aws:VpceOrgID", T::String, One, Sometimes),
        key("aws:VpceOrgPaths", T::String, Many, Sometimes),
        // The resource.
        key("aws:ResourceAccount", T::String, One, Sometimes),
        key("aws:ResourceOrgID", T::String, One, Sometimes),
        key("aws:ResourceOrgPaths", T::String, Many, Sometimes),
        key("aws:ResourceTag/", T::String, One, Sometimes),
        // The request.
        key("aws:CalledVia", T::String, Many, Sometimes),
        key("aws:CalledViaFirst", T::String, One, Sometimes),
        key("aws:CalledViaLast", T::String, One, Sometimes),
        key("aws:CalledViaAWSMCP", T::String, One, Sometimes),
        key("aws:ViaAWSService", T::Bool, One, Always),
        key("aws:ViaAWSMCPService", T::Bool, One, Sometimes),
        key("aws:IsMcpServiceAction", T::Bool, One, Sometimes),
        key("aws:CurrentTime", T::Date, One, Always),
        key("aws:EpochTime", T::Date, One, Always),
        key("aws:referer", T::String, One, Sometimes),
        key("aws:RequestedRegion", T::String, One, Always),
        key("aws:RequestTag/", T::String, One, Sometimes),
        key("aws:TagKeys", T::String, Many, Sometimes),
        key("aws:SecureTransport", T::Bool, One, Always),
        key("aws:SourceArn", T::Arn, One, Sometimes),
        key("aws:SourceAccount", T::String, One, Sometimes),
        key("aws:SourceOrgID", T::String, One, Sometimes),
        key("aws:SourceOrgPaths", T::String, Many, Sometimes),
        key("aws:SourceOwner", T::String, One, Sometimes),
        key("aws:UserAgent", T::String, One, Sometimes),
        // IAM and STS.
        key("iam:PassedToService", T::String, One, Sometimes),
        key("iam:AssociatedResourceArn", T::Arn, One, Sometimes),
        key("iam:PermissionsBoundary", T::Arn, One, Sometimes),
        key("iam:PolicyARN", T::Arn, One, Sometimes),
        key("iam:AWSServiceName", T::String, One, Sometimes),
        key("iam:OrganizationsPolicyId", T::String, One, Sometimes),
        key("iam:ResourceTag/", T::String, One, Sometimes),
        key("sts:ExternalId", T::String, One, Sometimes),
        key("sts:RoleSessionName", T::String, One, Sometimes),
        key("sts:SourceIdentity", T::String, One, Sometimes),
        key("sts:AWSServiceName", T::String, One, Sometimes),
        key("sts:DurationSeconds", T::Numeric, One, Sometimes),
        key("sts:TransitiveTagKeys", T::String, Many, Sometimes),
        // Tokens.
        key("cognito-identity.amazonaws.com:amr", T::String, Many, Sometimes),
        key("cognito-identity.amazonaws.com:aud", T::String, One, Sometimes),
        key("cognito-identity.amazonaws.com:sub", T::String, One, Sometimes),
        key("accounts.google.com:aud", T::String, One, Sometimes),
        key("accounts.google.com:oaud", T::String, One, Sometimes),
        key("accounts.google.com:sub", T::String, One, Sometimes),
        key("graph.facebook.com:app_id", T::String, One, Sometimes),
        key("graph.facebook.com:id", T::String, One, Sometimes),
        key("www.amazon.com:app_id", T::String, One, Sometimes),
        key("www.amazon.com:user_id", T::String, One, Sometimes),
        key("token.actions.githubusercontent.com:aud", T::String, One, Sometimes),
        key("token.actions.githubusercontent.com:sub", T::String, One, Sometimes),
        key("saml:aud", T::String, One, Sometimes),
        key("saml:doc", T::String, One, Sometimes),
        key("saml:edupersonaffiliation", T::String, Many, Sometimes),
        key("saml:iss", T::String, One, Sometimes),
        key("saml:namequalifier", T::String, One, Sometimes),
        key("saml:sub", T::String, One, Sometimes),
        key("saml:sub_type", T::String, One, Sometimes),
        // Other services.
        key("ec2:InstanceType", T::String, One, Sometimes),
        key("ec2:Region", T::String, One, Sometimes),
        key("ec2:ResourceTag/", T::String, One, Sometimes),
        key("ec2:CreateAction", T::String, One, Sometimes),
        key("ec2:Vpc", T::Arn, One, Sometimes),
        key("ec2:Encrypted", T::Bool, One, Sometimes),
        key("ec2:MetadataHttpTokens", T::String, One, Sometimes),
        key("kms:CallerAccount", T::String, One, Sometimes),
        key("kms:EncryptionContextKeys", T::String, Many, Sometimes),
        key("kms:GrantIsForAWSResource", T::Bool, One, Sometimes),
        key("kms:GrantOperations", T::String, Many, Sometimes),
        key("kms:RequestAlias", T::String, One, Sometimes),
        key("kms:ResourceAliases", T::String, Many, Sometimes),
        key("kms:ViaService", T::String, One, Sometimes),
        key("dynamodb:LeadingKeys", T::String, Many, Sometimes),
        key("dynamodb:Attributes", T::String, Many, Sometimes),
        key("dynamodb:Select", T::String, One, Sometimes),
        key("s3:authType", T::String, One, Sometimes),
        key("s3:delimiter", T::String, One, Sometimes),
        key("s3:ExistingObjectTag/", T::String, One, Sometimes),
        key("s3:max-keys", T::Numeric, One, Sometimes),
        key("s3:prefix", T::String, One, Sometimes),
        key("s3:RequestObjectTag/", T::String, One, Sometimes),
        key("s3:RequestObjectTagKeys", T::String, Many, Sometimes),
        key("s3:ResourceAccount", T::String, One, Sometimes),
        key("s3:signatureAge", T::Numeric, One, Sometimes),
        key("s3:signatureversion", T::String, One, Sometimes),
        key("s3:TlsVersion", T::Numeric, One, Sometimes),
        key("s3:VersionId", T::String, One, Sometimes),
        key("s3:x-amz-acl", T::String, One, Sometimes),
        key("s3:x-amz-content-sha256", T::String, One, Sometimes),
        key("s3:x-amz-server-side-encryption", T::String, One, Sometimes),
        key("s3:x-amz-server-side-encryption-aws-kms-key-id", T::Arn, One, Sometimes),
        key("s3:x-amz-storage-class", T::String, One, Sometimes),
        key("lambda:FunctionArn", T::Arn, One, Sometimes),
        key("lambda:Layer", T::String, Many, Sometimes),
        key("lambda:Principal", T::String, One, Sometimes),
        key("secretsmanager:ResourceTag/", T::String, One, Sometimes),
        key("sns:Endpoint", T::String, One, Sometimes),
        key("sns:Protocol", T::String, One, Sometimes),
        key("ssm:ResourceTag/", T::String, One, Sometimes),
    ]
};
