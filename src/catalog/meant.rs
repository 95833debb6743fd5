//! What someone meant who named an action or a service that there is not: by
//! sense, where the name of a call is not the name of its permission, and by
//! spelling.

use super::{Action, Catalog, Service};

/// Calls whose permission has another name, in small letters, and the
/// permissions that they ask for (the API reference of each service, "required
/// permissions" of each call).
#[rustfmt::skip]
const CALLS: &[(&str, &[&str])] = &[
    ("bedrock:converse", &["bedrock:InvokeModel"]),
    ("bedrock:conversestream", &["bedrock:InvokeModelWithResponseStream"]),
    ("cloudfront:invalidate", &["cloudfront:CreateInvalidation"]),
    ("dynamodb:batchexecutestatement", &["dynamodb:PartiQLSelect", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete"]),
    ("dynamodb:executestatement", &["dynamodb:PartiQLSelect", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete"]),
    ("dynamodb:executetransaction", &["dynamodb:PartiQLSelect", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete"]),
    ("dynamodb:transactgetitems", &["dynamodb:GetItem"]),
    ("dynamodb:transactwriteitems", &["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"]),
    ("ec2:startsession", &["ssm:StartSession"]),
    ("ecr:login", &["ecr:GetAuthorizationToken"]),
    ("ecr:pull", &["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]),
    ("ecr:pullimage", &["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]),
    ("ecr:push", &["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:BatchCheckLayerAvailability"]),
    ("ecr:pushimage", &["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:BatchCheckLayerAvailability"]),
    ("iam:assumerole", &["sts:AssumeRole"]),
    ("iam:getcalleridentity", &["sts:GetCallerIdentity"]),
    ("kms:reencrypt", &["kms:ReEncryptFrom", "kms:ReEncryptTo"]),
    ("lambda:invoke", &["lambda:InvokeFunction"]),
    ("lambda:invokewithresponsestream", &["lambda:InvokeFunction"]),
    ("rds:connect", &["rds-db:connect"]),
    ("s3:completemultipartupload", &["s3:PutObject"]),
    ("s3:copyobject", &["s3:GetObject", "s3:PutObject"]),
    ("s3:createmultipartupload", &["s3:PutObject"]),
    ("s3:deletebucketanalyticsconfiguration", &["s3:PutAnalyticsConfiguration"]),
    ("s3:deletebucketcors", &["s3:PutBucketCORS"]),
    ("s3:deletebucketencryption", &["s3:PutEncryptionConfiguration"]),
    ("s3:deletebucketinventoryconfiguration", &["s3:PutInventoryConfiguration"]),
    ("s3:deletebucketlifecycle", &["s3:PutLifecycleConfiguration"]),
    ("s3:deletebucketmetricsconfiguration", &["s3:PutMetricsConfiguration"]),
    ("s3:deletebucketownershipcontrols", &["s3:PutBucketOwnershipControls"]),
    ("s3:deletebucketreplication", &["s3:PutReplicationConfiguration"]),
    ("s3:deletebuckettagging", &["s3:PutBucketTagging"]),
    ("s3:deleteobjects", &["s3:DeleteObject"]),
    ("s3:deletepublicaccessblock", &["s3:PutBucketPublicAccessBlock"]),
    ("s3:getbucketaccelerateconfiguration", &["s3:GetAccelerateConfiguration"]),
    ("s3:getbucketanalyticsconfiguration", &["s3:GetAnalyticsConfiguration"]),
    ("s3:getbucketencryption", &["s3:GetEncryptionConfiguration"]),
    ("s3:getbucketinventoryconfiguration", &["s3:GetInventoryConfiguration"]),
    ("s3:getbucketlifecycle", &["s3:GetLifecycleConfiguration"]),
    ("s3:getbucketlifecycleconfiguration", &["s3:GetLifecycleConfiguration"]),
    ("s3:getbucketmetricsconfiguration", &["s3:GetMetricsConfiguration"]),
    ("s3:getbucketnotificationconfiguration", &["s3:GetBucketNotification"]),
    ("s3:getbucketreplication", &["s3:GetReplicationConfiguration"]),
    ("s3:getobjectlockconfiguration", &["s3:GetBucketObjectLockConfiguration"]),
    ("s3:getobjects", &["s3:GetObject"]),
    ("s3:getpublicaccessblock", &["s3:GetBucketPublicAccessBlock"]),
    ("s3:headbucket", &["s3:ListBucket"]),
    ("s3:headobject", &["s3:GetObject"]),
    ("s3:listbucketanalyticsconfigurations", &["s3:GetAnalyticsConfiguration"]),
    ("s3:listbucketinventoryconfigurations", &["s3:GetInventoryConfiguration"]),
    ("s3:listbucketmetricsconfigurations", &["s3:GetMetricsConfiguration"]),
    ("s3:listbuckets", &["s3:ListAllMyBuckets"]),
    ("s3:listmultipartuploads", &["s3:ListBucketMultipartUploads"]),
    ("s3:listobjects", &["s3:ListBucket"]),
    ("s3:listobjectsv2", &["s3:ListBucket"]),
    ("s3:listobjectversions", &["s3:ListBucketVersions"]),
    ("s3:listparts", &["s3:ListMultipartUploadParts"]),
    ("s3:putbucketaccelerateconfiguration", &["s3:PutAccelerateConfiguration"]),
    ("s3:putbucketanalyticsconfiguration", &["s3:PutAnalyticsConfiguration"]),
    ("s3:putbucketencryption", &["s3:PutEncryptionConfiguration"]),
    ("s3:putbucketinventoryconfiguration", &["s3:PutInventoryConfiguration"]),
    ("s3:putbucketlifecycle", &["s3:PutLifecycleConfiguration"]),
    ("s3:putbucketlifecycleconfiguration", &["s3:PutLifecycleConfiguration"]),
    ("s3:putbucketmetricsconfiguration", &["s3:PutMetricsConfiguration"]),
    ("s3:putbucketnotificationconfiguration", &["s3:PutBucketNotification"]),
    ("s3:putbucketreplication", &["s3:PutReplicationConfiguration"]),
    ("s3:putobjectlockconfiguration", &["s3:PutBucketObjectLockConfiguration"]),
    ("s3:putobjects", &["s3:PutObject"]),
    ("s3:putpublicaccessblock", &["s3:PutBucketPublicAccessBlock"]),
    ("s3:selectobjectcontent", &["s3:GetObject"]),
    ("s3:uploadpart", &["s3:PutObject"]),
    ("s3:uploadpartcopy", &["s3:GetObject", "s3:PutObject"]),
    ("secretsmanager:getsecret", &["secretsmanager:GetSecretValue"]),
    ("sns:publishbatch", &["sns:Publish"]),
    ("sqs:changemessagevisibilitybatch", &["sqs:ChangeMessageVisibility"]),
    ("sqs:deletemessagebatch", &["sqs:DeleteMessage"]),
    ("sqs:sendmessagebatch", &["sqs:SendMessage"]),
];

/// What services are called, in small letters, and the prefix of their actions.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("alb", "elasticloadbalancing"), ("apigatewayv2", "apigateway"), ("aurora", "rds"),
    ("bedrock-agent", "bedrock"), ("bedrock-agent-runtime", "bedrock"), ("bedrock-runtime", "bedrock"),
    ("certificate-manager", "acm"), ("cloudmap", "servicediscovery"), ("cloudwatch-logs", "logs"),
    ("cloudwatchevents", "events"), ("cloudwatchlogs", "logs"), ("cognito", "cognito-idp"),
    ("cost-explorer", "ce"), ("costexplorer", "ce"), ("ddb", "dynamodb"), ("directory-service", "ds"),
    ("docdb", "rds"), ("documentdb", "rds"), ("dynamodbstreams", "dynamodb"), ("efs", "elasticfilesystem"),
    ("elasticsearch", "es"), ("elb", "elasticloadbalancing"), ("elbv2", "elasticloadbalancing"),
    ("emr", "elasticmapreduce"), ("eventbridge", "events"), ("identitycenter", "sso"),
    ("iot-data", "iot"), ("keyspaces", "cassandra"), ("kinesisfirehose", "firehose"),
    ("lexv2", "lex"), ("monitoring", "cloudwatch"), ("msk", "kafka"), ("mwaa", "airflow"),
    ("nlb", "elasticloadbalancing"), ("parameterstore", "ssm"),
    ("pinpoint", "mobiletargeting"), ("r53", "route53"), ("sagemaker-runtime", "sagemaker"),
    ("sesv2", "ses"), ("sfn", "states"), ("sso-admin", "sso"), ("stepfunctions", "states"),
    ("step-functions", "states"), ("systemsmanager", "ssm"), ("systems-manager", "ssm"),
];

/// Verbs that one service uses for what another calls otherwise.
const VERBS: [&[&str]; 4] = [
    &["get", "describe", "list", "batchget", "read"],
    &[
        "put", "create", "update", "modify", "set", "add", "register",
    ],
    &["delete", "remove", "terminate", "deregister"],
    &["start", "run", "execute", "invoke"],
];

/// How many services may have an action of the same name for it to be likely
/// that one of them was meant.
const OWNERS: usize = 3;

impl Catalog {
    /// The permissions that somebody most likely meant who named an action that
    /// there is not, by sense alone. Empty where nothing suggests itself.
    pub fn meant(&self, written: &str) -> Vec<Action<'_>> {
        let lower = written.to_ascii_lowercase();
        let Some((prefix, name)) = lower.split_once(':') else {
            return Vec::new();
        };
        if let Ok(index) = CALLS.binary_search_by(|(call, _)| (*call).cmp(&lower)) {
            let permissions = CALLS
                .get(index)
                .map_or(&[][..], |(_, permissions)| permissions);
            return permissions
                .iter()
                .filter_map(|permission| self.action(permission))
                .collect();
        }
        let service = self.service(prefix).or_else(|| self.meant_service(prefix));
        if let Some(service) = service {
            if let Some(action) = service.action(name) {
                return vec![action];
            }
            let alike: Vec<Action<'_>> = service
                .actions()
                .filter(|action| says_the_same(&action.name().to_ascii_lowercase(), name))
                .collect();
            // One that differs in its number alone is the one.
            let one = singular(name);
            let same = alike.iter().find(|action| {
                let lower = action.name().to_ascii_lowercase();
                singular(&lower) == one
            });
            return same.map_or(alike.clone(), |action| vec![*action]);
        }
        Vec::new()
    }

    /// The actions of that name of other services, where there are few.
    pub fn meant_elsewhere(&self, written: &str) -> Vec<Action<'_>> {
        let (_, name) = written.split_once(':').unwrap_or(("", written));
        let named = self.services().filter_map(|service| service.action(name));
        let named: Vec<Action<'_>> = named.collect();
        if named.len() <= OWNERS {
            named
        } else {
            Vec::new()
        }
    }

    /// The service that somebody means who names it otherwise.
    pub fn meant_service(&self, written: &str) -> Option<Service<'_>> {
        let lower = written.to_ascii_lowercase();
        let plain = |text: &str| text.replace(['-', '_'], "");
        let bare = plain(&lower);
        let bare = bare
            .strip_prefix("aws")
            .or_else(|| bare.strip_prefix("amazon"))
            .unwrap_or(&bare);
        let known = NAMES
            .iter()
            .find(|(name, _)| *name == lower || plain(name) == bare);
        known
            .and_then(|(_, prefix)| self.service(prefix))
            .or_else(|| {
                self.services()
                    .find(|service| plain(service.prefix()) == bare)
            })
    }
}

/// Whether two names have the same things behind verbs of the same sense.
fn says_the_same(one: &str, other: &str) -> bool {
    VERBS.iter().any(|verbs| {
        let things = |name: &str| -> Vec<String> {
            verbs
                .iter()
                .filter_map(|verb| name.strip_prefix(verb))
                .map(singular)
                .collect()
        };
        let others = things(other);
        things(one)
            .iter()
            .any(|thing| !thing.is_empty() && others.contains(thing))
    })
}

fn singular(thing: &str) -> String {
    match thing.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => thing.strip_suffix('s').unwrap_or(thing).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_fit_the_catalog() {
        let catalog = Catalog::built_in();
        assert!(CALLS.is_sorted_by(|one, next| one.0 < next.0));
        for (call, permissions) in CALLS {
            assert!(catalog.action(call).is_none(), "{call} is a permission");
            for permission in *permissions {
                assert!(catalog.action(permission).is_some(), "{permission}");
            }
        }
        for (name, prefix) in NAMES {
            assert!(catalog.service(name).is_none(), "{name} is a prefix");
            assert!(catalog.service(prefix).is_some(), "{prefix}");
        }
    }
}
