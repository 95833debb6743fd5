use core::fmt;

/// Why bytes are no image that can be read. No request is decided by a part of
/// one.
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can s3:GetObject on arn:aws:s3:::lake/*";
/// # let image = compiled(program)?.to_bytes();
/// use aclc::runtime::{ImageError, Policy};
///
/// let error = |bytes| Policy::from_bytes(bytes).err();
/// assert_eq!(error(b"{}"), Some(ImageError::NotAnImage));
/// assert_eq!(error(&image[..image.len() - 1]), Some(ImageError::Length));
///
/// let mut changed = image.clone();
/// if let Some(last) = changed.last_mut() {
///     *last = last.wrapping_add(1);
/// }
/// assert_eq!(error(&changed), Some(ImageError::Checksum));
/// assert_eq!(error(&image), None);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImageError {
    /// They do not begin as an image does.
    NotAnImage,
    /// Written in a version of the format that is not known here.
    Version(u32),
    /// Shorter or longer than the image says of itself.
    Length,
    /// Something has changed since it was written.
    Checksum,
    /// A section is not where a section can be, or a record in it does not say
    /// anything. The section's name.
    Malformed(&'static str),
}

impl fmt::Display for ImageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnImage => formatter.write_str("not an image of a program"),
            Self::Version(version) => write!(
                formatter,
                "an image of version {version}, and only version {} can be read",
                super::VERSION
            ),
            Self::Length => formatter.write_str("the image is cut short, or goes on past its end"),
            Self::Checksum => {
                formatter.write_str("the image has been changed: its checksum differs")
            }
            Self::Malformed(section) => {
                write!(formatter, "the image is malformed in its {section}")
            }
        }
    }
}

impl core::error::Error for ImageError {}
