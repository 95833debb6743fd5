//! Access levels and types of values as the packages write them.

use std::error::Error;

use aclc::catalog::AccessLevel;
use aclc::iam::ValueType;

/// Of several levels the one that says most: an action that only tags is
/// marked as writing too, and so is one that grants.
pub(crate) fn level(text: &str) -> Result<AccessLevel, Box<dyn Error>> {
    let mut levels = Vec::new();
    for name in text.split(", ") {
        levels.push(match name {
            "List" => AccessLevel::List,
            "Read" => AccessLevel::Read,
            "Write" => AccessLevel::Write,
            "Tagging" => AccessLevel::Tagging,
            "Permissions management" => AccessLevel::Permissions,
            other => return Err(format!("there is no access level `{other}`").into()),
        });
    }
    levels
        .into_iter()
        .max()
        .ok_or_else(|| "an access level is empty".into())
}

/// The type, and whether a request has many values of it.
pub(crate) fn value_type(text: &str) -> Result<(ValueType, bool), Box<dyn Error>> {
    let (one, many) = match text.strip_prefix("ArrayOf") {
        Some(one) => (one, true),
        None => (text, false),
    };
    let value_type = match one {
        "String" => ValueType::String,
        "Numeric" => ValueType::Numeric,
        "Date" => ValueType::Date,
        "Bool" => ValueType::Bool,
        "Binary" => ValueType::Binary,
        "IPAddress" => ValueType::Ip,
        "ARN" => ValueType::Arn,
        other => return Err(format!("there is no type of value `{other}`").into()),
    };
    Ok((value_type, many))
}
