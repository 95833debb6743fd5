use clap::Args;

use super::program::{Paths, Show};
use super::{Console, Exit, Failure};
use crate::ask::{Failed, run_tests};
use crate::diag::{Diagnostic, codes};
use crate::pipeline::Compiled;
use crate::source::Sources;

/// Run the tests that a program holds
#[derive(Args)]
#[command(after_help = "\
A test is a block of lines that must hold:
  test \"deleting takes MFA\" {
      Charlie can    s3:DeleteObject on arn:aws:s3:::lake/a.csv with mfa
      Charlie cannot s3:DeleteObject on arn:aws:s3:::lake/a.csv
  }

Examples:
  aclc test team.acl
  aclc test access/        the tests of every .acl file below a folder, which is one program")]
pub(super) struct Test {
    #[command(flatten)]
    paths: Paths,
}

impl Test {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        let compiled = self.paths.compile(Show::Warnings(None), console)?;
        let trials = run_tests(&compiled.program, &compiled.tree);
        let mut text = String::new();
        for failed in &trials.failed {
            text.push_str(&describe(failed, &compiled, console.sources()));
        }
        let (passed, failed) = (trials.passed, trials.failed.len());
        text.push_str(&format!("{passed} passed, {failed} failed\n"));
        console.print(&text)?;
        if passed + failed == 0 {
            let nothing = Diagnostic::new(codes::NO_TESTS, "the program holds no tests");
            console.warn([nothing.hint(
                "a test is a block of lines that must hold: `test \"what holds\" { Ann can s3:GetObject on * }`; give the files that hold them too",
            )]);
        }
        Ok(if failed == 0 { Exit::Yes } else { Exit::No })
    }
}

/// The place, what was expected and what was decided on one line; below it the
/// way to the decision.
fn describe(failed: &Failed, compiled: &Compiled, sources: &Sources) -> String {
    let position = sources.position(failed.place);
    let mut text = format!(
        "{}:{}:{}: `{}`: {}: {}\n",
        sources.name(failed.place),
        position.line,
        position.column,
        failed.test,
        failed.verdict(),
        failed.request(),
    );
    for line in failed.reasons(&compiled.tree) {
        text.push_str(&format!("    {line}\n"));
    }
    text
}
