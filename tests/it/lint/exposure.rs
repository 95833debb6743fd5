//! Who is let in, and what is laid open.

use aclc::catalog::Catalog;
use aclc::diag::Code;
use aclc::diag::codes::{
    ALLOW_NOT_PRINCIPAL, ANY_SERVICE_LINKED_ROLE, CREDENTIALS_EXPOSURE, DATA_EXFILTRATION,
    GOVERNED_BY_OTHERS, KEY_NOT_OF_SERVICE, PUBLIC_ACCESS, RESOURCE_EXPOSURE, SERVICE_WILDCARD,
    UNPAIRED_KEY,
};
use aclc::iam::PolicyKind;
use aclc::import::document::read_document;
use aclc::import::json::read_json;
use aclc::lint::{Options, lint};
use aclc::source::Sources;

use crate::pages::program_with;

use super::{found, messages};

/// How often a lint fires on a policy of one statement, given in JSON.
pub(super) fn of_statement(code: Code, kind: PolicyKind, statement: &str) -> usize {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#);
    let mut sources = Sources::new();
    let source = sources.add("page.json", text.as_str());
    let json = read_json(source, &text).unwrap();
    let (document, found) = read_document(json.root(), kind);
    let messages: Vec<_> = found.iter().map(|it| &it.message).collect();
    let document = document.unwrap_or_else(|| panic!("{messages:?} in {statement}"));
    let program = program_with(kind, document.statements);
    let found = lint(&program, Catalog::built_in(), &Options::new());
    found.iter().filter(|it| it.code == code).count()
}

/// Whether a bucket with this condition is open to everybody.
fn is_public(condition: &str) -> bool {
    let statement = format!(
        r#"{{"Effect": "Allow", "Principal": {{"AWS": "*"}}, "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::bucket/*", "Condition": {{{condition}}}}}"#
    );
    of_statement(PUBLIC_ACCESS, PolicyKind::Resource, &statement) == 1
}

#[test]
fn what_leaves_strangers_out() {
    for limit in [
        r#""StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}"#,
        r#""StringLike": {"aws:userid": "AROAEXAMPLEID:*"}"#,
        r#""ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}"#,
        r#""IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}"#,
        r#""ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}"#,
        r#""ArnLike": {"aws:SourceArn": "arn:aws:s3:::our-bucket"}"#,
        r#""ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}"#,
        r#""StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}, "Bool": {"aws:SecureTransport": "true"}"#,
    ] {
        assert!(!is_public(limit), "{limit}");
    }
}

#[test]
fn what_leaves_nobody_out() {
    for open in [
        "",
        r#""Bool": {"aws:SecureTransport": "true"}"#,
        r#""StringLike": {"aws:Referer": "https://example.com/*"}"#,
        r#""StringEquals": {"aws:PrincipalTag/team": "ml"}"#,
        r#""StringEquals": {"aws:username": "ann"}"#,
        r#""StringNotEquals": {"aws:PrincipalAccount": "444455556666"}"#,
        r#""StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}"#,
        r#""IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}"#,
        r#""IpAddress": {"aws:SourceIp": "0.0.0.0/1"}"#,
        r#""NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}"#,
        r#""StringLike": {"aws:PrincipalOrgID": "*"}"#,
        r#""StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}"#,
        r#""ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}"#,
        r#""ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}"#,
        r#""Null": {"aws:PrincipalOrgID": "false"}"#,
        r#""ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}"#,
    ] {
        assert!(is_public(open), "{open}");
    }
}

#[test]
fn everybody_by_other_spellings() {
    let deny = r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#;
    assert_eq!(of_statement(PUBLIC_ACCESS, PolicyKind::Resource, deny), 0);
    let trust = r#"{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}"#;
    assert_eq!(of_statement(PUBLIC_ACCESS, PolicyKind::Trust, trust), 1);
    let not = r#"{"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "*"}"#;
    assert_eq!(
        of_statement(ALLOW_NOT_PRINCIPAL, PolicyKind::Resource, not),
        1
    );
    let deny = not.replace("Allow", "Deny");
    assert_eq!(
        of_statement(ALLOW_NOT_PRINCIPAL, PolicyKind::Resource, &deny),
        0
    );
}

