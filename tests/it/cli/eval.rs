use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use super::{Folder, Ran, Run, aclc};

const TEAM: &str = r#"account prod = 111122223333
let lake = arn:aws:s3:::lake
group Readers: Ann
group Readers can s3:GetObject on lake/*
group Readers can s3:PutObject on lake/* when mfa
group Readers cannot s3:GetObject on lake/secret/*
group Readers can ec2:RunInstances on * when any of aws:TagKeys in "team", "env"
group Readers can s3:DeleteObject on lake/* until 2026-06-30
session policy OnlyGet { can s3:GetObject on * }
role Trainer {
    trusts service sagemaker
    can s3:GetObject, s3:PutObject on lake/*
}
user Ben has arn:aws:iam::aws:policy/ReadOnlyAccess
"#;

fn folder() -> Folder {
    Folder::new(&[("team.acl", TEAM)])
}

fn ask<const N: usize>(folder: &Folder, more: [&str; N]) -> Ran {
    let mut run = aclc(["eval", "team.acl"]).within(folder.path());
    for argument in more {
        run = run.argument(argument);
    }
    run.run()
}

fn get(folder: &Folder, resource: &str) -> Ran {
    let request = [
        "--principal",
        "user/Ann",
        "--action",
        "s3:GetObject",
        "--resource",
        resource,
    ];
    ask(folder, request)
}

fn answers(folder: &Folder, requests: &str) -> Ran {
    requests_of(folder, requests).run()
}

fn requests_of(folder: &Folder, requests: &str) -> Run {
    aclc(["eval", "team.acl", "--requests", "-", "--at", "2026-06-01"])
        .within(folder.path())
        .input(requests)
}

#[test]
fn the_decision_is_printed_and_is_the_exit_code() {
    let folder = folder();
    let expected = [
        ("arn:aws:s3:::lake/a", 0, "Allow\n"),
        ("arn:aws:s3:::lake/secret/a", 1, "ExplicitDeny\n"),
        ("arn:aws:s3:::other/a", 1, "ImplicitDeny\n"),
    ];
    for (resource, code, decision) in expected {
        let ran = get(&folder, resource);
        assert_eq!((ran.code, ran.stdout.as_str()), (code, decision), "{ran}");
        assert_eq!(ran.stderr, "");
    }
}

#[test]
fn context_is_text_or_a_json_list() {
    let folder = folder();
    let put = [
        "--principal",
        "user/Ann",
        "--action",
        "s3:PutObject",
        "--resource",
        "arn:aws:s3:::lake/a",
    ];
    let decision = |context: [&str; 2]| {
        let [a, b, c, d, e, f] = put;
        ask(&folder, [a, b, c, d, e, f, context[0], context[1]]).stdout
    };
    assert_eq!(
        decision(["--context", "aws:MultiFactorAuthPresent=true"]),
        "Allow\n"
    );
    assert_eq!(
        decision(["--context", "AWS:multifactorauthpresent=true"]),
        "Allow\n"
    );
    assert_eq!(
        decision(["--context", "aws:MultiFactorAuthPresent=false"]),
        "ImplicitDeny\n"
    );
    let run = [
        "--principal",
        "user/Ann",
        "--action",
        "ec2:RunInstances",
        "--resource",
        "*",
    ];
    let decision = |context: &str| {
        let [a, b, c, d, e, f] = run;
        ask(&folder, [a, b, c, d, e, f, "--context", context]).stdout
    };
    assert_eq!(decision(r#"aws:TagKeys=["x", "env"]"#), "Allow\n");
    assert_eq!(decision(r#"aws:TagKeys=[]"#), "ImplicitDeny\n");
}

#[test]
fn the_time_is_the_clocks_or_as_given() {
    let folder = folder();
    let decision = |at: &str| {
        let request = ["--principal", "user/Ann", "--action", "s3:DeleteObject"];
        let [a, b, c, d] = request;
        ask(
            &folder,
            [a, b, c, d, "--resource", "arn:aws:s3:::lake/a", "--at", at],
        )
        .stdout
    };
    assert_eq!(decision("2026-06-30"), "Allow\n");
    assert_eq!(decision("2026-06-30T23:59:59Z"), "Allow\n");
    assert_eq!(decision("2026-07-01"), "ImplicitDeny\n");
    assert_eq!(decision("2026-07-01T01:00:00+02:00"), "Allow\n");
    let later = r#"{"principal": "user/Ann", "action": "s3:DeleteObject", "resource": "arn:aws:s3:::lake/a",
        "context": {"aws:CurrentTime": "2026-07-02T00:00:00Z"}}"#;
    let ran = answers(&folder, &later.replace('\n', " "));
    assert!(ran.stdout.contains("ImplicitDeny"), "{ran}");
}

#[test]
fn a_request_that_cannot_be_asked_is_not_a_no() {
    let folder = folder();
    let request = |principal: &'static str, action: &'static str, resource: &'static str| {
        [
            "--principal",
            principal,
            "--action",
            action,
            "--resource",
            resource,
        ]
    };
    let lake = "arn:aws:s3:::lake/a";
    for arguments in [
        request("user/Nobody", "s3:GetObject", lake),
        request("Ann", "s3:GetObject", lake),
        request("user/Ann", "GetObject", lake),
        request("user/Ann", "s3:Get*", lake),
        request("user/Ann", "s3:", lake),
        request("user/Ann", "s3:GetObject", "lake"),
        request("user/Ann", "s3:GetObject", "arn:aws:s3"),
    ] {
        let ran = ask(&folder, arguments);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (2, ""),
            "{arguments:?}\n{ran}"
        );
        assert!(ran.stderr.starts_with("error[ACL0057]: "), "{ran}");
    }
    let [a, b, c, d, e, f] = request("user/Ann", "s3:GetObject", lake);
    for (option, value) in [
        ("--context", "novalue"),
        ("--context", "=x"),
        ("--context", "aws:TagKeys=[\"a\""),
        ("--context", "aws:TagKeys=[[1]]"),
        ("--session-policy", "Nope"),
        ("--at", "yesterday"),
    ] {
        let ran = ask(&folder, [a, b, c, d, e, f, option, value]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (2, ""),
            "{option} {value}\n{ran}"
        );
    }
    let twice = [
        "--context",
        "aws:SourceIp=1.1.1.1",
        "--context",
        "AWS:SourceIp=2.2.2.2",
    ];
    let [g, h, i, j] = twice;
    assert_eq!(ask(&folder, [a, b, c, d, e, f, g, h, i, j]).code, 2);
    assert_eq!(ask(&folder, [a, b, c, d]).code, 2, "without a resource");
    assert_eq!(ask(&folder, []).code, 2, "without anything");
    assert_eq!(
        ask(&folder, [a, b, c, d, e, f, "--requests", "-"]).code,
        2,
        "with both"
    );
}

#[test]
fn an_attached_policy_that_is_not_given_is_spoken_of() {
    let folder = folder();
    let ran = ask(
        &folder,
        [
            "--principal",
            "user/Ben",
            "--action",
            "s3:GetObject",
            "--resource",
            "arn:aws:s3:::lake/a",
        ],
    );
    assert_eq!((ran.code, ran.stdout.as_str()), (1, "ImplicitDeny\n"));
    assert!(ran.stderr.starts_with("note: "), "{ran}");
}

#[test]
fn requests_are_answered_line_by_line_in_order() {
    let requests = r#"{"id": 7, "principal": "user/Ann", "action": "s3:GetObject", "resource": "arn:aws:s3:::lake/a"}
{"id": "x", "principal": "role/Trainer", "action": "s3:PutObject", "resource": "arn:aws:s3:::lake/a", "session_policies": ["OnlyGet"]}
{"principal": "user/Ann", "action": "s3:PutObject", "resource": "arn:aws:s3:::lake/a", "context": {"aws:MultiFactorAuthPresent": true, "aws:SourceIp": null, "aws:MultiFactorAuthAge": 60, "aws:TagKeys": ["a", 1, false]}}
{"id": null, "principal": "anonymous", "action": "s3:GetObject", "resource": "arn:aws:s3:::lake/a", "resource_account": "111122223333"}
{"id": [1], "principal": "user/Ann", "action": "s3:GetObject", "resource": "arn:aws:s3:::lake/secret/a"}
"#;
    let ran = answers(&folder(), requests);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn a_line_that_is_not_a_request_gets_an_error_in_its_place() {
    let good = r#"{"id": "good", "principal": "user/Ann", "action": "s3:GetObject", "resource": "arn:aws:s3:::lake/a"}"#;
    let bad = [
        "",
        "nonsense",
        "[]",
        "{}",
        r#"{"id": 1, "principal": "user/Ann", "action": "s3:GetObject"}"#,
        r#"{"id": 2, "principal": "user/Nobody", "action": "s3:GetObject", "resource": "*"}"#,
        r#"{"id": 3, "principal": "user/Ann", "action": "s3:GetObject", "resource": "*", "ressource": "*"}"#,
        r#"{"id": 4, "principal": "user/Ann", "action": "s3:GetObject", "resource": "*", "principal": "user/Ben"}"#,
        r#"{"id": 5, "principal": "user/Ann", "action": "s3:GetObject", "resource": "*", "context": {"a:b": 1, "A:B": 2}}"#,
        r#"{"id": 6, "principal": "user/Ann", "action": "s3:GetObject", "resource": "*", "context": {"a:b": 1, "a:b": 2}}"#,
        r#"{"id": 7, "principal": "user/Ann", "action": "s3:GetObject", "resource": "*", "context": {"a:b": {"c": 1}}}"#,
        r#"{"id": 8, "principal": "user/Ann", "action": "s3:GetObject", "resource": "*", "context": {"a:b": 12345678901234567890123}}"#,
        r#"{"id": 9, "principal": 1, "action": "s3:GetObject", "resource": "*"}"#,
        r#"{"id": 10, "principal": "user/Ann", "action": "s3:GetObject", "resource": "*", "session_policies": "OnlyGet"}"#,
        r#"{"id": 11, "principal": "user/Ann", "action": "s3:GetObject", "resource": "*"} trailing"#,
    ];
    let mut input: Vec<u8> = bad.join("\n").into_bytes();
    input.extend(b"\n\xff\xfe\n");
    input.extend(good.as_bytes());
    let folder = folder();
    let ran = aclc(["eval", "team.acl", "--requests", "-"])
        .within(folder.path())
        .input(input)
        .run();
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let lines: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), bad.len() + 2);
    let (last, errors) = lines.split_last().unwrap();
    assert_eq!(last["decision"], "Allow");
    for error in errors {
        assert!(
            error["error"].is_string() && error.get("decision").is_none(),
            "{error}"
        );
    }
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn a_missing_request_file_exits_3() {
    let ran = ask(&folder(), ["--requests", "gone.jsonl"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(
        ran.stderr
            .starts_with("error[ACL0051]: `gone.jsonl` cannot be read"),
        "{ran}"
    );
}

#[test]
fn each_request_is_answered_before_the_next_is_asked() {
    let folder = folder();
    let mut child = Command::new(env!("CARGO_BIN_EXE_aclc"))
        .args(["eval", "team.acl", "--requests", "-"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut requests = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    for resource in ["lake/a", "other/a", "lake/secret/a"] {
        let request = format!(
            r#"{{"principal": "user/Ann", "action": "s3:GetObject", "resource": "arn:aws:s3:::{resource}"}}"#
        );
        writeln!(requests, "{request}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert!(answer.contains("decision"), "{answer}");
    }
    drop(requests);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn nothing_is_decided_by_a_program_with_errors() {
    let folder = Folder::new(&[(
        "team.acl",
        &format!("{TEAM}group Readers cannot s3:* on nothing\n"),
    )]);
    let ran = get(&folder, "arn:aws:s3:::lake/a");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.starts_with("error[ACL0201]: "), "{ran}");
    let ran = answers(&folder, "{}\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
}

#[test]
fn explain_says_why_and_exits_like_eval() {
    let folder = folder();
    let explain = |action: &str, resource: &str| {
        let request = [
            "explain",
            "team.acl",
            "--principal",
            "user/Ann",
            "--action",
            action,
        ];
        aclc(request)
            .within(folder.path())
            .argument("--resource")
            .argument(resource)
            .argument("--at")
            .argument("2026-06-01")
            .run()
    };
    let mut shown = String::new();
    for (action, resource, code) in [
        ("s3:GetObject", "arn:aws:s3:::lake/a", 0),
        ("s3:GetObject", "arn:aws:s3:::lake/secret/a", 1),
        ("s3:PutObject", "arn:aws:s3:::lake/a", 1),
        ("s3:ListBucket", "arn:aws:s3:::lake", 1),
    ] {
        let ran = explain(action, resource);
        assert_eq!((ran.code, ran.stderr.as_str()), (code, ""), "{ran}");
        shown.push_str(&format!("$ {action} on {resource}\n{}\n", ran.stdout));
    }
    insta::assert_snapshot!(shown);
    assert_eq!(explain("s3:Get*", "*").code, 2);
}

#[test]
fn tree_has_three_forms() {
    let folder = folder();
    let tree = |more: &[&str]| {
        let mut run = aclc(["tree", "team.acl"]).within(folder.path());
        for argument in more {
            run = run.argument(argument);
        }
        run.run()
    };
    let text = tree(&[]);
    assert_eq!((text.code, text.stderr.as_str()), (0, ""));
    assert!(text.stdout.contains("group Readers"), "{text}");
    let json = tree(&["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert!(value.is_object());
    let dot = tree(&["--format", "dot"]);
    assert!(
        dot.stdout.starts_with("digraph") || dot.stdout.contains("digraph"),
        "{dot}"
    );
    let one = tree(&["--principal", "role/Trainer"]);
    assert_eq!(one.code, 0);
    assert!(!one.stdout.contains("group Readers"), "{one}");
    assert_eq!(tree(&["--principal", "user/Nobody"]).code, 2);
    assert_eq!(tree(&["--format", "svg"]).code, 2);
}

#[test]
fn a_principal_that_is_nearly_one_is_offered() {
    let folder = Folder::new(&[(
        "team.acl",
        "group Staff: Alice\ngroup Staff can s3:* on *\n",
    )]);
    let ask = |principal: &str| {
        let eval = aclc([
            "eval",
            "team.acl",
            "--action",
            "s3:GetObject",
            "--resource",
            "*",
        ]);
        let tree = aclc(["tree", "team.acl"]);
        [eval, tree].map(|run| {
            run.within(folder.path())
                .argument("--principal")
                .argument(principal)
                .run()
        })
    };
    for principal in [
        "Alice",
        "user/alice",
        "users/Alice",
        "user/Alise",
        "User/Alice",
        "user:Alice",
    ] {
        for ran in ask(principal) {
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{principal}");
            assert!(
                ran.stderr.contains("help: did you mean `user/Alice`?"),
                "{principal}: {}",
                ran.stderr
            );
        }
    }
    for ran in ask("user/Xavier") {
        assert_eq!(ran.code, 2);
        assert!(!ran.stderr.contains("did you mean"), "{}", ran.stderr);
    }
}

#[test]
fn standard_input_is_read_once() {
    let ran = aclc(["eval", "-", "--requests", "-"])
        .input("group A: Ann\n")
        .run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran}");
}

#[test]
fn a_word_is_no_condition_key() {
    let folder = Folder::new(&[(
        "team.acl",
        "group Staff: Alice\ngroup Staff can s3:* on *\n",
    )]);
    let ran = aclc([
        "eval",
        "team.acl",
        "--principal",
        "user/Alice",
        "--action",
        "s3:GetObject",
    ])
    .argument("--resource")
    .argument("*")
    .argument("--context")
    .argument("mfa=true")
    .within(folder.path())
    .run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("`mfa` is no condition key"), "{ran}");
}

#[test]
fn a_line_without_end_is_refused_and_the_next_one_answered() {
    const LIMIT: usize = 1 << 20;
    let request = |pad: usize| {
        let asked = r#"{"principal": "user/Ann", "action": "s3:GetObject", "resource": "arn:aws:s3:::lake/a""#;
        format!("{asked}{}}}", " ".repeat(pad - asked.len() - 1))
    };
    // The line's end counts.
    let requests = [
        request(LIMIT - 1),
        request(LIMIT),
        request(3 * LIMIT + 5),
        request(200),
        request(LIMIT),
    ];
    let ran = answers(&folder(), &requests.join("\n"));
    let decided: Vec<_> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|answer| match &answer["error"] {
            serde_json::Value::Null => answer["decision"].to_string(),
            error => error.to_string(),
        })
        .collect();
    let too_long = "\"the line is longer than 1048576 bytes\"";
    let allow = "\"Allow\"";
    assert_eq!(decided, [allow, too_long, too_long, allow, allow]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
}

#[test]
fn the_account_of_a_resource_is_a_number() {
    let folder = folder();
    let of = |account| {
        let request = [
            "--principal",
            "user/Ann",
            "--action",
            "s3:GetObject",
            "--resource",
            "arn:aws:s3:::lake/a",
            "--resource-account",
            account,
        ];
        ask(&folder, request)
    };
    let ran = of("123");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("`123` is no account"), "{ran}");
    assert_eq!(of("111122223333").code, 0);
    assert_eq!(of("444455556666").code, 1);
    let ran = ask(
        &folder,
        [
            "--principal",
            "user/Ann",
            "--action",
            "sqs:SendMessage",
            "--resource",
            "arn:aws:sqs:us-east-1:444455556666:q",
            "--resource-account",
            "111122223333",
        ],
    );
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran}");
    assert!(
        ran.stderr
            .contains("a resource of the account `444455556666`, not of `111122223333`"),
        "{ran}"
    );
}

/// A slip is answered, and said: the decision and the exit code stay.
#[test]
fn what_is_doubtful_about_a_request_is_a_warning() {
    let folder = folder();
    let asked = |principal, action, context| {
        let resource = "arn:aws:s3:::lake/a";
        let question = ["--principal", principal, "--action", action];
        let [a, b, c, d] = question;
        ask(
            &folder,
            [a, b, c, d, "--resource", resource, "--context", context],
        )
    };
    let tls = "aws:SecureTransport=true";
    let get = "s3:GetObject";
    let rows = [
        (
            "user/Ann",
            "s3:GetObjectt",
            tls,
            "ACL1111",
            "`s3:GetObject`",
        ),
        ("user/Ann", "s4:GetObject", tls, "ACL1110", "`s3:GetObject`"),
        ("service/lamda", get, tls, "ACL1110", "`service/lambda`"),
        (
            "service/lamda.amazonaws.com",
            get,
            tls,
            "ACL1110",
            "`service/lambda.amazonaws.com`",
        ),
        (
            "user/Ann",
            get,
            "aws:SecureTransprt=true",
            "ACL0402",
            "`aws:SecureTransport`",
        ),
        ("user/Ann", get, "s3:prefx=a", "ACL1123", "`s3:prefix`"),
        ("user/Ann", get, "s4:prefix=a", "ACL1123", "`s3:prefix`"),
        (
            "user/Ann",
            get,
            "aws:SecureTransport=yes",
            "ACL0710",
            "`true` or `false`",
        ),
        ("user/Ann", get, "aws:SourceIp=office", "ACL0710", "address"),
        ("user/Ann", get, "aws:CurrentTime=soon", "ACL0710", "date"),
        (
            "user/Ann",
            get,
            "aws:SourceIp=[\"203.0.113.7\"]",
            "ACL0710",
            "brackets",
        ),
    ];
    for (principal, action, context, code, said) in rows {
        let ran = asked(principal, action, context);
        assert!(
            ran.stderr.contains(code),
            "{principal} {action} {context}: {ran}"
        );
        assert!(
            ran.stderr.contains(said),
            "{principal} {action} {context}: {ran}"
        );
        assert!(ran.stderr.contains("0 errors, 1 warning"), "{ran}");
        let allowed = principal == "user/Ann" && action == get;
        let expected = if allowed {
            (0, "Allow\n")
        } else {
            (1, "ImplicitDeny\n")
        };
        assert_eq!((ran.code, ran.stdout.as_str()), expected, "{ran}");
    }
    let fine = [
        ("user/Ann", get, "aws:TagKeys=[\"team\"]"),
        ("user/Ann", get, "s3:prefix=a"),
        ("user/Ann", get, "aws:SourceIp=2001:db8::1"),
        ("user/Ann", get, "aws:PrincipalTag/team=ml"),
        ("user/Ann", "S3:getobject", "s3:ExistingObjectTag/team=ml"),
        (
            "user/Ann",
            get,
            "token.actions.githubusercontent.com:sub=repo:a/b",
        ),
        ("service/lambda", get, tls),
        ("states.eu-west-1.amazonaws.com", get, tls),
    ];
    for (principal, action, context) in fine {
        let ran = asked(principal, action, context);
        assert_eq!(ran.stderr, "", "{principal} {action} {context}");
    }
}

#[test]
fn a_doubt_can_be_denied_and_a_service_be_ones_own() {
    let folder = folder();
    let question = ["--principal", "user/Ann", "--action", "docs:Read"];
    let [a, b, c, d] = question;
    let own = ask(
        &folder,
        [a, b, c, d, "--resource", "*", "--service", "docs"],
    );
    assert_eq!((own.code, own.stderr.as_str()), (1, ""), "{own}");
    let question = ["--principal", "user/Ann", "--action", "s3:GetObject"];
    let [a, b, c, d] = question;
    let object = "arn:aws:s3:::lake/a";
    let key = "aws:SourceIP4=1.2.3.4";
    let denied = ask(
        &folder,
        [
            a,
            b,
            c,
            d,
            "--resource",
            object,
            "--context",
            key,
            "--deny",
            "warnings",
        ],
    );
    assert_eq!(
        (denied.code, denied.stdout.as_str()),
        (1, "Allow\n"),
        "{denied}"
    );
    assert!(denied.stderr.contains("1 error"), "{denied}");
}

#[test]
fn doubts_about_lines_are_said_once_with_the_first_line() {
    let folder = folder();
    let line = |action: &str| {
        format!(
            r#"{{"principal": "user/Ann", "action": "{action}", "resource": "arn:aws:s3:::lake/a"}}"#
        )
    };
    let lines = [
        line("s3:GetObject"),
        line("s3:GetObjekt"),
        line("s3:GetObjekt"),
    ];
    let ran = answers(&folder, &lines.join("\n"));
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(ran.stdout.lines().count(), 3);
    assert_eq!(ran.stderr.matches("ACL1111").count(), 1, "{ran}");
    assert!(ran.stderr.contains("first asked in line 2"), "{ran}");
}

/// Where every key is held against every other, this does not end; nor does
/// whoever reads a warning about each.
#[test]
fn many_doubtful_keys_of_a_line_are_a_few_warnings() {
    let folder = folder();
    let keys: Vec<String> = (0..20_000)
        .map(|number| format!(r#""aws:x{number}": "1""#))
        .collect();
    let line = format!(
        "\u{feff}{{\"principal\": \"user/Ann\", \"action\": \"s3:GetObject\", \"resource\": \"arn:aws:s3:::lake/a\", \"context\": {{{}}}}}",
        keys.join(", ")
    );
    let ran = answers(&folder, &line);
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(ran.stderr.matches("is no global condition key").count(), 10);
    assert!(
        ran.stderr
            .contains("and 19990 more are doubtful in this request"),
        "{ran}"
    );
}

#[test]
fn a_request_with_a_key_that_is_none_is_refused() {
    let folder = Folder::new(&[
        (
            "team.acl",
            "group G: ann\ngroup G can s3:* on *\ngroup G cannot s3:* on * when aws:SourceIp in 203.0.113.0/24\n",
        ),
        (
            "requests.jsonl",
            r#"{"id":1,"principal":"user/ann","action":"s3:GetObject","resource":"arn:aws:s3:::a/b","context":{"SourceIp":"203.0.113.9"}}"#,
        ),
    ]);
    let ran = aclc(["eval", "team.acl", "--requests", "requests.jsonl"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 1, "{ran}");
    assert!(
        ran.stdout.contains("`SourceIp` is no condition key"),
        "{ran}"
    );
}

#[test]
fn the_answer_is_in_the_exit_code_where_nobody_reads_it() {
    let folder = Folder::new(&[("team.acl", "user ann can s3:GetObject on *\n")]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_aclc"))
        .args(["eval", "team.acl", "--principal", "user/ann"])
        .args(["--action", "s3:PutObject", "--resource", "arn:aws:s3:::a/b"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn an_id_comes_back_as_it_is_spelled() {
    let ids = [
        "9007199254740993000001",
        "1e2",
        "-0",
        "1E400",
        r#"{"a": [1.0]}"#,
        r#""x""#,
    ];
    let lines: Vec<String> = ids
        .iter()
        .map(|id| {
            format!(
                r#"{{"id": {id}, "principal": "user/Ann", "action": "s3:GetObject", "resource": "*"}}"#
            )
        })
        .collect();
    let folder = Folder::new(&[("team.acl", TEAM), ("requests.jsonl", &lines.join("\n"))]);
    let ran = aclc(["eval", "team.acl", "--requests", "requests.jsonl"])
        .within(folder.path())
        .run();
    let answers: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(answers.len(), ids.len(), "{ran}");
    for (answer, id) in answers.iter().zip(ids) {
        assert!(answer.starts_with(&format!("{{\"id\":{id},")), "{answer}");
    }
}
