//! Roles, services and the borders of accounts.

use aclc::diag::codes::{
    ANY_TOKEN, CONFUSED_DEPUTY, MFA_OF_SHARED, ONE_HALF, OPEN_DOOR, UNASSUMABLE_ROLE,
    UNTRUSTED_SERVICE, UNTRUSTED_SUBJECT,
};

use super::{found, messages};

#[test]
fn a_role_that_nobody_can_assume() {
    let text = "
account prod = 111122223333
group G: Ann
role Lonely { can s3:GetObject on * }
role Asked { can s3:GetObject on * }
role Trusting { trusts service lambda  can s3:GetObject on * }
group G may assume Asked
";
    assert_eq!(
        found(UNASSUMABLE_ROLE, text),
        ["role Lonely { can s3:GetObject on * }"]
    );
}

#[test]
fn half_of_an_assumption() {
    let text = "
account prod = 111122223333
account dev = 444455556666
group G: Ann
group G can sts:AssumeRole on arn:aws:iam::111122223333:role/OfEve
group H: Ben
group H can sts:AssumeRole on arn:aws:iam::111122223333:role/OfBen, arn:aws:iam::111122223333:role/OfAll
user Eve can sts:* on arn:aws:iam::111122223333:role/OfEve
user Ian can sts:AssumeRole on *
user Joe can sts:AssumeRole on arn:aws:iam::111122223333:role/Elsewhere
group I: Kim
group I may assume OfKim when mfa
user Lea can sts:AssumeRole on arn:aws:iam::111122223333:role/OfKim
role OfEve { trusts user Eve }
role OfBen { trusts group H }
role OfAll { trusts account prod }
role OfKim { can s3:GetObject on * }
in account dev {
    user Mia can sts:AssumeRole on arn:aws:iam::111122223333:role/OfAll
}
";
    assert_eq!(
        found(UNTRUSTED_SUBJECT, text),
        [
            "group G can sts:AssumeRole on arn:aws:iam::111122223333:role/OfEve",
            "user Lea can sts:AssumeRole on arn:aws:iam::111122223333:role/OfKim",
            "user Mia can sts:AssumeRole on arn:aws:iam::111122223333:role/OfAll",
        ]
    );
}

#[test]
fn a_service_that_the_role_does_not_trust() {
    let text = "
account prod = 111122223333
group G: Ann
group G may pass Trainer to sagemaker
group G may pass Trainer to sagemaker, glue
role Trainer { trusts service sagemaker }
";
    assert_eq!(
        messages(UNTRUSTED_SERVICE, text),
        ["the role `Trainer` does not trust `glue.amazonaws.com`, which it may be passed to"]
    );
}

