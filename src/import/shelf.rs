use std::collections::BTreeMap;

use super::json::{Json, Node, read_json};
use crate::diag::Diagnostics;
use crate::iam::PolicyKind;
use crate::load::Loaded;
use crate::source::{Language, SourceId, Span};

/// The IAM documents of a program, as JSON: which kind of policy each is, only
/// its use tells.
#[derive(Debug, Default)]
pub struct Shelf<'t> {
    documents: BTreeMap<SourceId, Json<'t>>,
    named: BTreeMap<Span, SourceId>,
    given: Vec<(SourceId, Option<PolicyKind>)>,
}

/// Reads the JSON of every document that has been loaded.
pub fn read_documents(loaded: &Loaded) -> (Shelf<'_>, Diagnostics) {
    let mut found = Diagnostics::new();
    let mut documents = BTreeMap::new();
    for (id, source) in loaded.sources.iter() {
        if source.language() == Language::Document {
            match read_json(id, source.text()) {
                Ok(json) => {
                    documents.insert(id, json);
                }
                Err(problems) => found.append(problems),
            }
        }
    }
    let shelf = Shelf {
        documents,
        named: loaded.named.clone(),
        given: loaded.given.clone(),
    };
    (shelf, found)
}

impl Shelf<'_> {
    /// The document that a program names at a place: none where it has not been
    /// loaded, and inside nothing where it is no JSON, which has been reported.
    pub fn named(&self, place: Span) -> Option<Option<Node<'_>>> {
        let source = self.named.get(&place)?;
        Some(self.documents.get(source).map(Json::root))
    }

    /// The documents that stand alone, in order, each with its kind where one
    /// was said.
    pub fn given(&self) -> impl Iterator<Item = (Node<'_>, Option<PolicyKind>)> {
        self.given
            .iter()
            .filter_map(|(source, kind)| Some((self.documents.get(source)?.root(), *kind)))
    }

    /// Whether no document stands alone.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }
}
