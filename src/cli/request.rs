//! Requests as they are written outside of programs: on the command line, and
//! one JSON object a line.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::json::Strict;
use crate::ask::{Given, Question};

/// Reads one line; also returns its `id` as it is spelled, `null` where it has
/// none, to answer with.
///
/// Whatever is not understood is refused: a misspelt field that was skipped
/// would be answered as another request.
pub(super) fn read_line(line: &str) -> (&str, Result<Question, String>) {
    let line = line.trim_end_matches(['\n', '\r']);
    let asked = match serde_json::from_str(line) {
        Ok(Strict(Value::Object(fields))) => asked(fields),
        Ok(Strict(_)) => Err("a request is a JSON object".to_owned()),
        Err(error) => Err(format!("not a request: {error}")),
    };
    (id(line), asked)
}

/// The id of a line, which need not be a request otherwise.
fn id(line: &str) -> &str {
    #[derive(Deserialize)]
    struct Line<'l> {
        #[serde(borrow)]
        id: Option<&'l RawValue>,
    }
    let line: Option<Line<'_>> = serde_json::from_str(line).ok();
    line.and_then(|line| line.id).map_or(NO_ID, RawValue::get)
}

/// What stands where a line has no id.
pub(super) const NO_ID: &str = "null";

fn asked(fields: Map<String, Value>) -> Result<Question, String> {
    let mut asked = Question::default();
    for (name, value) in fields {
        match name.as_str() {
            "id" => {}
            "principal" => asked.principal = text(&name, value)?,
            "action" => asked.action = text(&name, value)?,
            "resource" => asked.resource = text(&name, value)?,
            "context" => context(&mut asked, value)?,
            "session_policies" => asked.session_policies = texts(&name, value)?,
            "resource_account" => asked.resource_account = Some(text(&name, value)?),
            _ => return Err(format!("`{name}` is no field of a request")),
        }
    }
    let needed = [
        ("principal", &asked.principal),
        ("action", &asked.action),
        ("resource", &asked.resource),
    ];
    for (name, value) in needed {
        if value.is_empty() {
            return Err(format!("the request has no `{name}`"));
        }
    }
    Ok(asked)
}

fn context(asked: &mut Question, value: Value) -> Result<(), String> {
    let Value::Object(fields) = value else {
        return Err("`context` must be an object".to_owned());
    };
    let entries = fields.into_iter().map(|(key, value)| {
        let given = given(&key, value)?;
        Ok((key, given))
    });
    let entries = entries.collect::<Result<Vec<_>, String>>()?;
    asked.give_all(entries).map_err(|error| error.to_string())
}

/// What a JSON value gives for a condition key.
pub(super) fn given(key: &str, value: Value) -> Result<Given, String> {
    Ok(match value {
        Value::Null => Given::Absent,
        Value::Array(values) => Given::Many(
            values
                .into_iter()
                .map(|value| scalar(key, value))
                .collect::<Result<_, _>>()?,
        ),
        value => Given::One(scalar(key, value)?),
    })
}

fn scalar(key: &str, value: Value) -> Result<String, String> {
    /// Up to here every whole number is one that a double can hold, so that
    /// none has been rounded on the way.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::String(text) => Ok(text),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(number) => match number.as_f64() {
            _ if !number.is_f64() => Ok(number.to_string()),
            Some(value) if value.abs() < EXACT => Ok(number.to_string()),
            Some(_) | None => Err(format!(
                "write the number of `{key}` in quotes, to keep it exact"
            )),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => Err(format!(
            "the values of `{key}` must be texts, numbers or booleans"
        )),
    }
}

fn text(name: &str, value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Err(format!("`{name}` must be a text"))
        }
    }
}

fn texts(name: &str, value: Value) -> Result<Vec<String>, String> {
    let Value::Array(values) = value else {
        return Err(format!("`{name}` must be a list of texts"));
    };
    values.into_iter().map(|value| text(name, value)).collect()
}
