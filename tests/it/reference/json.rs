//! JSON, read more strictly than JSON asks for: an object must not hold a key twice (Grammar of the IAM JSON policy
//! language), and a number keeps its spelling, because a condition value `1.0` means the text `1.0`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Levels of nesting that a case may have.
const DEEPEST: usize = 32;

/// One JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    /// `true`, `false` or a number, as it was spelled.
    Bare(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads `text`, which must be one whole JSON value.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let whole: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
        Self::parse_within(whole.get(), DEEPEST)
    }

    fn parse_within(text: &str, levels: usize) -> Result<Self, String> {
        let Some(levels) = levels.checked_sub(1) else {
            return Err(format!("nested more than {DEEPEST} levels deep"));
        };
        let told = |error: serde_json::Error| error.to_string();
        Ok(match text.bytes().next() {
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text).map_err(told)?;
                let mut object: Vec<(String, Json)> = Vec::new();
                for (key, value) in members {
                    if object.iter().any(|(earlier, _)| *earlier == key) {
                        return Err(format!("the key `{key}` stands twice in one object"));
                    }
                    object.push((key, Self::parse_within(value.get(), levels)?));
                }
                Self::Object(object)
            }
            Some(b'[') => {
                let items: Vec<Box<RawValue>> = serde_json::from_str(text).map_err(told)?;
                let items = items
                    .iter()
                    .map(|item| Self::parse_within(item.get(), levels));
                Self::List(items.collect::<Result<_, _>>()?)
            }
            Some(b'"') => Self::Text(serde_json::from_str(text).map_err(told)?),
            Some(b'n') => Self::Null,
            _ => Self::Bare(text.to_owned()),
        })
    }

    /// The text of a single value: a string, or a number or boolean as it was spelled.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Bare(text) => Some(text),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The string, where it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bare(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The members, where it is an object.
    pub(crate) fn members(&self) -> Option<&[(String, Json)]> {
        match self {
            Self::Object(members) => Some(members),
            Self::Null | Self::Bare(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// The items of a list; a value that is no list is a list of itself.
    pub(crate) fn items(&self) -> &[Json] {
        match self {
            Self::List(items) => items,
            Self::Null | Self::Bare(_) | Self::Text(_) | Self::Object(_) => {
                std::slice::from_ref(self)
            }
        }
    }
}

/// Writes the value as JSON again.
impl fmt::Display for Json {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => to.write_str("null"),
            Self::Bare(text) => to.write_str(text),
            Self::Text(text) => write!(to, "{}", serde_json::Value::from(text.as_str())),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    write!(to, "{}{item}", if index == 0 { "[" } else { "," })?;
                }
                to.write_str(if items.is_empty() { "[]" } else { "]" })
            }
            Self::Object(members) => {
                for (index, (key, value)) in members.iter().enumerate() {
                    let key = serde_json::Value::from(key.as_str());
                    write!(to, "{}{key}:{value}", if index == 0 { "{" } else { "," })?;
                }
                to.write_str(if members.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

/// The members of an object in order, repeated keys and all.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(MembersVisitor)
    }
}
