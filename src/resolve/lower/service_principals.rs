//! The names of AWS services as principals.

use crate::diag::codes::{UNKNOWN_PREFIX, UNKNOWN_SERVICE};
use crate::diag::{Diagnostic, nearest};
use crate::source::Span;

/// Services whose principal is this name and `.amazonaws.com`.
///
/// AWS publishes no whole list; these are the ones that the pages "AWS services
/// that work with IAM" and the services' own guides show in trust and resource
/// policies. A service that is missing is written with its whole name.
#[rustfmt::skip]
const SHORT: &[&str] = &[
    "access-analyzer", "account", "acm", "acm-pca", "airflow", "airflow-env", "amplify",
    "aoss", "apidestinations.events", "apigateway", "appconfig", "appfabric", "appflow",
    "application-autoscaling", "appmesh", "apprunner", "appstream", "appsync", "aps",
    "arc-zonal-shift", "athena", "auditmanager", "autoscaling", "autoscaling-plans", "backup",
    "backup-gateway", "batch", "bedrock", "bedrock-agentcore", "billing", "billingconductor",
    "braket", "budgets", "build.apprunner", "cassandra", "ce", "chatbot", "chime",
    "cloud9", "cloudformation", "cloudfront", "cloudhsm", "cloudsearch", "cloudtrail",
    "cloudwatch", "cloudwatch-crossaccount", "codeartifact", "codebuild", "codecommit",
    "codeconnections", "codedeploy", "codeguru-profiler", "codeguru-reviewer", "codepipeline",
    "codestar", "codestar-connections", "codestar-notifications", "cognito-identity",
    "cognito-idp", "cognito-sync", "comprehend", "compute-optimizer", "config",
    "config-conforms", "config-multiaccountsetup", "connect", "connect-campaigns",
    "controltower", "costalerts", "credentials.iot", "dax", "datapipeline", "datasync",
    "datazone", "deepracer", "delivery.logs", "detective", "devicefarm", "devops-guru",
    "diode", "directconnect", "discovery", "dlm", "dms", "drs", "ds", "dynamodb",
    "dynamodb.application-autoscaling", "ec2", "ec2.application-autoscaling", "ec2fleet",
    "ecr", "ecr-public", "ecs", "ecs-tasks", "ecs.application-autoscaling", "edgelambda",
    "eks", "eks-fargate", "eks-fargate-pods", "eks-nodegroup", "elasticache",
    "elasticbeanstalk", "elasticfilesystem", "elasticloadbalancing", "elasticmapreduce",
    "elastictranscoder", "email.cognito-idp", "emr-containers", "emr-serverless",
    "enhanced.elasticbeanstalk", "entityresolution", "es", "events", "evidently", "export.rds",
    "finspace", "firehose", "fis", "fms", "forecast", "frauddetector", "freetier", "fsx",
    "gamelift", "geo", "glacier", "globalaccelerator", "glue", "grafana", "greengrass",
    "groundstation", "guardduty", "health", "healthlake", "honeycode", "iam",
    "identitystore", "imagebuilder", "importexport", "ingestion.codeguru", "inspector",
    "inspector2", "internetmonitor", "invoicing", "iot", "iotanalytics", "iotevents",
    "iotfleetwise", "iotsitewise", "iotthingsgraph", "iottwinmaker", "iotwireless", "ivs",
    "kafka", "kafkaconnect", "kendra", "kinesis", "kinesisanalytics", "kinesisvideo", "kms",
    "lakeformation", "lambda", "lex", "lexv2", "license-manager", "lightsail", "logger.cloudfront",
    "logs", "lookoutequipment", "lookoutmetrics", "lookoutvision", "m2", "machinelearning",
    "macie", "maintenance.elasticbeanstalk", "malware-protection-plan.guardduty",
    "managedblockchain", "managedservices", "mediaconnect", "mediaconvert", "medialive",
    "mediapackage", "mediastore", "mediatailor", "mgn", "migrationhub", "mobileanalytics",
    "mobilehub", "monitoring", "monitoring.rds", "mq", "neptune-graph", "network-firewall",
    "networkmanager", "notifications", "oam", "omics", "ops.apigateway",
    "ops.emr-serverless", "opsworks", "opsworks-cm", "organizations", "osis", "outposts",
    "panorama", "payment-cryptography", "personalize", "pinpoint", "pipes", "pods.eks",
    "polly", "pricing", "privatelink", "proton", "q", "qbusiness", "quicksight", "ram", "rds",
    "redshift", "redshift-serverless", "rekognition", "replication.dynamodb",
    "replication.ecr", "resiliencehub", "resource-explorer-2", "resource-groups",
    "robomaker", "rolesanywhere", "route53", "route53-application-recovery", "route53resolver",
    "rum", "s3", "s3-outposts", "sagemaker", "sagemaker.application-autoscaling",
    "savingsplans", "scheduler", "schemas", "secretsmanager", "securityhub", "securitylake",
    "serverlessrepo", "servicecatalog", "servicecatalog-appregistry", "servicediscovery",
    "ses", "shield", "signer", "sms", "sns", "spot", "spotfleet", "sqs", "ssm",
    "ssm-incidents", "ssm-quicksetup", "sso", "states", "storage-lens.s3", "storagegateway",
    "streams.metrics.cloudwatch", "sts", "support", "swf", "synthetics", "tagpolicies.tag",
    "tasks.apprunner", "textract", "timestream", "tnb", "topic.sns", "transcribe",
    "transfer", "transitgateway", "translate", "trustedadvisor", "tts", "verified-access",
    "verifiedpermissions", "vmie", "voiceid", "vpc-flow-logs", "vpc-lattice", "waf",
    "waf-regional", "wafv2", "wam", "wellarchitected", "wisdom", "workdocs", "worklink",
    "workmail", "workspaces", "workspaces-web", "xray",
];

