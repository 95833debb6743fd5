use core::fmt;

use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::import::json::{Json, Node};
use crate::source::LineIndex;

/// Why a case has no decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseError {
    /// What is wrong, in order; at least one.
    pub problems: Vec<CaseProblem>,
}

/// One thing that is wrong with a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseProblem {
    /// The code of what is wrong with a document or with JSON, such as
    /// `ACL1020`; none for what is wrong with the case around it.
    pub code: Option<&'static str>,
    /// The way to the place, such as `identity[0].Statement.Action`; in a line
    /// that is not JSON, `column 17`. Empty for the case as a whole.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl CaseError {
    /// One problem with the case itself.
    pub(super) fn new(path: &str, message: impl Into<String>) -> Self {
        Self {
            problems: vec![CaseProblem {
                code: None,
                path: path.to_owned(),
                message: message.into(),
                hint: None,
            }],
        }
    }

    /// One problem at a value of the case.
    pub(super) fn at(json: &Json<'_>, node: Node<'_>, message: impl Into<String>) -> Self {
        Self::new(&json.path_to(node.span()), message)
    }

    /// What is wrong with a line as JSON.
    pub(super) fn of_json(line: &str, found: &Diagnostics) -> Self {
        let lines = LineIndex::new(line);
        let column = |found: &Diagnostic| {
            let start = found.place().map_or(0, |place| place.start);
            format!("column {}", lines.position(line, start).column)
        };
        Self {
            problems: found.iter().map(|it| problem(it, column(it))).collect(),
        }
    }

    /// What is wrong with the documents of a case.
    pub(super) fn of_documents(json: &Json<'_>, found: &Diagnostics) -> Self {
        let path = |found: &Diagnostic| {
            found
                .place()
                .map(|place| json.path_to(place))
                .unwrap_or_default()
        };
        let errors = found.iter().filter(|it| it.severity == Severity::Error);
        Self {
            problems: errors.map(|it| problem(it, path(it))).collect(),
        }
    }
}

fn problem(found: &Diagnostic, path: String) -> CaseProblem {
    CaseProblem {
        code: Some(found.code.name()),
        path,
        message: found.message.clone(),
        hint: found.hints.first().cloned(),
    }
}

/// In one line.
impl fmt::Display for CaseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            write!(formatter, "{problem}")?;
        }
        Ok(())
    }
}

impl fmt::Display for CaseProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(formatter, "{}: ", self.path)?;
        }
        formatter.write_str(&self.message)
    }
}

impl core::error::Error for CaseError {}
