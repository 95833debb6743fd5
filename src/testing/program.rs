use std::path::Path;

use super::access::{self, Asker};
use super::{Failure, Question};
use crate::ask::run_tests;
use crate::diag::{Diagnostic, Diagnostics, Format, Severity, codes, render};
use crate::disk::{self, Disk};
use crate::pipeline::{Compiled, Options, compile};
use crate::source::Sources;
use crate::target::tree;

/// A program that a test is about.
///
/// ```
/// use aclc::testing::{Program, Question};
///
/// let program = Program::read(&["docs/examples/ml-team.acl"])?;
/// let questions = [Question::new("s3:GetObject", "arn:aws:s3:::ml-data-lake/a.csv")];
/// assert_eq!(
///     program.access_of(&["user/Alice", "anonymous"], &questions)?,
///     "s3:GetObject on arn:aws:s3:::ml-data-lake/a.csv\n  allow  user/Alice\n  no     anonymous\n",
/// );
/// assert!(program.documents().contains("// groups/ML-DataScientists.json"));
/// assert!(program.run_tests()? > 0);
/// # Ok::<(), aclc::testing::Failure>(())
/// ```
#[derive(Debug)]
pub struct Program {
    compiled: Compiled,
    sources: Sources,
}

impl Program {
    /// Compiles one program from files and folders; a folder stands for every
    /// `.acl` file below it. Paths begin where the test runs, which for cargo is
    /// the folder of the package's `Cargo.toml`.
    ///
    /// # Errors
    /// What is wrong with the program, drawn as `aclc check` draws it. Warnings
    /// are not.
    pub fn read<P: AsRef<Path>>(paths: &[P]) -> Result<Self, Failure> {
        let mut found = Diagnostics::new();
        let mut inputs = Vec::new();
        for path in paths {
            match path.as_ref().to_str() {
                Some(path) => inputs.extend(disk::inputs(path, &mut found)),
                None => {
                    let message = format!("the path `{}` is not UTF-8", path.as_ref().display());
                    found.push(Diagnostic::new(codes::FILE_UNREADABLE, message));
                }
            }
        }
        let compilation = if found.has_errors() {
            None
        } else {
            Some(compile(&inputs, &mut Disk::default(), &Options::default()))
        };
        let Some(compilation) = compilation else {
            return Err(drawn(&Sources::new(), &found));
        };
        let sources = compilation.sources;
        match compilation.compiled {
            Some(compiled) => Ok(Self { compiled, sources }),
            None => {
                let mut errors = compilation.diagnostics;
                errors.retain(|found| found.severity == Severity::Error);
                Err(drawn(&sources, &errors))
            }
        }
    }

    /// Every IAM document and the manifest, each below its path: what `aclc
    /// compile -o` writes.
    pub fn documents(&self) -> String {
        let files = self.compiled.documents.files.iter();
        let texts: Vec<String> = files
            .map(|file| format!("// {}\n{}\n", file.path, file.text.trim_end()))
            .collect();
        texts.join("\n")
    }

    /// The decision tree as `aclc tree` draws it, without the places of its
    /// statements, which move with every line above them.
    pub fn tree(&self) -> String {
        tree::text_without_places(&self.compiled.tree)
    }

    /// What everyone in the program may do: for each question, one line for each
    /// user, group and role. A group is someone who is in it and in no other.
    ///
    /// ```text
    /// s3:DeleteObject on arn:aws:s3:::lake/a.csv
    ///   no     user Ann
    ///   DENY   user Ben
    ///   allow  role Cleaner
    /// ```
    ///
    /// `no` is a request that nothing allows, `DENY` one that a statement
    /// denies.
    ///
    /// # Errors
    /// A question that cannot be asked, and one whose answer hangs on a time
    /// that it does not give.
    pub fn access(&self, questions: &[Question]) -> Result<String, Failure> {
        let mut entities: Vec<_> = self.compiled.tree.entities().collect();
        // Not in the order of lines, which may move.
        entities.sort_by_key(|it| (it.kind, it.account, it.name));
        let askers: Vec<Asker> = entities.into_iter().map(Asker::from).collect();
        access::table(&self.compiled.tree, &askers, questions)
    }

    /// The same for these alone: `user/NAME`, `role/NAME`, an ARN, `service/NAME`,
    /// `anonymous` and whatever else [`Policy::principal`] takes.
    ///
    /// # Errors
    /// As for [`access`](Self::access), and where there is no such principal.
    ///
    /// [`Policy::principal`]: crate::runtime::Policy::principal
    pub fn access_of(
        &self,
        principals: &[&str],
        questions: &[Question],
    ) -> Result<String, Failure> {
        let askers: Vec<Asker> = principals.iter().copied().map(Asker::from).collect();
        access::table(&self.compiled.tree, &askers, questions)
    }

    /// Runs the `test` blocks of the program; returns how many lines hold.
    ///
    /// # Errors
    /// The lines that do not, each with the way to its decision.
    pub fn run_tests(&self) -> Result<usize, Failure> {
        let tree = &self.compiled.tree;
        let trials = run_tests(&self.compiled.program, tree);
        if trials.failed.is_empty() {
            return Ok(trials.passed);
        }
        let mut found = Diagnostics::new();
        for failed in &trials.failed {
            found.push(failed.diagnostic(tree));
        }
        Err(drawn(&self.sources, &found))
    }
}

fn drawn(sources: &Sources, found: &Diagnostics) -> Failure {
    Failure(render(Format::Human { color: false }, sources, found))
}
