//! Policies that an earlier run of the build script has left behind.
//!
//! Cargo keeps the folder of a build script from one run to the next. A policy
//! that has another name now, or is compiled no more, would still be there under
//! its old one, and whoever includes that would go on deciding by it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::module::{ENDINGS, FIRST_WORDS, MODULE};

/// The policies that this process writes, by folder and name. A build script is
/// a process of its own.
static OWN: Mutex<BTreeSet<(PathBuf, String)>> = Mutex::new(BTreeSet::new());

/// Removes from a folder every policy but that of this name and those that this
/// process has been here with before. To be called before the policy is written.
pub(super) fn remove(folder: &Path, name: &str) -> io::Result<()> {
    // Held to the end, so that nobody begins to write what is being removed.
    let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    own.insert((folder.to_owned(), name.to_owned()));
    for old in policies(folder)? {
        if own.contains(&(folder.to_owned(), old.clone())) {
            continue;
        }
        // The module last, for by it the rest is found.
        for ending in ENDINGS {
            remove_file(&folder.join(format!("{old}{ending}")))?;
        }
    }
    Ok(())
}

/// The names of all policies in a folder.
fn policies(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        let file = entry.file_name();
        let name = file.to_str().and_then(|file| file.strip_suffix(MODULE));
        if let Some(name) = name
            && is_made_here(&entry.path())?
        {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// Whether a module is one of ours: others may call theirs so too.
fn is_made_here(module: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    let length = FIRST_WORDS.len() as u64;
    File::open(module)?.take(length).read_to_end(&mut start)?;
    Ok(start == FIRST_WORDS.as_bytes())
}

fn remove_file(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
