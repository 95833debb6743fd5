//! What `@global` stands for.

/// The actions of services that answer from one place for all regions, so that
/// a guardrail on `aws:RequestedRegion` would shut them everywhere.
///
/// Source: AWS Organizations User Guide, service control policy examples, "Deny
/// access to AWS based on the requested AWS Region", and the services without
/// regional endpoints that the same control of AWS Control Tower adds. Left
/// out are the services that AWS lists there only for use together with a
/// global one and that have regional endpoints of their own (`acm`, `config`,
/// `directconnect`, `kms`, `wafv2`, ...): to spare them as well would open every
/// region.
pub const GLOBAL: [&str; 41] = [
    "account:*",
    "artifact:*",
    "aws-marketplace:*",
    "aws-marketplace-management:*",
    "aws-portal:*",
    "billing:*",
    "billingconductor:*",
    "budgets:*",
    "ce:*",
    "cloudfront:*",
    "consolidatedbilling:*",
    "cur:*",
    "ec2:DescribeRegions",
    "ec2:DescribeTransitGateways",
    "ec2:DescribeVpnGateways",
    "freetier:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "importexport:*",
    "invoicing:*",
    "networkmanager:*",
    "organizations:*",
    "payments:*",
    "pricing:*",
    "route53:*",
    "route53domains:*",
    "route53-recovery-cluster:*",
    "route53-recovery-control-config:*",
    "route53-recovery-readiness:*",
    "s3:GetAccountPublic*",
    "s3:ListAllMyBuckets",
    "s3:ListMultiRegionAccessPoints",
    "s3:PutAccountPublic*",
    "savingsplans:*",
    "shield:*",
    "sts:*",
    "support:*",
    "tax:*",
    "trustedadvisor:*",
    "waf:*",
];
