//! Programs on disk.

use core::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use crate::catalog::Catalog;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::iam::PolicyKind;
use crate::load::{Input, LoadError, Loader};
use crate::syntax::is_document;

/// How standard input is given, and what messages call it.
pub(super) const STDIN: (&str, &str) = ("-", "<stdin>");

/// The system's files.
pub(super) struct Disk;

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
        fs::read(path).map_err(load_error)
    }
}

// Taken by value, for it stands in `map_err`.
#[expect(clippy::needless_pass_by_value, reason = "stands in `map_err`")]
fn load_error(error: io::Error) -> LoadError {
    match error.kind() {
        io::ErrorKind::NotFound => LoadError::Missing,
        _ => LoadError::Other(reason(&error)),
    }
}

/// Puts a text in the place of a file's, whole or not at all; who may read and
/// write it stays as it was.
pub(super) fn rewrite(path: &str, text: &str) -> Result<(), Diagnostic> {
    replace(path, text).map_err(|error| {
        let message = format!("`{path}` cannot be written: {}", reason(&error));
        Diagnostic::new(codes::OUTPUT_UNWRITABLE, message)
    })
}

fn replace(path: &str, text: &str) -> io::Result<()> {
    // A link stays one, to the file that it leads to.
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new()
        .prefix(".aclc-")
        .tempfile_in(folder)?;
    beside.write_all(text.as_bytes())?;
    beside.as_file().set_permissions(permissions)?;
    beside.persist(&path)?;
    Ok(())
}

/// Writes a new file, whole or not at all; one that is there already stays as
/// it is.
pub(super) fn write_new(path: &str, text: &str) -> Result<(), Diagnostic> {
    let write = || -> io::Result<()> {
        let mut file = fs::File::create_new(path)?;
        let written = file.write_all(text.as_bytes());
        if written.is_err() {
            fs::remove_file(path)?;
        }
        written
    };
    write().map_err(|error| {
        let message = format!("`{path}` cannot be written: {}", reason(&error));
        Diagnostic::new(codes::OUTPUT_UNWRITABLE, message)
    })
}

/// The system's reason, without its number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text.get(..end).unwrap_or(&text).to_lowercase(),
        None => text.to_lowercase(),
    }
}

/// The inputs that paths of the command line stand for: files as they are,
/// folders as every `.acl` file below them, `-` as standard input.
pub(super) fn inputs(paths: &[String], found: &mut Diagnostics) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path == STDIN.0 {
            inputs.extend(standard_input(found));
        } else if Path::new(path).is_dir() {
            inputs.extend(folder(path, found).into_iter().map(Input::File));
        } else {
            inputs.push(file(path));
        }
    }
    inputs
}

/// The kinds of policies that a path can be said to be, as in
/// `boundary=limits.json`.
const KINDS: [(&str, PolicyKind); 7] = [
    ("identity", PolicyKind::Identity),
    ("boundary", PolicyKind::Boundary),
    ("session", PolicyKind::Session),
    ("resource", PolicyKind::Resource),
    ("trust", PolicyKind::Trust),
    ("scp", PolicyKind::ServiceControl),
    ("rcp", PolicyKind::ResourceControl),
];

/// A file, or `KIND=PATH` for an IAM document of a kind. A file that is so
/// called is meant itself.
fn file(path: &str) -> Input {
    let said = path.split_once('=').and_then(|(kind, path)| {
        let mut kinds = KINDS.into_iter();
        let (_, kind) = kinds.find(|(name, _)| *name == kind)?;
        is_document(path).then(|| (with_slashes(path), kind))
    });
    match said {
        Some((document, kind)) if !Path::new(path).exists() => Input::Document {
            path: document,
            kind,
        },
        Some(_) | None => Input::File(with_slashes(path)),
    }
}

/// Steps separated as messages show them.
fn with_slashes(path: &str) -> String {
    if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    }
}

pub(super) fn standard_input(found: &mut Diagnostics) -> Option<Input> {
    let mut bytes = Vec::new();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Some(Input::Text {
            name: STDIN.1.to_owned(),
            bytes,
        }),
        Err(error) => {
            let message = format!("standard input cannot be read: {}", reason(&error));
            found.push(Diagnostic::new(codes::FILE_UNREADABLE, message));
            None
        }
    }
}

/// Every `.json` file below a folder, in order of path.
pub(super) fn json_files(path: &str, found: &mut Diagnostics) -> Vec<String> {
    files_below(path, "json", found)
}

fn folder(path: &str, found: &mut Diagnostics) -> Vec<String> {
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

/// The largest file that is read as a catalog, and one byte more.
const CATALOG_BYTES: u64 = (4 << 20) + 1;

/// Reads a service catalog.
pub(super) fn catalog(path: &str) -> Result<Catalog, Diagnostic> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(CATALOG_BYTES).read_to_end(&mut bytes))
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
        .hint("leave `--catalog` out to use the built-in one; docs/CATALOG.md says how one is made")
    })
}
