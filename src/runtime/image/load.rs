//! What is checked once, so that nothing need be later.

use super::record::{double, word};
use super::{HEADER, ImageError, MAGIC, Policy, Record, TABLE, VERSION, hash, order, section};

/// Where the checksum is, and what it is of.
pub(super) const CHECKSUM: usize = 8;
pub(super) const CHECKED: usize = 16;

impl<'a> Policy<'a> {
    /// Reads an image, and checks all of it: see the example of [`Policy`]. What
    /// it returns borrows the bytes; [`Tree::from_bytes`](crate::runtime::Tree::from_bytes)
    /// owns them.
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

    /// An image that a build has checked, in two parts, as
    /// [`include_policy!`](crate::include_policy) brings it in: its records, and
    /// its texts, which the compiler of the host program knows to be UTF-8. Only
    /// what another version would have changed is looked at again, for this runs
    /// while the host program is compiled.
    ///
    /// # Errors
    /// Another version of the format, and parts that are not of one image.
    #[doc(hidden)]
    pub const fn embedded(records: &'a [u8], texts: &'a str) -> Result<Self, ImageError> {
        let (Some(header), Some(lead)) = (records.first_chunk(), records.first_chunk()) else {
            return Err(ImageError::Length);
        };
        #[rustfmt::skip]
        let &[
            m0, m1, m2, m3, v0, v1, v2, v3, // beginning, version
            _, _, _, _, _, _, _, _, // checksum
            l0, l1, l2, l3, t0, t1, t2, t3, // length, where the texts begin
            _, _, _, _, _, _, _, _, // seed
        ]: &[u8; TABLE] = lead;
        if u32::from_le_bytes([m0, m1, m2, m3]) != u32::from_le_bytes(MAGIC) {
            return Err(ImageError::NotAnImage);
        }
        let version = u32::from_le_bytes([v0, v1, v2, v3]);
        if version != VERSION {
            return Err(ImageError::Version(version));
        }
        let length = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
        let start_of_texts = u32::from_le_bytes([t0, t1, t2, t3]) as usize;
        if start_of_texts != records.len() || length != records.len() + texts.len() {
            return Err(ImageError::Length);
        }
        Ok(Self {
            header,
            records,
            texts,
        })
    }

    /// Checks an image whose texts are apart.
    pub(super) fn from_parts(records: &'a [u8], texts: &'a str) -> Result<Self, ImageError> {
        let policy = Self::of_parts(records, texts).ok_or(ImageError::Length)?;
        let checked = records.get(CHECKED..).ok_or(ImageError::Length)?;
        if hash::checksum([checked, texts.as_bytes()]) != double(records, CHECKSUM) {
            return Err(ImageError::Checksum);
        }
        section::check(policy)?;
        order::check(policy)?;
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
    pub(super) fn section(self, section: usize, size: usize) -> Option<&'a [u8]> {
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
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "
///     group Engineers: Ann
///     group Engineers can s3:Get* on arn:aws:s3:::lake/*
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// let sections: Vec<_> = policy.sections().collect();
/// let entities = sections.iter().find(|section| section.name == "entities");
/// assert_eq!(entities.map(|section| section.records), Some(2));
///
/// let bytes = sections.iter().map(|section| section.record_size * section.records);
/// assert!(bytes.sum::<usize>() < tree.to_bytes().len()); // the header comes before
/// # Ok(())
/// # }
/// ```
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
