//! Compiles who may do what into the service.

fn main() {
    aclc::build::Config::new()
        .service("docs")
        .run_tests(true)
        .deny_warnings(true)
        .compile(&["access/docs.acl"]);
}
