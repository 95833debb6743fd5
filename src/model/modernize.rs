//! Statements of documents of any version, said in the language of 2012.

use std::borrow::Cow;

use super::Statement;
use crate::iam::{Match, Version, split_variable};

impl Statement {
    /// The statement as a document of `Version` 2012-10-17 must write it to
    /// mean the same.
    ///
    /// In a document of 2008, `${` is plain text. In one of 2012 it begins a
    /// variable, and `${$}` is the plain `$` (IAM User Guide, "IAM policy
    /// elements: Variables and tags"); so `${` becomes `${$}{` wherever a
    /// variable may stand: in resources and in the values of string and ARN
    /// operators. Elsewhere it is plain text in both. A `${` in a document of
    /// 2012 that begins no variable is plain text too, and is said so.
    pub fn modern(&self) -> Cow<'_, Self> {
        let is_modern = self.version == Version::V2012
            && self.lists_with_variables().flatten().all(|text| {
                let mut places = text.match_indices("${");
                places.all(|(start, _)| text.get(start..).is_some_and(begins_variable))
            });
        if is_modern {
            return Cow::Borrowed(self);
        }
        let mut statement = self.clone();
        statement.version = Version::V2012;
        if let Some(Match::Any(patterns) | Match::NoneOf(patterns)) = &mut statement.resources {
            escape_all(patterns, self.version);
        }
        for atom in &mut statement.condition {
            if atom.operator.base.row().value_type.has_variables() {
                escape_all(&mut atom.values, self.version);
            }
        }
        Cow::Owned(statement)
    }

    /// The texts that may hold variables.
    fn lists_with_variables(&self) -> impl Iterator<Item = &[String]> {
        let resources = self.resources.as_ref().map(Match::patterns);
        let atoms = self.condition.iter();
        let values = atoms
            .filter(|atom| atom.operator.base.row().value_type.has_variables())
            .map(|atom| atom.values.as_slice());
        resources.into_iter().chain(values)
    }
}

fn begins_variable(text: &str) -> bool {
    split_variable(text).is_some()
}

fn escape_all(texts: &mut [String], version: Version) {
    for text in texts.iter_mut().filter(|text| text.contains("${")) {
        *text = escaped(text, version);
    }
}

fn escaped(text: &str, version: Version) -> String {
    let mut escaped = String::with_capacity(text.len() + 3);
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, from) = rest.split_at(start);
        escaped.push_str(before);
        let variable = match version {
            Version::V2008 => None,
            Version::V2012 => split_variable(from),
        };
        match variable {
            Some((_, after)) => {
                escaped.push_str(from.strip_suffix(after).unwrap_or(from));
                rest = after;
            }
            None => {
                escaped.push_str("${$}{");
                rest = from.strip_prefix("${").unwrap_or_default();
            }
        }
    }
    escaped.push_str(rest);
    escaped
}
