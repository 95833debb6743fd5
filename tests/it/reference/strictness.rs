//! What the reference refuses: a yardstick that skipped what it does not understand would measure wrongly. The cases of
//! `tests/cases/iam` hold what AWS refuses; here is what JSON and this interpreter refuse beyond it.

use std::fs;
use std::path::Path;

use super::{Case, Decision, decide_line};

const REQUEST: &str = r#""request": {"principal": "arn:aws:iam::111111111111:user/ana", "action": "s3:GetObject",
    "resource": "arn:aws:s3:::bkt/key"}"#;

/// A case with one policy under `part`.
fn with(part: &str, policy: &str) -> String {
    format!(r#"{{"id": 1, "{part}": {policy}, {REQUEST}}}"#)
}

fn identity(statement: &str) -> String {
    with(
        "identity",
        &format!(r#"[{{"Version": "2012-10-17", "Statement": {statement}}}]"#),
    )
}

#[track_caller]
fn refuses(line: &str, why: &str) {
    let error = Case::parse(line).err();
    let as_expected = error.as_ref().is_some_and(|error| error.contains(why));
    assert!(
        as_expected,
        "refused because {error:?}, not because of {why}: {line}"
    );
}

#[test]
fn json_is_read_strictly() {
    refuses("", "EOF");
    refuses("[]", "not an object");
    refuses(&format!("{} x", identity("[]")), "trailing");
    refuses(
        &with(
            "identity",
            &format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        ),
        "levels deep",
    );
    refuses(
        &with("identity", r#"[{"Statement": [], "Statement": []}]"#),
        "`Statement` stands twice",
    );
    refuses(
        &identity(r#"{"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}"#),
        "`Effect` stands twice",
    );
    refuses(
        &identity(
            r#"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a:b": true, "a:b": false}}}"#,
        ),
        "`a:b` stands twice",
    );
}

#[test]
fn a_number_keeps_its_spelling() {
    for (spelled, decision) in [
        ("1.0", "Ok(Allow)"),
        ("1", "Ok(ImplicitDeny)"),
        ("1e0", "Ok(ImplicitDeny)"),
    ] {
        let line = format!(
            r#"{{"id": 1, "identity": [{{"Statement": {{"Effect": "Allow", "Action": "*", "Resource": "*",
                "Condition": {{"StringEquals": {{"a:b": {spelled}}}}}}}}}],
                "request": {{"principal": "arn:aws:iam::111111111111:user/ana", "action": "s3:GetObject",
                "resource": "*", "context": {{"a:b": "1.0"}}}}}}"#
        );
        assert_eq!(format!("{:?}", decide_line(&line)), decision, "{spelled}");
    }
}

#[test]
fn cases_and_requests_are_read_strictly() {
    refuses(r#"{"id": 1}"#, "`request`");
    refuses(&with("identities", "[]"), "`identities`");
    refuses(&with("scps", r#"{"Statement": []}"#), "list of levels");
    refuses(&with("scps", r#"[[], {"Statement": []}]"#), "a level of");
    let request = |members: &str| format!(r#"{{"id": 1, "request": {{{members}}}}}"#);
    let ana = r#""principal": "arn:aws:iam::111111111111:user/ana""#;
    refuses(&request(r#""action": "s3:GetObject""#), "`principal`");
    refuses(&request(ana), "`action`");
    for action in [
        "s3",
        "s3:",
        ":Get",
        "s3:Get*",
        "s3:Get Object",
        "s3:a:b",
        "*",
    ] {
        refuses(
            &request(&format!(r#"{ana}, "action": "{action}""#)),
            "not the name of an action",
        );
    }
    let get = r#""action": "s3:GetObject""#;
    refuses(
        &request(&format!(r#"{ana}, {get}, "resource": "bkt/key""#)),
        "nor an ARN",
    );
    refuses(
        &request(&format!(r#"{ana}, {get}, "resource_account": "1""#)),
        "not an account id",
    );
    refuses(
        &request(&format!(r#"{ana}, {get}, "context": {{"a:b": {{}}}}"#)),
        "not a string, number or boolean",
    );
    refuses(
        &request(&format!(
            r#"{ana}, {get}, "context": {{"a:b": ["x", null]}}"#
        )),
        "not a string, number or boolean",
    );
    refuses(
        &request(&format!(
            r#"{ana}, {get}, "context": {{"a:b": "x", "A:B": "x"}}"#
        )),
        "stands twice in the context",
    );
    refuses(
        &request(&format!(
            r#"{ana}, {get}, "role_arn": "arn:aws:iam::111111111111:role/app""#
        )),
        "`role_arn`",
    );
    for principal in [
        "ana",
        "*",
        "111111111111",
        "user/ana",
        "arn:aws:iam::111111111111:group/devs",
        "arn:aws:iam::111111111111:user/",
        "arn:aws:iam::111111111111:user/*",
        "arn:aws:iam::1111:user/ana",
        "arn:aws:sts::111111111111:assumed-role/app",
        "arn:aws:s3:::bkt",
        "Anonymous",
        "arn:aws:iam::111111111111:root/x",
    ] {
        refuses(
            &request(&format!(r#""principal": "{principal}", {get}"#)),
            "not a principal that can call",
        );
    }
    refuses(
        &request(&format!(
            r#""principal": "arn:aws:sts::111111111111:assumed-role/app/s", {get}, "role_arn": "arn:aws:iam::111111111111:role/x/web""#
        )),
        "not a principal that can call",
    );
}

#[test]
fn a_principal_who_cannot_be_told_apart_never_widens_a_policy() {
    let nobodies = [
        r#"{"AWS": "arn:aws:iam::111111111111:user/*"}"#,
        r#"{"AWS": "arn:aws:iam::111111111111:group/devs"}"#,
        r#"{"AWS": "AKIAEXAMPLEEXAMPLE123"}"#,
        r#"{"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
    ];
    for nobody in nobodies {
        let policy = |effect: &str, element: &str| {
            with(
                "resource_policy",
                &format!(
                    r#"{{"Statement": {{"Effect": "{effect}", "{element}": {nobody}, "Action": "s3:*", "Resource": "*"}}}}"#
                ),
            )
        };
        refuses(&policy("Deny", "Principal"), "names nobody");
        refuses(&policy("Allow", "NotPrincipal"), "names nobody");
        assert_eq!(
            decide_line(&policy("Allow", "Principal")),
            Ok(Decision::ImplicitDeny),
            "{nobody}"
        );
        assert_eq!(
            decide_line(&policy("Deny", "NotPrincipal")),
            Ok(Decision::ExplicitDeny),
            "{nobody}"
        );
    }
}

#[test]
fn an_empty_list_under_a_not_element_is_refused() {
    refuses(
        &identity(r#"{"Effect": "Deny", "NotAction": [], "Resource": "*"}"#),
        "lists nothing",
    );
    refuses(
        &identity(r#"{"Effect": "Deny", "Action": "*", "NotResource": []}"#),
        "lists nothing",
    );
    refuses(
        &with(
            "resource_policy",
            r#"{"Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": []}, "Action": "*", "Resource": "*"}}"#,
        ),
        "lists nobody",
    );
}

#[test]
fn the_reference_shares_no_code_with_the_crate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/reference");
    let imports = [concat!("acl", "c::"), concat!("use ", "crate")];
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            !imports.iter().any(|import| text.contains(import)),
            "{} uses other code",
            path.display()
        );
    }
}
