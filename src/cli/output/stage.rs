//! Where what is written waits for its place, and how it gets there.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::Document;

/// What the name of every such folder begins with.
pub(super) const PREFIX: &str = ".aclc-";

/// What such a folder holds: what is to be placed, what was in its place, and
/// a file that is locked as long as the run goes on.
const NEW: &str = "new";
const OLD: &str = "old";
const LOCK: &str = "lock";

/// The staging folder of this run; it goes away with the value.
pub(super) struct Stage {
    // First, for some systems remove no file that is open.
    _lock: File,
    folder: TempDir,
}

impl Stage {
    pub(super) fn new(beside: &Path, prefix: &str) -> io::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix(prefix)
            .rand_bytes(RANDOM)
            .tempdir_in(beside)?;
        let lock = File::create_new(folder.path().join(LOCK))?;
        // Where a file system knows no locks, other runs cannot tell that this
        // one goes on, and say so.
        let _ = lock.try_lock();
        fs::create_dir(folder.path().join(NEW))?;
        Ok(Self {
            _lock: lock,
            folder,
        })
    }

    pub(super) fn new_files(&self) -> PathBuf {
        self.folder.path().join(NEW)
    }

    pub(super) fn old_files(&self) -> PathBuf {
        self.folder.path().join(OLD)
    }

    pub(super) fn fill(&self, documents: &[Document]) -> io::Result<()> {
        let new = self.new_files();
        for (name, text) in documents {
            let place = new.join(name);
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(place, text)?;
        }
        Ok(())
    }

    /// The staging folders of other runs. This one's lock is held by now, so of two
    /// runs at one time at least one sees the other.
    pub(super) fn others(&self, beside: &Path, prefix: &str) -> io::Result<Vec<Other>> {
        others(beside, prefix, self.folder.path().file_name())
    }
}

/// The staging folder of another run.
pub(super) struct Other {
    pub(super) path: PathBuf,
    /// Whether the run has surely ended.
    pub(super) is_left_over: bool,
}

impl Other {
    /// What the run was to place and has not.
    pub(super) fn new_files(&self) -> PathBuf {
        self.path.join(NEW)
    }

    /// What the run took out of its place.
    pub(super) fn old_files(&self) -> PathBuf {
        self.path.join(OLD)
    }

    pub(super) fn remove(&self) {
        // What cannot be removed is in nobody's way; the next run tries again.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// How many characters the system chooses at the end of a name.
const RANDOM: usize = 6;

/// The staging folders with names of this beginning, but for one.
pub(super) fn others(beside: &Path, prefix: &str, own: Option<&OsStr>) -> io::Result<Vec<Other>> {
    let mut others = Vec::new();
    for entry in fs::read_dir(beside)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name();
        let is_named = name
            .to_str()
            .and_then(|name| name.strip_prefix(prefix))
            .is_some_and(|rest| {
                rest.len() == RANDOM && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
        if is_named
            && Some(name.as_os_str()) != own
            && entry.file_type()?.is_dir()
            && is_stage(&path)
        {
            let is_left_over = is_unlocked(&path.join(LOCK));
            others.push(Other { path, is_left_over });
        }
    }
    others.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(others)
}

/// Whether a folder holds what a staging folder does, and nothing else.
fn is_stage(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    let mut names = entries.map(|entry| entry.map(|entry| entry.file_name()));
    names.all(|name| name.is_ok_and(|name| name == NEW || name == OLD || name == LOCK))
}

/// Whether nobody holds a lock; one that is not there yet nobody holds. Where that cannot
/// be told, somebody may.
fn is_unlocked(lock: &Path) -> bool {
    match File::open(lock) {
        Ok(file) => match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
        },
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Moves that can be undone.
#[derive(Default)]
pub(super) struct Moves {
    done: Vec<Move>,
}

struct Move {
    from: PathBuf,
    to: PathBuf,
    /// Where what stood in the place is kept.
    kept: Option<PathBuf>,
}

impl Moves {
    /// Moves a file to a place that is free.
    pub(super) fn rename(&mut self, from: PathBuf, to: PathBuf) -> io::Result<()> {
        create_parent(&to)?;
        fs::rename(&from, &to)?;
        let kept = None;
        self.done.push(Move { from, to, kept });
        Ok(())
    }

    /// Moves a file over what may be in its place, and keeps that elsewhere. At
    /// every moment there is the old file or the new one.
    pub(super) fn replace(&mut self, from: PathBuf, to: PathBuf, keep: PathBuf) -> io::Result<()> {
        if to.symlink_metadata().is_err() {
            return self.rename(from, to);
        }
        create_parent(&keep)?;
        // Some file systems have no second names for a file.
        fs::hard_link(&to, &keep).or_else(|_| fs::copy(&to, &keep).map(drop))?;
        fs::rename(&from, &to)?;
        let kept = Some(keep);
        self.done.push(Move { from, to, kept });
        Ok(())
    }

    pub(super) fn undo(self) {
        for Move { from, to, kept } in self.done.into_iter().rev() {
            // The first failure is what is reported; there is no better way
            // back than to try for each.
            let _ = match kept {
                Some(kept) => fs::rename(kept, to),
                None => fs::rename(to, from),
            };
        }
    }
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}
