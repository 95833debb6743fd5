//! Proof that what was written means what the program means.
//!
//! The documents are read again as bytes, through the manifest, by the reader
//! that reads everybody's documents; nothing of the target that wrote them is
//! used. What comes out is a program, and it is held against the first one in
//! two ways that fail in different places:
//!
//! - **By structure** ([`compare`](self)). Who and what there is, who is in what
//!   and has what must be the same, and so must every list of statements, as a
//!   set of its smallest parts: see `unit`. That is exact: it finds every
//!   difference.
//! - **By requests** (`sample`). The tree of the program and a tree of what was
//!   read are asked the same questions, aimed at the edges of statements. That
//!   finds what both readings of a statement have in common and get wrong.

mod compare;
mod estate;
mod folder;
mod probe;
mod sample;
mod unit;

use crate::diag::{Diagnostic, Diagnostics, Severity, codes};
use crate::model::Program;
use crate::runtime::Tree;
use crate::source::{Sources, Span};

pub use folder::{FolderFile, read_folder};

/// The most differences that are told.
const MOST_TOLD: usize = 20;

/// The most statements that requests are aimed at; of more, every so-many-th.
///
/// The first of the two comparisons is exact and looks at all of them. Asking
/// needs a tree of what was read, which costs as much as the first one did, so
/// it is made of what is asked about alone.
const MOST_PROBED: usize = 256;

/// What was written, read again.
#[derive(Debug)]
pub struct ReadBack {
    program: Option<Program>,
    found: Diagnostics,
}

/// Reads the files of an output folder, each with its path, and compares them
/// with the program by their structure.
pub fn read_back<'t>(
    program: &Program,
    files: impl IntoIterator<Item = (&'t str, &'t str)>,
) -> ReadBack {
    // Whatever is found in these texts is told of the program's.
    let source = Sources::new().add("", "");
    let files: Vec<FolderFile<'_>> = files
        .into_iter()
        .map(|(path, text)| FolderFile { path, text, source })
        .collect();
    let (written, problems) = read_folder(&files);
    let mut found = Diagnostics::new();
    // What a document is warned of, its statement in the program is too.
    let errors = problems.iter().filter(|it| it.severity == Severity::Error);
    for problem in errors.take(MOST_TOLD) {
        let message = format!("what was written cannot be read back: {}", problem.message);
        found.push(differs(message));
    }
    if let Some(written) = &written {
        for difference in compare::differences(program, written)
            .into_iter()
            .take(MOST_TOLD)
        {
            let told = differs(difference.message);
            found.push(match difference.place {
                Some(place) => told.at(place),
                None => told,
            });
        }
    }
    if written.is_none() && found.is_empty() {
        found.push(differs("what was written cannot be read back".to_owned()));
    }
    ReadBack {
        program: written.filter(|_| found.is_empty()),
        found,
    }
}

impl ReadBack {
    /// Asks the program's tree and a tree of what was read, where the two are
    /// the same by structure, and tells every difference found.
    pub fn verify(self, program: &Program, tree: &Tree) -> Diagnostics {
        let Self {
            program: written,
            mut found,
        } = self;
        let Some(written) = written else {
            return found;
        };
        match sample::differences(program, tree, written, MOST_PROBED) {
            Ok(differences) => {
                for (place, message) in differences.into_iter().take(MOST_TOLD) {
                    found.push(differs(message).at(place));
                }
            }
            Err(error) => found.push(differs(format!(
                "no tree can be made of what was written: {error}"
            ))),
        }
        found
    }
}

fn differs(message: String) -> Diagnostic {
    Diagnostic::new(codes::WRITTEN_DIFFERS, message).hint(
        "nothing was written; this is a mistake of the compiler: please report it with the program",
    )
}

/// Something that is not the same.
#[derive(Debug)]
struct Difference {
    /// Where in the program it is to be seen.
    place: Option<Span>,
    message: String,
}
