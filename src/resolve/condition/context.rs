//! What a request can hold for a condition key: the same checks as for what
//! it is compared with.

use super::key::{near_global_key, shape_problem, unknown_service_key, unquoted};
use super::names::Text;
use super::value::{Against, problem};
use super::{date, tag};
use crate::catalog::{Catalog, KnownKey, Service};
use crate::diag::{Diagnostic, codes, nearest};
use crate::iam::keys::{self, Arity};
use crate::iam::{Base, ValueType};
use crate::resolve::is_of_service;
use crate::source::{Sources, Span};
use crate::syntax::ast::Party;

/// An instant.
pub(in crate::resolve) struct Moment {
    /// In ISO 8601.
    pub(in crate::resolve) written: String,
    /// Since 1970.
    pub(in crate::resolve) seconds: i64,
}

/// A condition key that a request can have.
pub(in crate::resolve) fn key(written: &str, span: Span) -> Result<String, Diagnostic> {
    let key = unquoted(written);
    let wrong = |message: String| Diagnostic::new(codes::CONTEXT_KEY, message).at(span);
    if let Some(hint) = shape_problem(&key) {
        return Err(wrong(format!("`{key}` is not a condition key")).hint(hint));
    }
    let is_global = key
        .split_once(':')
        .is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case("aws"));
    if !is_global || keys::find(&key).is_some() {
        return Ok(key);
    }
    let known = keys::KEYS.iter().map(|row| row.name);
    let near = nearest(&key, known.filter(|name| name.starts_with("aws:")));
    let wrong = wrong(format!("`{key}` is no global condition key"));
    Err(match near {
        Some(near) => wrong.hint(format!("did you mean `{near}`?")),
        None => wrong.hint("no condition on a key that AWS does not send can hold"),
    })
}

/// Whether a key holds a list, where that is known.
pub(in crate::resolve) fn is_list(key: &str, catalog: &Catalog) -> Option<bool> {
    match catalog.known_key(key)?.arity() {
        Arity::One => Some(false),
        Arity::Many => Some(true),
        Arity::Unknown => None,
    }
}

/// A value that AWS can send for a key.
pub(in crate::resolve) fn value(
    key: &str,
    text: &Text,
    catalog: &Catalog,
) -> Result<String, Diagnostic> {
    let known = catalog.known_key(key).map(KnownKey::value_type);
    let Some(base) = known.and_then(comparing) else {
        return Ok(text.text.clone());
    };
    let against = Against {
        base,
        key,
        by_name: true,
        span: text.span,
    };
    if let Some(wrong) = problem(text, against) {
        return Err(Diagnostic {
            code: codes::CONTEXT_VALUE,
            ..wrong
        });
    }
    if base == Base::IpAddress && text.text.contains('/') {
        return Err(Diagnostic::new(
            codes::CONTEXT_VALUE,
            format!("`{}` is a range, and a request has one address", text.text),
        )
        .at(text.span)
        .hint("write one of its addresses"));
    }
    Ok(text.text.clone())
}

/// What is doubtful about a condition key that somebody gives a request, and
/// about its values; it has no place in a text.
pub(crate) fn asked_key(
    catalog: &Catalog,
    key: &str,
    values: &[String],
    is_listed: bool,
    services: &[String],
) -> Option<Diagnostic> {
    unknown(catalog, key, services).or_else(|| {
        let doubt = |message: String, hints: Vec<String>| Diagnostic {
            hints,
            ..Diagnostic::new(codes::DOUBTFUL_REQUEST, message)
        };
        if is_listed && is_list(key, catalog) == Some(false) {
            let message = format!("`{key}` has one value, and this request gives it a list");
            return Some(doubt(message, vec!["leave the brackets out".to_owned()]));
        }
        let span = Span::new(Sources::new().add("", ""), 0, 0);
        values.iter().find_map(|given| {
            let text = Text {
                text: given.clone(),
                quoted: true,
                span,
            };
            let wrong = value(key, &text, catalog).err()?;
            let message = format!("AWS sends no such value of `{key}`: {}", wrong.message);
            Some(doubt(message, wrong.hints))
        })
    })
}

/// What is said of a key that no request carries, as far as is known.
fn unknown(catalog: &Catalog, key: &str, services: &[String]) -> Option<Diagnostic> {
    let (prefix, _) = key.split_once(':')?;
    if prefix.eq_ignore_ascii_case("aws") {
        return keys::find(key).is_none().then(|| {
            let message = format!("`{key}` is no global condition key");
            let found = Diagnostic::new(codes::UNKNOWN_GLOBAL_KEY, message);
            match near_global_key(key) {
                Some(near) => found.hint(format!("did you mean `{near}`?")),
                None => found.hint("no condition on a key that AWS does not send can hold"),
            }
        });
    }
    if catalog.known_key(key).is_some() || is_of_service(key, services) {
        return None;
    }
    if catalog.service(prefix).is_some() {
        return unknown_service_key(key, catalog);
    }
    let message = format!(
        "`{key}` is a condition key of no service in the catalog of {}",
        catalog.date()
    );
    let found = Diagnostic::new(codes::UNKNOWN_KEY, message);
    Some(
        match nearest(prefix, catalog.services().map(Service::prefix)) {
            Some(near) => {
                let rest = key.get(prefix.len()..).unwrap_or_default();
                found.hint(format!("did you mean `{near}{rest}`?"))
            }
            None => found.hint("a key begins with the prefix of its service, or with `aws:`"),
        },
    )
}

/// The operator that compares values of a type; none for text, which can be
/// anything.
fn comparing(value_type: ValueType) -> Option<Base> {
    match value_type {
        ValueType::String => None,
        ValueType::Numeric => Some(Base::NumericEquals),
        ValueType::Date => Some(Base::DateEquals),
        ValueType::Bool | ValueType::Presence => Some(Base::Bool),
        ValueType::Binary => Some(Base::BinaryEquals),
        ValueType::Ip => Some(Base::IpAddress),
        ValueType::Arn => Some(Base::ArnLike),
    }
}

/// The first instant of a date.
pub(in crate::resolve) fn moment(text: &Text) -> Result<Moment, Diagnostic> {
    match date::Written::parse(&text.text) {
        Ok(written) => Ok(Moment {
            written: date::write(written.start()),
            seconds: written.start().unix_timestamp(),
        }),
        Err(problem) => Err(Diagnostic {
            code: codes::CONTEXT_VALUE,
            ..super::value::not_a_date(text, problem)
        }),
    }
}

/// What `before` takes to end where `until` does; none for a text that is not
/// a date.
pub(in crate::resolve) fn end(text: &str) -> Option<String> {
    match date::Written::parse(text).ok()? {
        date::Written::Day(day) => Some(day.next_day()?.to_string()),
        date::Written::Instant(_) => Some(text.to_owned()),
    }
}

/// What stands before the name of a tag in the keys of a request for an
/// action.
pub(in crate::resolve) fn tag_prefixes(party: Party, action: &str) -> Vec<&'static str> {
    tag::prefixes(party, &action.to_ascii_lowercase())
}
