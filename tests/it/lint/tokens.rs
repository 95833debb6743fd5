//! MFA, set operators and tokens, in IAM's own words.

use aclc::diag::codes::{
    ANY_BRANCH, ANY_TOKEN, AUDIENCE_AS_LIST, COMPUTE_ADMINISTRATOR, EVERY_VALUE_OF_NONE,
    LOOSE_TOKEN_SUBJECT, MFA_NOT_ASKED, TOKEN_FOR_ANYONE,
};
use aclc::{Input, Options, Texts, compile};

use super::{found, messages};

#[test]
fn conditions_on_mfa_that_pass_requests_by() {
    let text = "
user A { verbatim cannot ec2:* on * when Bool(aws:MultiFactorAuthPresent, \"false\") }
user B { verbatim can ec2:* on * when BoolIfExists(aws:MultiFactorAuthPresent, \"true\") }
user C { verbatim cannot ec2:* on * when NumericGreaterThan(aws:MultiFactorAuthAge, \"3600\") }
user D { verbatim cannot ec2:* on * when BoolIfExists(aws:MultiFactorAuthPresent, \"false\") }
user E { verbatim can ec2:* on * when Bool(aws:MultiFactorAuthPresent, \"true\") }
user F { verbatim cannot ec2:* on * when Bool(aws:MultiFactorAuthPresent, \"true\") }
user G {
    verbatim cannot ec2:* on * when Bool(aws:MultiFactorAuthPresent, \"false\")
    verbatim cannot ec2:* on * when Null(aws:MultiFactorAuthPresent, \"true\")
}
user H can ec2:* on * when mfa
user I cannot ec2:* on * unless mfa
";
    let lines = found(MFA_NOT_ASKED, text);
    let who: Vec<&str> = lines.iter().map(|line| &line[5..6]).collect();
    assert_eq!(who, ["A", "B", "C"]);
}

#[test]
fn what_the_language_says_is_not_said_again() {
    let text = "user A can ec2:RunInstances on *
user A cannot ec2:RunInstances on * when aws:MultiFactorAuthPresent == false
user B can s3:GetObject on * when ForAllValues:StringEquals(aws:TagKeys, \"a\")
";
    let mut texts: Texts = [("program.acl", text)].into_iter().collect();
    let options = Options {
        lints: true,
        ..Options::default()
    };
    let compilation = compile(
        &[Input::File("program.acl".to_owned())],
        &mut texts,
        &options,
    );
    let codes: Vec<u16> = compilation
        .diagnostics
        .iter()
        .map(|it| it.code.number())
        .collect();
    assert!(codes.contains(&431) && codes.contains(&430), "{codes:?}");
    assert!(
        !codes.contains(&1249) && !codes.contains(&1250),
        "{codes:?}"
    );
}

#[test]
fn all_of_no_values() {
    let text = "
user A { verbatim can s3:GetObject on * when ForAllValues:StringEquals(aws:CalledVia, \"x\") }
user B { verbatim can s3:GetObject on * when ForAllValues:StringEquals(aws:CalledVia, \"x\") and Null(aws:CalledVia, \"false\") }
user C { verbatim can ec2:CreateTags on * when ForAllValues:StringEquals(aws:TagKeys, \"x\") and StringEquals(aws:RequestTag/x, \"1\") }
user D { verbatim cannot s3:GetObject on * when ForAllValues:StringEquals(aws:CalledVia, \"x\") }
user E { verbatim can s3:GetObject on * when ForAnyValue:StringEquals(aws:CalledVia, \"x\") }
boundary F { verbatim can s3:GetObject on * when ForAllValues:StringEquals(aws:CalledVia, \"x\") }
";
    let lines = found(EVERY_VALUE_OF_NONE, text);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("user A"));
}

/// A program whose role trusts GitHub with this condition.
fn github(condition: &str) -> String {
    let host = "token.actions.githubusercontent.com";
    let condition = condition.replace("HOST", host);
    format!(
        "account prod = 111122223333
role R {{ verbatim Federated(\"arn:aws:iam::111122223333:oidc-provider/{host}\") can sts:AssumeRoleWithWebIdentity when {condition} }}
"
    )
}

#[test]
fn tokens_of_github() {
    let aud = "StringEquals(HOST:aud, \"sts.amazonaws.com\")";
    let cases = [
        (
            "StringEquals(HOST:sub, \"repo:acme/app:ref:refs/heads/main\")".to_owned(),
            [1, 0, 0, 0],
        ),
        (
            format!("{aud} and StringEquals(HOST:sub, \"repo:acme/app:ref:refs/heads/main\")"),
            [0, 0, 0, 0],
        ),
        (
            format!("{aud} and StringLike(HOST:sub, \"repo:acme/app:*\")"),
            [0, 0, 0, 1],
        ),
        (
            format!("{aud} and StringLike(HOST:sub, \"repo:acme/app:ref:refs/heads/*\")"),
            [0, 0, 0, 1],
        ),
        (
            format!("{aud} and StringLike(HOST:sub, \"repo:acme/app:environment:prod-*\")"),
            [0, 0, 0, 0],
        ),
        (
            format!("{aud} and StringLike(HOST:sub, \"repo:acme*\")"),
            [0, 0, 1, 0],
        ),
        (
            format!("{aud} and StringLike(HOST:sub, \"*\")"),
            [0, 1, 1, 0],
        ),
        (aud.to_owned(), [0, 1, 0, 0]),
        (
            "StringEqualsIfExists(HOST:aud, \"sts.amazonaws.com\") and StringEqualsIfExists(HOST:sub, \"repo:acme/app:x\")".to_owned(),
            [1, 1, 0, 0],
        ),
    ];
    for (condition, expected) in cases {
        let text = github(&condition);
        let counts = [TOKEN_FOR_ANYONE, ANY_TOKEN, LOOSE_TOKEN_SUBJECT, ANY_BRANCH]
            .map(|code| messages(code, &text).len());
        assert_eq!(counts, expected, "{condition}");
    }
}

#[test]
fn tokens_of_web_providers() {
    let text = "
account prod = 111122223333
role A { verbatim Federated(\"accounts.google.com\") can sts:AssumeRoleWithWebIdentity when StringEquals(accounts.google.com:sub, \"1\") }
role B { verbatim Federated(\"accounts.google.com\") can sts:AssumeRoleWithWebIdentity when StringEquals(accounts.google.com:oaud, \"app\") }
role C { verbatim Federated(\"cognito-identity.amazonaws.com\") can sts:AssumeRoleWithWebIdentity when StringEquals(cognito-identity.amazonaws.com:aud, \"us-east-1:x\") }
role D { verbatim Federated(\"graph.facebook.com\") can sts:AssumeRoleWithWebIdentity when StringLike(graph.facebook.com:app_id, \"*\") }
role E { trusts saml arn:aws:iam::111122223333:saml-provider/Corp }
";
    let lines = found(TOKEN_FOR_ANYONE, text);
    let who: Vec<&str> = lines.iter().map(|line| &line[5..6]).collect();
    assert_eq!(who, ["A", "D"]);
}

#[test]
fn audiences_asked_as_lists() {
    let text = "
account prod = 111122223333
role A { trusts oidc x.example.com when any of x.example.com:aud in \"app\" and x.example.com:sub == \"a\" }
role B { trusts oidc x.example.com when x.example.com:aud == \"app\" and x.example.com:sub == \"a\" }
";
    assert_eq!(messages(AUDIENCE_AS_LIST, text).len(), 1);
    assert!(found(AUDIENCE_AS_LIST, text)[0].starts_with("role A"));
}

#[test]
fn administrators_that_run_code() {
    let text = "
account prod = 111122223333
user Ann
boundary Most { can s3:* on * }
role A { trusts service ec2  can * on * }
role B { trusts service ec2  can s3:* on * }
role C { trusts user Ann  can * on * }
role D { trusts service ec2  boundary Most  can * on * }
role E { trusts service config for account prod  can * on * }
";
    let lines = found(COMPUTE_ADMINISTRATOR, text);
    assert_eq!(lines, ["role A { trusts service ec2  can * on * }"]);
}
