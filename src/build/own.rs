//! The policies that this process has compiled. A build script is a process of
//! its own.

use std::path::{Path, PathBuf, absolute};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::config::Config;
use super::settings::Settings;

static OWN: Mutex<Own> = Mutex::new(Own {
    policies: Vec::new(),
});

/// What this process has written, or is about to write.
pub(super) struct Own {
    policies: Vec<Policy>,
}

#[derive(PartialEq, Eq)]
struct Policy {
    folder: PathBuf,
    name: String,
    /// What it is made of.
    paths: Vec<String>,
    config: Config,
}

impl Own {
    /// For the caller alone, who holds it until the policy is written, so that
    /// nobody begins to write what is being removed.
    pub(super) fn lock() -> MutexGuard<'static, Self> {
        OWN.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a policy.
    ///
    /// # Errors
    /// The paths of another policy that has its place: it would be lost without a
    /// word, and whoever includes it would decide by this one. To compile one and
    /// the same again loses nothing.
    pub(super) fn enter(&mut self, settings: &Settings, config: &Config) -> Result<(), String> {
        let policy = Policy {
            folder: whole(&settings.out_dir),
            name: settings.name.clone(),
            paths: settings.paths.clone(),
            config: config.clone(),
        };
        let mut others = self.policies.iter();
        match others.find(|other| other.has_place_of(&policy)) {
            Some(same) if *same == policy => {}
            Some(other) => return Err(other.paths.join("`, `")),
            None => self.policies.push(policy),
        }
        Ok(())
    }

    /// Whether a policy is one of them.
    pub(super) fn has(&self, folder: &Path, name: &str) -> bool {
        let folder = whole(folder);
        let mut policies = self.policies.iter();
        policies.any(|policy| policy.folder == folder && policy.name == name)
    }
}

impl Policy {
    /// Many disks take `Team` and `team` for one file, and a program should build
    /// on all or on none.
    fn has_place_of(&self, other: &Self) -> bool {
        self.folder == other.folder && self.name.eq_ignore_ascii_case(&other.name)
    }
}

/// A folder in the one way that it is written from the root.
fn whole(folder: &Path) -> PathBuf {
    absolute(folder).unwrap_or_else(|_| folder.to_owned())
}
