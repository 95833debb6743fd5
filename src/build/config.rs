use std::path::{Path, PathBuf};

use super::report::Report;
use super::work::Work;

/// What a build script does with programs: compiles them into its `OUT_DIR`,
/// for [`include_policy!`](crate::include_policy) to bring in.
///
/// ```no_run
/// aclc::build::Config::new()
///     .name("team")
///     .run_tests(true)
///     .deny_warnings(true)
///     .compile(&["access"]);
/// ```
///
/// For a policy called `team` it writes
///
/// - `team.policy.rs`, the module that the macro includes, and beside it the
///   image in the two parts that the module includes;
/// - `team.aclt`, the image as one file, which
///   [`Policy::from_bytes`](crate::runtime::Policy::from_bytes) reads.
///
/// Each is written whole or not at all, and left alone where nothing has
/// changed. A policy that an earlier run of the script has left in `OUT_DIR`, and
/// this one does not compile, is an error where the host program includes it, so
/// that none goes on with it: also where the script compiles nothing any more. Cargo is told of every file that was read, and of folders, so that
/// the script runs again where one changes or a new one comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub(super) name: Option<String>,
    pub(super) out_dir: Option<PathBuf>,
    pub(super) catalog: Option<PathBuf>,
    pub(super) denies_warnings: bool,
    pub(super) denied: Vec<String>,
    pub(super) allowed: Vec<String>,
    pub(super) services: Vec<String>,
    pub(super) runs_tests: bool,
    pub(super) has_constants: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: None,
            out_dir: None,
            catalog: None,
            denies_warnings: false,
            denied: Vec::new(),
            allowed: Vec::new(),
            services: Vec::new(),
            runs_tests: false,
            has_constants: true,
        }
    }
}

impl Config {
    /// Compiles, warns of what is doubtful, and runs no tests.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the policy is called, in letters, digits, `-` and `_`. Without one
    /// it has the name of the first path without folder and ending: `team` for
    /// `access/team.acl`, `access` for `access/`. Two policies of one build script
    /// have two names, whatever the case of their letters.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Writes to this folder and not to cargo's `OUT_DIR`, where
    /// [`include_policy!`](crate::include_policy) looks.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Takes the service catalog from a file and not the built-in one.
    #[must_use]
    pub fn catalog(mut self, file: impl Into<PathBuf>) -> Self {
        self.catalog = Some(file.into());
        self
    }

    /// Whether a warning stops the build.
    #[must_use]
    pub fn deny_warnings(mut self, deny: bool) -> Self {
        self.denies_warnings = deny;
        self
    }

    /// Has one warning or suggestion stop the build, by its code such as
    /// `ACL0801`.
    #[must_use]
    pub fn deny(mut self, code: impl Into<String>) -> Self {
        self.denied.push(code.into());
        self
    }

    /// Leaves one warning out everywhere, by its code. A comment
    /// `# aclc: allow ACL0801` in the program does so for one line.
    #[must_use]
    pub fn allow(mut self, code: impl Into<String>) -> Self {
        self.allowed.push(code.into());
        self
    }

    /// Says that actions such as `docs:GetDocument` are those of a service of
    /// one's own, by their prefix: that AWS knows no service `docs` is no warning
    /// then. Everyone else's services are looked up as before, and one that AWS
    /// has is an error. The command has `--service docs` for it.
    #[must_use]
    pub fn service(mut self, prefix: impl Into<String>) -> Self {
        self.services.push(prefix.into());
        self
    }

    /// Whether the `test` blocks of the program are run; one that does not hold
    /// stops the build.
    #[must_use]
    pub fn run_tests(mut self, run: bool) -> Self {
        self.runs_tests = run;
        self
    }

    /// Whether there is a constant for each user, group, role and account, which
    /// there is unless this says otherwise. A program of a hundred thousand
    /// users may do without.
    #[must_use]
    pub fn constants(mut self, constants: bool) -> Self {
        self.has_constants = constants;
        self
    }

    /// Compiles one program from files and folders, which stands for every
    /// `.acl` file below it; paths begin at the folder of the host's
    /// `Cargo.toml`. `KIND=FILE.json` is an IAM document of a kind, as for the
    /// command.
    ///
    /// # Errors
    /// Where something is wrong, all of it is drawn on standard error, and the
    /// process ends with exit code 1; cargo shows what was drawn. Warnings
    /// become warnings of cargo.
    pub fn compile<P: AsRef<Path>>(&self, paths: &[P]) {
        self.report(paths).finish();
    }

    /// Compiles as [`compile`](Self::compile) does, and leaves it to the caller
    /// what comes of it.
    pub fn report<P: AsRef<Path>>(&self, paths: &[P]) -> Report {
        let mut work = Work::default();
        work.run(self, paths.iter().map(AsRef::as_ref));
        Report::of(work)
    }
}
