//! IAM documents wherever a program is.

use super::{Folder, aclc};

const READ: &str = r#"{"Version": "2012-10-17", "Statement": [
  {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::lake/*"},
  {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}"#;
const LIMITS: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::lake/public/*"}}"#;
const EC2_ONLY: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}}"#;
const NO_DELETE: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:Delete*", "Resource": "*"}}"#;
const BUCKET: &str = r#"{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:user/anyone"}, "Action": "s3:*", "Resource": ["arn:aws:s3:::lake", "arn:aws:s3:::lake/*"]}]}"#;
const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:user/anyone"}, "Action": "sts:AssumeRole"}}"#;

fn folder() -> Folder {
    Folder::new(&[
        ("read.json", READ),
        ("limits.json", LIMITS),
        ("ec2.json", EC2_ONLY),
        ("rcp.json", NO_DELETE),
        ("bucket.json", BUCKET),
        ("trust.json", TRUST),
    ])
}

/// The answer of `aclc eval` for the user `anyone`, with these paths.
fn decide(paths: &[&str], action: &str, resource: &str) -> String {
    let folder = folder();
    let mut run = aclc(["eval"]).within(folder.path());
    for path in paths {
        run = run.argument(path);
    }
    let asked = [
        "--principal",
        "user/anyone",
        "--action",
        action,
        "--resource",
        resource,
    ];
    for argument in asked
        .into_iter()
        .chain(["--context", "aws:SecureTransport=true"])
    {
        run = run.argument(argument);
    }
    let ran = run.run();
    assert_eq!(ran.stderr, "", "{paths:?}");
    ran.stdout.trim_end().to_owned()
}

const OBJECT: &str = "arn:aws:s3:::lake/public/a";

#[test]
fn a_document_alone_speaks_for_anyone() {
    let cases: [(&[&str], &str, &str); 14] = [
        (&["read.json"], OBJECT, "Allow"),
        (&["read.json"], "arn:aws:s3:::other/a", "ImplicitDeny"),
        (&["identity=read.json"], OBJECT, "Allow"),
        (&["read.json", "boundary=limits.json"], OBJECT, "Allow"),
        (
            &["read.json", "boundary=limits.json"],
            "arn:aws:s3:::lake/b",
            "ImplicitDeny",
        ),
        (&["boundary=limits.json"], OBJECT, "ImplicitDeny"),
        (&["read.json", "boundary=ec2.json"], OBJECT, "ImplicitDeny"),
        (&["read.json", "scp=ec2.json"], OBJECT, "ImplicitDeny"),
        (
            &["read.json", "scp=limits.json", "scp=ec2.json"],
            OBJECT,
            "Allow",
        ),
        (&["read.json", "rcp=rcp.json"], OBJECT, "Allow"),
        (&["bucket.json"], OBJECT, "Allow"),
        (&["bucket.json", "rcp=rcp.json"], OBJECT, "Allow"),
        (&["bucket.json"], "arn:aws:s3:::other/a", "ImplicitDeny"),
        (&["read.json", "read.json"], OBJECT, "Allow"),
    ];
    for (paths, resource, expected) in cases {
        let decision = decide(paths, "s3:GetObject", resource);
        assert_eq!(decision, expected, "{paths:?} {resource}");
    }
    assert_eq!(
        decide(&["bucket.json", "rcp=rcp.json"], "s3:DeleteObject", OBJECT),
        "ExplicitDeny"
    );
    let role = "arn:aws:iam::000000000000:role/anyone";
    assert_eq!(decide(&["trust.json"], "sts:AssumeRole", role), "Allow");
}

#[test]
fn every_command_takes_a_document() {
    let folder = folder();
    let mut shown = String::new();
    let request = [
        "--principal",
        "user/anyone",
        "--action",
        "s3:GetObject",
        "--resource",
        OBJECT,
    ];
    for command in [
        vec!["check", "read.json", "--message-format", "short"],
        vec!["check", "boundary=limits.json"],
        vec!["tree", "read.json"],
        vec!["compile", "read.json"],
        vec!["test", "read.json"],
        [vec!["explain", "read.json"], request.to_vec()].concat(),
        [vec!["eval", "-"], request.to_vec()].concat(),
    ] {
        let mut run = aclc([]).within(folder.path()).input(READ);
        for argument in &command {
            run = run.argument(argument);
        }
        shown.push_str(&format!("aclc {}\n{}\n", command.join(" "), run.run()));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn documents_and_programs_are_one_program() {
    let program = r#"
user "anyone" { tags { team = ml } }
policy Read from "vendor/read.json"
boundary Limits from "vendor/limits.json"
session policy Narrow from "vendor/limits.json"
guardrail Ec2 on account prod from "vendor/ec2.json"
account prod = 111122223333
resource arn:aws:s3:::lake from "vendor/bucket.json"
role Reader { trusts from "vendor/trust.json"  has Read  boundary Limits }
group Readers: Ann
group Readers has Read
test "documents are read" {
    Ann cannot s3:GetObject on arn:aws:s3:::lake/public/a with tls
    role Reader cannot s3:PutObject on arn:aws:s3:::lake/public/a with tls
}
"#;
    let folder = Folder::new(&[
        ("team.acl", program),
        ("vendor/read.json", READ),
        ("vendor/limits.json", LIMITS),
        ("vendor/ec2.json", EC2_ONLY),
        ("vendor/bucket.json", BUCKET),
        ("vendor/trust.json", TRUST),
        ("extra.json", EC2_ONLY),
    ]);
    let ran = aclc(["test", "team.acl", "extra.json"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    let ran = aclc(["compile", "team.acl", "-o", "out"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    insta::assert_snapshot!(
        [
            "policies/Read",
            "boundaries/Limits",
            "sessions/Narrow",
            "guardrails/Ec2",
            "roles/Reader.trust",
            "resources/lake"
        ]
        .map(|path| format!("{path}.json\n{}", folder.read(&format!("out/{path}.json"))))
        .join("\n")
    );
    // A folder of programs is every `.acl` file below it, and what those name.
    let ran = aclc(["check", "."]).within(folder.path()).run();
    assert_eq!(ran.code, 0, "{ran}");
}

#[test]
fn mistakes_in_documents_are_shown_in_them() {
    let folder = Folder::new(&[
        (
            "bad.json",
            r#"{"Version": "2026-01-01", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject"}]}"#,
        ),
        ("broken.json", "{\"Version\": \"2012-10-17\","),
        (
            "two.acl",
            "policy A from \"bad.json\"\npolicy B from \"broken.json\"\npolicy C from \"missing.json\"\npolicy D from \"x.txt\"\nuse \"bad.json\"\nuser Ann has A, B\n",
        ),
        (
            "half.acl",
            "policy A from \"bad.json\"\npolicy B from \"broken.json\"\npolicy D from \"x.txt\"\nuser Ann has A, B\n",
        ),
        ("limits.json", LIMITS),
        ("trust.json", TRUST),
        ("trust2.json", TRUST),
        ("ec2.json", EC2_ONLY),
        (
            "many.json",
            r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}"#,
        ),
    ]);
    let mut shown = String::new();
    for command in [
        vec!["check", "bad.json"],
        vec!["check", "two.acl"],
        vec!["check", "half.acl"],
        vec![
            "check",
            "boundary=limits.json",
            "boundary=ec2.json",
            "trust.json",
            "trust=trust2.json",
        ],
        vec!["check", "many.json"],
        vec!["check", "trust=limits.json"],
        vec!["check", "nowhere.json"],
        vec!["check", "-"],
    ] {
        let mut run = aclc([]).within(folder.path()).input("  [1]");
        for argument in &command {
            run = run.argument(argument);
        }
        shown.push_str(&format!("aclc {}\n{}\n", command.join(" "), run.run()));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_document_is_laid_out_in_place() {
    let loose = "\u{feff}{\"Statement\":{\"Resource\":[\"*\"],\"Condition\":{\"NumericLessThan\":{\"s3:max-keys\":1.0},\"StringEquals\":{}},\"Action\":[\"s3:a\",\"s3:\\u0062\"],\"Effect\":\"Allow\"},\"Version\":\"2008-10-17\"}";
    let folder = Folder::new(&[("loose.json", loose), ("bad.json", "{}")]);
    let ran = aclc(["fmt", "loose.json", "--check"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 1);
    assert_eq!(folder.read("loose.json"), loose);
    let ran = aclc(["fmt", "loose.json", "bad.json"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("ACL1012"), "{}", ran.stderr);
    assert_eq!(folder.read("bad.json"), "{}");
    let laid_out = folder.read("loose.json");
    insta::assert_snapshot!(laid_out);
    let ran = aclc(["fmt", "loose.json", "--check"])
        .within(folder.path())
        .run();
    assert_eq!((ran.code, ran.stdout), (0, String::new()));
    let ran = aclc(["fmt", "-"]).within(folder.path()).input(loose).run();
    assert_eq!((ran.code, ran.stdout), (0, laid_out));
}

/// A program has no empty lists, wherever its documents stand; `simulate` takes
/// them as IAM does.
#[test]
fn empty_lists_are_told_where_they_stand() {
    const EMPTY: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": [], "Resource": "*"}}"#;
    let folder = Folder::new(&[
        ("empty.json", EMPTY),
        (
            "program.acl",
            "policy P from \"empty.json\"\nuser Ann has P\n",
        ),
    ]);
    for path in ["empty.json", "program.acl"] {
        let ran = aclc(["check", path]).within(folder.path()).run();
        assert_eq!(ran.code, 1, "{ran}");
        let said = "error[ACL1050]: `Action` is an empty list";
        assert!(ran.stderr.contains(said), "{ran}");
        assert_eq!(ran.stderr.matches("error[").count(), 1, "{ran}");
    }
    let case = format!(
        r#"{{"id": "1", "identity": [{EMPTY}], "request": {{"principal": "arn:aws:iam::111122223333:user/Ann", "action": "s3:GetObject", "resource": "arn:aws:s3:::lake/a"}}}}"#
    );
    let ran = aclc(["simulate", "-"]).input(case.as_str()).run();
    assert!(ran.stdout.contains("ImplicitDeny"), "{ran}");
}

#[test]
fn what_a_command_prints_is_to_be_imported() {
    let printed = format!(r#"{{"PolicyVersion": {{"Document": {READ}, "VersionId": "v1"}}}}"#);
    let account =
        r#"{"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": []}"#;
    let folder = Folder::new(&[("printed.json", &printed), ("account.json", account)]);
    for command in ["check", "fmt"] {
        for path in ["printed.json", "account.json"] {
            let ran = aclc([command, path]).within(folder.path()).run();
            assert_eq!(ran.code, 1, "{ran}");
            assert!(ran.stderr.contains("error[ACL1051]"), "{ran}");
            assert!(
                ran.stderr.contains("`aclc import` makes a program of it"),
                "{ran}"
            );
        }
    }
}

/// JSON has no comments.
#[test]
fn nobody_is_told_to_write_a_comment_into_json() {
    let document = r#"{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["*:Get*", "s3:GetObjekt"], "Resource": "arn:aws:s3:::lake/*"},
  {"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;
    let folder = Folder::new(&[("a.json", document)]);
    let ran = aclc(["check", "a.json"]).within(folder.path()).run();
    for code in ["ACL0805", "ACL1110", "ACL1111"] {
        assert!(ran.stderr.contains(code), "{ran}");
    }
    assert!(!ran.stderr.contains("# aclc"), "{ran}");
    for left in [
        "what is newer than the catalog is known with `--catalog FILE`\n",
        "= help: name the services\n",
    ] {
        assert!(ran.stderr.contains(left), "{ran}");
    }
}
