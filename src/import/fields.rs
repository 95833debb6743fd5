use super::json::{JsonKind, Node};
use super::texts::Texts;
use crate::diag::{Diagnostic, codes, nearest};

/// The members of an object that AWS's own tools write.
#[derive(Clone, Copy)]
pub(super) struct Fields<'j> {
    pub(super) object: Node<'j>,
}

impl<'j> Fields<'j> {
    /// The members of an object. What is not known could say who may do what,
    /// so it is an error; the others are read all the same.
    pub(super) fn of(
        object: Node<'j>,
        what: &str,
        known: &[&str],
        texts: &mut Texts,
    ) -> Option<Self> {
        if object.kind() != JsonKind::Object {
            texts.report(wrong_type(object, what, "an object"));
            return None;
        }
        for (key, _) in object.members() {
            let name = key.string().unwrap_or_default();
            if !known.contains(&name.as_ref()) {
                let problem = Diagnostic::new(
                    codes::DUMP_FIELD,
                    format!("{what} has an unknown field {}", key.spelling()),
                )
                .at(key.span());
                texts.report(match nearest(&name, known.iter().copied()) {
                    Some(near) => problem.hint(format!("did you mean `{near}`?")),
                    None => {
                        problem.hint("take it away if it has nothing to say about who may do what")
                    }
                });
            }
        }
        Some(Self { object })
    }

    /// A member that may be missing or `null`.
    pub(super) fn get(self, name: &str) -> Option<Node<'j>> {
        let found = self.object.get(name)?;
        (found.kind() != JsonKind::Null).then_some(found)
    }

    /// A member that must be there.
    pub(super) fn need(self, name: &str, texts: &mut Texts) -> Option<Node<'j>> {
        let found = self.get(name);
        if found.is_none() {
            texts.report(
                Diagnostic::new(codes::DUMP_FIELD, format!("`{name}` is missing here"))
                    .at(self.object.span())
                    .hint("give the JSON whole, as it was printed or written"),
            );
        }
        found
    }

    /// A text that may be missing.
    pub(super) fn text(self, name: &str, texts: &mut Texts) -> Option<String> {
        string(self.get(name)?, name, texts)
    }

    /// A text that must be there.
    pub(super) fn need_text(self, name: &str, texts: &mut Texts) -> Option<String> {
        string(self.need(name, texts)?, name, texts)
    }

    /// A whole number that may be missing.
    pub(super) fn number(self, name: &str, texts: &mut Texts) -> Option<u32> {
        let found = self.get(name)?;
        let number = found.spelling().parse().ok();
        if number.is_none() {
            texts.report(wrong_type(found, &format!("`{name}`"), "a whole number"));
        }
        number
    }

    /// The items of a list; none where it is missing.
    pub(super) fn list(self, name: &str, texts: &mut Texts) -> Vec<Node<'j>> {
        match self.get(name) {
            None => Vec::new(),
            Some(list) if list.kind() == JsonKind::List => list.items().collect(),
            Some(other) => {
                texts.report(wrong_type(other, &format!("`{name}`"), "a list"));
                Vec::new()
            }
        }
    }
}

/// A string's text.
pub(super) fn string(node: Node<'_>, name: &str, texts: &mut Texts) -> Option<String> {
    let text = node.string();
    if text.is_none() {
        texts.report(wrong_type(node, &format!("`{name}`"), "a string"));
    }
    text.map(std::borrow::Cow::into_owned)
}

fn wrong_type(node: Node<'_>, what: &str, expected: &str) -> Diagnostic {
    Diagnostic::new(
        codes::DUMP_FIELD,
        format!("{what} is {expected}, and this is {}", node.kind().name()),
    )
    .at(node.span())
}
