//! Someone can open resources to others everywhere.
//!
//! The actions that write the policies of resources, share them or lift what
//! keeps them private (cloudsplaining's category of this name, less IAM itself,
//! whose actions are methods of `privilege_escalation`, and less what closes
//! resources).

use crate::diag::{Diagnostic, Diagnostics, codes};

use super::View;
use super::ways::{Method, Part, actions_of, each, find, labelled, who};

pub(super) const METHODS: &[Method] = &[
    each(&[&[Part::All("s3:PutBucketPolicy")]]),
    each(&[&[Part::All("s3:PutBucketAcl")]]),
    each(&[&[Part::All("s3:PutObjectAcl")]]),
    each(&[&[Part::All("s3:PutObjectVersionAcl")]]),
    each(&[&[Part::All("s3:PutBucketPublicAccessBlock")]]),
    each(&[&[Part::All("s3:PutAccountPublicAccessBlock")]]),
    each(&[&[Part::All("s3:PutAccessPointPolicy")]]),
    each(&[&[Part::All("s3:PutMultiRegionAccessPointPolicy")]]),
    each(&[&[Part::All("kms:PutKeyPolicy")]]),
    each(&[&[Part::All("kms:CreateGrant")]]),
    each(&[&[Part::All("sns:AddPermission")]]),
    each(&[&[Part::All("sns:SetTopicAttributes")]]),
    each(&[&[Part::All("sqs:AddPermission")]]),
    each(&[&[Part::All("sqs:SetQueueAttributes")]]),
    each(&[&[Part::All("lambda:AddPermission")]]),
    each(&[&[Part::All("lambda:AddLayerVersionPermission")]]),
    each(&[&[Part::All("ec2:ModifySnapshotAttribute")]]),
    each(&[&[Part::All("ec2:ModifyImageAttribute")]]),
    each(&[&[Part::All("ec2:CreateNetworkInterfacePermission")]]),
    each(&[&[Part::All("ec2:ModifyVpcEndpointServicePermissions")]]),
    each(&[&[Part::All("rds:ModifyDBSnapshotAttribute")]]),
    each(&[&[Part::All("rds:ModifyDBClusterSnapshotAttribute")]]),
    each(&[&[Part::All("redshift:AuthorizeSnapshotAccess")]]),
    each(&[&[Part::All("redshift:PutResourcePolicy")]]),
    each(&[&[Part::All("ecr:SetRepositoryPolicy")]]),
    each(&[&[Part::All("ecr-public:SetRepositoryPolicy")]]),
    each(&[&[Part::All("secretsmanager:PutResourcePolicy")]]),
    each(&[&[Part::All("ssm:ModifyDocumentPermission")]]),
    each(&[&[Part::All("ssm:PutResourcePolicy")]]),
    each(&[&[Part::All("dynamodb:PutResourcePolicy")]]),
    each(&[&[Part::All("kinesis:PutResourcePolicy")]]),
    each(&[&[Part::All("glue:PutResourcePolicy")]]),
    each(&[&[Part::All("lakeformation:GrantPermissions")]]),
    each(&[&[Part::All("lakeformation:BatchGrantPermissions")]]),
    each(&[&[Part::All("lakeformation:PutDataLakeSettings")]]),
    each(&[&[Part::All("logs:PutResourcePolicy")]]),
    each(&[&[Part::All("events:PutPermission")]]),
    each(&[&[Part::All("ram:CreateResourceShare")]]),
    each(&[&[Part::All("ram:AssociateResourceShare")]]),
    each(&[&[Part::All("backup:PutBackupVaultAccessPolicy")]]),
    each(&[&[Part::All("elasticfilesystem:PutFileSystemPolicy")]]),
    each(&[&[Part::All("glacier:SetVaultAccessPolicy")]]),
    each(&[&[Part::All("codeartifact:PutDomainPermissionsPolicy")]]),
    each(&[&[Part::All("codeartifact:PutRepositoryPermissionsPolicy")]]),
    each(&[&[Part::All("codebuild:PutResourcePolicy")]]),
    each(&[&[Part::All("ses:PutIdentityPolicy")]]),
    each(&[&[Part::All("es:UpdateDomainConfig")]]),
    each(&[&[Part::All("iot:AttachPolicy")]]),
    each(&[&[Part::All("acm-pca:PutPolicy")]]),
    each(&[&[Part::All("acm-pca:CreatePermission")]]),
    each(&[&[Part::All("mediastore:PutContainerPolicy")]]),
    each(&[&[Part::All("servicecatalog:CreatePortfolioShare")]]),
    each(&[&[Part::All("imagebuilder:PutImagePolicy")]]),
    each(&[&[Part::All("imagebuilder:PutComponentPolicy")]]),
    each(&[&[Part::All("imagebuilder:PutImageRecipePolicy")]]),
    each(&[&[Part::All("network-firewall:PutResourcePolicy")]]),
];

pub(super) fn check(view: &View<'_>, diagnostics: &mut Diagnostics) {
    for finding in find(view.program, METHODS, |_| true) {
        let actions = actions_of(&finding.ways);
        let message = format!("{} can open what is in the account to others, by {actions}", who(&finding));
        let found = Diagnostic::new(codes::RESOURCE_EXPOSURE, message);
        diagnostics.push(labelled(found, &finding.ways).hint("name the resources that are meant, or take it away: `cannot ... on *`"));
    }
}
