//! The output folder: written whole or not at all, compared, and never mixed
//! with what is not ours.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;
use similar::TextDiff;
use tempfile::TempDir;

use crate::diag::{Diagnostic, codes};
use crate::disk::reason;

/// One file to write: its path in the folder with `/`, and what it holds.
pub(super) type Document = (String, Vec<u8>);

/// What says which files of a folder are ours.
const MANIFEST: &str = "manifest.json";

/// Files beside the documents that a manifest does not name.
const PROGRAM_FILES: [&str; 3] = ["program.tree.json", "program.aclt", "program.dot"];

/// A folder that output goes to.
pub(super) struct Folder {
    path: PathBuf,
    shown: String,
    /// The files in it that an earlier run wrote.
    ours: BTreeSet<String>,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    Missing,
    Empty,
    Ours,
}

impl Folder {
    /// Looks at a folder that may not be there yet.
    ///
    /// # Errors
    /// If it holds something else, or cannot be looked at.
    pub(super) fn open(path: &str) -> Result<Self, Diagnostic> {
        let mut folder = Self {
            path: PathBuf::from(path),
            shown: path.replace('\\', "/"),
            ours: BTreeSet::new(),
            state: State::Missing,
        };
        let mut entries = match fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(folder),
            Err(error) => return Err(folder.unwritable(&error)),
        };
        if entries.next().is_none() {
            folder.state = State::Empty;
            return Ok(folder);
        }
        folder.ours = folder.read_manifest()?;
        folder.state = State::Ours;
        Ok(folder)
    }

    /// The files that the manifest in the folder names.
    fn read_manifest(&self) -> Result<BTreeSet<String>, Diagnostic> {
        let manifest = fs::read(self.path.join(MANIFEST))
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
            .filter(is_manifest);
        let Some(manifest) = manifest else {
            let message = format!(
                "the folder `{}` holds files but no manifest of ours",
                self.shown
            );
            let hint = "give a new folder or an empty one; nothing was written";
            return Err(Diagnostic::new(codes::OUTPUT_NOT_OURS, message).hint(hint));
        };
        let mut named = vec![MANIFEST.to_owned()];
        named.extend(PROGRAM_FILES.map(str::to_owned));
        collect_files(&manifest, &mut named);
        named.retain(|name| self.path.join(name).is_file());
        Ok(named.into_iter().collect())
    }

    /// Writes the documents, and removes those of an earlier run that are no
    /// longer made. On an error the folder is as it was.
    pub(super) fn write(&self, documents: &[Document]) -> Result<(), Diagnostic> {
        self.refuse_strangers(documents)?;
        self.stage_and_place(documents)
            .map_err(|error| self.unwritable(&error))
    }

    /// What differs between the folder and the documents, as a unified diff;
    /// empty where nothing does.
    pub(super) fn difference(&self, documents: &[Document]) -> Result<String, Diagnostic> {
        let mut difference = String::new();
        let mut compare = |name: &str, made: &[u8]| -> Result<(), Diagnostic> {
            let place = self.path.join(name);
            let written = match fs::read(&place) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
                Err(error) => return Err(self.unreadable(name, &error)),
            };
            if written != made {
                let shown = format!("{}/{name}", self.shown);
                difference.push_str(&describe(&shown, &written, made));
            }
            Ok(())
        };
        for (name, text) in documents {
            compare(name, text)?;
        }
        for stale in self.stale(documents) {
            compare(stale, &[])?;
        }
        Ok(difference)
    }

    fn stale(&self, documents: &[Document]) -> Vec<&str> {
        let written: BTreeSet<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
        let ours = self.ours.iter().map(String::as_str);
        ours.filter(|name| !written.contains(name)).collect()
    }

    /// A file that stands where a document goes, and that no run has written.
    fn refuse_strangers(&self, documents: &[Document]) -> Result<(), Diagnostic> {
        for (name, _) in documents {
            let place = self.path.join(name);
            if !self.ours.contains(name) && place.symlink_metadata().is_ok() {
                let message = format!("`{}/{name}` is there, and is not ours", self.shown);
                let hint = "move it away, or give another folder; nothing was written";
                return Err(Diagnostic::new(codes::OUTPUT_NOT_OURS, message).hint(hint));
            }
        }
        Ok(())
    }

    /// Everything is written beside its place first, so that a full disk or a
    /// missing permission is met before anything has changed.
    fn stage_and_place(&self, documents: &[Document]) -> io::Result<()> {
        let parent = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            Some(_) | None => Path::new("."),
        };
        // Inside a folder that is there: it may be where another disk is
        // mounted, and only a move within one disk is a rename.
        let beside = if self.state == State::Missing {
            fs::create_dir_all(parent)?;
            parent
        } else {
            &self.path
        };
        let stage = tempfile::Builder::new()
            .prefix(".aclc-")
            .tempdir_in(beside)?;
        let new = stage.path().join("new");
        fs::create_dir(&new)?;
        for (name, text) in documents {
            let place = new.join(name);
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(place, text)?;
        }
        if self.state == State::Missing {
            return fs::rename(&new, &self.path);
        }
        self.place(documents, &stage)
    }

    /// Moves the staged files to their places and the stale ones away; undoes
    /// both where one cannot be moved.
    fn place(&self, documents: &[Document], stage: &TempDir) -> io::Result<()> {
        let (new, old) = (stage.path().join("new"), stage.path().join("old"));
        let mut moves = Moves { done: Vec::new() };
        let placed = (|| {
            for name in &self.ours {
                moves.rename(self.path.join(name), old.join(name))?;
            }
            for (name, _) in documents {
                moves.rename(new.join(name), self.path.join(name))?;
            }
            Ok(())
        })();
        if placed.is_err() {
            moves.undo();
        }
        self.remove_empty_folders();
        placed
    }

    /// Folders that only held what has been removed. What still holds a file
    /// stays: removing a folder that is not empty fails.
    fn remove_empty_folders(&self) {
        let parents = self.ours.iter().filter_map(|name| Path::new(name).parent());
        let mut folders: Vec<&Path> = parents.flat_map(Path::ancestors).collect();
        folders.sort();
        folders.dedup();
        // The deepest first.
        for folder in folders.into_iter().rev() {
            if !folder.as_os_str().is_empty() {
                let _ = fs::remove_dir(self.path.join(folder));
            }
        }
    }

    fn unwritable(&self, error: &io::Error) -> Diagnostic {
        let message = format!(
            "the folder `{}` cannot be written: {}",
            self.shown,
            reason(error)
        );
        Diagnostic::new(codes::OUTPUT_UNWRITABLE, message).hint("what was there is unchanged")
    }

    fn unreadable(&self, name: &str, error: &io::Error) -> Diagnostic {
        let message = format!("`{}/{name}` cannot be read: {}", self.shown, reason(error));
        Diagnostic::new(codes::FILE_UNREADABLE, message)
    }
}

