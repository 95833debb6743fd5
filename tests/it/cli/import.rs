use serde_json::Value;

use super::{Folder, aclc};

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::lake/*"}
}"#;

#[test]
fn a_document_is_what_is_said_of_it() {
    let folder = Folder::new(&[("team.json", POLICY)]);
    let import = |kind: &str, name: &str| {
        let ran = aclc(["import", "team.json", "--as", kind, name])
            .within(folder.path())
            .run();
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran}");
        ran.stdout
    };
    let grant = "can s3:{Get,Put}Object on arn:aws:s3:::lake/*";
    let block = format!("{{\n    {grant}\n}}\n");
    assert_eq!(import("policy", "P"), format!("policy P {block}"));
    assert_eq!(import("group", "ML"), format!("group ML {grant}\n"));
    assert_eq!(import("user", "Ann"), format!("user Ann {grant}\n"));
    assert_eq!(import("role", "R"), format!("role R {grant}\n"));
    assert_eq!(import("boundary", "B"), format!("boundary B {block}"));
    assert_eq!(import("session", "S"), format!("session policy S {block}"));
    assert!(import("guardrail", "G").contains(&format!("guardrail G on org {block}")));
    let ran = aclc(["import", "team.json"]).within(folder.path()).run();
    assert_eq!((ran.code, ran.stdout), (0, format!("policy team {block}")));
}

/// Policies of repositories and the like have no `Resource`; a trust policy is
/// about the actions of STS.
#[test]
fn a_policy_of_a_resource_that_names_none_is_no_trust_policy() {
    let of_a_repository = r#"{"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Action": "ecr:BatchGetImage"}}"#;
    let folder = Folder::new(&[("images.json", of_a_repository)]);
    let ran = aclc(["import", "images.json"]).within(folder.path()).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran}");
    assert!(ran.stderr.contains("`--as resource ARN`"), "{ran}");
    let arn = "arn:aws:ecr:us-east-1:111122223333:repository/images";
    let ran = aclc(["import", "images.json", "--as", "resource", arn])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.stdout.contains("ecr:BatchGetImage"), "{ran}");
}

#[test]
fn standard_input_and_several_files_are_one_program() {
    let folder = Folder::new(&[("a/one.json", POLICY), ("a/b/two.json", POLICY)]);
    let ran = aclc(["import", "-", "a"])
        .input(POLICY)
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    for name in ["Imported", "one", "two"] {
        assert!(ran.stdout.contains(&format!("policy {name} {{")), "{ran}");
    }
    assert!(
        ran.stdout.contains("let lake = arn:aws:s3:::lake\n"),
        "{ran}"
    );
}

#[test]
fn a_new_file_is_written_and_an_old_one_stays() {
    let folder = Folder::new(&[("team.json", POLICY), ("old.acl", "# mine\n")]);
    let ran = aclc(["import", "team.json", "-o", "new.acl"])
        .within(folder.path())
        .run();
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran}");
    assert!(folder.read("new.acl").starts_with("policy team {\n"));
    let ran = aclc(["import", "team.json", "-o", "old.acl"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 3, "{ran}");
    assert_eq!(folder.read("old.acl"), "# mine\n");
}

#[test]
fn what_is_wrong_is_drawn_in_the_json_and_nothing_is_printed() {
    let folder = Folder::new(&[(
        "team.json",
        "{\"Statement\": {\"Effect\": \"Maybe\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}",
    )]);
    let ran = aclc(["import", "team.json", "-o", "new.acl"])
        .within(folder.path())
        .run();
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran}");
    assert!(ran.stderr.contains("team.json:1:26"), "{ran}");
    assert_eq!(folder.files("."), ["team.json"]);
    let ran = aclc(["import", "none.json"]).within(folder.path()).run();
    assert_eq!(ran.code, 3, "{ran}");
    for [kind, name] in [
        ["grp", "A"],
        ["resource", "lake"],
        ["user", "a b"],
        ["role", ""],
    ] {
        let ran = aclc(["import", "team.json", "--as", kind, name])
            .within(folder.path())
            .run();
        assert_eq!(ran.code, 2, "{ran}");
    }
    let ran = aclc(["import", "team.json", "--as", "group"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 2, "{ran}");
}

#[test]
fn a_folder_of_the_compiler_comes_back_as_its_program() {
    let program = include_str!("../../../docs/examples/organization.acl");
    let folder = Folder::new(&[("program.acl", program)]);
    let ran = aclc(["compile", "program.acl", "-o", "out"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    let ran = aclc(["import", "out", "-o", "again.acl"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    let ran = aclc(["compile", "again.acl", "-o", "again"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    // The manifest has no order of accounts, so that of a unit's may change.
    let manifest = |name: &str| {
        let text = folder.read(&format!("{name}/manifest.json"));
        let mut manifest: Value = serde_json::from_str(&text).unwrap();
        let units = manifest["ous"].as_object_mut().unwrap();
        for accounts in units.values_mut().filter_map(Value::as_array_mut) {
            accounts.sort_by_key(Value::to_string);
        }
        manifest
    };
    assert_eq!(manifest("out"), manifest("again"));
    for name in [
        "groups/Developers",
        "roles/Admin.trust",
        "boundaries/DevLimits",
    ] {
        let [one, other] =
            ["out", "again"].map(|out| folder.read(&format!("{out}/dev/{name}.json")));
        assert_eq!(one, other);
    }
}

/// What a folder says of itself twice is the same, and all of it is read: a
/// document that is passed over could be what denies.
#[test]
fn a_folder_that_somebody_has_changed_is_refused() {
    const PROGRAM: &str = "
org o-a1b2c3d4e5
account prod = 111122223333
guardrail Few on account prod { can ec2:*, s3:* on * }
guardrail Not on org { cannot s3:* on * unless mfa }
role Trainer { max session 2h  trusts service lambda  can s3:GetObject on * }
";
    let changes = [
        (
            "\"full_access\": false",
            "\"full_access\": true",
            "`full_access` of `account/prod` is not what follows",
        ),
        (
            "\"full_access\": true",
            "\"full_access\": false",
            "`full_access` of `org` is not what follows",
        ),
        (
            "\"guardrails\": [\n        \"Few\"\n      ]",
            "\"guardrails\": []",
            "the guardrails of `account/prod` are not those",
        ),
        (
            "\"kind\": \"service\"",
            "\"kind\": \"scp\"",
            "no guardrail is of the kind `scp`",
        ),
        (
            "\"session\": 7200",
            "\"session\": \"2h\"",
            "`session` is a whole number",
        ),
    ];
    let compiled = || {
        let folder = Folder::new(&[("program.acl", PROGRAM)]);
        let ran = aclc(["compile", "program.acl", "-o", "out"])
            .within(folder.path())
            .run();
        assert_eq!(ran.code, 0, "{ran}");
        folder
    };
    let refused = |folder: &Folder, why: &str| {
        let ran = aclc(["import", "out"]).within(folder.path()).run();
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{why}");
        assert!(ran.stderr.contains(why), "{why} in {ran}");
    };
    for (from, to, why) in changes {
        let folder = compiled();
        let path = folder.path().join("out/manifest.json");
        let manifest = std::fs::read_to_string(&path).unwrap();
        assert!(manifest.contains(from), "{from} in {manifest}");
        std::fs::write(path, manifest.replacen(from, to, 1)).unwrap();
        refused(&folder, why);
    }
    let folder = compiled();
    std::fs::create_dir_all(folder.path().join("out/users")).unwrap();
    std::fs::write(folder.path().join("out/users/extra.json"), POLICY).unwrap();
    refused(
        &folder,
        "`users/extra.json` is in the folder, and the manifest does not name it",
    );
}

/// A role and what it may do, each as a command of AWS prints it, are one role
/// in whatever order they come.
#[test]
fn what_commands_print_of_one_role_is_one_role() {
    let role = r#"{"Role": {"Path": "/app/", "RoleName": "Worker", "RoleId": "AROACKCEVSQ6C2EXAMPLE",
        "Arn": "arn:aws:iam::111122223333:role/app/Worker", "CreateDate": "2020-01-01T00:00:00Z",
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
        "MaxSessionDuration": 7200}}"#;
    let inline =
        format!(r#"{{"RoleName": "Worker", "PolicyName": "p", "PolicyDocument": {POLICY}}}"#);
    let folder = Folder::new(&[("role.json", role), ("inline.json", &inline)]);
    let expected = "\
account main = 111122223333

role Worker {
    path /app/
    max session 2h

    trusts service ec2

    can s3:{Get,Put}Object on arn:aws:s3:::lake/*
}
";
    let run = |arguments: &[&str]| {
        let arguments = ["import"].into_iter().chain(arguments.iter().copied());
        aclc(arguments).within(folder.path()).run()
    };
    for files in [["role.json", "inline.json"], ["inline.json", "role.json"]] {
        let ran = run(&files);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, expected), "{ran}");
    }
    let ran = run(&["inline.json", "role.json", "--as", "group", "G"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran}");
    assert!(ran.stderr.contains("import it without `--as`"), "{ran}");
    let twice = run(&["role.json", "role.json"]);
    assert_eq!(twice.code, 1, "{twice}");
    assert!(
        twice.stderr.contains("`Worker` is described twice"),
        "{twice}"
    );
}

#[test]
fn a_folder_is_no_lone_document() {
    let folder = Folder::new(&[("team.acl", "group G can s3:* on *\n")]);
    let compiled = aclc(["compile", "team.acl", "-o", "out"])
        .within(folder.path())
        .run();
    assert_eq!(compiled.code, 0, "{compiled}");
    let ran = aclc(["import", "out", "--as", "group", "H"])
        .within(folder.path())
        .run();
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran}");
    assert!(ran.stderr.contains("import it without `--as`"), "{ran}");
}

#[test]
fn a_warning_that_is_denied_stops_the_import() {
    let long = format!("arn:aws:s3:::{}", "a".repeat(7000));
    let document = format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "s3:*", "Resource": "{long}"}}}}"#
    );
    let folder = Folder::new(&[("big.json", &document)]);
    let run = |arguments: &[&str]| {
        let arguments = ["import", "big.json"]
            .into_iter()
            .chain(arguments.iter().copied());
        aclc(arguments).within(folder.path()).run()
    };
    let ran = run(&[]);
    assert_eq!(ran.code, 0, "{ran}");
    assert!(ran.stderr.contains("warning[ACL1057]"), "{ran}");
    for denied in ["warnings", "ACL1057"] {
        let ran = run(&["--deny", denied]);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran}");
        assert!(ran.stderr.contains("error[ACL1057]"), "{ran}");
    }
}

/// A limit on the size of files ends the command in the middle of writing.
#[cfg(unix)]
#[test]
fn what_is_not_written_whole_is_not_there() {
    let actions: Vec<String> = (0..200)
        .map(|number| format!("s3:Action{number}"))
        .collect();
    let policy = serde_json::json!({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": actions, "Resource": "*"}});
    let folder = Folder::new(&[("big.json", &policy.to_string())]);
    let import = |limit: &str| {
        let command = format!("ulimit -f {limit}; \"$1\" import big.json -o big.acl");
        let shell = std::process::Command::new("sh")
            .args(["-c", &command, "sh", env!("CARGO_BIN_EXE_aclc")])
            .current_dir(folder.path())
            .output();
        shell.unwrap().status.success()
    };
    assert!(!import("1"));
    assert!(!folder.path().join("big.acl").exists());
    assert!(import("unlimited"));
    assert!(folder.read("big.acl").contains("Action199"));
    let whole = folder.read("big.acl");
    assert!(!import("unlimited"), "it is there already");
    assert_eq!(folder.read("big.acl"), whole);
}
