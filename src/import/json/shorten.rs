use std::borrow::Cow;

/// The most characters of the user's own text that a message shows.
const SHOWN: usize = 80;

/// A text as a message shows it: a long one by its start.
pub(crate) fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
    }
}
