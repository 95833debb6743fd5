//! The output folder: written whole or not at all, compared, and never mixed
//! with what is not ours.

mod ours;
mod stage;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::foreign;
use crate::diag::{Diagnostic, codes};
use crate::disk::reason;

use ours::MANIFEST;
use stage::{Moves, Other, PREFIX, Stage};

/// One file to write: its path in the folder with `/`, and what it holds.
pub(super) type Document = (String, Vec<u8>);

/// Of so many foreign documents a message gives the names.
const NAMED: usize = 3;

/// What to do where there is a manifest that cannot be read as ours.
const MANIFEST_HINT: &str = "no manifest of ours can be read there that says which files are: put back the one that was written (of a \
    conflict, either side whole), or give a new folder; nothing was written";

/// A folder that output goes to.
pub(super) struct Folder {
    path: PathBuf,
    shown: String,
    /// The files in it that an earlier run wrote.
    ours: BTreeSet<String>,
    /// Documents in it that no run wrote.
    foreign: Vec<String>,
    /// What interrupted runs left in it, and runs that go on.
    stages: Vec<Other>,
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
            foreign: Vec::new(),
            stages: Vec::new(),
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
        folder.stages =
            stage::others(&folder.path, PREFIX, None).map_err(|error| folder.unwritable(&error))?;
        folder.ours = ours::known(&folder.path, &folder.stages).ok_or_else(|| {
            let message = format!("the folder `{}` holds files and none of ours", folder.shown);
            let hint = if folder.path.join(MANIFEST).exists() {
                MANIFEST_HINT
            } else {
                "give a new folder or an empty one; nothing was written"
            };
            Diagnostic::new(codes::OUTPUT_NOT_OURS, message).hint(hint)
        })?;
        let documents =
            foreign::documents(&folder.path).map_err(|error| folder.unwritable(&error))?;
        folder.foreign = documents;
        folder.foreign.retain(|name| !folder.ours.contains(name));
        folder.state = State::Ours;
        Ok(folder)
    }

    /// Documents in the folder that these are not, and that stay there: nothing
    /// is removed that no run wrote. Where the folder is to hold no documents, nobody
    /// looks for any there.
    fn foreign(&self, documents: &[Document]) -> Vec<&str> {
        let made: BTreeSet<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
        if !made.contains(MANIFEST) {
            return Vec::new();
        }
        let foreign = self.foreign.iter().map(String::as_str);
        foreign.filter(|name| !made.contains(name)).collect()
    }

    /// What to say of foreign documents, if there are any.
    pub(super) fn warn_of_foreign(&self, documents: &[Document]) -> Option<Diagnostic> {
        let (names, verb) = self.name(&self.foreign(documents))?;
        let message = format!("{names} {verb} not of this program");
        let hint = "whoever deploys the folder may deploy it too: move it elsewhere, or remove it; only what `aclc` wrote is removed by it";
        Some(Diagnostic::new(codes::FOREIGN_DOCUMENT, message).hint(hint))
    }

    /// Writes the documents, and removes those of an earlier run that are no
    /// longer made. On an error the folder is as it was.
    pub(super) fn write(&self, documents: &[Document]) -> Result<(), Diagnostic> {
        self.refuse_strangers(documents)?;
        self.stage_and_place(documents)
    }

    /// What differs between the folder and the documents, as `diff -r` shows it;
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
        for name in self.foreign(documents) {
            let (folder, name) = name.rsplit_once('/').unwrap_or(("", name));
            difference.push_str(&format!("Only in {}/{folder}: {name}\n", self.shown));
        }
        for stage in self.stages.iter().filter(|stage| stage.is_left_over) {
            let name = stage.path.file_name().unwrap_or_default().to_string_lossy();
            difference.push_str(&format!("Only in {}: {name}\n", self.shown));
        }
        Ok(difference)
    }

    fn stale(&self, documents: &[Document]) -> Vec<&str> {
        let written: BTreeSet<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
        let ours = self.ours.iter().map(String::as_str);
        ours.filter(|name| !written.contains(name)).collect()
    }

    /// Files that stand where a document goes, and that no run has written.
    fn refuse_strangers(&self, documents: &[Document]) -> Result<(), Diagnostic> {
        let names = documents.iter().map(|(name, _)| name.as_str());
        let strangers: Vec<&str> = names
            .filter(|name| {
                let is_there = || self.path.join(name).symlink_metadata().is_ok();
                !self.ours.contains(*name) && is_there()
            })
            .collect();
        let Some((names, verb)) = self.name(&strangers) else {
            return Ok(());
        };
        let not = if verb == "is" { "is not" } else { "are not" };
        let message = format!("{names} {verb} there, and {not} ours");
        let hint = if strangers.contains(&MANIFEST) {
            MANIFEST_HINT
        } else {
            "move what is there away, or give another folder; nothing was written"
        };
        Err(Diagnostic::new(codes::OUTPUT_NOT_OURS, message).hint(hint))
    }

    /// Some files of the folder, as a message names them, and the verb that
    /// goes with them; nothing where there are none.
    fn name(&self, files: &[&str]) -> Option<(String, &'static str)> {
        let named = files.iter().take(NAMED);
        let mut names: Vec<String> = named
            .map(|name| format!("`{}/{name}`", self.shown))
            .collect();
        let (last, rest) = match files.len().checked_sub(NAMED) {
            Some(more @ 1..) => (format!("{more} more"), names),
            Some(0) | None => (names.pop()?, names),
        };
        Some(match rest.as_slice() {
            [] => (last, "is"),
            rest => (format!("{} and {last}", rest.join(", ")), "are"),
        })
    }

    /// Everything is written beside its place first, so that a full disk or a
    /// missing permission is met before anything has changed.
    fn stage_and_place(&self, documents: &[Document]) -> Result<(), Diagnostic> {
        let (beside, prefix) = self.staging();
        let failed = |error: io::Error| self.unwritable(&error);
        if self.state == State::Missing {
            fs::create_dir_all(&beside).map_err(failed)?;
        }
        let stage = Stage::new(&beside, &prefix).map_err(failed)?;
        let others = stage.others(&beside, &prefix).map_err(failed)?;
        if let Some(other) = others.iter().find(|other| !other.is_left_over) {
            return Err(self.busy(&other.path));
        }
        stage.fill(documents).map_err(failed)?;
        if self.state == State::Missing {
            fs::rename(stage.new_files(), &self.path).map_err(failed)?;
        } else {
            self.place(documents, &stage).map_err(failed)?;
        }
        // Only now, for until here they told what of the folder is ours.
        others.iter().for_each(Other::remove);
        Ok(())
    }

    /// The folder where what is written waits for its place, and what its name
    /// begins with. It is inside a folder that is there: that may be where
    /// another disk is mounted, and only a move within one disk is a rename.
    fn staging(&self) -> (PathBuf, String) {
        if self.state != State::Missing {
            return (self.path.clone(), PREFIX.to_owned());
        }
        let parent = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            Some(_) | None => Path::new("."),
        };
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        (parent.to_owned(), format!("{PREFIX}{name}-"))
    }

    /// Puts the staged files over the old ones and moves the stale ones away;
    /// undoes both where one cannot be moved. There is no manifest while
    /// documents change: an interrupted folder is none that can be deployed.
    fn place(&self, documents: &[Document], stage: &Stage) -> io::Result<()> {
        let (new, old) = (stage.new_files(), stage.old_files());
        let names = documents.iter().map(|(name, _)| name.as_str());
        let (manifest, names): (Vec<&str>, Vec<&str>) = names.partition(|name| *name == MANIFEST);
        let mut moves = Moves::default();
        let placed = (|| {
            if self.ours.contains(MANIFEST) {
                moves.rename(self.path.join(MANIFEST), old.join(MANIFEST))?;
            }
            for name in names {
                moves.replace(new.join(name), self.path.join(name), old.join(name))?;
            }
            for name in self.stale(documents) {
                if name != MANIFEST {
                    moves.rename(self.path.join(name), old.join(name))?;
                }
            }
            for name in manifest {
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

    fn busy(&self, stage: &Path) -> Diagnostic {
        let message = format!("another run is writing the folder `{}`", self.shown);
        let hint = format!(
            "wait for its end, or where there is none, remove `{}`; nothing was written",
            stage.display()
        );
        Diagnostic::new(codes::OUTPUT_UNWRITABLE, message).hint(hint)
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
