use std::fs;
use std::io;
use std::path::Path;

/// One file: its name, and what it holds.
pub(super) type File = (String, Vec<u8>);

/// What the name of a file ends in that is kept, and that nobody includes.
pub(super) const ASIDE: &str = ".unused";

/// Writes files into a folder, each whole or not at all.
pub(super) fn all(folder: &Path, files: &[File]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    files
        .iter()
        .try_for_each(|(name, bytes)| one(folder, name, bytes))
}

/// A file that is as it should be keeps its time, so that nothing is built
/// again for it.
fn one(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let place = folder.join(name);
    let aside = folder.join(format!("{name}{ASIDE}"));
    let is_written = |path: &Path| fs::read(path).is_ok_and(|written| written == bytes);
    if !place.exists() && is_written(&aside) {
        return fs::rename(&aside, &place);
    }
    if is_written(&place) {
        return Ok(());
    }
    let beside = folder.join(format!("{name}.new"));
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, &place));
    if written.is_err() {
        // What went wrong before is what is reported.
        let _ = fs::remove_file(&beside);
    }
    written
}
