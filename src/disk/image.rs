use std::fs;
use std::path::Path;

use super::load_error;
use crate::diag::{Diagnostic, codes};
use crate::runtime::{ImageError, Tree};

/// Whether a path is that of a program that is compiled already.
pub(crate) fn is_image(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|ending| ending == "aclt")
}

/// Reads the image of a program.
///
/// # Errors
/// If the file cannot be read, or is no image, or not one that can be used.
pub(crate) fn image(path: &str) -> Result<Tree, Diagnostic> {
    let bytes = fs::read(path).map_err(|error| load_error(error).about(path))?;
    Tree::from_bytes(bytes).map_err(|error| {
        let message = format!("`{path}` cannot be used: {error}");
        let unreadable = Diagnostic::new(codes::IMAGE_UNREADABLE, message);
        unreadable.hint(match error {
            ImageError::NotAnImage => "a program is given by its `.acl` files",
            ImageError::Version(_) => {
                "compile the program again with this `aclc`, or use the one that wrote the image"
            }
            ImageError::Length | ImageError::Checksum | ImageError::Malformed(_) => {
                "compile the program again: `aclc compile PATHS -o DIR` writes `DIR/program.aclt`"
            }
        })
    })
}
