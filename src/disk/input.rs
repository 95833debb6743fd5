use std::path::Path;

use super::folder::folder;
use crate::diag::Diagnostics;
use crate::iam::PolicyKind;
use crate::load::Input;
use crate::syntax::is_document;

/// The inputs that a path stands for: a file as it is, a folder as every `.acl`
/// file below it.
pub(crate) fn inputs(path: &str, found: &mut Diagnostics) -> Vec<Input> {
    if Path::new(path).is_dir() {
        folder(path, found).into_iter().map(Input::File).collect()
    } else {
        vec![file(path)]
    }
}

/// The kinds of policies that a path can be said to be, as in
/// `boundary=limits.json`.
const KINDS: [(&str, PolicyKind); 7] = [
    ("identity", PolicyKind::Identity),
    ("boundary", PolicyKind::Boundary),
    ("session", PolicyKind::Session),
    ("resource", PolicyKind::Resource),
    ("trust", PolicyKind::Trust),
    ("scp", PolicyKind::ServiceControl),
    ("rcp", PolicyKind::ResourceControl),
];

/// A file, or `KIND=PATH` for an IAM document of a kind. A file that is so
/// called is meant itself.
fn file(path: &str) -> Input {
    let said = path.split_once('=').and_then(|(kind, path)| {
        let mut kinds = KINDS.into_iter();
        let (_, kind) = kinds.find(|(name, _)| *name == kind)?;
        is_document(path).then(|| (with_slashes(path), kind))
    });
    match said {
        Some((document, kind)) if !Path::new(path).exists() => Input::Document {
            path: document,
            kind,
        },
        Some(_) | None => Input::File(with_slashes(path)),
    }
}

/// Steps separated as messages show them.
pub(super) fn with_slashes(path: &str) -> String {
    if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    }
}
