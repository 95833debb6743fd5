//! Why bytes are not a catalog.

use core::fmt;

/// What is wrong with the bytes of a catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// They do not begin as a catalog does.
    NotACatalog,
    /// They are written in another version of the format, this one.
    Version(u8),
    /// They are, or would unpack to, more than a catalog may have.
    TooLarge,
    /// They were cut off or changed, here described.
    Damaged(&'static str),
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotACatalog => formatter.write_str("it is not a catalog"),
            Self::Version(version) => write!(
                formatter,
                "it is written in version {version} of the format, and this aclc reads version {}",
                super::FORMAT_VERSION
            ),
            Self::TooLarge => formatter.write_str("it is larger than a catalog can be"),
            Self::Damaged(how) => write!(formatter, "it is damaged: {how}"),
        }
    }
}

impl core::error::Error for ReadError {}
