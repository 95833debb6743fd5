//! The names of the files, no two of them the same on any file system.

use hashbrown::HashMap;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::{AccountId, Program};
use crate::source::Span;

use super::output::OutputFile;

/// The files at the root of the folder that are no documents.
pub const ROOT_FILES: [&str; 3] = ["manifest.json", "program.tree.json", "program.aclt"];

/// The longest part of a file's name that comes from a name in the program.
const STEM: usize = 200;

/// The files of the folder so far.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// All of them, in the order of adding.
    pub(super) files: Vec<OutputFile>,
    /// Where each path comes from. Paths are in lower case: some file systems
    /// make no difference.
    taken: HashMap<String, Span>,
}

impl Files {
    /// Adds a file; two of one path are an error.
    pub(super) fn add(
        &mut self,
        path: String,
        text: String,
        origin: Span,
        diagnostics: &mut Diagnostics,
    ) {
        if let Some(first) = self.taken.insert(path.to_lowercase(), origin) {
            diagnostics.push(
                Diagnostic::new(
                    codes::TAKEN_FILE_NAME,
                    format!("two documents would be the file `{path}`"),
                )
                .at(origin)
                .label(first, "the other one")
                .hint("rename one of the two; `NAME.1` and `NAME.trust` are names of the documents that belong to `NAME`"),
            );
        }
        self.files.push(OutputFile { path, text });
    }
}

/// A name of the program as a part of a file's name.
///
/// IAM's own names stay as they are. In others, what is not safe on every file
/// system becomes `-`; so do names that Windows keeps for devices, in front.
pub(super) fn stem(name: &str) -> String {
    let mut stem: String = name
        .chars()
        .map(|it| {
            if crate::iam::quotas::is_name_character(it) {
                it
            } else {
                '-'
            }
        })
        .take(STEM)
        .collect();
    if is_device(&stem) {
        stem.insert(0, '-');
    }
    stem
}

/// Whether Windows would open a device, whatever stands after the first dot.
fn is_device(stem: &str) -> bool {
    let first = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let numbered = |prefix| {
        first
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|it| it.is_ascii_digit()))
    };
    matches!(first.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// The folder of an account's documents, with `/` at its end: none where the
/// program has one account only.
pub(super) fn folder(program: &Program, account: AccountId) -> String {
    match program.account(account) {
        Some(account) if program.accounts.len() > 1 => format!("{}/", stem(&account.name)),
        Some(_) | None => String::new(),
    }
}

/// Reports accounts whose folders would be files of the root.
pub(super) fn check_folders(program: &Program, diagnostics: &mut Diagnostics) {
    for account in &program.accounts {
        if ROOT_FILES.contains(&account.name.to_lowercase().as_str()) {
            let name = &account.name;
            let problem = Diagnostic::new(
                codes::TAKEN_FILE_NAME,
                format!("the folder of the account `{name}` would be the file `{name}`"),
            )
            .hint("call the account something else");
            diagnostics.push(match account.origin {
                Some(origin) => problem.at(origin),
                None => problem,
            });
        }
    }
}