/// Services that carry the partition's domain in their principal in China (AWS
/// in China, "Amazon Resource Names and service principals").
const PARTITIONAL: [&str; 2] = ["ec2", "elasticmapreduce"];

/// The domains that a whole name ends in.
const DOMAINS: [&str; 5] = [
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".amazon.com",
    ".aws.internal",
    ".aws.com",
];

/// The principal of a service: of a short name that is known, or of a whole
/// one as it is.
pub(super) fn principal(written: &str, partition: &str, span: Span) -> Result<String, Diagnostic> {
    let lower = written.to_ascii_lowercase();
    if DOMAINS.iter().any(|domain| lower.ends_with(domain)) {
        return if lower == written && is_host(written) {
            Ok(lower)
        } else {
            Err(unknown(written, span).hint(format!(
                "a service's principal is a name in lower case, such as `{}`",
                if is_host(&lower) {
                    &lower
                } else {
                    "lambda.amazonaws.com"
                }
            )))
        };
    }
    if SHORT.contains(&written) {
        let domain = if partition == "aws-cn" && PARTITIONAL.contains(&written) {
            "amazonaws.com.cn"
        } else {
            "amazonaws.com"
        };
        return Ok(format!("{written}.{domain}"));
    }
    if !is_host(&lower) {
        return Err(unknown(written, span).hint("name the services, such as `lambda, ec2`"));
    }
    Err(match nearest(written, SHORT.iter().copied()) {
        Some(nearest) => unknown(written, span).hint(format!("did you mean `{nearest}`?")),
        None => unknown(written, span).hint(format!(
            "a service that is not known by a short name is written whole, such as `{lower}.amazonaws.com`"
        )),
    })
}

/// What is doubtful about a principal that somebody asks for, where it is
/// `service/NAME` or the name of one: that no such service is known.
pub(crate) fn asked_service(principal: &str) -> Option<Diagnostic> {
    let name = principal.strip_prefix("service/").unwrap_or(principal);
    let domain = DOMAINS.iter().find(|domain| name.ends_with(*domain));
    let is_service = name.len() < principal.len() || domain.is_some();
    let short = domain.map_or(Some(name), |domain| name.strip_suffix(domain))?;
    if !is_service || SHORT.contains(&short) {
        return None;
    }
    let near = nearest(short, SHORT.iter().copied());
    let found = Diagnostic::new(UNKNOWN_PREFIX, format!("no service is known as `{name}`"));
    match (near, domain) {
        (Some(near), domain) => {
            let domain = domain.copied().unwrap_or_default();
            Some(found.hint(format!("did you mean `service/{near}{domain}`?")))
        }
        (None, None) => Some(found.hint("name the service as `trusts service ...` does, or its principal whole, such as `service/lambda.amazonaws.com`")),
        // Some stand in no list, as those of a region.
        (None, Some(_)) => None,
    }
}

fn unknown(written: &str, span: Span) -> Diagnostic {
    let message = if written.contains('*') {
        format!("`{written}` names no service: a service is named whole")
    } else {
        format!("no service is known as `{written}`")
    };
    Diagnostic::new(UNKNOWN_SERVICE, message).at(span)
}

/// Labels of letters, digits and hyphens with dots between them.
fn is_host(text: &str) -> bool {
    text.split('.').all(|label| {
        !label.is_empty()
            && label.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
            })
    })
}
