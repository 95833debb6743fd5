use super::{Folder, Ran, aclc};

const TEAM: &str = r#"account prod = 111122223333
let lake = arn:aws:s3:::lake
group Readers: Ann
group Readers can s3:GetObject on lake/*
group Readers cannot s3:GetObject on lake/secret/*
group Readers can s3:PutObject on lake/* when mfa until 2026-06-30
user Ben has arn:aws:iam::aws:policy/ReadOnlyAccess
"#;

fn test(lines: &str) -> Ran {
    let text = format!("{TEAM}test \"lake\" {{\n{lines}\n}}\n");
    let folder = Folder::new(&[("team.acl", &text)]);
    aclc(["test", "team.acl"]).within(folder.path()).run()
}

#[test]
fn lines_that_hold_are_counted() {
    let ran = test(
        "Ann can s3:GetObject on lake/a\n\
         Ann cannot s3:{Put,Delete}Object on lake/a\n\
         Ann is denied s3:GetObject on lake/secret/a\n\
         Ann can s3:PutObject on lake/a with mfa at 2026-06-01\n\
         Ann cannot s3:PutObject on lake/a with mfa at 2026-07-01",
    );
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "5 passed, 0 failed\n"),
        "{ran}"
    );
}

#[test]
fn each_line_that_does_not_hold_is_explained() {
    let ran = test(
        "Ann can s3:GetObject on lake/secret/a\n\
         Ann cannot s3:{Get,Put}Object on lake/a\n\
         Ann is denied s3:PutObject on lake/a\n\
         Ann can s3:GetObject on lake/a",
    );
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.stdout.ends_with("\n1 passed, 3 failed\n"), "{ran}");
    insta::assert_snapshot!(ran.stdout);
}

/// A trust, a resource policy and a deny can name members one by one: a line
/// about a group holds where it holds for every member.
#[test]
fn a_group_is_each_of_its_members() {
    let program = |lines: &str| {
        format!(
            "account prod = 111122223333
             let lake = arn:aws:s3:::lake
             group Team: Ann, Ben
             group Team can s3:GetObject on lake/*
             user Ben can s3:DeleteObject on lake/*
             resource lake {{
                 user Ben can s3:PutObject on lake/*
                 user Ben cannot s3:GetObject on lake/secret/*
             }}
             role OnlyBen {{ trusts user Ben  can s3:* on * }}
             role All {{ can s3:* on * }}
             group Team may assume All
             test \"team\" {{\n{lines}\n}}\n"
        )
    };
    let test = |lines: &str| {
        let folder = Folder::new(&[("team.acl", &program(lines))]);
        aclc(["test", "team.acl"]).within(folder.path()).run()
    };
    let ran = test(
        "group Team can s3:GetObject on lake/a
         group Team may assume All
         group Team cannot s3:DeleteObject on lake/a",
    );
    assert_eq!(ran.stdout, "3 passed, 0 failed\n", "{ran}");
    let ran = test(
        "group Team cannot s3:PutObject on lake/a
         group Team can s3:PutObject on lake/a
         group Team can s3:GetObject on lake/secret/a
         group Team may not assume OnlyBen",
    );
    insta::assert_snapshot!(ran.stdout);
    // The command asks so too, and has no answer where there is more than one.
    let folder = Folder::new(&[("team.acl", &program(""))]);
    let eval = |who: &str, action: &str| {
        let resource = "arn:aws:s3:::lake/a";
        aclc([
            "eval",
            "team.acl",
            "--principal",
            who,
            "--action",
            action,
            "--resource",
            resource,
        ])
        .within(folder.path())
        .run()
    };
    assert_eq!(eval("group/Team", "s3:GetObject").stdout, "Allow\n");
    assert_eq!(eval("group/Team as Ben", "s3:PutObject").stdout, "Allow\n");
    let ran = eval("group/Team", "s3:PutObject");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran}");
    assert!(ran.stderr.contains("the members differ"), "{ran}");
}

#[test]
fn a_decision_that_hangs_on_the_time_needs_one() {
    let ran = test("Ann can s3:PutObject on lake/a with mfa");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("aws:CurrentTime"), "{ran}");
    assert!(ran.stdout.ends_with("\n0 passed, 1 failed\n"), "{ran}");
}

#[test]
fn a_decision_that_hangs_on_a_policy_that_is_not_given_fails() {
    let ran = test("Ben cannot s3:GetObject on lake/a");
    assert_eq!(ran.code, 1, "{ran}");
    assert!(ran.stdout.contains("documents are not given"), "{ran}");
    assert!(ran.stdout.ends_with("\n0 passed, 1 failed\n"), "{ran}");
}

#[test]
fn a_program_without_tests_passes_and_says_so() {
    let folder = Folder::new(&[("team.acl", TEAM)]);
    let ran = aclc(["test", "team.acl"]).within(folder.path()).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "0 passed, 0 failed\n"));
    insta::assert_snapshot!(ran.stderr);
    let denied = aclc(["test", "team.acl", "--deny", "ACL0709"]).within(folder.path());
    let denied = denied.run();
    assert_eq!((denied.code, &denied.stdout), (1, &ran.stdout), "{denied}");
    let ran = test("");
    assert_eq!(ran.code, 0, "{ran}");
    assert!(
        ran.stderr.starts_with("warning[ACL0709]"),
        "a test without lines: {ran}"
    );
}

#[test]
fn a_program_with_errors_is_not_tested() {
    let ran = test("Nobody can s3:GetObject on lake/a");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran}");
    assert!(ran.stderr.starts_with("error[ACL0201]: "), "{ran}");
}
