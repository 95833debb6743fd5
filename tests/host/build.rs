//! Compiles the program, or one of its mistaken variants.

use std::env;

use aclc::build::Config;

/// Set where the script forgets its policy, which then must not stay in force.
const FORGETS: &str = "HOST_FORGETS_ITS_POLICY";

fn main() {
    println!("cargo:rerun-if-env-changed={FORGETS}");
    if env::var_os(FORGETS).is_some() {
        return;
    }
    let config = Config::new()
        .name("team")
        .run_tests(true)
        .deny_warnings(true);
    if cfg!(feature = "renamed") {
        config.compile(&["access/renamed.acl"]);
    } else if cfg!(feature = "untrue") {
        config.compile(&["access/untrue.acl"]);
    } else {
        config.compile(&["access/team.acl"]);
    }
}
