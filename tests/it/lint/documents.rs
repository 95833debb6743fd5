//! What is said of documents and verbatim lines, as of the language's own.

use aclc::diag::codes::{
    PATTERN_OF_NOTHING, PRIVATE_SOURCE, TAGS_NOT_SUPPORTED, UNKNOWN_ACTION, UNKNOWN_GLOBAL_KEY,
    UNKNOWN_PREFIX,
};
use aclc::diag::{Code, Severity};
use aclc::iam::PolicyKind;
use aclc::load::{Input, Texts};
use aclc::pipeline::{Options, compile};

use super::exposure::of_statement;
use super::{found, messages};

/// The codes of all that is said of a program.
fn said(text: &str) -> Vec<&'static str> {
    let input = Input::Text {
        name: "program.acl".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let options = Options {
        lints: true,
        ..Options::default()
    };
    let compilation = compile(&[input], &mut Texts::default(), &options);
    let found = compilation.diagnostics.iter();
    let loud = found.filter(|it| it.severity > Severity::Suggestion);
    loud.map(|it| it.code.name()).collect()
}

fn on_everything(code: Code, actions: &str) -> usize {
    let statement = format!(r#"{{"Effect": "Allow", "Action": {actions}, "Resource": "*"}}"#);
    of_statement(code, PolicyKind::Identity, &statement)
}

#[test]
fn unknown_actions_are_told_once() {
    for (code, actions) in [
        (UNKNOWN_ACTION, r#"["s3:GetObjects", "s3:GetObject"]"#),
        (UNKNOWN_PREFIX, r#""eventbridge:PutEvents""#),
        (PATTERN_OF_NOTHING, r#"["s3:Fetch*", "s3:*"]"#),
    ] {
        assert_eq!(on_everything(code, actions), 1, "{actions}");
    }
    for code in [UNKNOWN_ACTION, UNKNOWN_PREFIX, PATTERN_OF_NOTHING] {
        assert_eq!(
            on_everything(code, r#"["S3:getobject", "s3:Get*", "*"]"#),
            0
        );
    }
    for line in ["", "verbatim "] {
        let text = format!("user Ann {{ {line}can s3:GetObjects on arn:aws:s3:::a/* }}");
        assert_eq!(said(&text), ["ACL1111"], "{text}");
        let text = format!("user Ann {{ {line}can eventbridge:PutEvents, s3:Fetch* on * }}");
        assert_eq!(said(&text), ["ACL1110", "ACL1112"], "{text}");
    }
}

#[test]
fn unknown_global_keys_are_told_once() {
    let statement = r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:PrincipalOrgId_": "o-a1b2c3d4e5"}}}"#;
    let code = UNKNOWN_GLOBAL_KEY;
    assert_eq!(of_statement(code, PolicyKind::Identity, statement), 1);
    let well = statement.replace("OrgId_", "OrgId");
    assert_eq!(of_statement(code, PolicyKind::Identity, &well), 0);
    for line in ["", "verbatim "] {
        let text = format!(
            "user Ann {{ {line}cannot s3:GetObject on * when StringEquals(aws:PrincipalOrg, \"x\") }}"
        );
        assert_eq!(said(&text), ["ACL0402"], "{text}");
    }
}

#[test]
fn ranges_with_private_addresses() {
    let of = |range: &str| {
        let statement = format!(
            r#"{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*",
                "Condition": {{"IpAddress": {{"aws:SourceIp": "{range}"}}}}}}"#
        );
        of_statement(PRIVATE_SOURCE, PolicyKind::Identity, &statement)
    };
    for partly in [
        "172.0.0.0/8",
        "192.168.0.0/15",
        "192.0.0.0/8",
        "100.0.0.0/9",
        "f000::/4",
    ] {
        assert_eq!(of(partly), 1, "{partly}");
    }
    for not in [
        "203.0.113.0/24",
        "0.0.0.0/0",
        "0.0.0.0/1",
        "172.32.0.0/12",
        "2000::/3",
        "::/0",
    ] {
        assert_eq!(of(not), 0, "{not}");
    }
    let written = "user Ann can s3:GetObject on arn:aws:s3:::a/* when from 172.0.0.0/8";
    assert_eq!(found(PRIVATE_SOURCE, written), [written]);
}

#[test]
fn tags_beside_everything_but_some() {
    let of = |line: &str| messages(TAGS_NOT_SUPPORTED, &format!("user Ann {{ {line} }}"));
    let open = of("can * except iam:*, sts:* on * when tag resource.team == \"ml\"");
    assert_eq!(open.len(), 1);
    assert!(
        open[0].contains("services never carry `aws:ResourceTag/team`"),
        "{open:?}"
    );
    assert!(open[0].ends_with("nothing of them is allowed"), "{open:?}");
    let missing =
        of("verbatim can * except iam:* on * when StringNotEquals(aws:ResourceTag/team, \"ml\")");
    assert!(
        missing[0].ends_with("all of them is allowed"),
        "{missing:?}"
    );
    for none in [
        "can * except iam:* on * when tag principal.team == \"ml\"",
        "can * except iam:* on *",
        "can ec2:StopInstances on * when tag resource.team == \"ml\"",
    ] {
        assert!(of(none).is_empty(), "{none}");
    }
}
