//! Compiles the program, or one of its mistaken variants.

use aclc::build::Config;

fn main() {
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
