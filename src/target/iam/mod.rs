//! IAM JSON: every policy document of a program and the manifest that says what
//! is attached to what.
//!
//! [`emit`] is pure. It checks names and counts, writes document by document
//! ([`documents`](self)), spreads an entity's statements over several where one
//! would be too large, and writes the manifest last. A program with any error
//! gives no file at all.

mod admit;
mod counts;
mod cut;
mod document;
mod documents;
mod files;
mod guardrails;
mod manifest;
mod merge;
mod names;
mod output;
mod pack;
mod tags;

pub use files::ROOT_FILES;
#[cfg(feature = "cli")]
pub(crate) use manifest::documents_named;
pub use output::{Headroom, Output, OutputFile};

use crate::diag::Diagnostics;
use crate::model::Program;

use documents::Written;

/// The output folder of a program: the manifest first, then every document.
///
/// The files are empty where a diagnostic is an error.
pub fn emit(program: &Program) -> (Output, Diagnostics) {
    let mut written = Written::default();
    names::check_names(program, &mut written.diagnostics);
    tags::check_tags(program, &mut written.diagnostics);
    counts::check_counts(program, &mut written.diagnostics);
    guardrails::check_guardrails(program, &mut written.diagnostics);
    files::check_folders(program, &mut written.diagnostics);
    let documents = written.write_documents(program);
    let mut output = Output {
        files: Vec::new(),
        headroom: written.headroom,
    };
    if !written.diagnostics.has_errors() {
        output.files.push(OutputFile {
            path: "manifest.json".to_owned(),
            text: manifest::render_manifest(program, &documents),
        });
        output.files.extend(written.files.files);
    }
    (output, written.diagnostics)
}
