//! SARIF 2.1.0, which code hosts show beside the lines of a change (OASIS,
//! "Static Analysis Results Interchange Format (SARIF) Version 2.1.0").

use serde_json::{Value, json};

use super::text;
use crate::diag::{Code, Diagnostic, Label, Severity};
use crate::source::{Position, Sources};

/// The whole log: one run, with a rule for every code that occurs.
pub(super) fn log<'d>(
    sources: &Sources,
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
) -> String {
    let diagnostics: Vec<_> = diagnostics.collect();
    let mut codes: Vec<Code> = diagnostics.iter().map(|found| found.code).collect();
    codes.sort_by_key(|code| code.number());
    codes.dedup();

    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|found| result(sources, found, &codes))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "aclc",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    let mut document = text::escape_json(&format!("{log:#}"));
    document.push('\n');
    document
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "note",
    }
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": {"text": code.title()},
        "help": {"text": code.page(), "markdown": code.page()},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

fn result(sources: &Sources, diagnostic: &Diagnostic, codes: &[Code]) -> Value {
    let mut message = text::message(&diagnostic.message);
    for hint in &diagnostic.hints {
        message.push_str("\nhelp: ");
        message.push_str(&text::lines(hint));
    }
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": {"text": message},
        "locations": [],
    });
    let mut labels = diagnostic
        .labels
        .iter()
        .map(|label| location(sources, label));
    if let (Some(fields), Some(first)) = (result.as_object_mut(), labels.next()) {
        fields.insert("locations".to_owned(), json!([first]));
        let related: Vec<Value> = labels.collect();
        if !related.is_empty() {
            fields.insert("relatedLocations".to_owned(), json!(related));
        }
    }
    result
}

fn location(sources: &Sources, label: &Label) -> Value {
    let place = |offset: u32| {
        sources
            .get(label.span.source)
            .map_or(Position::START, |source| {
                source.lines().position_utf16(source.text(), offset)
            })
    };
    let start = place(label.span.start);
    let end = place(label.span.end.max(label.span.start));
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(sources.name(label.span))},
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
    });
    if let (false, Some(fields)) = (label.message.is_empty(), location.as_object_mut()) {
        let message = text::message(&label.message);
        fields.insert("message".to_owned(), json!({"text": message}));
    }
    location
}

/// A file's name as a relative URI reference (RFC 3986, section 4.2): all but
/// unreserved characters and `/` percent-encoded.
fn uri(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
