//! Grants that do nothing, or more than it seems.

use aclc::diag::codes::{
    EVERYTHING, OVERRIDDEN_GRANT, SELF_TAGGING, SHADOWED_GRANT, UNREACHED_SERVICE,
};

use super::found;

#[test]
fn denied_by_the_same_group() {
    let text = "
group G: Ann
group G can s3:PutObject on arn:aws:s3:::lake/a/*
group G can s3:GetObject, s3:PutObject on arn:aws:s3:::lake/b/*
group G can s3:PutObject on arn:aws:s3:::pond/*
group G can s3:PutObject on arn:aws:s3:::lake/c/* when mfa
group G cannot s3:Put* on arn:aws:s3:::lake/*
";
    assert_eq!(
        found(OVERRIDDEN_GRANT, text),
        [
            "group G can s3:PutObject on arn:aws:s3:::lake/a/*",
            "group G can s3:PutObject on arn:aws:s3:::lake/c/* when mfa",
        ]
    );
}

#[test]
fn denied_on_a_condition_only() {
    let text = "
group G: Ann
group G can s3:PutObject on * when tls
group G can s3:GetObject on *
group G cannot s3:PutObject, s3:GetObject on * when tls
";
    assert_eq!(
        found(OVERRIDDEN_GRANT, text),
        ["group G can s3:PutObject on * when tls"]
    );
}

#[test]
fn denied_by_all_but_a_list() {
    let text = "
group G: Ann
group G can s3:GetObject, s3:ListBucket on *
group G can iam:GetUser on *
group G cannot * except iam:* on *
";
    assert_eq!(
        found(OVERRIDDEN_GRANT, text),
        ["group G can s3:GetObject, s3:ListBucket on *"]
    );
}

#[test]
fn denied_by_what_else_reaches_the_principal() {
    let text = "
account main = 111122223333
account prod = 444455556666
org o-a1b2c3d4e5 { management main }
ou Workloads: prod
guardrail NoTrail on ou Workloads { cannot cloudtrail:StopLogging on * }
group G can cloudtrail:StopLogging on *
group G: Ann
in account prod {
    policy NoKeys { cannot kms:ScheduleKeyDeletion on * }
    user Ben can s3:DeleteBucket on *
    user Ben can ec2:RunInstances on *
    group Ops: Ben
    group Ops can cloudtrail:StopLogging on *
    group Ops cannot s3:DeleteBucket on *
    group Ops can kms:ScheduleKeyDeletion on *
    group Ops has NoKeys
}
";
    assert_eq!(
        found(OVERRIDDEN_GRANT, text),
        [
            "user Ben can s3:DeleteBucket on *",
            "group Ops can cloudtrail:StopLogging on *",
            "group Ops can kms:ScheduleKeyDeletion on *",
        ]
    );
}

#[test]
fn a_member_is_not_the_group() {
    let text = "
group G: Ann, Ben
group G can s3:DeleteBucket on *
user Ann cannot s3:DeleteBucket on *
";
    assert_eq!(found(OVERRIDDEN_GRANT, text), [""; 0]);
}

#[test]
fn a_clause_that_is_denied_in_part() {
    let text = "
group G: Ann
for bucket in lake, pond {
    group G can s3:PutObject on arn:aws:s3:::{bucket}/*
}
group G cannot s3:PutObject on arn:aws:s3:::lake/*
";
    assert_eq!(found(OVERRIDDEN_GRANT, text), [""; 0]);
}

#[test]
fn said_twice() {
    let text = "
group G: Ann
group G can s3:GetObject on arn:aws:s3:::lake/*
group G can ec2:StopInstances on *
group G can s3:GetObject on arn:aws:s3:::lake/*
";
    assert_eq!(
        found(SHADOWED_GRANT, text),
        ["group G can s3:GetObject on arn:aws:s3:::lake/*"]
    );
}

#[test]
fn said_by_a_wider_line() {
    let text = "
group G: Ann
group G can s3:GetObject on arn:aws:s3:::lake/reports/*
group G can s3:GetObject on arn:aws:s3:::lake
group G can S3:getobjectacl on arn:aws:s3:::lake/x when mfa
group G can s3:PutObject on arn:aws:s3:::lake/${aws:username}/*
group G can s3:Get*, s3:PutObject on arn:aws:s3:::lake/*
group G cannot s3:GetObject on arn:aws:s3:::lake/secret/*
";
    assert_eq!(
        found(SHADOWED_GRANT, text),
        [
            "group G can s3:GetObject on arn:aws:s3:::lake/reports/*",
            "group G can S3:getobjectacl on arn:aws:s3:::lake/x when mfa",
            "group G can s3:PutObject on arn:aws:s3:::lake/${aws:username}/*",
        ]
    );
}

#[test]
fn a_wider_line_with_a_condition_says_less() {
    let text = "
group G: Ann
group G can s3:GetObject on arn:aws:s3:::lake/*
group G can s3:* on * when mfa
group G can s3:GetObject on arn:aws:s3:*:*:lake/*/x when tls
";
    assert_eq!(found(SHADOWED_GRANT, text), [""; 0]);
}

