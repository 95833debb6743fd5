//! The tree on paper.

use super::source::tree;
use aclc::target::tree::{dot, json, text};

const TEAM: &str = r#"
account prod = 111122223333
account dev  = 444455556666
org o-a1b2c3d4e5 { management dev }
ou Workloads: prod

group ML-DataScientists: Alice, Bob
group ML-Engineers:      Charlie, Diana
group Idle:              Eve

let lake = arn:aws:s3:::ml-data-lake

group ML-DataScientists can
    sagemaker:{Create,Start,Stop,Describe}NotebookInstance,
    sagemaker:CreatePresignedNotebookInstanceUrl on *

group ML-DataScientists {
    can s3:GetObject, s3:PutObject on lake/*
    can s3:ListBucket on lake when s3:prefix like "teams/ds/*" as Team
}

policy ReadLake { can s3:GetObject on lake/*, lake }
user Alice has ReadLake, arn:aws:iam::aws:policy/job-function/Billing
user Alice { boundary DevLimits }
boundary DevLimits { can s3:*, logs:* on *   cannot iam:* on * }

group ML-Engineers can lambda:*, ecr:BatchGet*, ecr:Describe* on *
group ML-Engineers cannot lambda:DeleteFunction on * unless mfa

role Trainer {
    trusts service sagemaker for account prod
    can s3:GetObject on lake/*
}

resource lake {
    role Trainer can s3:GetObject on lake/*
    anyone cannot s3:* on lake, lake/* unless tls
}

session policy ReadOnly { can s3:Get* on * }

guardrail Regions on ou Workloads {
    cannot * except iam:*, sts:* on * unless region in us-east-1, eu-west-1
}
"#;

#[test]
fn as_text() {
    insta::assert_snapshot!(text(&tree(TEAM), None));
}

#[test]
fn of_one_principal() {
    let tree = tree(TEAM);
    let alice = tree.principal("user/Alice").unwrap();
    insta::assert_snapshot!(text(&tree, Some(&alice)));
    let group = tree.principal("group/ML-Engineers").unwrap();
    insta::assert_snapshot!(text(&tree, Some(&group)));
}

#[test]
fn as_json() {
    insta::assert_snapshot!(json(&tree(TEAM), None));
}

#[test]
fn as_dot() {
    let tree = tree(TEAM);
    let charlie = tree.principal("user/Charlie").unwrap();
    insta::assert_snapshot!(dot(&tree, Some(&charlie)));
}

#[test]
fn the_same_program_gives_the_same_bytes() {
    let (first, second) = (tree(TEAM), tree(TEAM));
    assert_eq!(text(&first, None), text(&second, None));
    assert_eq!(json(&first, None), json(&second, None));
    assert_eq!(dot(&first, None), dot(&second, None));
}
