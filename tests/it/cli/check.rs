use std::fs;
use std::process::{Command, Stdio};

use super::{Folder, aclc};

/// Two mistakes, and a warning that needs neither of them gone.
const WRONG: &str =
    "group Engineers: Ann\ngroup Enginers can s3:Get* on lake\n\ngroup E can s3: on *\n";

const FINE: &str = "account prod = 111122223333\nlet lake = arn:aws:s3:::lake\n\
                    group Engineers: Ann\ngroup Engineers can s3:GetObject on lake/*\n";

#[test]
fn a_program_without_problems_exits_0_and_prints_nothing() {
    let folder = Folder::new(&[("a.acl", FINE)]);
    let ran = aclc(["check", "a.acl"]).within(folder.path()).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert_eq!(ran.stderr, "no errors, no warnings\n");
}

#[test]
fn suggestions_are_counted_and_shown_on_demand() {
    let text = "group Engineers: Ann\ngroup Engineers can lambda:InvokeFunction on *\n";
    let folder = Folder::new(&[("a.acl", text)]);
    fn run<const N: usize>(folder: &Folder, arguments: [&str; N]) -> (i32, String) {
        let ran = aclc(arguments).within(folder.path()).run();
        (ran.code, ran.stderr)
    }
    let suggestion = "`lambda:InvokeFunction` can be limited to resources, and is allowed on all\n";
    assert_eq!(
        run(&folder, ["check", "a.acl"]),
        (
            0,
            "no errors, no warnings\n1 suggestion: see them with --suggestions\n".to_owned()
        )
    );
    assert_eq!(
        run(
            &folder,
            [
                "check",
                "a.acl",
                "--suggestions",
                "--message-format",
                "short"
            ]
        ),
        (
            0,
            format!(
                "a.acl:2:17: suggestion[ACL1200]: {suggestion}0 errors, 0 warnings, 1 suggestion\n"
            )
        )
    );
    assert_eq!(
        run(
            &folder,
            [
                "check",
                "a.acl",
                "--deny",
                "warnings",
                "--deny",
                "ACL1200",
                "--message-format",
                "short"
            ]
        ),
        (
            1,
            format!("a.acl:2:17: error[ACL1200]: {suggestion}1 error, 0 warnings\n")
        )
    );
    assert_eq!(run(&folder, ["compile", "a.acl"]), (0, String::new()));
}

#[test]
fn every_format_of_messages() {
    let folder = Folder::new(&[("team/a.acl", WRONG)]);
    for format in ["human", "short", "json"] {
        let ran = aclc(["check", "team", "--message-format", format])
            .within(folder.path())
            .run();
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
        insta::assert_snapshot!(format!("check_{format}"), ran.stderr);
    }
}

#[test]
fn sarif_is_one_document_whatever_is_found() {
    let folder = Folder::new(&[("a.acl", WRONG), ("b.acl", FINE)]);
    for (path, code, results) in [("a.acl", 1, true), ("b.acl", 0, false), ("c.acl", 3, true)] {
        let ran = aclc(["check", path, "--message-format", "sarif"])
            .within(folder.path())
            .run();
        assert_eq!((ran.code, ran.stdout.as_str()), (code, ""), "{path}");
        let log: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
        let found = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(!found.is_empty(), results, "{path}");
    }
}

#[test]
fn colours_are_for_terminals_or_on_demand() {
    let folder = Folder::new(&[("a.acl", WRONG)]);
    let colored = |arguments: [&str; 4], variable: &str| {
        let ran = aclc(arguments)
            .within(folder.path())
            .env(variable, "1")
            .run();
        ran.stderr.contains('\x1b')
    };
    let auto = ["check", "a.acl", "--color", "auto"];
    let always = ["check", "a.acl", "--color", "always"];
    let never = ["check", "a.acl", "--color", "never"];
    assert!(!colored(auto, "CI"), "this is not a terminal");
    assert!(!colored(auto, "NO_COLOR"));
    assert!(
        colored(always, "NO_COLOR"),
        "an option outweighs a variable"
    );
    assert!(!colored(never, "CLICOLOR_FORCE"));
    assert!(colored(auto, "CLICOLOR_FORCE"));
}

#[test]
fn the_program_comes_from_standard_input() {
    let ran = aclc(["check", "-", "--message-format", "short"])
        .input("group A can s3:Get* on nothing\n")
        .run();
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.stderr.starts_with("<stdin>:1:24: error["), "{ran}");
}