#[test]
fn stars_stay_in_their_field_of_an_arn() {
    let text = "
group G: Ann
group G can sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:jobs
group G can sqs:SendMessage on arn:aws:sqs:eu-*:444455556666:*
group G can sqs:SendMessage on arn:aws:sqs:eu-*:*:jobs
";
    assert_eq!(
        found(SHADOWED_GRANT, text),
        ["group G can sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:jobs"]
    );
}

#[test]
fn said_by_an_attached_policy() {
    let text = "
policy ReadLake { can s3:Get* on arn:aws:s3:::lake/* }
group G: Ann
group G can s3:GetObject on arn:aws:s3:::lake/*
group G has ReadLake
";
    assert_eq!(
        found(SHADOWED_GRANT, text),
        ["group G can s3:GetObject on arn:aws:s3:::lake/*"]
    );
}

#[test]
fn refusals_and_other_policies_too() {
    let text = "
let lake = arn:aws:s3:::lake
account prod = 111122223333
account other = 444455556666
resource lake {
    account other can s3:GetObject on lake/*
    public can s3:GetObject on lake/*
    anyone cannot s3:PutObject on lake/*
    anyone cannot s3:* on lake/*
}
";
    assert_eq!(
        found(SHADOWED_GRANT, text),
        [
            "account other can s3:GetObject on lake/*",
            "anyone cannot s3:PutObject on lake/*",
        ]
    );
    assert_eq!(
        found(OVERRIDDEN_GRANT, text),
        [
            "account other can s3:GetObject on lake/*",
            "public can s3:GetObject on lake/*",
        ]
    );
}

#[test]
fn every_action_on_everything() {
    let text = "
account prod = 111122223333
group G: Ann
group G can * on *
group H: Ben
group H can * on * when mfa
group H can s3:* on *
role Admin { trusts user Ann when mfa  can * on * }
policy All { can *, s3:* on * }
group H has All
boundary Room { can * on *  cannot iam:* on * }
session policy Whole { can * on * }
user Ben { boundary Room }
";
    assert_eq!(
        found(EVERYTHING, text),
        [
            "group G can * on *",
            "role Admin { trusts user Ann when mfa  can * on * }",
            "policy All { can *, s3:* on * }",
        ]
    );
}

#[test]
fn tags_that_their_user_can_set() {
    let text = "
group G: Ann
group G can ec2:StopInstances on * when tag resource.team == \"ml\"
group G can ec2:CreateTags on *
group H: Ben
group H can ec2:StopInstances on * when tag principal.team == resource.team
group H can iam:TagUser on *
";
    assert_eq!(
        found(SELF_TAGGING, text),
        [
            "group G can ec2:StopInstances on * when tag resource.team == \"ml\"",
            "group H can ec2:StopInstances on * when tag principal.team == resource.team",
        ]
    );
}

#[test]
fn tags_that_others_set() {
    let text = "
group G: Ann
group G can ec2:StopInstances on * when tag resource.team == \"ml\"
group G can rds:CreateTags, s3:* on *
group H: Ben
group H can ec2:CreateTags on *
group I: Eve
group I can ec2:StopInstances on * when tag resource.team == \"ml\"
group I can ec2:CreateTags on * when only aws:TagKeys in \"note\"
group J: Ian
group J can ec2:StopInstances on arn:aws:ec2:*:*:instance/a when tag resource.team == \"ml\"
group J can ec2:CreateTags on arn:aws:ec2:*:*:instance/b
group K: Joe
group K can ec2:StopInstances on * when tag resource.team == \"ml\"
group K can ec2:* on *
";
    // The last may stop instances whatever their tags.
    assert_eq!(found(SELF_TAGGING, text), [""; 0]);
}

#[test]
fn a_users_tags_by_its_group() {
    let text = "
group G: Ann
group G can ec2:CreateTags on *
user Ann can ec2:StopInstances on * when tag resource.team == \"ml\"
user Ben can ec2:StopInstances on * when tag resource.team == \"ml\"
";
    assert_eq!(
        found(SELF_TAGGING, text),
        ["user Ann can ec2:StopInstances on * when tag resource.team == \"ml\""]
    );
}

#[test]
fn a_resource_guardrail_on_a_service_out_of_its_reach() {
    let text = "
account prod = 111122223333
org o-a1b2c3d4e5
resource guardrail R on org {
    anyone cannot s3:*, kms:* on * unless aws service
    anyone cannot s3:*, ec2:* on * unless aws service
}
guardrail G on org {
    cannot ec2:* on * unless mfa
}
";
    assert_eq!(
        found(UNREACHED_SERVICE, text),
        ["anyone cannot s3:*, ec2:* on * unless aws service"]
    );
}

/// Of the grant's actions and resources each pair is denied, by one line or
/// another.
#[test]
fn denied_by_several_together() {
    let text = "
group G: Ann
group G can s3:GetObject, s3:PutObject on arn:aws:s3:::a/*, arn:aws:s3:::b/*
group G can s3:GetObject, s3:DeleteObject on arn:aws:s3:::a/*
group G cannot s3:Get* on arn:aws:s3:::*
group G cannot s3:PutObject on arn:aws:s3:::a/*
group G cannot s3:Put* on arn:aws:s3:::b/*
";
    assert_eq!(
        found(OVERRIDDEN_GRANT, text),
        ["group G can s3:GetObject, s3:PutObject on arn:aws:s3:::a/*, arn:aws:s3:::b/*"]
    );
}
