use std::fmt::Display;

use crate::diag::{Diagnostic, Diagnostics, Severity, codes};
use crate::iam::quotas::is_document_character;
use crate::iam::{PolicyKind, Version};
use crate::import::json::{JsonKind, Node, shorten};

/// The most errors, and the most warnings, that one document is told of.
const MOST_PROBLEMS: usize = 100;

/// A document that is being read.
pub(super) struct Reading {
    pub(super) kind: PolicyKind,
    pub(super) version: Version,
    found: Diagnostics,
    errors: usize,
    warnings: usize,
}

impl Reading {
    pub(super) fn new(kind: PolicyKind) -> Self {
        Self {
            kind,
            version: Version::V2008,
            found: Diagnostics::new(),
            errors: 0,
            warnings: 0,
        }
    }

    pub(super) fn into_diagnostics(self) -> Diagnostics {
        self.found
    }

    /// Keeps a problem, unless there are enough of its severity.
    pub(super) fn report(&mut self, problem: Diagnostic) {
        let count = match problem.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning | Severity::Suggestion => &mut self.warnings,
        };
        *count += 1;
        if *count <= MOST_PROBLEMS {
            self.found.push(problem);
        }
    }

    /// How many errors there are so far.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    /// A string's text; anything else is reported.
    pub(super) fn text(&mut self, node: Node<'_>, what: impl Display) -> Option<String> {
        match node.string() {
            Some(text) => self.checked(node, text.into_owned()),
            None => {
                self.wrong_type(node, what, "a string", "\"text\"");
                None
            }
        }
    }

    /// A string, or a number or boolean as it is spelled (IAM User Guide,
    /// "Grammar of the IAM JSON policy language": condition values).
    pub(super) fn scalar(&mut self, node: Node<'_>, what: impl Display) -> Option<String> {
        match node.kind() {
            JsonKind::Number | JsonKind::Boolean => Some(node.spelling().to_owned()),
            JsonKind::String => self.text(node, what),
            JsonKind::Null | JsonKind::List | JsonKind::Object => {
                let expected = "a string, a number or a boolean";
                self.wrong_type(node, what, expected, "[\"one\", \"two\"]");
                None
            }
        }
    }

    /// Policy documents hold the characters up to U+00FF only (IAM User Guide,
    /// "IAM and AWS STS quotas"); AWS does not say that an escape may name
    /// another.
    pub(super) fn checked(&mut self, node: Node<'_>, text: String) -> Option<String> {
        let Some(foreign) = text.chars().find(|it| !is_document_character(*it)) else {
            return Some(text);
        };
        let message = format!(
            "the character U+{:04X} stands here, which no policy may hold",
            u32::from(foreign)
        );
        let found = Diagnostic::new(codes::UNSUPPORTED_CHARACTER, message).at(node.span());
        self.report(found.hint(
            "IAM takes the characters U+0020 to U+00FF; in a pattern, `?` matches any one and `*` any run of them",
        ));
        None
    }

    /// Reports a value of another type than is expected, such as `example`.
    pub(super) fn wrong_type(
        &mut self,
        node: Node<'_>,
        what: impl Display,
        expected: &str,
        example: &str,
    ) {
        let message = format!("{what} is {expected}, not {}", node.kind().name());
        let found = Diagnostic::new(codes::DOCUMENT_TYPE, message).at(node.span());
        let takes_text = expected.starts_with("a string");
        self.report(match node.kind() {
            JsonKind::Number | JsonKind::Boolean if takes_text => {
                let spelled = shorten(node.spelling());
                found.hint(format!("write `\"{spelled}\"`"))
            }
            JsonKind::Null => found.hint("leave it out, or write its value"),
            JsonKind::Number
            | JsonKind::Boolean
            | JsonKind::String
            | JsonKind::List
            | JsonKind::Object => found.hint(format!("write for example `{example}`")),
        });
    }

    /// Reports an element that is not there.
    pub(super) fn missing(&mut self, object: Node<'_>, what: &str, element: &str) {
        let message = format!("{what} needs `{element}`");
        let found = Diagnostic::new(codes::MISSING_ELEMENT, message).at(object.span());
        self.report(found.hint(match (element, self.kind) {
            ("Principal", PolicyKind::ResourceControl) => "add `\"Principal\": \"*\"`".to_owned(),
            _ => format!("add {}", example(element)),
        }));
    }
}

/// What to add where an element is missing.
fn example(element: &str) -> &'static str {
    match element {
        "Statement" => {
            "`\"Statement\": [{\"Effect\": \"Allow\", \"Action\": ..., \"Resource\": ...}]`"
        }
        "Effect" => "`\"Effect\": \"Allow\"` or `\"Effect\": \"Deny\"`",
        "Action" => "`\"Action\": \"s3:GetObject\"`, with the actions that are meant",
        "Resource" => {
            "`\"Resource\": \"arn:aws:s3:::bucket/*\"`, with what is meant, or `\"*\"` for everything"
        }
        _ => {
            "`\"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:role/Name\"}`, with whom is meant"
        }
    }
}

/// A value as a message shows it.
pub(super) fn shown(node: Node<'_>) -> String {
    match node.kind() {
        JsonKind::String => format!("`{}`", shorten(&node.string().unwrap_or_default())),
        JsonKind::Number | JsonKind::Boolean => format!("`{}`", shorten(node.spelling())),
        JsonKind::Null | JsonKind::List | JsonKind::Object => node.kind().name().to_owned(),
    }
}
