use clap::Args;
use clap_complete::Shell;

use super::{Console, Exit, Failure};

/// Print a script that completes `aclc` commands in a shell
#[derive(Args)]
#[command(after_help = "\
Examples:
  aclc completions bash > ~/.local/share/bash-completion/completions/aclc
  aclc completions zsh  > ~/.zfunc/_aclc
  aclc completions fish > ~/.config/fish/completions/aclc.fish")]
pub(super) struct Completions {
    /// The shell to complete in
    shell: Shell,
}

impl Completions {
    pub(super) fn run(
        self,
        console: &mut Console,
        mut command: clap::Command,
    ) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "aclc", &mut script);
        console.print(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Yes)
    }
}
