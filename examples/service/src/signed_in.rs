//! Who asks. A real service has sessions or signed tokens here; what counts is
//! that it ends in the name of a principal.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

/// The users and their tokens.
const TOKENS: [(&str, &str); 4] = [
    ("ann-secret", "user/ann"),
    ("ben-secret", "user/ben"),
    ("cleo-secret", "user/cleo"),
    ("dora-secret", "user/dora"),
];

/// The principal whose token a request bears, if it bears one.
pub fn principal(headers: &HeaderMap) -> Option<&'static str> {
    let header = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let token = header.strip_prefix("Bearer ")?;
    TOKENS
        .iter()
        .find(|(known, _)| *known == token)
        .map(|(_, principal)| *principal)
}
