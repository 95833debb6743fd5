//! Policies that an earlier run of the build script has left behind.
//!
//! Cargo keeps the folder of a build script from one run to the next. A policy
//! that has another name now, or is compiled no more, would still be there under
//! its old one, and whoever includes that would go on deciding by it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::module::{ENDINGS, FIRST_WORDS, MODULE};
use super::own::Own;
use super::write::ASIDE;

/// Sets every policy of a folder aside but those that this process writes there.
/// To be called before the policy is written: one that is compiled later in this
/// run is as it was, and comes back with its time.
pub(super) fn set_aside(folder: &Path, own: &Own) -> io::Result<()> {
    for old in policies(folder)? {
        if own.has(folder, &old) {
            continue;
        }
        // The module last, for by it the rest is found.
        for ending in ENDINGS {
            let file = format!("{old}{ending}");
            rename(&folder.join(&file), &folder.join(format!("{file}{ASIDE}")))?;
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

fn rename(file: &Path, aside: &Path) -> io::Result<()> {
    match fs::rename(file, aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
