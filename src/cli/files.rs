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
