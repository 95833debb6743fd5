//! The built command, from the outside: exit codes, streams and files.

mod catalog;
mod check;
mod commands;
mod compile;
mod documents;
mod eval;
mod explain_code;
mod fmt;
mod image;
mod import;
mod output;
mod readme;
mod simulate;
mod test;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A folder of files that goes away at the end.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// With these files, by their paths in it.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// The paths of all files below a path, sorted, hidden ones included.
    pub(crate) fn files(&self, below: &str) -> Vec<String> {
        let root = self.path().join(below);
        let mut folders = vec![root.clone()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let path = path.strip_prefix(&root).unwrap().to_string_lossy();
                    files.push(path.replace('\\', "/"));
                }
            }
        }
        files.sort();
        files
    }
}

/// A run of the command, in an environment that says nothing of its own.
pub(crate) struct Run {
    command: Command,
    input: Vec<u8>,
}

/// What came of it.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// `aclc` with these arguments.
pub(crate) fn aclc<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aclc"));
    command.args(arguments);
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    Run {
        command,
        input: Vec::new(),
    }
}

impl Run {
    /// With one more argument.
    pub(crate) fn argument(mut self, argument: &str) -> Self {
        self.command.arg(argument);
        self
    }

    /// Runs in this folder.
    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Gives it this on standard input.
    pub(crate) fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// With a variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Waits for the end.
    pub(crate) fn run(mut self) -> Ran {
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = self.input;
        // It may end without reading, and it may write before it has read all.
        let feeder = std::thread::spawn(move || {
            let _ = std::io::Write::write_all(&mut stdin, &input);
        });
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        Ran {
            code: status.code().expect("ended by a signal"),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }
}

/// The exit code, then both streams, as a snapshot shows them.
impl std::fmt::Display for Ran {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(formatter, "exit code {}", self.code)?;
        writeln!(formatter, "--- stdout\n{}", self.stdout)?;
        write!(formatter, "--- stderr\n{}", self.stderr)
    }
}
