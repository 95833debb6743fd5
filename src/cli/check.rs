use clap::Args;

use super::clock::Moment;
use super::program::{Paths, Show};
use super::{Console, Exit, Failure};
use crate::diag::{Severity, counted};

/// Say everything that is wrong or doubtful with a program, and write nothing
#[derive(Args)]
#[command(after_help = "\
Examples:
  aclc check team.acl                    one file, and all that it uses
  aclc check access/                     every .acl file below a folder, as one program
  aclc check team.acl --deny warnings    exit 1 also where there are only warnings
  aclc check team.acl --suggestions      show also what is often wanted as it is
  aclc check team.acl --message-format sarif 2> report.sarif

A comment above a line, or at its end, silences a warning or suggestion there:
  # aclc: allow ACL0801 the reason why this is right")]
pub(super) struct Check {
    #[command(flatten)]
    paths: Paths,

    /// Look at dates from this day on, such as 2026-06-01 [default: today]
    #[arg(long, value_name = "DATE", value_parser = Moment::parse)]
    now: Option<Moment>,

    /// Show suggestions too: what is true of the program, but often wanted
    #[arg(long)]
    suggestions: bool,
}

impl Check {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        let now = self.now.unwrap_or_else(Moment::now);
        let compiled = self.paths.compile(Show::Everything(Some(now)), console);
        let left_out = if self.suggestions {
            0
        } else {
            console.leave_out_suggestions()
        };
        if compiled.is_ok() {
            console.note_unless_found("no errors, no warnings");
        }
        if left_out > 0 {
            let suggestions = counted(left_out, Severity::Suggestion);
            console.note(&format!("{suggestions}: see them with --suggestions"));
        }
        compiled?;
        Ok(Exit::Yes)
    }
}
