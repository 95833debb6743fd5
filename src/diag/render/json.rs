//! For programs: one JSON object a line. The fields are described in
//! `docs/messages.md`; they are added to, never changed.

use serde_json::{Value, json};

use super::text;
use crate::diag::{Diagnostic, Label};
use crate::source::{Position, Sources};

/// One diagnostic on one line.
pub(super) fn diagnostic(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let labels = diagnostic.labels.iter();
    let labels: Vec<Value> = labels.map(|label| to_json(sources, label)).collect();
    let hints = diagnostic.hints.iter();
    let hints: Vec<String> = hints.map(|hint| text::lines(hint)).collect();
    let object = json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.name(),
        "message": text::message(&diagnostic.message),
        "hints": hints,
        "labels": labels,
    });
    let mut line = text::escape_json(&object.to_string());
    line.push('\n');
    line
}

fn to_json(sources: &Sources, label: &Label) -> Value {
    let place = |offset: u32| {
        let position = sources
            .get(label.span.source)
            .map_or(Position::START, |source| {
                source.lines().position(source.text(), offset)
            });
        json!({"byte": offset, "line": position.line, "column": position.column})
    };
    json!({
        "file": sources.name(label.span),
        "start": place(label.span.start),
        "end": place(label.span.end),
        "message": text::message(&label.message),
    })
}