#[test]
fn services_have_no_organization() {
    let text = "
account prod = 111122223333
let logs = arn:aws:s3:::logs
resource logs {
    service cloudtrail can s3:PutObject on logs/a/* when principal in org o-a1b2c3d4e5
    service cloudtrail can s3:PutObject on logs/b/* when tag principal.team == \"ml\"
    service cloudtrail can s3:PutObject on logs/c/* when source in org o-a1b2c3d4e5
    account prod can s3:PutObject on logs/d/* when principal in org o-a1b2c3d4e5
    service cloudtrail cannot s3:PutObject on logs/e/* when principal in org o-a1b2c3d4e5
}
";
    assert_eq!(
        messages(KEY_NOT_OF_SERVICE, text),
        [
            "requests of services carry no `aws:PrincipalOrgID`, so this lets them in never",
            "requests of services carry no `aws:PrincipalTag/team`, so this lets them in never",
        ]
    );
}

#[test]
fn keys_that_sessions_do_not_have() {
    let text = "
account main = 111122223333
user Ann
role Build { trusts user Ann when mfa }
role Deploy { trusts role Build when mfa }
role Release { trusts role Build unless aws:MultiFactorAuthPresent == true }
role Page { trusts web accounts.google.com when accounts.google.com:aud == \"app\" and mfa }
resource arn:aws:s3:::lake {
    role Build can s3:GetObject on arn:aws:s3:::lake/* when aws:username == \"Ann\"
    user Ann can s3:GetObject on arn:aws:s3:::lake/* when mfa
}
";
    assert_eq!(
        messages(KEY_NOT_OF_SERVICE, text),
        [
            "requests of roles carry no `aws:MultiFactorAuthPresent`, so this lets them in never",
            "requests of identity providers carry no `aws:MultiFactorAuthPresent`, so this lets them in never",
            "requests of roles carry no `aws:username`, so this lets them in never",
        ]
    );
}

#[test]
fn addresses_without_their_network() {
    let text = "
user A can s3:GetObject on * when IpAddress(aws:VpcSourceIp, 10.0.0.0/16)
user B can s3:GetObject on * when IpAddress(aws:VpcSourceIp, 10.0.0.0/16) and from vpc-0a1b2c3d
user C cannot s3:GetObject on * when NotIpAddress(aws:VpcSourceIp, 10.0.0.0/16)
";
    assert_eq!(
        found(UNPAIRED_KEY, text),
        ["user A can s3:GetObject on * when IpAddress(aws:VpcSourceIp, 10.0.0.0/16)"]
    );
}

#[test]
fn policies_that_others_may_write() {
    let text = "
account prod = 111122223333
account dev = 444455556666
let lake = arn:aws:s3:::lake
resource lake {
    account dev can s3:* on lake, lake/*
    account dev can s3:PutBucket* on lake
    account dev can s3:{Get,Put}Object on lake/*
    user Ann can s3:* on lake
    anyone cannot s3:PutBucketPolicy on lake
    service cloudtrail for account prod can s3:* on lake/logs/*
}
user Ann
";
    assert_eq!(
        found(GOVERNED_BY_OTHERS, text),
        [
            "account dev can s3:* on lake, lake/*",
            "account dev can s3:PutBucket* on lake",
        ]
    );
}

#[test]
fn what_is_laid_open_everywhere() {
    let text = "
account prod = 111122223333
user A can s3:Get*, ssm:GetParameter on *
user B can s3:GetObject on arn:aws:s3:::lake/*
user C can s3:GetObject on arn:aws:s3:::*/*
user D { can s3:*  on *  cannot s3:GetObject* on * }
user E can secretsmanager:GetSecretValue on * when tag resource.team == \"ml\"
user F can secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:111122223333:secret:*
";
    let lines = |code| -> Vec<String> {
        found(code, text)
            .iter()
            .map(|line| line[5..6].to_owned())
            .collect()
    };
    assert_eq!(lines(DATA_EXFILTRATION), ["A", "C", "F"]);
    assert_eq!(lines(RESOURCE_EXPOSURE), ["D"]);
    assert_eq!(lines(SERVICE_WILDCARD), ["D"]);
    assert_eq!(lines(CREDENTIALS_EXPOSURE), [""; 0]);
    let text = "user A can redshift:Get* on *\nuser B can ecr:GetAuthorizationToken on *";
    assert_eq!(
        found(CREDENTIALS_EXPOSURE, text),
        ["user A can redshift:Get* on *"]
    );
}

#[test]
fn service_linked_roles() {
    let text = "
account prod = 111122223333
user A can iam:CreateServiceLinkedRole on *
user B can iam:CreateServiceLinkedRole on * when iam:AWSServiceName == \"autoscaling.amazonaws.com\"
user C can iam:CreateServiceLinkedRole
    on arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/*
";
    assert_eq!(
        found(ANY_SERVICE_LINKED_ROLE, text),
        ["user A can iam:CreateServiceLinkedRole on *"]
    );
}

/// Every action that a table names is one of the catalog, which is no former one,
/// and in the catalog's spelling; and each stands once in its table.
#[test]
fn every_action_that_lays_something_open_is_in_the_catalog() {
    use std::collections::BTreeSet;

    let mut seen = BTreeSet::new();
    for (rule, name) in aclc::lint::exposing_actions() {
        let action = Catalog::built_in().action(name);
        let action = action.unwrap_or_else(|| panic!("{rule}: {name} is unknown"));
        assert_eq!(action.to_string(), name, "{rule}");
        assert!(!action.is_former(), "{rule}: {name} is gone");
        assert!(seen.insert((rule, name)), "{rule}: {name} twice");
    }
    assert!(seen.len() > 80, "{}", seen.len());
}

/// A grant of a key that a service of AWS makes for itself lets nobody else in.
#[test]
fn keys_for_services_alone() {
    let text = "
user Ann can kms:CreateGrant on *
user Ben can kms:CreateGrant on * when kms:GrantIsForAWSResource == true
user Cid can kms:CreateGrant on * when kms:ViaService like \"backup.*.amazonaws.com\"
user Dee can kms:CreateGrant on * when kms:CallerAccount == \"111122223333\"
";
    assert_eq!(
        found(RESOURCE_EXPOSURE, text),
        [
            "user Ann can kms:CreateGrant on *",
            "user Dee can kms:CreateGrant on * when kms:CallerAccount == \"111122223333\"",
        ]
    );
}