#[test]
fn a_folder_is_all_the_programs_below_it() {
    let folder = Folder::new(&[
        ("z.acl", "group Engineers can s3:GetObject on lake/*\n"),
        ("a/b/lets.acl", "let lake = arn:aws:s3:::lake\n"),
        ("a/notes.txt", "not a program"),
        ("people.acl", "group Engineers: Ann\n"),
    ]);
    let ran = aclc(["check", "."]).within(folder.path()).run();
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (0, "no errors, no warnings\n")
    );
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_followed_and_may_lead_back() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new(&[
        (
            "program/a.acl",
            "group Engineers can s3:GetObject on lake/*\n",
        ),
        ("elsewhere/lets.acl", "let lake = arn:aws:s3:::lake\n"),
        ("people.acl", "group Engineers: Ann\n"),
    ]);
    let program = folder.path().join("program");
    symlink("../elsewhere", program.join("linked")).unwrap();
    symlink("../people.acl", program.join("people.acl")).unwrap();
    symlink("..", program.join("up")).unwrap();
    let ran = aclc(["check", "program"]).within(folder.path()).run();
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (0, "no errors, no warnings\n")
    );
    symlink("nowhere.acl", program.join("gone.acl")).unwrap();
    let ran = aclc(["check", "program"]).within(folder.path()).run();
    assert_eq!(ran.code, 3, "{ran}");
}

#[test]
fn the_same_file_twice_is_once() {
    let folder = Folder::new(&[("a.acl", FINE)]);
    let ran = aclc(["check", "a.acl", "./a.acl", "."])
        .within(folder.path())
        .run();
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (0, "no errors, no warnings\n")
    );
}

#[test]
fn an_empty_folder_is_not_a_program() {
    let folder = Folder::new(&[("notes.txt", "")]);
    let ran = aclc(["check", "."]).within(folder.path()).run();
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.starts_with("error[ACL0056]: "), "{ran}");
}

#[test]
fn an_empty_program_is_an_error() {
    for text in ["", "\n\n", "# group Engineers: Ann\n", "\u{feff}"] {
        let folder = Folder::new(&[("a.acl", text)]);
        let ran = aclc(["compile", "a.acl", "-o", "out"])
            .within(folder.path())
            .run();
        assert_eq!(ran.code, 1, "{text:?}");
        assert!(ran.stderr.starts_with("error[ACL0056]: "), "{ran}");
        assert_eq!(folder.files(""), ["a.acl"]);
    }
    // One of several files may be empty.
    let folder = Folder::new(&[("a.acl", ""), ("b.acl", FINE)]);
    let ran = aclc(["check", "."]).within(folder.path()).run();
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (0, "no errors, no warnings\n")
    );
}

#[test]
fn files_that_cannot_be_read_exit_3() {
    let folder = Folder::new(&[
        ("a.acl", "use \"gone.acl\"\n"),
        ("broken.acl", "let x = y\n"),
    ]);
    for arguments in [
        ["check", "gone.acl"],
        ["check", "a.acl"],
        ["check", "gone/deep.acl"],
    ] {
        let ran = aclc(arguments).within(folder.path()).run();
        assert_eq!(ran.code, 3, "{arguments:?}\n{ran}");
        assert!(ran.stderr.contains("error[ACL0050]"), "{ran}");
    }
    // A file that is gone weighs more than one that is wrong.
    let ran = aclc(["check", "broken.acl", "gone.acl"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 3);
}

#[test]
fn bytes_that_are_not_text_exit_1() {
    let folder = Folder::new(&[]);
    fs::write(folder.path().join("a.acl"), b"user A\nuser \xff\n").unwrap();
    let ran = aclc(["check", "a.acl"]).within(folder.path()).run();
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr
            .starts_with("error[ACL0052]: `a.acl` is not UTF-8"),
        "{ran}"
    );
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let folder = Folder::new(&[("a.acl", &format!("\u{feff}{FINE}"))]);
    let ran = aclc(["check", "a.acl"]).within(folder.path()).run();
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (0, "no errors, no warnings\n")
    );
}

#[test]
fn denied_warnings_fail() {
    let text = format!("{FINE}# aclc: nonsense\n");
    let folder = Folder::new(&[("a.acl", &text)]);
    let check = |deny: &[&str]| {
        let mut run = aclc(["check", "a.acl", "--message-format", "short"]).within(folder.path());
        for what in deny {
            run = run.argument("--deny").argument(what);
        }
        run.run()
    };
    let ran = check(&[]);
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.contains(": warning[ACL0071]: "), "{ran}");
    for deny in [&["warnings"][..], &["ACL0071"], &["ACL0070", "ACL0071"]] {
        let ran = check(deny);
        assert_eq!(ran.code, 1, "{deny:?}");
        assert!(ran.stderr.contains(": error[ACL0071]: "), "{ran}");
    }
    assert_eq!(check(&["ACL0070"]).code, 0);
    assert_eq!(check(&["ACL9999"]).code, 2);
    assert_eq!(check(&["everything"]).code, 2);
}

