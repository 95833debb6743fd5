//! Who asks. A real service has sessions or signed tokens here; what counts is
//! that it ends in the name of a user.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

/// The users and their tokens.
const TOKENS: [(&str, &str); 4] = [
    ("ann-secret", "ann"),
    ("ben-secret", "ben"),
    ("cleo-secret", "cleo"),
    ("dora-secret", "dora"),
];

/// The user whose token a request bears, if it bears one.
pub fn user(headers: &HeaderMap) -> Option<&'static str> {
    let header = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let token = header.strip_prefix("Bearer ")?;
    TOKENS
        .iter()
        .find(|(known, _)| *known == token)
        .map(|(_, user)| *user)
}
