//! What an earlier run of a build script has left in the folder that cargo keeps
//! for it. A build script is a process with `OUT_DIR`, and so is each run here:
//! this binary, asked for [`build_script`] alone.

use std::env;
use std::fs::{self, File};
use std::process::Command;
use std::time::SystemTime;

use aclc::build::Config;

use super::{Package, TEAM};

/// Where it runs, the names of the policies that it compiles, apart by spaces.
const POLICIES: &str = "POLICIES";

#[test]
#[ignore = "the build script that the tests of this file run"]
fn build_script() {
    let policies = env::var(POLICIES).unwrap();
    for name in policies.split(' ') {
        Config::new().name(name).compile(&["team.acl"]);
    }
}

impl Package {
    /// Runs the build script of this package.
    fn run(&self, policies: &str) -> String {
        let ran = Command::new(env::current_exe().unwrap())
            .args([
                "--exact",
                "build::stale::build_script",
                "--ignored",
                "--nocapture",
            ])
            .env(POLICIES, policies)
            .env("OUT_DIR", self.path("out"))
            .current_dir(self.path(""))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        assert!(ran.status.success() && said.contains("1 passed"), "{ran:?}");
        said.into_owned()
    }

    /// What is in the folder but for what was set aside.
    fn used(&self) -> Vec<String> {
        let mut files = self.0.files("out");
        files.retain(|file| !file.ends_with(".unused"));
        files
    }

    fn modules(&self) -> Vec<String> {
        let mut files = self.0.files("out");
        files.retain(|file| file.ends_with(".policy.rs"));
        files
    }
}

#[test]
fn a_policy_that_is_compiled_no_more_cannot_be_included() {
    let package = Package::new(&[("team.acl", TEAM)]);
    package.run("shop");
    assert_eq!(package.0.files("out").len(), 4);
    package.run("access");
    assert_eq!(
        package.used(),
        [
            "access.aclt",
            "access.policy.records",
            "access.policy.rs",
            "access.policy.texts"
        ]
    );
}

#[test]
fn policies_of_one_script_leave_each_other_alone() {
    let package = Package::new(&[("team.acl", TEAM)]);
    for _ in 0..2 {
        package.run("doors shop windows");
        assert_eq!(
            package.modules(),
            ["doors.policy.rs", "shop.policy.rs", "windows.policy.rs"]
        );
    }
    package.run("windows doors");
    assert_eq!(package.modules(), ["doors.policy.rs", "windows.policy.rs"]);
}

/// Or all that hangs on it would be built again.
#[test]
fn policies_that_have_not_changed_keep_their_time() {
    let package = Package::new(&[("team.acl", TEAM)]);
    package.run("doors shop");
    let files = package.used().into_iter();
    let paths: Vec<String> = files
        .map(|file| package.path(&format!("out/{file}")))
        .collect();
    assert_eq!(paths.len(), 8);
    let old = SystemTime::UNIX_EPOCH;
    for path in &paths {
        let file = File::options().write(true).open(path).unwrap();
        file.set_modified(old).unwrap();
    }
    package.run("doors shop");
    for path in &paths {
        assert_eq!(
            fs::metadata(path).unwrap().modified().unwrap(),
            old,
            "{path}"
        );
    }
    // What comes back is what was compiled, and not what was set aside.
    package.run("doors");
    let changed = TEAM.replace("Readers", "Writers");
    package.0.write("team.acl", &changed);
    package.run("shop");
    assert!(package.0.read("out/shop.policy.rs").contains("WRITERS"));
}

/// A module asks for what cargo sets where this run has compiled it, for a script
/// that compiles nothing any more removes nothing. `tests/host` builds so.
#[test]
fn a_module_is_in_force_where_this_run_has_compiled_it() {
    let package = Package::new(&[("team.acl", TEAM)]);
    let said = package.run("doors shop");
    for name in ["doors", "shop"] {
        let set = format!("cargo:rustc-env=ACLC_POLICY_{name}=compiled\n");
        assert_eq!(said.matches(&set).count(), 1, "{said}");
        let module = package.0.read(&format!("out/{name}.policy.rs"));
        let asked = format!("env!(\n    \"ACLC_POLICY_{name}\",");
        assert!(module.contains(&asked), "{module}");
    }
}

#[test]
fn what_others_have_written_is_left_alone() {
    let others = [
        "out/names.rs",
        "out/deep/shop.policy.rs",
        "out/their.policy.rs",
        "out/their.aclt",
    ];
    let mut files = others.map(|path| (path, "// theirs")).to_vec();
    files.push(("team.acl", TEAM));
    let package = Package::new(&files);
    package.run("shop");
    package.run("access");
    for path in others {
        assert_eq!(package.0.read(path), "// theirs");
    }
    assert_eq!(package.used().len(), others.len() + 4);
}

/// Only cargo's folder is one script's alone.
#[test]
fn a_folder_that_was_given_keeps_what_is_in_it() {
    let package = Package::new(&[("team.acl", TEAM)]);
    package.run("shop");
    package.instructions(&Config::new().name("access"), &["team.acl"]);
    assert_eq!(package.modules(), ["access.policy.rs", "shop.policy.rs"]);
}
