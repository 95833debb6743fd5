use core::fmt::{self, Write as _};

use crate::runtime::joined::Joined;

/// The most bytes of a text that is made: an address with a scope is longer
/// than any time or number.
const LONGEST: usize = 64;

/// A text that is given, or one that is made of a value without allocating.
pub(crate) enum Word<'a> {
    Given(&'a str),
    Made([u8; LONGEST], usize),
    Joined(Joined<'a>),
}

impl<'a> Word<'a> {
    /// The text of a value. What would be longer than the longest is cut, which
    /// no value of a request is.
    pub(crate) fn of(value: impl fmt::Display) -> Self {
        let mut buffer = Buffer([0; LONGEST], 0);
        let _ = write!(buffer, "{value}");
        Self::Made(buffer.0, buffer.1)
    }

    /// Shows the text to something.
    pub(crate) fn with<T>(&self, show: impl FnOnce(&str) -> T) -> T {
        match self {
            Self::Given(text) => show(text),
            Self::Made(bytes, length) => {
                let text = bytes.get(..*length).map(core::str::from_utf8);
                show(text.and_then(Result::ok).unwrap_or_default())
            }
            Self::Joined(text) => text.with(show),
        }
    }
}

struct Buffer([u8; LONGEST], usize);

impl fmt::Write for Buffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.1 + text.len();
        let place = self.0.get_mut(self.1..end).ok_or(fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.1 = end;
        Ok(())
    }
}
