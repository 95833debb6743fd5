//! Why, and how near.

use aclc::runtime::{ContextValue, Request};

use super::source::tree;

const TEAM: &str = r#"
account prod = 111122223333
account partner = 444455556666
org o-a1b2c3d4e5 { management partner }

let lake = arn:aws:s3:::ml-data-lake

group ML-Engineers: Charlie, Dora
group ML-Engineers can lambda:* on * when mfa and aws:RequestedRegion == "us-east-1"
group ML-Engineers cannot lambda:DeleteFunction on * unless mfa
group ML-Engineers can s3:GetObject on lake/public/* when tag principal.team in "ml", "ops"
group ML-Engineers can sqs:* on * until 2026-12-31
group ML-Engineers can ec2:CreateTags on * when only aws:TagKeys in "team", "env"
user Dora { boundary Small  can ec2:* on * }
boundary Small { can s3:* on * }
user Dora has arn:aws:iam::aws:policy/AdministratorAccess

group Writers: Charlie
group Writers can s3:DeleteObject on lake/home/${aws:username}/*
group Writers can s3:ListBucket on lake when s3:prefix like "home/${aws:username}/*", "team/${aws:PrincipalTag/team}/*"
group Writers cannot ec2:StopInstances on * unless tag principal.team == resource.team
group Writers can s3:PutObject on lake/in/*
resource lake {
    anyone cannot s3:Put* on lake/* unless tls
    role Trainer can s3:GetObject on lake/train/*
}
role Trainer { trusts service sagemaker for account prod }

guardrail NoIam on account prod { can s3:*, lambda:*, ec2:*, sqs:* on * }
in account partner { user Pat can s3:GetObject on lake/* }
"#;

/// The explanation of one request, as the terminal shows it.
fn explain(principal: &str, action: &str, resource: &str, context: &[(&str, &str)]) -> String {
    let tree = tree(TEAM);
    let caller = tree.principal(principal).unwrap();
    let context: Vec<_> = context
        .iter()
        .map(|(key, value)| (*key, ContextValue::One(value)))
        .collect();
    let request = Request::new(&caller, action, resource).with_context(&context);
    let explanation = tree.explain(&request).unwrap();
    let decision = tree.decide(&request).unwrap().decision();
    assert_eq!(explanation.answer().decision(), decision);
    format!(
        "{principal} {action} {resource}\n{}\n{}\n",
        decision.name(),
        explanation.lines().join("\n")
    )
}

#[test]
fn in_words() {
    let function = "arn:aws:lambda:us-east-1:111122223333:function:train";
    let mfa = [
        ("aws:MultiFactorAuthPresent", "true"),
        ("aws:RequestedRegion", "us-east-1"),
    ];
    let explained = [
        explain("user/Charlie", "lambda:GetFunction", function, &mfa),
        explain("user/Charlie", "lambda:GetFunction", function, &mfa[..1]),
        explain(
            "user/Charlie",
            "lambda:GetFunction",
            function,
            &[("aws:RequestedRegion", "eu-west-1")],
        ),
        explain("user/Charlie", "lambda:DeleteFunction", function, &mfa[1..]),
        explain(
            "user/Charlie",
            "s3:GetObject",
            "arn:aws:s3:::ml-data-lake/a.csv",
            &[("aws:PrincipalTag/team", "ml")],
        ),
        explain(
            "user/Charlie",
            "s3:PutObject",
            "arn:aws:s3:::ml-data-lake/a.csv",
            &[],
        ),
        // Behind the deny is a grant.
        explain(
            "user/Charlie",
            "s3:PutObject",
            "arn:aws:s3:::ml-data-lake/in/a.csv",
            &[],
        ),
        // Variables are filled in, where they have a value.
        explain(
            "user/Charlie",
            "s3:DeleteObject",
            "arn:aws:s3:::ml-data-lake/home/Dora/a.csv",
            &[],
        ),
        explain(
            "user/Charlie",
            "s3:ListBucket",
            "arn:aws:s3:::ml-data-lake",
            &[("s3:prefix", "home/Dora/")],
        ),
        explain(
            "user/Charlie",
            "ec2:StopInstances",
            "arn:aws:ec2:us-east-1:111122223333:instance/i",
            &[("aws:PrincipalTag/team", "ml")],
        ),
        explain("user/Charlie", "iam:CreateUser", "*", &[]),
        // That the key were there is not enough.
        explain(
            "user/Charlie",
            "ec2:CreateTags",
            "arn:aws:ec2:us-east-1:111122223333:instance/i",
            &[],
        ),
        explain("user/Dora", "ec2:RunInstances", "*", &[]),
        explain(
            "user/partner/Pat",
            "s3:GetObject",
            "arn:aws:s3:::ml-data-lake/a.csv",
            &[],
        ),
        explain(
            "arn:aws:iam::999988887777:user/x",
            "s3:GetObject",
            "arn:aws:s3:::ml-data-lake/a.csv",
            &[],
        ),
        explain(
            "anonymous",
            "s3:GetObject",
            "arn:aws:s3:::ml-data-lake/a.csv",
            &[],
        ),
        explain("user/Charlie", "sts:GetCallerIdentity", "*", &[]),
        explain(
            "user/Charlie",
            "sts:AssumeRole",
            "arn:aws:iam::111122223333:role/Trainer",
            &[],
        ),
    ];
    insta::assert_snapshot!(explained.join("\n"));
}

/// What a trust policy names directly needs nothing else of the caller's side
/// (IAM User Guide, "Policy evaluation logic"), so nothing else is asked for.
#[test]
fn a_trust_that_names_the_caller_asks_for_nothing_else() {
    let program = r#"
account prod = 111122223333
account partner = 444455556666
user Ann, Ben
boundary Small { can s3:* on * }
user Cleo { boundary Small }
role ByName { trusts user Ann, Cleo when mfa  can s3:GetObject on * }
role ByRole { trusts role ByName when tls  can s3:GetObject on * }
role ByAccount { trusts account prod when mfa  can s3:GetObject on * }
in account partner { user Pat }
role Outside { trusts user partner/Pat when mfa  can s3:GetObject on * }
role Limited { trusts user Ann  boundary Small  can sts:AssumeRole on * }
"#;
    let tree = tree(program);
    let mut shown = String::new();
    for (principal, role) in [
        ("user/Ann", "ByName"),
        ("user/Cleo", "ByName"),
        ("user/Ben", "ByName"),
        ("role/ByName", "ByRole"),
        ("role/Limited", "ByRole"),
        ("user/Ann", "ByAccount"),
        ("user/partner/Pat", "Outside"),
    ] {
        let caller = tree.principal(principal).unwrap();
        let resource = format!("arn:aws:iam::111122223333:role/{role}");
        let request = Request::new(&caller, "sts:AssumeRole", &resource);
        let explanation = tree.explain(&request).unwrap();
        shown.push_str(&format!(
            "{principal} {role}\n{}\n\n",
            explanation.lines().join("\n")
        ));
    }
    insta::assert_snapshot!(shown);
}
