use super::reading::Reading;
use crate::diag::{Diagnostic, codes, nearest};
use crate::import::json::{JsonKind, Node};

/// The elements of a document or statement.
#[derive(Clone, Copy)]
pub(super) struct Elements<'j> {
    object: Node<'j>,
}

impl<'j> Elements<'j> {
    /// The value of an element; its name is compared exactly.
    pub(super) fn get(self, name: &str) -> Option<Node<'j>> {
        self.object.get(name)
    }

    /// The key of an element.
    pub(super) fn key(self, name: &str) -> Option<Node<'j>> {
        self.object.member(name).map(|(key, _)| key)
    }
}

impl Reading {
    /// An object's elements. Those that are not known are reported; the others
    /// are read all the same, for their mistakes.
    pub(super) fn elements<'j>(
        &mut self,
        object: Node<'j>,
        what: &str,
        known: &[&'static str],
        example: &str,
    ) -> Option<Elements<'j>> {
        if object.kind() != JsonKind::Object {
            self.wrong_type(object, what, "an object", example);
            return None;
        }
        for (key, _) in object.members() {
            let name = key.string().unwrap_or_default();
            if !known.contains(&name.as_ref()) {
                self.unknown(key, &name, what, known);
            }
        }
        Some(Elements { object })
    }

    fn unknown(&mut self, key: Node<'_>, name: &str, what: &str, known: &[&'static str]) {
        let message = format!("{what} has no element {}", super::reading::shown(key));
        let found = Diagnostic::new(codes::UNKNOWN_ELEMENT, message).at(key.span());
        let same = known.iter().find(|known| known.eq_ignore_ascii_case(name));
        self.report(match (same, nearest(name, known.iter().copied())) {
            (Some(same), _) => found.hint(format!(
                "write `{same}`: the names of elements count letter case"
            )),
            (None, Some(near)) => found.hint(format!("did you mean `{near}`?")),
            (None, None) => found.hint("take it away: what IAM does not know, it refuses"),
        });
    }

    /// An element or its `Not` form, and which of them it is; not both.
    pub(super) fn one_form<'j>(
        &mut self,
        elements: Elements<'j>,
        name: &'static str,
        negated: &'static str,
    ) -> Option<(Node<'j>, bool)> {
        match (elements.get(name), elements.get(negated)) {
            (None, None) => None,
            (Some(value), None) => Some((value, false)),
            (None, Some(value)) => Some((value, true)),
            (Some(value), Some(other)) => {
                let message = format!("a statement has `{name}` or `{negated}`, not both");
                let found = Diagnostic::new(codes::BOTH_FORMS, message)
                    .at(elements.key(negated).unwrap_or(other).span())
                    .label(elements.key(name).unwrap_or(value).span(), "the other one");
                self.report(found.hint("make two statements of it, each with one of them"));
                Some((value, false))
            }
        }
    }
}
