//! What is in the build's folder afterwards.

use std::fs;

use aclc::build::Config;
use aclc::runtime::{Decision, Policy, Request};

use super::{Package, TEAM};

#[test]
fn the_folder_has_the_module_and_the_image() {
    let package = Package::new(&[("access/team.acl", TEAM)]);
    package.instructions(&Config::new(), &["access/team.acl"]);
    let files = package.0.files("out");
    assert_eq!(
        files,
        [
            "team.aclt",
            "team.policy.records",
            "team.policy.rs",
            "team.policy.texts"
        ]
    );
    let module = package.0.read("out/team.policy.rs");
    let version = concat!("aclc ", env!("CARGO_PKG_VERSION"), ";");
    insta::assert_snapshot!(package.shown(&module).replace(version, "aclc VERSION;"));
}

#[test]
fn the_image_decides_as_the_program_does() {
    let package = Package::new(&[("team.acl", TEAM)]);
    package.instructions(&Config::new(), &["team.acl"]);
    let whole = fs::read(package.path("out/team.aclt")).unwrap();
    let policy = Policy::from_bytes(&whole).unwrap();
    let ann = policy.principal("user/Ann").unwrap();
    let decision = |action| {
        let request = Request::new(&ann, action, "arn:aws:s3:::lake/a.csv");
        policy.decide(&request).unwrap().decision()
    };
    assert_eq!(decision("s3:GetObject"), Decision::Allow);
    assert_eq!(decision("s3:PutObject"), Decision::ImplicitDeny);

    let records = fs::read(package.path("out/team.policy.records")).unwrap();
    let texts = package.0.read("out/team.policy.texts");
    assert_eq!(whole, [&records, texts.as_bytes()].concat());
    assert!(Policy::embedded(&records, &texts).is_ok());
}

#[test]
fn a_policy_has_the_name_that_it_is_given_or_that_of_its_path() {
    let package = Package::new(&[("access/team.acl", TEAM)]);
    package.instructions(&Config::new(), &["access"]);
    package.instructions(&Config::new().name("guards_2-b"), &["access"]);
    let files = package.0.files("out");
    assert!(files.contains(&"access.policy.rs".to_owned()), "{files:?}");
    assert!(files.contains(&"guards_2-b.aclt".to_owned()), "{files:?}");
}

/// A file that is as it should be keeps its time, or all that hangs on it would
/// be built again.
#[test]
fn what_has_not_changed_is_not_written() {
    let package = Package::new(&[("team.acl", TEAM)]);
    package.instructions(&Config::new(), &["team.acl"]);
    let path = package.path("out/team.policy.rs");
    let image = package.path("out/team.aclt");
    // Nobody may write here now; who finds everything as it should be does not try.
    let old = std::time::SystemTime::UNIX_EPOCH;
    for path in [&path, &image] {
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(old).unwrap();
    }
    let modified = |path: &str| fs::metadata(path).unwrap().modified().unwrap();
    package.instructions(&Config::new(), &["team.acl"]);
    assert_eq!((modified(&path), modified(&image)), (old, old));
    let changed = TEAM
        .split("test")
        .next()
        .unwrap()
        .replace("Readers", "Writers");
    package.0.write("team.acl", &changed);
    package.instructions(&Config::new(), &["team.acl"]);
    assert_ne!(modified(&path), old);
    assert_ne!(modified(&image), old);
}

#[test]
fn an_error_leaves_what_was_there() {
    let package = Package::new(&[("team.acl", TEAM)]);
    package.instructions(&Config::new(), &["team.acl"]);
    let before = package.0.read("out/team.policy.rs");
    package.0.write("team.acl", "group Readers can\n");
    package.messages(&Config::new(), &["team.acl"]);
    assert_eq!(package.0.read("out/team.policy.rs"), before);
    assert_eq!(package.0.files("out").len(), 4);
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error() {
    let package = Package::new(&[("team.acl", TEAM), ("out", "a file")]);
    let messages = package.messages(&Config::new(), &["team.acl"]);
    assert!(
        messages.contains("error[ACL0060]: the folder `out`"),
        "{messages}"
    );
}
