//! What cargo is told.

use aclc::build::Config;

use super::{Package, TEAM};

const CATALOG: &[u8] = include_bytes!("../../../src/catalog/built-in.catalog");

#[test]
fn every_file_that_was_read_is_watched() {
    let package = Package::new(&[
        (
            "access/team.acl",
            "use \"../shared/names.acl\"\npolicy Vendor from \"../vendor/read.json\"\ngroup Readers: Ann\ngroup Readers has Vendor\n",
        ),
        (
            "access/deep/more.acl",
            "group Writers: Ben\ngroup Writers can s3:PutObject on lake\n",
        ),
        ("access/README.md", "no program"),
        ("shared/names.acl", "let lake = arn:aws:s3:::lake/*\n"),
        ("shared/unused.acl", "let unused = arn:aws:s3:::unused\n"),
        (
            "vendor/read.json",
            r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}"#,
        ),
    ]);
    insta::assert_snapshot!(package.instructions(&Config::new(), &["access"]));
}

#[test]
fn a_file_alone_is_watched_without_its_folder() {
    let package = Package::new(&[("access/team.acl", TEAM), ("access/other.acl", "nonsense")]);
    insta::assert_snapshot!(package.instructions(&Config::new(), &["access/team.acl"]));
}

#[test]
fn a_catalog_is_watched() {
    let package = Package::new(&[("team.acl", TEAM)]);
    let catalog = package.path("new.catalog");
    std::fs::write(&catalog, CATALOG).unwrap();
    let config = Config::new().catalog(&catalog);
    insta::assert_snapshot!(package.instructions(&config, &["team.acl"]));
}

#[test]
fn a_service_of_ones_own_is_not_looked_up() {
    let text =
        "group Readers: Ann\ngroup Readers can notes:Read, note:Write on arn:aws:notes:::*\n";
    let package = Package::new(&[("team.acl", text)]);
    insta::assert_snapshot!(package.instructions(&Config::new(), &["team.acl"]));
    let own = Config::new().name("own").service("Notes");
    insta::assert_snapshot!(package.instructions(&own, &["team.acl"]));
}

/// Hints name what a build script has, and each is said once.
#[test]
fn hints_are_for_build_scripts() {
    let text = "group Readers: Ann\n\
                group Readers can notes:Read, notes:List on arn:aws:notes:::*\n\
                group Readers can s3:GetObjects on arn:aws:s3:::lake/*\n\
                group Readers cannot notes:Write on * when paper:size >= 3 if present\n";
    let package = Package::new(&[
        ("team.acl", text),
        (
            "wrong.acl",
            "group Readers: Ann\ngroup Readers can zork:@read on zork.thing(1)\n",
        ),
    ]);
    insta::assert_snapshot!(package.instructions(&Config::new(), &["team.acl"]));
    let messages = package.messages(&Config::new(), &["wrong.acl"]);
    assert!(messages.contains("`.catalog(...)`"), "{messages}");
    assert!(!messages.contains("--catalog"), "{messages}");
}

const DOUBTFUL: &str = r#"account prod = 111122223333
group Readers: Ann
group Readers can s3:* on *
# aclc: allow ACL0801
group Nobody can s3:GetObject on arn:aws:s3:::lake/*
"#;

#[test]
fn warnings_are_those_of_cargo_one_line_each() {
    let package = Package::new(&[("team.acl", DOUBTFUL)]);
    insta::assert_snapshot!(package.instructions(&Config::new(), &["team.acl"]));
}

#[test]
fn warnings_can_be_errors_or_nothing() {
    let package = Package::new(&[("team.acl", DOUBTFUL)]);
    let messages = |config: Config| {
        let messages = package.messages(&config, &["team.acl"]);
        messages.lines().last().unwrap().to_owned()
    };
    insta::assert_snapshot!(messages(Config::new().deny_warnings(true)));
    insta::assert_snapshot!(messages(Config::new().deny("ACL0803")));
    let allowing = Config::new()
        .allow("ACL0803")
        .allow("ACL0070")
        .deny_warnings(true);
    insta::assert_snapshot!(package.instructions(&allowing, &["team.acl"]));
}
