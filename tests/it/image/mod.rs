//! The image: what is read back is what was written, whatever is done to the
//! bytes never panics, and the page of the format is true.

mod damage;
mod embedded;
mod format;
pub(crate) mod probe;
mod round;
mod tables;

use aclc::runtime::{Decision, Policy, Request};

use crate::runtime::source::tree;

/// A program with something of everything.
const PROGRAM: &str = r#"
account prod = 111122223333
account dev  = 444455556666
org o-a1b2c3d4e5 { management dev }
ou Workloads: prod
group Data: Alice, Bob
group Data can s3:GetObject, s3:Put* on arn:aws:s3:::lake/*, arn:aws:s3:::lake/*/public/?.csv
group Data cannot s3:* on arn:aws:s3:::lake/${aws:username}/* unless mfa
group Data can sqs:* on * when from 203.0.113.0/24, 2001:db8::/32 and before 2030-01-01
user Bob can ec2:* on * when tag principal.team == "ml" and ec2:Attempts <= 10
user Alice { tags { team = ml }  boundary Limits   has ReadLake, arn:aws:iam::aws:policy/job-function/Billing }
policy ReadLake { can s3:Get*, s3:List* on arn:aws:s3:::lake, arn:aws:s3:::lake/* }
boundary Limits { can s3:*, sqs:* on *   cannot iam:* on * }
role Trainer { trusts service sagemaker for account prod   can s3:GetObject on arn:aws:s3:::lake/* }
resource arn:aws:s3:::lake { role Trainer can s3:GetObject on arn:aws:s3:::lake/*   anyone cannot s3:* on arn:aws:s3:::lake/* unless tls }
session policy ReadOnly { can s3:Get* on * }
guardrail Regions on ou Workloads { cannot * except iam:*, sts:*, s3:* on * unless region in us-east-1 }
"#;

const PRINCIPALS: [&str; 8] = [
    "user/Alice",
    "user/prod/Bob",
    "group/Data",
    "group/Data as Bob",
    "role/Trainer",
    "arn:aws:sts::111122223333:assumed-role/Trainer/s",
    "arn:aws:iam::444455556666:root",
    "service/sagemaker",
];

fn image() -> Vec<u8> {
    tree(PROGRAM).to_bytes()
}

/// What an image says to every request, or why it says nothing.
fn answers(policy: Policy<'_>) -> Vec<Result<Decision, String>> {
    let context = [
        (
            "aws:CurrentTime",
            aclc::runtime::ContextValue::One("2026-01-01"),
        ),
        (
            "aws:SourceIp",
            aclc::runtime::ContextValue::One("203.0.113.9"),
        ),
        (
            "aws:SecureTransport",
            aclc::runtime::ContextValue::One("true"),
        ),
        ("ec2:Attempts", aclc::runtime::ContextValue::One("9.5")),
        (
            "aws:TagKeys",
            aclc::runtime::ContextValue::Many(&["a", "b"]),
        ),
    ];
    let sessions: Vec<_> = policy.session_policies().collect();
    let mut answers = Vec::new();
    for principal in PRINCIPALS {
        let caller = match policy.principal(principal) {
            Ok(caller) => caller,
            Err(error) => {
                answers.push(Err(error.to_string()));
                continue;
            }
        };
        for (action, resource) in probe::ASKED {
            for given in [&context[..], &[]] {
                let request = Request::new(&caller, action, resource).with_context(given);
                for request in [request, request.with_session_policies(&sessions)] {
                    let answer = policy.decide(&request);
                    answers.push(
                        answer
                            .map(|answer| answer.decision())
                            .map_err(|error| error.to_string()),
                    );
                }
            }
        }
    }
    answers
}
