use clap::Args;

use super::files::{self, rewrite};
use super::output::unified;
use super::{Console, Exit, Failure};
use crate::diag::{Diagnostic, Diagnostics};
use crate::disk::Disk;
use crate::format::{format, format_document};
use crate::iam::PolicyKind;
use crate::load::{self, Input, Loader as _, language_of};
use crate::source::{Language, SourceId, Sources};
use crate::syntax;

/// Put programs, and IAM documents in JSON, into the one layout, comments kept
#[derive(Args)]
#[command(after_help = "\
A file is rewritten only where the result means the same; what it uses is left alone. Files with
mistakes are reported and left as they are.

Examples:
  aclc fmt access/                every .acl file below a folder
  aclc fmt team.acl --check       write nothing; exit 1, with a diff, where something would change
  aclc fmt - < team.acl           from standard input to standard output")]
pub(super) struct Fmt {
    /// Programs (.acl), IAM documents (.json), folders (every .acl file below them), or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,

    /// Write nothing; show a diff and exit 1 where something would change
    #[arg(long)]
    check: bool,
}

/// A text to lay out, and where the result goes.
struct Page {
    source: SourceId,
    /// Of an IAM document, which kind it is said to be.
    document: Option<Option<PolicyKind>>,
    /// As it was, a byte-order mark included.
    before: String,
    /// The file; none for standard input.
    path: Option<String>,
}

impl Fmt {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        let mut found = Diagnostics::new();
        let mut sources = Sources::new();
        let inputs = files::inputs(&self.paths, &mut found);
        let pages = read_pages(&inputs, &mut sources, &mut found);
        let mut exit = Exit::Yes;
        for page in &pages {
            let text = match page.document {
                None => format(&sources, page.source),
                Some(kind) => format_document(&sources, page.source, kind),
            };
            match text {
                Ok(text) => exit = exit.max(self.put(page, &text, &sources, &mut found, console)?),
                Err(problems) => found.append(problems),
            }
        }
        found.sort();
        console.add(found);
        console.keep(sources);
        Ok(exit)
    }

    /// Writes a result, or shows what would change.
    fn put(
        &self,
        page: &Page,
        text: &str,
        sources: &Sources,
        found: &mut Diagnostics,
        console: &mut Console,
    ) -> Result<Exit, Failure> {
        let is_same = page.before == text;
        match &page.path {
            _ if self.check => {
                let name = sources.get(page.source).map_or("", |source| source.name());
                if !is_same {
                    console.print(&unified(name, &page.before, text))?;
                }
            }
            None => console.print(text)?,
            Some(_) if is_same => {}
            Some(path) => {
                if let Err(error) = rewrite(path, text) {
                    found.push(error);
                }
            }
        }
        Ok(if self.check && !is_same {
            Exit::No
        } else {
            Exit::Yes
        })
    }
}

/// Reads the given files, each once, and nothing that they use.
fn read_pages(inputs: &[Input], sources: &mut Sources, found: &mut Diagnostics) -> Vec<Page> {
    let mut known = Vec::new();
    let mut pages = Vec::new();
    for input in inputs {
        let (name, path, bytes) = match input {
            Input::Text { name, bytes } => (name, None, Ok(bytes.clone())),
            Input::File(path) | Input::Document { path, .. } => {
                let mut disk = Disk::default();
                let identity = disk.identity(path);
                if identity.is_ok() && known.contains(&identity) {
                    continue;
                }
                let bytes = identity.clone().and_then(|_| disk.read(path));
                known.push(identity);
                (path, Some(path.clone()), bytes)
            }
        };
        match bytes
            .map_err(|error| error.about(name))
            .and_then(|bytes| page(input, name, path, &bytes, sources))
        {
            Ok(page) => pages.push(page),
            Err(problem) => found.push(problem),
        }
    }
    pages
}

fn page(
    input: &Input,
    name: &str,
    path: Option<String>,
    bytes: &[u8],
    sources: &mut Sources,
) -> Result<Page, Diagnostic> {
    let text = load::read(name, bytes)?;
    let document = match input {
        Input::Document { kind, .. } => Some(Some(*kind)),
        Input::File(path) => syntax::is_document(path).then_some(None),
        Input::Text { name, bytes } => {
            (language_of(name, bytes) == Language::Document).then_some(None)
        }
    };
    let language = match document {
        Some(_) => Language::Document,
        None => Language::Program,
    };
    Ok(Page {
        source: sources.add_in(language, name, text),
        document,
        before: String::from_utf8_lossy(bytes).into_owned(),
        path,
    })
}
