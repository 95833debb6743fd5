//! The `aclc` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    aclc::cli::main()
}
