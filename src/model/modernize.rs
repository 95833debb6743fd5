//! Statements of documents of 2008, said in the language of 2012.

use std::borrow::Cow;

use super::Statement;
use crate::iam::{Match, ValueType, Version};

impl Statement {
    /// The statement as a document of `Version` 2012-10-17 must write it to
    /// mean the same.
    ///
    /// In a document of 2008, `${` is plain text. In one of 2012 it begins a
    /// variable, and `${$}` is the plain `$` (IAM User Guide, "IAM policy
    /// elements: Variables and tags"); so `${` becomes `${$}{` wherever a
    /// variable may stand: in resources and in the values of string and ARN
    /// operators. Elsewhere it is plain text in both.
    pub fn modern(&self) -> Cow<'_, Self> {
        match self.version {
            Version::V2012 => Cow::Borrowed(self),
            Version::V2008 => Cow::Owned(escape_variables(self.clone())),
        }
    }
}

fn escape_variables(mut statement: Statement) -> Statement {
    statement.version = Version::V2012;
    if let Some(Match::Any(patterns) | Match::NoneOf(patterns)) = &mut statement.resources {
        escape_all(patterns);
    }
    for atom in &mut statement.condition {
        match atom.operator.base.row().value_type {
            ValueType::String | ValueType::Arn => escape_all(&mut atom.values),
            ValueType::Numeric
            | ValueType::Date
            | ValueType::Bool
            | ValueType::Binary
            | ValueType::Ip
            | ValueType::Presence => {}
        }
    }
    statement
}

fn escape_all(texts: &mut [String]) {
    for text in texts {
        if text.contains("${") {
            *text = text.replace("${", "${$}{");
        }
    }
}
