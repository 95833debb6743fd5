//! What a host program's `build.rs` calls: files in, files out, and what cargo
//! is told. `tests/host` is such a program, which CI builds.

mod constants;
mod instructions;
mod mistakes;
mod output;
mod stale;

use aclc::build::{Config, Report};

use crate::cli::Folder;

const TEAM: &str = r#"account prod = 111122223333
let lake = arn:aws:s3:::lake
group Readers: Ann
group Readers can s3:GetObject on lake/*
test "readers do not write" {
    Ann can    s3:GetObject on lake/a.csv
    Ann cannot s3:PutObject on lake/a.csv
}
"#;

/// A package: a folder of files with a build's folder in it.
struct Package(Folder);

impl Package {
    fn new(files: &[(&str, &str)]) -> Self {
        Self(Folder::new(files))
    }

    fn path(&self, path: &str) -> String {
        let root = self.0.path().to_string_lossy().replace('\\', "/");
        format!("{root}/{path}")
    }

    /// Compiles some of its files, into `out`.
    fn build(&self, config: &Config, paths: &[&str]) -> Report {
        let paths: Vec<String> = paths.iter().map(|path| self.path(path)).collect();
        let config = config.clone().out_dir(self.path("out"));
        config.report(&paths)
    }

    /// A text in which the package's own path is left out.
    fn shown(&self, text: &str) -> String {
        text.replace(&self.path(""), "")
    }

    /// What is wrong, where something is.
    fn messages(&self, config: &Config, paths: &[&str]) -> String {
        let report = self.build(config, paths);
        assert!(!report.is_ok(), "{}", report.instructions());
        assert_eq!(report.instructions(), "");
        self.shown(report.messages())
    }

    /// What cargo is told, where nothing is wrong.
    fn instructions(&self, config: &Config, paths: &[&str]) -> String {
        let report = self.build(config, paths);
        assert!(report.is_ok(), "{}", report.messages());
        assert_eq!(report.messages(), "");
        self.shown(report.instructions())
    }
}
