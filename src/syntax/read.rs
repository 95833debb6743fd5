//! Bytes to text, and which other files a text asks for.

use super::ast::Word;
use super::scan::{is_document, scan};
use crate::diag::{Diagnostic, codes};
use crate::source::SourceId;

/// The largest file that is read, in bytes: 64 MiB.
pub const MAX_FILE_BYTES: usize = 64 << 20;

/// The text of a file, without a leading byte-order mark.
///
/// # Errors
/// If the file is larger than [`MAX_FILE_BYTES`] or not UTF-8. The name is for
/// the message, which has no place in any source.
pub fn read(name: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Diagnostic::new(
            codes::FILE_TOO_LARGE,
            format!(
                "`{name}` is {} bytes long; a file may have {MAX_FILE_BYTES}",
                bytes.len()
            ),
        )
        .hint(if is_document(name) {
            "give a document at a time; the description of an account comes in pages, as `aws` prints them with `--max-items`, and all of them are imported together"
        } else {
            "split it into several files and join them with `use`"
        }));
    }
    let text = core::str::from_utf8(bytes).map_err(|error| not_utf8(name, bytes, error))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}

fn not_utf8(name: &str, bytes: &[u8], error: core::str::Utf8Error) -> Diagnostic {
    let offset = error.valid_up_to();
    let before = bytes.get(..offset).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let byte = bytes.get(offset).copied().unwrap_or_default();
    Diagnostic::new(
        codes::NOT_UTF8,
        format!("`{name}` is not UTF-8: byte {offset}, on line {line}, is 0x{byte:02X}"),
    )
    .hint("save the file as UTF-8")
}

/// The other files that a text names, in order, escapes not yet read.
#[derive(Debug)]
pub struct References<'s> {
    /// Programs, behind `use`.
    pub programs: Vec<Word<'s>>,
    /// IAM documents, behind `from`.
    pub documents: Vec<Word<'s>>,
}

/// The files that a text asks for. One with mistakes still names what can be
/// seen.
pub fn references(source: SourceId, text: &str) -> References<'_> {
    if !may_refer(text) {
        return References {
            programs: Vec::new(),
            documents: Vec::new(),
        };
    }
    let found = scan(source, text);
    References {
        programs: found.uses,
        documents: found.documents,
    }
}

/// Whether a text may name another file: a search for the word `use` and for the
/// ending of documents' names, which takes far less than a look at every word.
fn may_refer(text: &str) -> bool {
    let is_use = |(place, word): (usize, &str)| {
        let behind = text.as_bytes().get(place + word.len());
        behind.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'#'))
    };
    text.match_indices("use").any(is_use)
        || text
            .match_indices('.')
            .any(|(place, _)| text.get(place..place + 5).is_some_and(is_document))
}
