//! Documents in an output folder that no run of ours wrote. Whoever deploys
//! `groups/*.json` takes them for ours.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::import::DOCUMENT_FOLDERS;
use crate::syntax::is_document;

/// Every document in an output folder, by its path in it with `/`, in order.
///
/// # Errors
/// If a folder cannot be looked into.
pub(super) fn documents(root: &Path) -> io::Result<Vec<String>> {
    let mut walk = Walk::default();
    for (name, place) in entries(root)? {
        if DOCUMENT_FOLDERS.contains(&name.as_str()) {
            walk.below(name, place)?;
        } else if place.is_dir() {
            for kind in DOCUMENT_FOLDERS {
                walk.below(format!("{name}/{kind}"), place.join(kind))?;
            }
        }
    }
    walk.found.sort();
    Ok(walk.found)
}

#[derive(Default)]
struct Walk {
    /// Folders by where they really are, for links can lead back.
    visited: BTreeSet<PathBuf>,
    found: Vec<String>,
}

impl Walk {
    /// Every document below a folder, if there is one.
    fn below(&mut self, name: String, place: PathBuf) -> io::Result<()> {
        let mut folders = vec![(name, place)];
        while let Some((folder, place)) = folders.pop() {
            if !place.is_dir() || !self.visited.insert(fs::canonicalize(&place)?) {
                continue;
            }
            for (name, place) in entries(&place)? {
                let name = format!("{folder}/{name}");
                if place.is_dir() {
                    folders.push((name, place));
                } else if is_document(&name) {
                    self.found.push(name);
                }
            }
        }
        Ok(())
    }
}

/// The names in a folder, and where they lead.
fn entries(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let entries = fs::read_dir(folder)?.map(|entry| {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        Ok((name, entry.path()))
    });
    entries.collect()
}
