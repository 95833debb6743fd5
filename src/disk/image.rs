use std::fs;
use std::io::Read as _;
use std::path::Path;

use super::load_error;
use crate::diag::{Diagnostic, codes};
use crate::load::{Input, is_image};
use crate::runtime::{ImageError, Tree};

/// The program of an input that is compiled already: a file whose name says so
/// or that begins so, or such bytes. None if the input is not compiled.
///
/// # Errors
/// If the file cannot be read, or is no image, or not one that can be used.
pub(crate) fn image(input: &Input) -> Option<Result<Tree, Diagnostic>> {
    match input {
        Input::File(path) if is_called_image(path) || begins_as_image(path) => {
            let bytes = fs::read(path).map_err(|error| load_error(error).about(path));
            Some(bytes.and_then(|bytes| tree(path, bytes)))
        }
        Input::Text { name, bytes } if is_image(bytes) => Some(tree(name, bytes.clone())),
        Input::File(_) | Input::Document { .. } | Input::Text { .. } => None,
    }
}

fn is_called_image(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|ending| ending == "aclt")
}

/// Whether a file begins as an image does. Of a pipe nothing is read: what is
/// taken from it is gone.
fn begins_as_image(path: &str) -> bool {
    let mut beginning = Vec::new();
    let is_file = fs::metadata(path).is_ok_and(|found| found.is_file());
    is_file
        && fs::File::open(path)
            .and_then(|file| file.take(64).read_to_end(&mut beginning))
            .is_ok()
        && is_image(&beginning)
}

fn tree(name: &str, bytes: Vec<u8>) -> Result<Tree, Diagnostic> {
    Tree::from_bytes(bytes).map_err(|error| {
        let message = format!("`{name}` cannot be used: {error}");
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
