//! What Rust calls the principals of a program.

use aclc::build::Config;

use super::Package;

/// The lines of the module that declare something.
fn declared(text: &str) -> String {
    let package = Package::new(&[("team.acl", text)]);
    package.instructions(&Config::new(), &["team.acl"]);
    let module = package.0.read("out/team.policy.rs");
    let lines = module.lines().filter(|line| line.contains("pub "));
    lines
        .map(|line| line.replace("::aclc::runtime::", "") + "\n")
        .collect()
}

#[test]
fn everyone_has_a_constant() {
    insta::assert_snapshot!(declared(
        "account prod = 111122223333
         group ML-Engineers: ann@example.com
         group dataReaders: 1st
         role APIClient { trusts service ec2   can s3:GetObject on arn:aws:s3:::lake/* }
         group ML-Engineers can s3:GetObject on arn:aws:s3:::lake/*"
    ));
}

#[test]
fn other_accounts_go_before_the_name() {
    insta::assert_snapshot!(declared(
        "account prod = 111122223333
         account dev-1 = 444455556666
         in account prod { user Ann can s3:GetObject on arn:aws:s3:::lake/* }
         in account dev-1 { user Ann can s3:GetObject on arn:aws:s3:::lake/* }"
    ));
}

#[test]
fn two_names_that_make_one_constant_are_an_error() {
    let text = "group ml-readers: Ann\ngroup ml_readers: Ben\ngroup ml-readers can s3:GetObject on arn:aws:s3:::lake/*\n";
    let package = Package::new(&[("team.acl", text)]);
    insta::assert_snapshot!(package.messages(&Config::new(), &["team.acl"]));
    package.instructions(&Config::new().constants(false), &["team.acl"]);
    let module = package.0.read("out/team.policy.rs");
    assert!(!module.contains("pub mod"), "{module}");
}