#[test]
fn a_command_line_that_is_wrong_exits_2() {
    for arguments in [
        ["check", "--nope"],
        ["chek", "a.acl"],
        ["check", "--color=blue"],
    ] {
        let ran = aclc(arguments).run();
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(
            ran.stderr.contains("Usage: aclc") || ran.stderr.contains("--help"),
            "{ran}"
        );
    }
}

#[test]
fn messages_to_a_closed_standard_error_are_no_panic() {
    let folder = Folder::new(&[("a.acl", WRONG)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_aclc"))
        .args(["check", "a.acl"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_key_of_a_test_that_nothing_reads_is_warned_about() {
    let program = "account prod = 111122223333
let lake = arn:aws:s3:::lake
user Ann can s3:ListBucket on lake when s3:prefix like \"home/${aws:PrincipalTag/team}/*\"
user Ann can ec2:StopInstances on * when tag resource.env == \"dev\"
test \"reads\" {
    Ann cannot s3:ListBucket on lake with S3:Prefix = \"x\", tag principal.Team = \"ml\", mfa, tls, aws:SourceIp = 203.0.113.7 at 2026-01-01
    Ann can ec2:StopInstances on * with tag resource.env = \"dev\"
    Ann cannot s3:ListBucket on lake with s3:prefx = \"x\"
    Ann cannot ec2:StopInstances on * with tag resource.enw = \"dev\"
    Ann cannot s3:ListBucket on lake with tag principal.teem = \"x\"
}
";
    let check = |program: &str| {
        let folder = Folder::new(&[("team.acl", program)]);
        aclc(["check", "team.acl", "--message-format", "short"])
            .within(folder.path())
            .run()
    };
    let ran = check(program);
    assert_eq!(
        ran.stderr.lines().collect::<Vec<_>>(),
        [
            "team.acl:8:5: warning[ACL0707]: no policy of the program reads `s3:prefx`, so giving it changes nothing",
            "team.acl:9:5: warning[ACL0707]: no policy of the program reads `aws:ResourceTag/enw`, so giving it changes nothing",
            "team.acl:10:5: warning[ACL0707]: no policy of the program reads `aws:PrincipalTag/teem`, so giving it changes nothing",
            "0 errors, 3 warnings",
            "1 suggestion: see them with --suggestions",
        ],
        "{ran}"
    );
    let ran = check(&format!(
        "{program}user Ben has arn:aws:iam::aws:policy/ReadOnlyAccess"
    ));
    assert!(ran.stderr.contains("no errors, no warnings"), "{ran}");
}

#[test]
fn services_of_ones_own_are_made_known_by_their_prefixes() {
    let text = "group Readers: Ann\ngroup Readers can docs:ReadPage, docs:List* on *\n\
                group Readers can notes:Read on *\n";
    let document = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "docs:ReadPage", "Resource": "*"}]}"#;
    let folder = Folder::new(&[("a.acl", text), ("b.json", document)]);
    let check = |services: &[&str]| {
        let given = services.iter().flat_map(|prefix| ["--service", *prefix]);
        let arguments = ["check", "a.acl", "b.json", "--message-format", "short"];
        let all = arguments.into_iter().chain(given);
        aclc(all).within(folder.path()).run()
    };
    let warnings = |services: &[&str]| {
        let said = check(services).stderr;
        let of_prefix = said.lines().filter(|line| line.contains("ACL1110"));
        of_prefix.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(warnings(&[]).len(), 4, "{:?}", warnings(&[]));
    let left = warnings(&["Docs"]);
    assert!(left.len() == 1 && left[0].contains("`notes`"), "{left:?}");
    assert!(warnings(&["docs", "notes"]).is_empty());
    for action in ["docs:ReadPage", "docs:", "*", ""] {
        let ran = check(&[action]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("before the colon"), "{}", ran.stderr);
    }
}

/// Its actions are looked up all the same.
#[test]
fn a_service_of_aws_is_nobodys_own() {
    let text = "group Readers: Ann\ngroup Readers can s3:ReadPage on *\n";
    let folder = Folder::new(&[("a.acl", text)]);
    for prefix in ["s3", "Billing", "events"] {
        let arguments = ["check", "a.acl", "--message-format", "short"];
        let given = arguments.into_iter().chain(["--service", prefix]);
        let ran = aclc(given).within(folder.path()).run();
        assert_eq!(ran.code, 1);
        let refused = format!("error[ACL0068]: AWS has a service `{prefix}`");
        assert!(ran.stderr.contains(&refused), "{}", ran.stderr);
        assert!(ran.stderr.contains("ACL1111"), "{}", ran.stderr);
    }
}

/// What is said of a program whose service `shop` is one's own: codes, with the
/// first hint of each.
fn of_own_service(lines: &str) -> Vec<String> {
    let text = format!("account prod = 111122223333\ngroup Clerks: Ann\n{lines}\n");
    let folder = Folder::new(&[("a.acl", &text)]);
    let arguments = [
        "check",
        "--service",
        "shop",
        "--message-format",
        "json",
        "a.acl",
    ];
    let ran = aclc(arguments).within(folder.path()).run();
    let found = ran.stderr.lines().filter(|line| line.contains("\"code\""));
    found
        .map(|line| {
            let found: serde_json::Value = serde_json::from_str(line).unwrap();
            let code = found["code"].as_str().unwrap();
            let hint = found["hints"][0].as_str().unwrap_or_default();
            format!("{code} {hint}")
        })
        .collect()
}

#[test]
fn callers_of_ones_own_service_may_have_private_addresses_and_mfa() {
    let private = "group Clerks can shop:ReadOrder on arn:aws:shop:::* when from 10.0.0.0/8";
    assert_eq!(of_own_service(private), [""; 0]);
    let by_name = "group Clerks can shop:ReadOrder on arn:aws:shop:::* when IpAddress(aws:SourceIp, 10.0.0.0/8)";
    assert_eq!(of_own_service(by_name), [""; 0]);
    let mixed = "group Clerks can shop:ReadOrder, s3:GetObject on * when from 10.0.0.0/8";
    assert!(of_own_service(mixed)[0].starts_with("ACL0406 "));
    let role =
        "role Clerk { trusts group Clerks\n can shop:ReadOrder on arn:aws:shop:::* when mfa }";
    assert_eq!(of_own_service(role), [""; 0]);
    let mixed =
        "role Clerk { trusts group Clerks\n can shop:ReadOrder, s3:GetObject on * when mfa }";
    assert!(of_own_service(mixed)[0].starts_with("ACL0421 "));
}

#[test]
fn what_is_awss_alone_in_ones_own_service() {
    assert_eq!(
        of_own_service("group Clerks can shop:@read on *"),
        [
            "ACL0303 name the actions: `shop:Name, ...`, or once for all lines: `let reads = shop:Name, ...`"
        ]
    );
    assert_eq!(
        of_own_service("group Clerks can shop:* except shop:Delete* on *"),
        [
            "ACL1101 name the actions: `shop:Name, ...`, or once for all lines: `let reads = shop:Name, ...`"
        ]
    );
    assert_eq!(
        of_own_service("group Clerks can shop:ReadOrder on shop.order(1)"),
        ["ACL1104 write the ARN out, such as `arn:aws:shop:::order/ID`"]
    );
    assert_eq!(
        of_own_service("group Clerks cannot shop:ReadOrder on * unless shop:amount < 100"),
        [
            "ACL0416 write the opposite out: `when shop:amount >= 100 if present`, with `if present` for a request without the key"
        ]
    );
    let followed = "group Clerks cannot shop:ReadOrder on * when shop:amount >= 100 if present";
    assert_eq!(of_own_service(followed), [""; 0]);
}

#[test]
fn slips_in_the_actions_and_keys_of_ones_own_service() {
    let lines = |action: &str, key: &str| {
        format!(
            "group Clerks can shop:ReadOrder on arn:aws:shop:::a when shop:amount < 1\n\
             group Clerks can shop:ReadOrder on arn:aws:shop:::b when shop:amount < 2\n\
             group Clerks cannot {action} on arn:aws:shop:::c when {key} >= 3"
        )
    };
    let slips = |action: &str, key: &str| {
        let found = of_own_service(&lines(action, key));
        let of_slips = found.iter().filter(|found| found.starts_with("ACL0823 "));
        of_slips.count()
    };
    assert_eq!(slips("shop:RaedOrder", "shop:amount"), 1);
    assert_eq!(slips("shop:ReadOrder", "shop:amuont"), 1);
    assert_eq!(slips("shop:ReadOder", "shop:amount"), 1);
    for other in [
        "shop:ReadOrder",
        "shop:ReadOrders",
        "shop:LeadOrder",
        "shop:ReadOrder2",
        "mart:RaedOrder",
    ] {
        assert_eq!(slips(other, "shop:amount"), 0, "{other}");
    }
    let twice = format!(
        "{}\ngroup Clerks can shop:RaedOrder on arn:aws:shop:::d",
        lines("shop:RaedOrder", "shop:amount")
    );
    assert!(
        !of_own_service(&twice)
            .iter()
            .any(|found| found.starts_with("ACL0823 "))
    );
}
