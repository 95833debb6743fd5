//! Which files of an output folder an earlier run wrote.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::stage::Other;
use crate::import::DOCUMENT_FOLDERS;
use crate::load::is_image;
use crate::target::iam::documents_named;

/// What says which documents of a folder are ours.
pub(super) const MANIFEST: &str = "manifest.json";

/// A file's name, and whether bytes are such a file as we write it.
type ProgramFile = (&'static str, fn(&[u8]) -> bool);

/// Files beside the documents, which a manifest does not name, and what tells
/// ours from others of the same name.
const PROGRAM_FILES: [ProgramFile; 3] = [
    ("program.tree.json", is_tree),
    ("program.aclt", is_image),
    ("program.dot", is_graph),
];

/// The files of an earlier run: those that its manifest names, and what can be
/// told by what it holds. None if there is neither, nor a run that was interrupted.
pub(super) fn known(root: &Path, stages: &[Other]) -> Option<BTreeSet<String>> {
    let program_files = PROGRAM_FILES
        .into_iter()
        .filter(|(name, is_ours)| fs::read(root.join(name)).is_ok_and(|bytes| is_ours(&bytes)));
    let mut known: BTreeSet<String> = program_files.map(|(name, _)| name.to_owned()).collect();
    if let Some(manifest) = read_manifest(&root.join(MANIFEST)) {
        known.insert(MANIFEST.to_owned());
        known.extend(documents(&manifest));
    } else if !root.join(MANIFEST).exists() {
        stages
            .iter()
            .for_each(|stage| known.extend(half_placed(stage)));
    }
    let is_ours = !known.is_empty() || !stages.is_empty();
    known.retain(|name| root.join(name).is_file());
    is_ours.then_some(known)
}

/// The documents of a run that was interrupted while there was no manifest: what the
/// manifest that it took away names, and what it has placed already.
fn half_placed(stage: &Other) -> Vec<String> {
    let old = read_manifest(&stage.old_files().join(MANIFEST));
    let new = read_manifest(&stage.new_files().join(MANIFEST));
    let is_placed = |name: &String| !stage.new_files().join(name).exists();
    let before = old.iter().flat_map(documents);
    let placed = new.iter().flat_map(documents).filter(is_placed);
    before.chain(placed).collect()
}

fn read_manifest(path: &Path) -> Option<Value> {
    let bytes = fs::read(path).ok()?;
    let manifest = serde_json::from_slice::<Value>(&bytes).ok()?;
    is_manifest(&manifest).then_some(manifest)
}

fn is_manifest(value: &Value) -> bool {
    value.get("version").is_some_and(Value::is_number)
        && value.get("partition").is_some_and(Value::is_string)
        && value.get("accounts").is_some_and(Value::is_object)
}

/// The documents of a manifest that stand where we write documents. Whatever
/// else a manifest may name, it is not for us to remove.
fn documents(manifest: &Value) -> impl Iterator<Item = String> {
    documents_named(manifest)
        .filter(|path| is_place(path))
        .map(str::to_owned)
}

/// Whether a path is `groups/NAME.json` or the like, maybe in an account's folder.
fn is_place(path: &str) -> bool {
    let steps: Vec<&str> = path.split('/').collect();
    let folder = match steps.as_slice() {
        [folder, _] | [_, folder, _] => folder,
        _ => return false,
    };
    let is_inside = steps.iter().all(|step| !matches!(*step, "" | "." | ".."));
    let is_plain = !path.contains([':', '\\']);
    DOCUMENT_FOLDERS.contains(folder) && is_inside && is_plain && path.ends_with(".json")
}

/// Whether a text is the tree as [`crate::target::tree::json`] makes it.
fn is_tree(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Tree {
        #[serde(rename = "version")]
        _version: u32,
        #[serde(rename = "accounts")]
        _accounts: Vec<IgnoredAny>,
        #[serde(rename = "principals")]
        _principals: Vec<IgnoredAny>,
        #[serde(rename = "resources")]
        _resources: Vec<IgnoredAny>,
        #[serde(rename = "sessions")]
        _sessions: Vec<IgnoredAny>,
        #[serde(rename = "policies")]
        _policies: Vec<IgnoredAny>,
    }
    serde_json::from_slice::<Tree>(bytes).is_ok()
}

/// Whether a text begins as [`crate::target::tree::dot`] does.
fn is_graph(bytes: &[u8]) -> bool {
    bytes.starts_with(b"digraph access {\n")
}
