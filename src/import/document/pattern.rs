//! `Action` and `Resource` with their `Not` forms.

use super::reading::{Reading, shown};
use crate::diag::{Diagnostic, codes};
use crate::iam::Match;
use crate::iam::pattern::is_action;
use crate::import::json::{JsonKind, Node};

impl Reading {
    /// `Action` or `NotAction`.
    pub(super) fn actions(&mut self, value: Node<'_>, negated: bool) -> Option<Match> {
        let name = if negated { "NotAction" } else { "Action" };
        self.patterns(value, name, negated, |reading, node, text| {
            let is_good = is_action(text);
            if !is_good {
                reading.not_an_action(node, text);
            }
            is_good
        })
    }

    /// `Resource` or `NotResource`: `*`, or an ARN with wildcards and variables
    /// in it. Short ones are patterns too (IAM User Guide, "IAM JSON policy
    /// elements: Resource").
    pub(super) fn resources(&mut self, value: Node<'_>, negated: bool) -> Option<Match> {
        let name = if negated { "NotResource" } else { "Resource" };
        self.patterns(value, name, negated, |reading, node, text| {
            let is_good = text == "*" || text.starts_with("arn:");
            if !is_good {
                let message = format!("{} is neither `*` nor an ARN", shown(node));
                let found = Diagnostic::new(codes::DOCUMENT_RESOURCE, message).at(node.span());
                reading.report(
                    found.hint("write the whole ARN, as in `arn:aws:s3:::bucket/folder/*`"),
                );
            }
            is_good
        })
    }

    fn patterns(
        &mut self,
        value: Node<'_>,
        name: &str,
        negated: bool,
        check: impl Fn(&mut Self, Node<'_>, &str) -> bool,
    ) -> Option<Match> {
        if value.kind() != JsonKind::List && value.kind() != JsonKind::String {
            let example = "[\"one\", \"two\"]";
            let what = format_args!("`{name}`");
            self.wrong_type(value, what, "a string, or a list of strings", example);
            return None;
        }
        let errors = self.errors();
        let mut patterns = Vec::new();
        for node in value.one_or_many() {
            let Some(text) = self.text(node, format_args!("an item of `{name}`")) else {
                continue;
            };
            if check(self, node, &text) {
                patterns.push(text);
            }
        }
        if self.errors() > errors {
            return None;
        }
        if negated && patterns.is_empty() {
            self.lists_nothing(value, name);
            return None;
        }
        Some(if negated {
            Match::NoneOf(patterns)
        } else {
            Match::Any(patterns)
        })
    }

    /// AWS says of an empty list that its statement has no effect; of an empty
    /// `Not` list it says nothing, and it could be about everything.
    pub(super) fn lists_nothing(&mut self, value: Node<'_>, name: &str) {
        let message = format!("`{name}` lists nothing");
        let found = Diagnostic::new(codes::EMPTY_NOT, message).at(value.span());
        self.report(found.hint("list what is excepted, or take the statement away"));
    }

    fn not_an_action(&mut self, node: Node<'_>, text: &str) {
        let message = format!("{} is not an action", shown(node));
        let found = Diagnostic::new(codes::DOCUMENT_ACTION, message).at(node.span());
        let hint = match text.split_once(':') {
            None => "write the service before it, as in `s3:GetObject`, or `*` for every action",
            Some((service, _)) if service.contains(['*', '?']) && service != "*" => {
                "write the service in full: wildcards stand behind the colon only"
            }
            Some((_, name)) if name.contains("${") => {
                "write the action itself: no policy variable is read here"
            }
            Some((_, name)) if name.contains(':') => "write one colon, as in `s3:GetObject`",
            Some(_) => {
                "write a service of letters, digits and `-`, a colon and a name, as in `s3:GetObject`"
            }
        };
        self.report(found.hint(hint));
    }
}
