use alloc::string::{String, ToString};
use core::fmt;

/// A text in two pieces, the one right after the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Joined<'a>(pub(crate) &'a str, pub(crate) &'a str);

/// The most bytes that are joined without allocating: no ARN of a principal is
/// longer (IAM User Guide, "IAM and STS quotas": paths of 512 and names of 128
/// characters).
const LONGEST: usize = 768;

impl Joined<'_> {
    /// Whether it is this text.
    pub(crate) fn is(self, text: &str) -> bool {
        text.strip_prefix(self.0) == Some(self.1)
    }

    /// Shows it in one piece to something.
    pub(crate) fn with<T>(self, show: impl FnOnce(&str) -> T) -> T {
        if self.1.is_empty() {
            return show(self.0);
        }
        let mut buffer = [0; LONGEST];
        let length = self.0.len() + self.1.len();
        let joined = buffer.get_mut(..length).and_then(|place| {
            let bytes = self.0.bytes().chain(self.1.bytes());
            for (to, from) in place.iter_mut().zip(bytes) {
                *to = from;
            }
            core::str::from_utf8(place).ok()
        });
        match joined {
            Some(text) => show(text),
            None => show(&String::from_iter([self.0, self.1])),
        }
    }

    /// It in one piece.
    pub(crate) fn to_text(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Joined<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)?;
        formatter.write_str(self.1)
    }
}
