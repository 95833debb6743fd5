//! Access levels that both packages have wrong: actions that decide who may
//! use a resource, labelled as writing. Whoever is given `@write` must not get
//! the power to let others in.

use aclc::catalog::{AccessLevel, Draft};

/// Names that say it in every service that has them.
const NAMES: [&str; 8] = [
    "PutResourcePolicy",
    "DeleteResourcePolicy",
    "CreateResourcePolicy",
    "UpdateResourcePolicy",
    "PutAccessPolicy",
    "CreateAccessPolicy",
    "UpdateAccessPolicy",
    "DeleteAccessPolicy",
];

/// The others, one by one.
const ACTIONS: [&str; 62] = [
    "aiops:DeleteInvestigationGroupPolicy",
    "aiops:PutInvestigationGroupPolicy",
    "aoss:CreateSecurityPolicy",
    "aoss:DeleteSecurityPolicy",
    "aoss:UpdateSecurityPolicy",
    "appmesh:DeleteMeshPolicy",
    "appmesh:PutMeshPolicy",
    "appmesh-preview:DeleteMeshPolicy",
    "appmesh-preview:PutMeshPolicy",
    "appstream:DeleteImagePermissions",
    "appstream:UpdateImagePermissions",
    "cleanrooms-ml:DeleteConfiguredAudienceModelPolicy",
    "codeartifact:PutDomainPermissionsPolicy",
    "codeartifact:PutRepositoryPermissionsPolicy",
    "datazone:CreateSubscriptionGrant",
    "datazone:DeleteSubscriptionGrant",
    "dsql:DeleteClusterPolicy",
    "dsql:PutClusterPolicy",
    "ec2:ModifyVerifiedAccessEndpointPolicy",
    "ec2:ModifyVerifiedAccessGroupPolicy",
    "ecr-public:DeleteRepositoryPolicy",
    "kafka:DeleteClusterPolicy",
    "kafka:PutClusterPolicy",
    "lakeformation:CreateRLSPolicy",
    "lakeformation:DeleteRLSPolicy",
    "lakeformation:UpdateRLSPolicy",
    "logs:DeleteDeliveryDestinationPolicy",
    "logs:PutDeliveryDestinationPolicy",
    "logs:PutDestinationPolicy",
    "mediapackagev2:DeleteChannelPolicy",
    "mediapackagev2:DeleteOriginEndpointPolicy",
    "mediapackagev2:PutChannelPolicy",
    "mediapackagev2:PutOriginEndpointPolicy",
    "oam:PutSinkPolicy",
    "omics:DeleteS3AccessPolicy",
    "omics:PutS3AccessPolicy",
    "organizations:CreatePolicy",
    "organizations:DeletePolicy",
    "quicksight:UpdateResourcePermissions",
    "ram:CreatePermission",
    "ram:DeletePermission",
    "rekognition:DeleteProjectPolicy",
    "rekognition:PutProjectPolicy",
    "resource-groups:DeleteGroupPolicy",
    "resource-groups:PutGroupPolicy",
    "route53profiles:PutProfilePolicy",
    "sagemaker:DeleteLineageGroupPolicy",
    "sagemaker:DeleteModelPackageGroupPolicy",
    "sagemaker:PutLineageGroupPolicy",
    "sagemaker:PutModelPackageGroupPolicy",
    "serverlessrepo:PutApplicationPolicy",
    "ssm-contacts:PutContactPolicy",
    "sso:DeleteApplicationGrant",
    "sso:PutApplicationGrant",
    "verifiedpermissions:CreatePolicy",
    "verifiedpermissions:DeletePolicy",
    "verifiedpermissions:UpdatePolicy",
    "workdocs:AddResourcePermissions",
    "workdocs:RemoveAllResourcePermissions",
    "workdocs:RemoveResourcePermission",
    "workmail:DeleteMailboxPermissions",
    "workmail:PutMailboxPermissions",
];

/// Corrects a draft. Returns how many levels changed; an action of the list
/// that is no longer there is reported, so that the list stays short.
pub(crate) fn apply(draft: &mut Draft) -> usize {
    let mut changed = 0;
    let mut unseen: Vec<&str> = ACTIONS.to_vec();
    for service in &mut draft.services {
        for action in &mut service.actions {
            let name = format!("{}:{}", service.prefix, action.name);
            unseen.retain(|listed| *listed != name);
            let grants = NAMES.contains(&action.name.as_str()) || ACTIONS.contains(&name.as_str());
            if grants && action.level == AccessLevel::Write {
                action.level = AccessLevel::Permissions;
                changed += 1;
            }
        }
    }
    for listed in unseen {
        eprintln!("a corrected action is no longer there: {listed}");
    }
    changed
}
