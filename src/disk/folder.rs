use core::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::input::with_slashes;
use super::reason;
use crate::diag::{Diagnostic, Diagnostics, codes};

/// Every `.json` file below a folder, in order of path.
#[cfg(feature = "cli")]
pub(crate) fn json_files(path: &str, found: &mut Diagnostics) -> Vec<String> {
    files_below(path, "json", found)
}

/// Every `.acl` file below a folder likewise.
pub(super) fn folder(path: &str, found: &mut Diagnostics) -> Vec<String> {
    files_below(path, "acl", found)
}

/// Every file of an ending below a folder, in order of path. Links are followed, for
/// what they lead to may hold the line that denies; each folder is visited
/// once, for they can lead back.
fn files_below(path: &str, ending: &str, found: &mut Diagnostics) -> Vec<String> {
    let mut files = Vec::new();
    let mut visited = BTreeSet::new();
    let mut folders = vec![with_slashes(path).trim_end_matches('/').to_owned()];
    while let Some(folder) = folders.pop() {
        if fs::canonicalize(&folder).is_ok_and(|place| !visited.insert(place)) {
            continue;
        }
        if let Err(error) = list(&folder, ending, &mut folders, &mut files) {
            let message = format!("the folder `{folder}` cannot be read: {}", reason(&error));
            found.push(Diagnostic::new(codes::FILE_UNREADABLE, message));
        }
    }
    if files.is_empty() && !found.has_errors() {
        let message = format!("there is no `.{ending}` file in the folder `{path}`");
        found.push(Diagnostic::new(codes::NO_PROGRAM, message));
    }
    files.sort();
    // Messages call what is below `.` as one would type it.
    let shorter = |path: String| path.strip_prefix("./").map(str::to_owned).unwrap_or(path);
    files.into_iter().map(shorter).collect()
}

fn list(
    folder: &str,
    ending: &str,
    folders: &mut Vec<String>,
    files: &mut Vec<String>,
) -> io::Result<()> {
    let place = if folder.is_empty() { "/" } else { folder };
    let mut entries: Vec<_> = fs::read_dir(place)?.collect::<Result<_, _>>()?;
    // Backwards, for the last folder is taken first: what a folder is called
    // that is reached twice must not hang on the order of the disk.
    entries.sort_by_key(|entry| Reverse(entry.file_name()));
    for entry in entries {
        let name = entry.file_name();
        let is_folder = entry.path().is_dir();
        let is_program = Path::new(&name)
            .extension()
            .is_some_and(|end| end == ending);
        if !is_folder && !is_program {
            continue;
        }
        let name = name.into_string().map_err(|name| {
            let name = name.to_string_lossy();
            io::Error::other(format!("the name of `{name}` is not UTF-8"))
        })?;
        let path = format!("{folder}/{name}");
        if is_folder {
            folders.push(path);
        } else {
            files.push(path);
        }
    }
    Ok(())
}
