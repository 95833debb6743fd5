use clap::Args;

use super::options::parse_code;
use super::{Console, Exit, Failure};
use crate::diag::{Code, codes};

/// Explain a message by its code, or list all codes
#[derive(Args)]
#[command(after_help = "\
Examples:
  aclc explain-code ACL0201    what it means, an example that fails and one that is mended
  aclc explain-code            every code with its title")]
pub(super) struct ExplainCode {
    /// The code that a message shows, such as ACL0201
    #[arg(value_parser = parse_code)]
    code: Option<Code>,
}

impl ExplainCode {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        match self.code {
            Some(code) => console.print(code.page())?,
            None => console.print(&list())?,
        }
        Ok(Exit::Yes)
    }
}

fn list() -> String {
    codes::ALL
        .iter()
        .map(|code| {
            let severity = code.severity().name();
            format!("{code}  {severity:7}  {}\n", code.title())
        })
        .collect()
}
