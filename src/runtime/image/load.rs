//! What is checked once, so that nothing need be later.

use super::record::{double, word};
use super::{HEADER, ImageError, MAGIC, Policy, Record, VERSION, hash, section};

/// Where the checksum is, and what it is of.
const CHECKSUM: usize = 8;
const CHECKED: usize = 16;

impl<'a> Policy<'a> {
    /// Reads an image, and checks all of it.
    ///
    /// # Errors
    /// Bytes that are not an image, or not one of this version, or not all of
    /// one, or changed since.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, ImageError> {
        let texts = start_of_texts(bytes)?;
        let (records, texts) = bytes.split_at_checked(texts).ok_or(ImageError::Length)?;
        let texts = core::str::from_utf8(texts).map_err(|_| ImageError::Malformed("texts"))?;
        Self::from_parts(records, texts)
    }

    /// Checks an image whose texts are apart.
    pub(super) fn from_parts(records: &'a [u8], texts: &'a str) -> Result<Self, ImageError> {
        let policy = Self::of_parts(records, texts).ok_or(ImageError::Length)?;
        let checked = records.get(CHECKED..).ok_or(ImageError::Length)?;
        if hash::checksum([checked, texts.as_bytes()]) != double(records, CHECKSUM) {
            return Err(ImageError::Checksum);
        }
        section::check(policy)?;
        Ok(policy)
    }

    /// An image that is known to be sound.
    pub(super) fn of_parts(records: &'a [u8], texts: &'a str) -> Option<Self> {
        Some(Self {
            header: records.first_chunk()?,
            records,
            texts,
        })
    }

    /// Checks the records of one kind.
    pub(super) fn check_section<T: Record>(self) -> Result<(), ImageError> {
        let title = section::TITLES.get(T::SECTION).copied();
        let malformed = ImageError::Malformed(title.unwrap_or_default());
        let bytes = self.section(T::SECTION, T::SIZE).ok_or(malformed)?;
        let mut records = bytes.chunks_exact(T::SIZE);
        if records.all(|record| T::check(record, self)) {
            Ok(())
        } else {
            Err(malformed)
        }
    }

    /// The bytes of a section, where they are within the image.
    fn section(self, section: usize, size: usize) -> Option<&'a [u8]> {
        let start = self.start(section);
        let length = (self.count(section) as usize).checked_mul(size)?;
        let bytes = self.records.get(start..start.checked_add(length)?)?;
        (start >= HEADER).then_some(bytes)
    }

    /// What the image is made of, section by section, texts last.
    pub fn sections(self) -> impl Iterator<Item = Section> {
        let texts = Section {
            name: "texts",
            record_size: 1,
            records: self.texts.len(),
        };
        let names = section::TITLES.iter().zip(section::SIZES).zip(0..);
        names
            .map(move |((name, size), number)| Section {
                name,
                record_size: *size,
                records: self.count(number) as usize,
            })
            .chain([texts])
    }
}

/// One section of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// What the description of the format calls it.
    pub name: &'static str,
    /// The bytes of one of its records.
    pub record_size: usize,
    /// How many records it has.
    pub records: usize,
}

/// Where the texts of an image begin, from its header.
pub(super) fn start_of_texts(bytes: &[u8]) -> Result<usize, ImageError> {
    if bytes.first_chunk() != Some(&MAGIC) {
        return Err(ImageError::NotAnImage);
    }
    // Before anything else is looked at, for all else may be otherwise then.
    let version = word(bytes, 4);
    if bytes.len() >= 8 && version != VERSION {
        return Err(ImageError::Version(version));
    }
    let (length, texts) = (word(bytes, 16) as usize, word(bytes, 20) as usize);
    if bytes.len() < HEADER || length != bytes.len() || texts < HEADER || texts > length {
        return Err(ImageError::Length);
    }
    Ok(texts)
}
