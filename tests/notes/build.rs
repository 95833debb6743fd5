use aclc::build::Config;

fn main() {
    Config::new()
        .service("notes")
        .run_tests(true)
        .compile(&["access/notes.acl"]);
}
