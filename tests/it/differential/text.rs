//! From text to both targets.

use std::fs;
use std::path::Path;

use aclc::diag::Diagnostics;
use aclc::load::{Input, LoadError, Loader};
use aclc::pipeline::{Compiled, Options, compile};

/// Compiles one text or file.
pub(crate) fn compile_input(input: Input) -> (Option<Compiled>, Diagnostics) {
    let compilation = compile(&[input], &mut Disk, &Options::default());
    (compilation.compiled, compilation.diagnostics)
}

/// The repository's own files.
struct Disk;

impl Loader for Disk {
    fn identity(&mut self, path: &str) -> Result<String, LoadError> {
        let path = fs::canonicalize(path).map_err(|_| LoadError::Missing)?;
        if path.is_dir() {
            return Err(LoadError::Folder);
        }
        Ok(path.to_string_lossy().into_owned())
    }

    fn read(&mut self, path: &str) -> Result<Vec<u8>, LoadError> {
        fs::read(Path::new(path)).map_err(|error| LoadError::Other(error.to_string()))
    }
}
