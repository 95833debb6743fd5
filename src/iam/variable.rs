//! Policy variables: what `${` begins in a document of `Version` 2012-10-17
//! (IAM User Guide, "IAM policy elements: Variables and tags").

/// What stands for something else in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable<'t> {
    /// `${*}`, `${?}` or `${$}`: the character itself.
    Escape(&'t str),
    /// `${key}`, `${key, 'default'}`: what the request has for the key.
    Key {
        /// The condition key.
        key: &'t str,
        /// What stands in where the request has no such key.
        default: Option<&'t str>,
    },
}

/// The variable that a text begins with, and what follows it. A `${` that
/// begins none is plain text.
pub fn split_variable(text: &str) -> Option<(Variable<'_>, &str)> {
    let (body, after) = text.strip_prefix("${")?.split_once('}')?;
    if matches!(body, "*" | "?" | "$") {
        return Some((Variable::Escape(body), after));
    }
    let (key, default) = match body.split_once(',') {
        Some((key, default)) => {
            let default = default.strip_prefix(" '")?.strip_suffix('\'')?;
            (key, Some(default))
        }
        None => (body, None),
    };
    let is_strange =
        |character: char| character.is_whitespace() || matches!(character, '\'' | '$' | '{');
    let is_quoted_twice = default.is_some_and(|text| text.contains('\''));
    if key.is_empty() || key.contains(is_strange) || is_quoted_twice {
        return None;
    }
    Some((Variable::Key { key, default }, after))
}
