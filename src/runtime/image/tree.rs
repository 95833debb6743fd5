use alloc::string::String;
use alloc::vec::Vec;

use crate::runtime::tree::{File, Sid};

use super::{HEADER, ImageError, Policy, Writer, load, section};

/// An image that is owned: what a [`TreeBuilder`](crate::runtime::TreeBuilder)
/// makes, and what a service keeps that reads an image from a file.
///
/// Everything that can be asked is asked of its [`policy`](Self::policy).
///
/// ```
#[doc = include_str!("../example.txt")]
/// let program = "user Ann can s3:GetObject on arn:aws:s3:::lake/*";
/// # let image = compiled(program)?.to_bytes();
/// use aclc::runtime::{Decision, Request, Tree};
///
/// let tree = Tree::from_bytes(image)?; // or `std::fs::read("program.aclt")?`
/// let ann = tree.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// assert_eq!(tree.decide(&request)?.decision(), Decision::Allow);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Tree {
    /// INVARIANT (sound): with `texts`, an image that has been checked, or that
    /// the builder has just written.
    records: Vec<u8>,
    texts: String,
}

/// A header that says of every section that it is empty.
static EMPTY: [u8; HEADER] = [0; HEADER];

impl Policy<'static> {
    /// What knows nobody and allows nothing.
    pub(crate) const NOTHING: Self = Self {
        header: &EMPTY,
        records: &EMPTY,
        texts: "",
    };
}

impl Tree {
    /// Takes an image over, and checks all of it.
    ///
    /// # Errors
    /// As [`Policy::from_bytes`].
    pub fn from_bytes(mut bytes: Vec<u8>) -> Result<Self, ImageError> {
        let texts = bytes.split_off(load::start_of_texts(&bytes)?);
        let texts = String::from_utf8(texts).map_err(|_| ImageError::Malformed("texts"))?;
        Policy::from_parts(&bytes, &texts)?;
        Ok(Self {
            records: bytes,
            texts,
        })
    }

    /// Of parts that the builder has just written.
    pub(crate) fn of_parts(records: Vec<u8>, texts: String) -> Self {
        debug_assert_eq!(Policy::from_parts(&records, &texts).map(|_| ()), Ok(()));
        Self { records, texts }
    }

    /// The image, to be kept: `program.aclt`.
    ///
    /// ```
    #[doc = include_str!("../example.txt")]
    /// let program = "user Ann can s3:GetObject on arn:aws:s3:::lake/*";
    /// # let tree = compiled(program)?;
    /// use aclc::runtime::Policy;
    ///
    /// let image = tree.to_bytes();
    /// let policy = Policy::from_bytes(&image)?;
    /// assert!(policy.principal("user/Ann").is_ok());
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        [&self.records, self.texts.as_bytes()].concat()
    }

    /// The image in the two parts that [`Policy::embedded`] takes.
    #[cfg(feature = "compiler")]
    pub(crate) fn parts(&self) -> (&[u8], &str) {
        (&self.records, &self.texts)
    }

    /// The same without what only explanations need: files, lines and `Sid`s.
    /// They then name policies alone.
    ///
    /// ```
    #[doc = include_str!("../example.txt")]
    /// let program = "user Ann can s3:GetObject on arn:aws:s3:::lake/*";
    /// # let tree = compiled(program)?;
    /// use aclc::runtime::Request;
    ///
    /// let small = tree.without_provenance();
    /// assert!(small.to_bytes().len() < tree.to_bytes().len());
    ///
    /// let ann = small.principal("user/Ann")?;
    /// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
    /// let answer = small.decide(&request)?;
    /// let by = answer.statements().next().ok_or("nothing decided it")?;
    /// assert_eq!((by.policy, by.file, by.line), ("user Ann", "", 0));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn without_provenance(&self) -> Self {
        let policy = self.policy();
        let files = policy.all::<File>().map(|file| file.name);
        let labels = files.chain(policy.all::<Sid>().map(|sid| sid.text));
        // They come behind all other texts.
        let texts = labels.map(|label| label.start as usize).min();
        let texts = texts.and_then(|end| self.texts.get(..end));
        texts
            .and_then(|texts| self.without_labels(texts))
            .or_else(|| self.without_labels(&self.texts))
            .unwrap_or_else(|| self.clone())
    }

    /// With these texts and without what explanations need; none where a record
    /// needs another text, as where someone else has written the image.
    fn without_labels(&self, texts: &str) -> Option<Self> {
        let policy = self.policy();
        let mut writer = Writer::new(policy.seed());
        for (number, size) in section::SIZES.iter().enumerate() {
            let kept = match number {
                section::ORIGINS | section::SIDS | section::FILES => None,
                _ => policy.section(number, *size),
            };
            match kept {
                Some(records) => writer.copy(number, policy.count(number), records),
                None => writer.copy(number, 0, &[]),
            }
        }
        let records = writer.finish_records(texts)?;
        Policy::from_parts(&records, texts).ok()?;
        Some(Self {
            records,
            texts: texts.into(),
        })
    }

    /// What reads it.
    #[inline]
    pub fn policy(&self) -> Policy<'_> {
        Policy::of_parts(&self.records, &self.texts).unwrap_or(Policy::NOTHING)
    }
}
