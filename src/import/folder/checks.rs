//! What a folder says twice, which must be the same: one who changed it may have
//! meant either.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{DOCUMENT_FOLDERS, Reader};
use crate::diag::{Diagnostic, codes};
use crate::import::fields::Fields;
use crate::import::json::Node;

impl Reader<'_> {
    /// What each target has follows from the guardrails; where it does not, as
    /// where `FullAWSAccess` was taken from an account and nothing put in its
    /// place, no program says it.
    pub(super) fn check_targets(&mut self, manifest: Fields<'_>) {
        for (name, node) in self.entries(manifest, "targets") {
            let known = ["full_access", "guardrails"];
            let fields = Fields::of(node, "a target", &known, self.texts);
            let (Some(fields), Some(target)) = (fields, self.target(&name, node)) else {
                continue;
            };
            let has = fields.need("full_access", self.texts).map(Node::spelling);
            let guardrails = fields.list("guardrails", self.texts);
            let said: BTreeSet<_> = guardrails.iter().filter_map(|it| it.string()).collect();
            let program = &self.estate.program;
            let own = program.guardrails_on(target);
            let own: BTreeSet<_> = own.map(|it| Cow::Borrowed(it.name.as_str())).collect();
            if own != said {
                let message = format!("the guardrails of `{name}` are not those that are on it");
                self.wrong(message, node);
            } else if has
                != Some(if program.has_full_access(target) {
                    "true"
                } else {
                    "false"
                })
            {
                let message =
                    format!("`full_access` of `{name}` is not what follows from its guardrails");
                self.wrong(message, node);
            }
        }
    }

    /// A document that the manifest does not name could be what denies.
    pub(super) fn check_files(&mut self, manifest: Node<'_>) {
        let files = self.files.keys();
        let others: Vec<&String> = files.filter(|path| !self.read.contains(*path)).collect();
        for path in others {
            let mut folders = path.split('/').take(2);
            let is_document = folders.any(|folder| DOCUMENT_FOLDERS.contains(&folder));
            if is_document {
                let found = Diagnostic::new(
                    codes::DUMP_INCOMPLETE,
                    format!("`{path}` is in the folder, and the manifest does not name it"),
                );
                self.texts.report(
                    found
                        .at(manifest.head())
                        .hint("take it out of the folder, or import it by itself"),
                );
            }
        }
    }
}
