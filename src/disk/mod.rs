//! Programs on disk, for whatever faces the world: which files a path stands
//! for, and what is in them.

mod folder;
#[cfg(feature = "cli")]
mod image;
mod input;

#[cfg(feature = "cli")]
pub(crate) use folder::json_files;
#[cfg(feature = "cli")]
pub(crate) use image::image;
pub(crate) use input::inputs;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};

use crate::catalog::Catalog;
use crate::diag::{Diagnostic, codes};
use crate::load::{LoadError, Loader};
use crate::syntax::MAX_FILE_BYTES;

/// The system's files.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    read: BTreeSet<String>,
}

impl Disk {
    /// The files that were read, by the paths that led to them, in order.
    pub(crate) fn read_files(&self) -> impl Iterator<Item = &str> {
        self.read.iter().map(String::as_str)
    }
}

impl Loader for Disk {
    fn identity(&mut self, path: &str) -> Result<String, LoadError> {
        let path = fs::canonicalize(path).map_err(load_error)?;
        if path.is_dir() {
            return Err(LoadError::Folder);
        }
        // Escapes what is not text, so that no two paths look the same.
        Ok(format!("{:?}", path.as_os_str()))
    }

    fn read(&mut self, path: &str) -> Result<Vec<u8>, LoadError> {
        self.read.insert(path.to_owned());
        let file = fs::File::open(path).map_err(load_error)?;
        read_at_most(MAX_FILE_BYTES, file).map_err(load_error)
    }
}

/// What there is to read, but one byte more than the most at the most: enough to
/// see that it is too much, however much there is.
pub(crate) fn read_at_most(most: usize, source: impl io::Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

// Taken by value, for it stands in `map_err`.
#[expect(clippy::needless_pass_by_value, reason = "stands in `map_err`")]
fn load_error(error: io::Error) -> LoadError {
    match error.kind() {
        io::ErrorKind::NotFound => LoadError::Missing,
        _ => LoadError::Other(reason(&error)),
    }
}

/// The system's reason, without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text.get(..end).unwrap_or(&text).to_lowercase(),
        None => text.to_lowercase(),
    }
}

/// The largest file that is read as a catalog.
const CATALOG_BYTES: usize = 4 << 20;

/// Reads a service catalog.
///
/// # Errors
/// If the file cannot be read, or is no catalog.
pub(crate) fn catalog(path: &str) -> Result<Catalog, Diagnostic> {
    let bytes = fs::File::open(path)
        .and_then(|file| read_at_most(CATALOG_BYTES, file))
        .map_err(|error| {
            Diagnostic::new(
                codes::CATALOG_UNREADABLE,
                format!("`{path}` cannot be read: {}", reason(&error)),
            )
        })?;
    Catalog::read(&bytes).map_err(|error| {
        Diagnostic::new(
            codes::CATALOG_UNREADABLE,
            format!("`{path}` is no service catalog: {error}"),
        )
        .hint("leave it out to use the built-in one; docs/CATALOG.md says how one is made")
    })
}