/// Renames that can be undone.
struct Moves {
    done: Vec<(PathBuf, PathBuf)>,
}

impl Moves {
    fn rename(&mut self, from: PathBuf, to: PathBuf) -> io::Result<()> {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::rename(&from, &to)?;
        self.done.push((from, to));
        Ok(())
    }

    fn undo(self) {
        for (from, to) in self.done.into_iter().rev() {
            // The first failure is what is reported; there is no better way
            // back than to try for each.
            let _ = fs::rename(to, from);
        }
    }
}

fn is_manifest(value: &Value) -> bool {
    value.get("version").is_some_and(Value::is_number)
        && value.get("partition").is_some_and(Value::is_string)
        && value.get("accounts").is_some_and(Value::is_object)
}

/// The relative paths of documents that a manifest holds. A path that would
/// lead out of the folder is none of ours.
fn collect_files(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let inside = text.split('/').all(|step| !matches!(step, "" | "." | ".."));
            if inside && text.ends_with(".json") && !text.contains([':', '\\']) {
                found.push(text.clone());
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect_files(value, found)),
        Value::Object(fields) => fields
            .values()
            .for_each(|value| collect_files(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What must change in a file; of one that is no text only that it must.
fn describe(name: &str, old: &[u8], new: &[u8]) -> String {
    match (str::from_utf8(old), str::from_utf8(new)) {
        (Ok(old), Ok(new)) => unified(name, old, new),
        _ => format!("Binary files a/{name} and b/{name} differ\n"),
    }
}

/// What must change in a file, as `diff -u` shows it.
pub(super) fn unified(name: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}
