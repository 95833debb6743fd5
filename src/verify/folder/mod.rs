//! An output folder, read as whoever deploys it would: the manifest says who
//! and what there is and who has which document, and nothing else is asked.
//!
//! This reads what the compiler has just written, and takes nothing else: every
//! member of the manifest is there and no other, every file is named in one
//! place, and what is said twice, such as who is in a group, is said the same
//! twice. [`import`](crate::import) reads folders for people.

mod manifest;
mod reading;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::model::Program;
use crate::source::{SourceId, Span};

use manifest::Manifest;
use reading::Reading;

/// The file of a folder that names all others.
pub(super) const MANIFEST: &str = "manifest.json";

/// One file of a folder.
#[derive(Clone, Copy, Debug)]
pub struct FolderFile<'t> {
    /// Where it is from the manifest, with `/` on every platform.
    pub path: &'t str,
    /// What it holds, without a byte-order mark.
    pub text: &'t str,
    /// What places in it are told by.
    pub source: SourceId,
}

/// Reads the manifest of a folder and the documents that it names. There is a
/// program only where no problem is an error.
///
/// Entities stand in the order of the manifest's keys. A managed policy that
/// holds what an inline policy had no room for is a policy like any other,
/// attached to whose grants it holds.
pub fn read_folder(files: &[FolderFile<'_>]) -> (Option<Program>, Diagnostics) {
    let mut found = Diagnostics::new();
    let program = match files.iter().find(|file| file.path == MANIFEST) {
        Some(file) => match read_manifest(*file) {
            Ok(manifest) => Some(Reading::new(files, *file, &mut found).program(&manifest)),
            Err(problems) => {
                found.append(problems);
                None
            }
        },
        None => {
            let message = format!("there is no `{MANIFEST}`");
            found.push(Diagnostic::new(codes::WRITTEN_DIFFERS, message));
            None
        }
    };
    (program.filter(|_| !found.has_errors()), found)
}

fn read_manifest(file: FolderFile<'_>) -> Result<Manifest<'_>, Diagnostics> {
    let manifest = serde_json::from_str::<Manifest<'_>>(file.text);
    let manifest = manifest.map_err(|error| {
        let line = file
            .text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1));
        let at = line.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        let text = error.to_string();
        let reason = text
            .rsplit_once(" at line ")
            .map_or(text.as_str(), |(it, _)| it);
        (format!("this is no manifest: {reason}"), at)
    });
    let checked = manifest.and_then(|manifest| match manifest.version {
        1 => Ok(manifest),
        other => Err((
            format!("a manifest has the version 1, and this one {other}"),
            0,
        )),
    });
    checked.map_err(|(message, at)| {
        let mut found = Diagnostics::new();
        let place = Span::new(file.source, at, at);
        found.push(Diagnostic::new(codes::WRITTEN_DIFFERS, message).at(place));
        found
    })
}
