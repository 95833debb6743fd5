//! Whether lines fit what the catalog says of their services.

use aclc::diag::codes::{
    KEY_NOT_CARRIED, NEEDS_STAR, NEVER_ON_RESOURCE, NO_SUCH_RESOURCE, TAGS_NOT_SUPPORTED,
    UNKNOWN_KEY, UNLIMITED_RESOURCE, UNUSED_RESOURCE,
};

use std::fs;

use aclc::diag::Severity;
use aclc::load::{Input, Texts};
use aclc::pipeline;

use super::{found, hints, messages};

#[test]
fn actions_on_resources_of_another_type() {
    let text = "
group G: Ann
group G can s3:ListBucket on arn:aws:s3:::lake/*
group G can s3:GetObject, s3:GetBucketPolicy on arn:aws:s3:::lake
group G cannot s3:Put*Acl, s3:DeleteObject on arn:aws:s3:::lake
group G can lambda:InvokeFunction on arn:aws:sqs:us-east-1:111122223333:jobs
group G can lambda:Get* on arn:aws:s3:::lake
boundary B { can s3:ListBucket on arn:aws:s3:::lake/*  can * on * }
user Ann { boundary B }
";
    assert_eq!(
        messages(NEVER_ON_RESOURCE, text),
        [
            "`s3:ListBucket` is allowed on nothing: it works on no resource of this line",
            "`s3:GetObject` is allowed on nothing: it works on no resource of this line",
            "`s3:DeleteObject` is denied on nothing: it works on no resource of this line",
            "`lambda:InvokeFunction` is allowed on nothing: it works on no resource of this line",
            "`lambda:Get*` is allowed on nothing: it works on no resource of this line",
            "`s3:ListBucket` is allowed on nothing: it works on no resource of this line",
        ]
    );
}

#[test]
fn actions_on_resources_that_they_work_on() {
    let text = "
group G: Ann
group G can s3:ListBucket, s3:GetObject on arn:aws:s3:::lake, arn:aws:s3:::lake/*
group G can s3:* on arn:aws:s3:::lake/*
group G can * on arn:aws:s3:::lake
group G can s3:ListBucket on arn:aws:s3:::*
group G can s3:GetObject on arn:aws:s3:::lake*
group G can s3:ListBucket on arn:aws:s3:::lake*
group G can s3:GetObject on arn:aws:s3:::${aws:username}/*
group G can s3:NoSuchAction, newservice:Do on arn:aws:s3:::lake
group G can iam:PassRole on arn:aws:iam::111122223333:role/team/Worker
group G can ec2:RunInstances on arn:aws:ec2:*:111122223333:*
group G can logs:PutLogEvents on arn:aws:logs:us-east-1:111122223333:log-group:/a/b:*
group G can dynamodb:Query on arn:aws:dynamodb:us-east-1:111122223333:table/jobs/index/*
group G cannot ec2:TerminateInstances on * except arn:aws:ec2:*:*:instance/i-1
";
    assert_eq!(messages(NEVER_ON_RESOURCE, text), [""; 0]);
    assert_eq!(messages(NEEDS_STAR, text), [""; 0]);
    assert_eq!(messages(NO_SUCH_RESOURCE, text), [""; 0]);
}

#[test]
fn a_person_is_told_all_that_is_wrong() {
    let text = "
group G: Ann
group G can s3:ListBucket, s3:ListAllMyBuckets on arn:aws:s3:::lake/*
";
    let fixes = super::hints(NEVER_ON_RESOURCE, text);
    assert_eq!(fixes, ["write `arn:aws:s3:::lake` for it"]);
    assert_eq!(
        super::hints(NEEDS_STAR, text),
        ["give it a line of its own: `s3:ListAllMyBuckets on *`"]
    );
}

#[test]
fn actions_without_resources() {
    let text = "
group G: Ann
group G can s3:ListAllMyBuckets on arn:aws:s3:::*
group G can ec2:Describe* on arn:aws:ec2:us-east-1:111122223333:instance/*
group G cannot ec2:DescribeInstances on arn:aws:ec2:*:*:instance/*
group G can ec2:DescribeInstances on *
group G can ec2:* on arn:aws:ec2:us-east-1:111122223333:instance/*
group G can s3:ListAllMyBuckets on * except arn:aws:s3:::secret
";
    assert_eq!(
        found(NEEDS_STAR, text),
        [
            "group G can s3:ListAllMyBuckets on arn:aws:s3:::*",
            "group G cannot ec2:DescribeInstances on arn:aws:ec2:*:*:instance/*",
        ]
    );
}

#[test]
fn tests_of_actions_without_resources() {
    let text = "
group G: Ann
group G can ec2:* on *
test \"t\" {
    Ann can ec2:DescribeInstances on arn:aws:ec2:us-east-1:111122223333:instance/i-1
    Ann can ec2:DescribeInstances on *
    Ann can ec2:StopInstances on arn:aws:ec2:us-east-1:111122223333:instance/i-1
    Ann can newservice:Do on arn:aws:newservice:us-east-1:111122223333:it
}
";
    assert_eq!(
        found(NEEDS_STAR, text),
        ["Ann can ec2:DescribeInstances on arn:aws:ec2:us-east-1:111122223333:instance/i-1"]
    );
    assert_eq!(
        super::hints(NEEDS_STAR, text),
        ["write `ec2:DescribeInstances on *`"]
    );
}

#[test]
fn arns_of_no_resource() {
    let text = "
group G: Ann
group G can lambda:InvokeFunction on arn:aws:lambda:us-east-1:111122223333:train
group G cannot dynamodb:* on * except arn:aws:dynamodb:us-east-1:111122223333:tabel/jobs
group G can newservice:Do on arn:aws:newservice:us-east-1:111122223333:thing/a
group G can iam:GetUser on arn:aws:iam::111122223333:user/Ann
";
    assert_eq!(
        messages(NO_SUCH_RESOURCE, text),
        [
            "no resource has an ARN like `arn:aws:lambda:us-east-1:111122223333:train`",
            "no resource has an ARN like `arn:aws:dynamodb:us-east-1:111122223333:tabel/jobs`",
        ]
    );
    assert_eq!(messages(NEVER_ON_RESOURCE, text), [""; 0]);
}

#[test]
fn keys_that_a_service_does_not_have() {
    let text = "
group G: Ann
group G can s3:ListBucket on arn:aws:s3:::lake when s3:prefx like \"a/*\"
group G can s3:ListBucket on arn:aws:s3:::lake when s3:prefix like \"a/*\"
group G can newservice:Do on * when newservice:key == \"a\"
group G can kms:Decrypt on * when kms:EncryptionContext:team == \"ml\"
group G can s3:GetObject on arn:aws:s3:::lake/* when s3:ExistingObjectTag/team == \"ml\"
";
    assert_eq!(
        messages(UNKNOWN_KEY, text),
        ["`s3` has no condition key `s3:prefx` that is known here"]
    );
    assert_eq!(
        super::hints(UNKNOWN_KEY, text),
        ["did you mean `s3:prefix`?"]
    );
}

#[test]
fn keys_that_requests_never_carry() {
    let text = "
let lake = arn:aws:s3:::lake
group G: Ann
group G can s3:GetObject, s3:ListBucket on lake, lake/* when s3:prefix like \"a/*\"
group G cannot s3:PutObject, s3:DeleteObject on lake/* unless s3:x-amz-server-side-encryption == \"aws:kms\"
group G can s3:GetObject, s3:ListBucket on lake, lake/* when s3:prefix like \"a/*\" if present
group G can s3:* on lake, lake/* when s3:prefix like \"a/*\"
group G can s3:List* on lake when s3:prefix like \"a/*\"
group G can s3:NoSuchAction on lake when s3:prefix like \"a/*\"
group G can s3:GetObject on lake/* when ec2:SourceInstanceArn like \"arn:aws:ec2:*:*:instance/i-1\"
group G can * on * when s3:prefix like \"a/*\"
";
    assert_eq!(
        messages(KEY_NOT_CARRIED, text),
        [
            "by the catalog no request for `s3:GetObject` carries `s3:prefix`, so it is never allowed here",
            "by the catalog no request for `s3:DeleteObject` carries `s3:x-amz-server-side-encryption`, so it is always denied here",
        ]
    );
}

#[test]
fn tags_that_requests_never_carry() {
    let text = "
group G: Ann
group G can ec2:DescribeInstances, ec2:StopInstances on * when tag resource.team == \"ml\"
group G cannot ec2:DescribeInstances on * when aws:TagKeys missing
group G can ec2:* on * when tag resource.team == \"ml\"
group G can ec2:CreateTags on * when tag request.team == \"ml\" and only aws:TagKeys in \"team\"
group G can ec2:DescribeInstances on * when tag principal.team == \"ml\"
";
    assert_eq!(
        messages(TAGS_NOT_SUPPORTED, text),
        [
            "by the catalog no request for `ec2:DescribeInstances` carries `aws:ResourceTag/team`, so it is never allowed here",
            "by the catalog no request for `ec2:DescribeInstances` carries `aws:TagKeys`, so it is always denied here",
        ]
    );
}

#[test]
fn everything_where_less_would_do() {
    let text = "
group G: Ann
group G can lambda:InvokeFunction, lambda:ListFunctions, lambda:Get* on *
group G can lambda:ListFunctions, ec2:Describe*Gateways, s3:ListAllMyBuckets on *
group G can ec2:Describe*, ce:Get* on *
group G cannot lambda:InvokeFunction on *
group G can * on *
boundary B { can lambda:InvokeFunction on * }
user Ann { boundary B }
";
    assert_eq!(
        messages(UNLIMITED_RESOURCE, text),
        [
            "`lambda:InvokeFunction` and one more can be limited to resources, and are allowed on all"
        ]
    );
}

/// Of all that an action works on, the hint has what it is for.
#[test]
fn what_an_action_is_mainly_about() {
    for (action, format) in [
        ("glue:GetTable", ":table/${DatabaseName}/${TableName}"),
        ("ec2:RunInstances", ":instance/${InstanceId}"),
        (
            "ec2:CreateNetworkInterface",
            ":network-interface/${NetworkInterfaceId}",
        ),
        ("s3:GetObject", ":${BucketName}/${ObjectName}"),
        ("lambda:InvokeFunction", ":function:${FunctionName}"),
        ("iam:PassRole", ":role/${RoleNameWithPath}"),
    ] {
        let hints = hints(UNLIMITED_RESOURCE, &format!("user Ann can {action} on *"));
        assert!(
            hints[0].contains(&format!("{format}`")),
            "{action}: {hints:?}"
        );
    }
}

#[test]
fn resources_for_nothing() {
    let text = "
let lake = arn:aws:s3:::lake
group G: Ann
group G can s3:GetObject on lake, lake/*
group G can s3:GetObject, s3:ListBucket on lake, lake/*
group G can s3:* on lake, lake/*
group G can s3:GetObject on lake
group G can s3:GetObject, newservice:Do on lake, lake/*
";
    assert_eq!(
        messages(UNUSED_RESOURCE, text),
        ["no action of this line works on `arn:aws:s3:::lake`"]
    );
}

#[test]
fn the_examples_are_quiet() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "acl") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let mut texts: Texts = [("example.acl", text.as_str())].into_iter().collect();
        let options = pipeline::Options {
            lints: true,
            ..pipeline::Options::default()
        };
        let inputs = [Input::File("example.acl".to_owned())];
        let compilation = pipeline::compile(&inputs, &mut texts, &options);
        let found = compilation.diagnostics.iter();
        let loud: Vec<_> = found
            .filter(|found| found.severity != Severity::Suggestion)
            .map(|found| &found.message)
            .collect();
        assert!(loud.is_empty(), "{}: {loud:?}", path.display());
    }
}

/// CloudWatch Logs asks about a group, and about all of them, as about streams.
#[test]
fn groups_of_logs_are_matched_by_their_streams() {
    let text = "
user Ann {
    can logs:DescribeLogGroups on arn:aws:logs:*:*:*
    can logs:DescribeLogGroups on arn:aws:logs:us-east-1:111122223333:log-group:*
    can logs:DescribeLogStreams on arn:aws:logs:*:*:log-group:/aws/rds/*:log-stream:*
    can logs:PutLogEvents on arn:aws:logs:*:*:/aws-glue/*
    can logs:PutLogEvents on arn:aws:logs:*:*:log-group:/aws/x
    can logs:DescribeLogGroups on arn:aws:logs:*:*:destination:x
}
";
    assert_eq!(
        found(NEVER_ON_RESOURCE, text),
        [
            "can logs:PutLogEvents on arn:aws:logs:*:*:/aws-glue/*",
            "can logs:PutLogEvents on arn:aws:logs:*:*:log-group:/aws/x",
        ]
    );
    assert_eq!(
        found(NEEDS_STAR, text),
        ["can logs:DescribeLogGroups on arn:aws:logs:*:*:destination:x"]
    );
}