#[test]
fn services_that_strangers_can_confuse() {
    let text = "
account prod = 111122223333
let logs = arn:aws:s3:::logs
resource logs {
    service cloudtrail can s3:PutObject on logs/a/*
    service cloudtrail for account prod can s3:PutObject on logs/b/*
    service config can s3:PutObject on logs/c/* when source in org o-a1b2c3d4e5
    service sns cannot s3:PutObject on logs/d/*
}
role Compute { trusts service ec2, lambda, sagemaker }
role Jobs { trusts service glue }
role SafeJobs { trusts service glue for account prod }
role Flow { trusts service states for arn:aws:states:us-east-1:111122223333:stateMachine:x }
";
    assert_eq!(
        found(CONFUSED_DEPUTY, text),
        [
            "service cloudtrail can s3:PutObject on logs/a/*",
            "role Jobs { trusts service glue }",
        ]
    );
}

#[test]
fn tokens_of_anyone() {
    let text = "
account prod = 111122223333
role Open { trusts oidc login.example.com/x when login.example.com/x:aud == \"app\" }
role Odd { trusts oidc login.example.com/x when login.example.com/x:aud == \"app\" and login.example.com/x:sub != \"eve\" }
role Right { trusts oidc login.example.com/x when login.example.com/x:aud == \"app\" and login.example.com/x:sub == \"ann\" }
role Web { trusts web accounts.google.com when accounts.google.com:aud == \"app\" }
";
    assert_eq!(messages(ANY_TOKEN, text).len(), 2);
    assert!(found(ANY_TOKEN, text)[0].starts_with("role Open"));
    assert!(found(ANY_TOKEN, text)[1].starts_with("role Odd"));
}

#[test]
fn a_grant_without_the_owners_half() {
    let text = "
account prod = 111122223333
account dev = 444455556666
let lake = arn:aws:s3:::prod-lake
resource lake {
    account dev can s3:GetObject on lake/open/*
    role dev/Writer can s3:PutObject on lake/in/*
}
group Local: Zoe
group Local can s3:GetObject on lake/*
in account dev {
    user Ann can s3:GetObject on lake/open/*
    user Ann can s3:GetObject on lake/shut/*
    user Ann can s3:DeleteObject on lake/open/*
    user Ann can s3:PutObject on lake/in/*
    user Ann can kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key/x
    user Ann can kms:Decrypt on arn:aws:kms:us-east-1:999988887777:key/x
    user Ann can s3:GetObject on arn:aws:s3:::unknown/*, *
    role Writer { trusts service lambda  can s3:PutObject on lake/in/x }
}
";
    assert_eq!(
        found(ONE_HALF, text),
        [
            "user Ann can s3:GetObject on lake/shut/*",
            "user Ann can s3:DeleteObject on lake/open/*",
            "user Ann can s3:PutObject on lake/in/*",
            "user Ann can kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key/x",
        ]
    );
}

#[test]
fn a_resource_that_nobody_takes_up() {
    let text = "
account prod = 111122223333
account dev = 444455556666
account partner = 777788889999
let lake = arn:aws:s3:::prod-lake
resource lake {
    account dev can s3:GetObject on lake/open/*
    account dev can s3:PutObject on lake/in/*
    user dev/Ann can s3:ListBucket on lake
    user dev/Ben can s3:ListBucket on lake
    account partner can s3:GetObject on lake/open/*
    public can s3:GetObject on lake/public/*
}
in account dev {
    user Ann can s3:GetObject, s3:ListBucket on lake, lake/open/*
    user Ben can ec2:DescribeInstances on *
}
";
    assert_eq!(
        found(ONE_HALF, text),
        [
            "account dev can s3:PutObject on lake/in/*",
            "user dev/Ben can s3:ListBucket on lake",
        ]
    );
}

#[test]
fn who_else_gets_in() {
    let text = "
account prod = 111122223333
account dev = 444455556666
group G: Ann
group G may assume Open openly
group G may assume Shut
group H: Ben
group H can sts:AssumeRole on *
user Eve can * on arn:aws:iam::111122223333:role/*
user Ian can sts:AssumeRole on arn:aws:iam::111122223333:role/Other
role Open { can * on * }
role Shut { can s3:GetObject on * }
role Far { trusts account dev }
";
    assert_eq!(
        messages(OPEN_DOOR, text),
        ["`Open` trusts a whole account, so these get in too: user `Eve`, group `H`"]
    );
}

#[test]
fn mfa_in_a_policy_that_a_role_shares() {
    let text = "
account prod = 111122223333
user Ann has Shared
role Worker { trusts user Ann  has Shared, Plain  boundary Limits }
role Other { trusts user Ann  has Shared  boundary Limits }
policy Shared {
    can ec2:Start* on * when mfa
    can ec2:Stop* on * when mfa or tls
    cannot ec2:Terminate* on * unless mfa within 1h
    can ec2:Describe* on *
}
policy Plain { can ec2:Get* on * }
policy OfUsers { can ec2:Run* on * when mfa }
user Ann has OfUsers
user Ben { boundary OfBen  can ec2:* on * }
boundary OfBen { can ec2:* on * when mfa }
boundary Limits {
    can ec2:* on *
    cannot iam:* on * when StringNotEquals(aws:MultiFactorAuthPresent, \"true\")
}
";
    assert_eq!(
        found(MFA_OF_SHARED, text),
        [
            "can ec2:Start* on * when mfa",
            "can ec2:Stop* on * when mfa or tls",
            "cannot ec2:Terminate* on * unless mfa within 1h",
            "cannot iam:* on * when StringNotEquals(aws:MultiFactorAuthPresent, \"true\")",
        ]
    );
    assert_eq!(
        messages(MFA_OF_SHARED, text).last().unwrap(),
        "sessions of the role `Worker` carry no MFA: this always denies them"
    );
}

#[test]
fn a_role_that_trusts_over_the_border_is_one_half() {
    let text = "
account prod = 111122223333
account dev = 444455556666
in account prod {
    user Ann can s3:GetObject on *
}
in account dev {
    role R {
        trusts user prod/Ann
        can s3:* on *
    }
    role S {
        trusts account prod
        can s3:* on *
    }
    role T trusts service ec2
}
";
    assert_eq!(
        messages(ONE_HALF, text),
        [
            "the role `R` lets `arn:aws:iam::111122223333:user/Ann` in, where no grant takes it up",
            "the role `S` lets the account `prod` in, where no grant takes it up",
        ]
    );
    let whole = text.replace(
        "user Ann can s3:GetObject on *",
        "user Ann can sts:AssumeRole on arn:aws:iam::444455556666:role/*",
    );
    assert_eq!(messages(ONE_HALF, &whole), [""; 0]);
    let both = "
account prod = 111122223333
account dev = 444455556666
in account prod {
    user Ann may assume dev/R
}
in account dev {
    role R can s3:* on *
}
";
    assert_eq!(messages(ONE_HALF, both), [""; 0]);
}
