//! Standard input, and files that are written one by one.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::disk::{self, reason};
use crate::load::Input;
use crate::syntax::MAX_FILE_BYTES;

/// How standard input is given, and what messages call it.
pub(super) const STDIN: (&str, &str) = ("-", "<stdin>");

/// Puts a text in the place of a file's, whole or not at all; whose it is, and
/// who may read and write it, stays as it was.
pub(super) fn rewrite(path: &str, text: &str) -> Result<(), Diagnostic> {
    if fs::metadata(path).is_ok_and(|it| !it.is_file()) {
        let message = format!("`{path}` is no regular file, so it cannot be rewritten");
        let hint = "`-` reads standard input, and writes the result to standard output";
        return Err(Diagnostic::new(codes::OUTPUT_UNWRITABLE, message).hint(hint));
    }
    replace(path, text).map_err(|error| unwritable(path, &error))
}

fn replace(path: &str, text: &str) -> io::Result<()> {
    // A link stays one, to the file that it leads to.
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if metadata.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut beside = tempfile::Builder::new()
        .prefix(".aclc-")
        .tempfile_in(folder_of(&path))?;
    beside.write_all(text.as_bytes())?;
    if give_to_owner_of(&metadata, beside.as_file()).is_err() {
        // Who may not give a file away may still write into it. The copy beside it
        // has shown that there is room.
        return overwrite(&path, text);
    }
    // After the owner, for another one takes rights away.
    beside.as_file().set_permissions(metadata.permissions())?;
    beside.persist(&path)?;
    Ok(())
}

fn overwrite(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::options().write(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.set_len(text.len().try_into().map_err(io::Error::other)?)
}

#[cfg(unix)]
fn give_to_owner_of(metadata: &fs::Metadata, file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};

    let own = file.metadata()?;
    if (own.uid(), own.gid()) == (metadata.uid(), metadata.gid()) {
        return Ok(());
    }
    fchown(file, Some(metadata.uid()), Some(metadata.gid()))
}

/// Elsewhere a file belongs to whom its folder says.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail on other systems")]
fn give_to_owner_of(_: &fs::Metadata, _: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Writes a new file, whole or not at all; one that is there already stays as
/// it is.
pub(super) fn write_new(path: &str, text: &str) -> Result<(), Diagnostic> {
    let write = || -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".aclc-");
        // As any new file, and not as one that nobody else may read.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut beside = builder.tempfile_in(folder_of(Path::new(path)))?;
        beside.write_all(text.as_bytes())?;
        beside.persist_noclobber(path)?;
        Ok(())
    };
    write().map_err(|error| unwritable(path, &error))
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

fn unwritable(path: &str, error: &io::Error) -> Diagnostic {
    let message = format!("`{path}` cannot be written: {}", reason(error));
    Diagnostic::new(codes::OUTPUT_UNWRITABLE, message)
}

/// The inputs that paths of the command line stand for: files, folders, and `-`
/// for standard input.
pub(super) fn inputs(paths: &[String], found: &mut Diagnostics) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path == STDIN.0 {
            inputs.extend(standard_input(found));
        } else {
            inputs.extend(disk::inputs(path, found));
        }
    }
    inputs
}

pub(super) fn standard_input(found: &mut Diagnostics) -> Option<Input> {
    match disk::read_at_most(MAX_FILE_BYTES, io::stdin().lock()) {
        Ok(bytes) => Some(Input::Text {
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
