//! Cases: raw IAM documents and one request, with no program around them. The
//! offline answer to AWS's policy simulator.
//!
//! A case goes the way of everything else: its documents are read as any
//! document is, become a [`Tree`](crate::runtime::Tree), and that decides. Its
//! context is complete; nothing is filled in from the principal.

mod decide;
mod mistake;
mod read;
mod request;

pub use mistake::{CaseError, CaseProblem};

use crate::import::json::{Json, read_json_line};
use crate::runtime::Decision;
use crate::source::{SourceId, Sources};
use decide::decide_case;
use read::read_case;

/// What came of one line.
#[derive(Clone, Debug)]
pub struct CaseAnswer {
    /// The line's `id` as it is spelled there, in JSON; `null` without one.
    pub id: String,
    /// The decision, or why there is none.
    pub result: Result<Decision, CaseError>,
}

/// Decides the case that a line of JSON holds.
pub fn answer_case(line: &str) -> CaseAnswer {
    // Places are told by their paths, and columns, in this line alone.
    let source = the_line();
    let json = match read_json_line(source, line) {
        Ok(json) => json,
        Err(problems) => {
            return CaseAnswer {
                id: id_of_broken(line),
                result: Err(CaseError::of_json(line, &problems)),
            };
        }
    };
    CaseAnswer {
        id: id_of(&json),
        result: read_case(&json).and_then(|case| decide_case(&case)),
    }
}

fn id_of(json: &Json<'_>) -> String {
    let id = json.root().get("id");
    id.map_or_else(|| "null".to_owned(), |id| id.spelling().to_owned())
}

/// The id of a line that is no case, such as one with a key twice.
fn id_of_broken(line: &str) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(line).ok();
    let id = value.and_then(|value| Some(value.get("id")?.to_string()));
    id.unwrap_or_else(|| "null".to_owned())
}

/// A text of its own for the places of a line.
fn the_line() -> SourceId {
    Sources::new().add("", "")
}
