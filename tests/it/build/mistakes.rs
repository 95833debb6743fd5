//! What goes wrong in a build, as whoever builds sees it.

use aclc::build::Config;

use super::{Package, TEAM};

fn messages(config: &Config, files: &[(&str, &str)], paths: &[&str]) -> String {
    Package::new(files).messages(config, paths)
}

#[test]
fn errors_are_drawn_all_of_them() {
    let text = "group Readers: Ann\ngroup Readers can s3:GetObject on lakes/*\ngroup Readers can s3:GetObject on * whne mfa\n";
    insta::assert_snapshot!(messages(
        &Config::new(),
        &[("access/team.acl", text)],
        &["access"]
    ));
}

#[test]
fn a_file_that_is_missing_is_named() {
    insta::assert_snapshot!(messages(&Config::new(), &[("a.acl", TEAM)], &["b.acl"]));
}

#[test]
fn a_folder_without_a_program_is_named() {
    insta::assert_snapshot!(messages(
        &Config::new(),
        &[("access/a.txt", "")],
        &["access"]
    ));
}

#[test]
fn a_test_that_does_not_hold_stops_the_build() {
    let text = TEAM.replace("Ann cannot s3:PutObject", "Ann can s3:PutObject   ");
    let files = [("team.acl", text.as_str())];
    let tested = Config::new().run_tests(true);
    insta::assert_snapshot!(messages(&tested, &files, &["team.acl"]));
    // Where nobody asks for tests, they are not run.
    Package::new(&files).instructions(&Config::new(), &["team.acl"]);
    Package::new(&[("team.acl", TEAM)]).instructions(&tested, &["team.acl"]);
}

#[test]
fn settings_that_cannot_be_are_named_all_of_them() {
    let config = Config::new()
        .name("a/b")
        .deny("ACL8001")
        .allow("ACL0201")
        .catalog("nowhere.catalog");
    insta::assert_snapshot!(messages(&config, &[("team.acl", TEAM)], &["team.acl"]));
}

#[test]
fn a_program_must_be_given() {
    insta::assert_snapshot!(messages(&Config::new(), &[], &[]));
}

/// The second would take the place of the first, and whoever includes the first
/// would decide by the second.
#[test]
fn two_policies_have_two_names() {
    let admin = TEAM.replace("can s3:GetObject on", "can s3:* on");
    let files = [
        ("public/team.acl", TEAM),
        ("admin/team.acl", &admin),
        ("admin/Team.acl", &admin),
    ];
    let package = Package::new(&files);
    let (config, public) = (Config::new(), ["public/team.acl"]);
    package.instructions(&config, &public);
    let written = package.0.read("out/team.policy.texts");
    insta::assert_snapshot!(package.messages(&config, &["admin/team.acl"]));
    for (config, paths) in [
        (&config, ["admin/Team.acl"]),
        (&config.clone().constants(false), public),
    ] {
        let messages = package.messages(config, &paths);
        assert!(
            messages.starts_with("error[ACL0064]: two policies"),
            "{messages}"
        );
    }
    let into = |folder: &str| {
        let config = config.clone().out_dir(package.path(folder));
        config.report(&[package.path("admin/team.acl")])
    };
    let messages = into("./out/").messages().to_owned();
    assert!(messages.contains("error[ACL0064]"), "{messages}");
    assert_eq!(package.0.read("out/team.policy.texts"), written);

    // A name, or a folder, of its own; and the same once more.
    package.instructions(&config.clone().name("admin"), &["admin/team.acl"]);
    assert!(into("elsewhere").is_ok());
    package.instructions(&config, &public);
}

#[test]
fn what_can_be_no_service_of_ones_own_is_refused() {
    let config = ["zork:", "*", "", "billing", "Account", "events", "zork"]
        .into_iter()
        .fold(Config::new(), Config::service);
    insta::assert_snapshot!(messages(&config, &[("team.acl", TEAM)], &["team.acl"]));
}
