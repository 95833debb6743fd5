use alloc::string::String;
use alloc::vec::Vec;

use super::hash::{Seed, Slot, checksum};
use super::load::{CHECKED, CHECKSUM};
use super::{Field, HEADER, MAGIC, Record, Tree, VERSION, section};

/// An image that is being written, section by section.
pub(crate) struct Writer {
    out: Vec<u8>,
    sections: [(u32, u32); section::COUNT],
    seed: Seed,
    fits: bool,
}

impl Writer {
    /// Of one whose tables are made under a seed.
    pub(crate) fn new(seed: Seed) -> Self {
        Self {
            out: alloc::vec![0; HEADER],
            sections: [(0, 0); section::COUNT],
            seed,
            fits: true,
        }
    }

    /// Writes every record of a kind.
    pub(crate) fn all<T: Record>(&mut self, records: &[T]) {
        self.begin(T::SECTION, records.len());
        self.out.reserve(records.len() * T::SIZE);
        for record in records {
            record.encode(&mut self.out);
        }
    }

    /// Writes a table of records by the hashes of their texts.
    pub(crate) fn slots<T: Record>(&mut self, section: usize, slots: &[Slot<T>]) {
        self.begin(section, slots.len());
        for slot in slots {
            slot.write(&mut self.out);
        }
    }

    /// Writes a section of another image.
    pub(super) fn copy(&mut self, section: usize, count: u32, records: &[u8]) {
        self.begin(section, count as usize);
        self.out.extend(records);
    }

    /// Sections begin at multiples of four bytes.
    fn begin(&mut self, section: usize, count: usize) {
        self.out.resize(self.out.len().next_multiple_of(4), 0);
        match (u32::try_from(self.out.len()), u32::try_from(count)) {
            (Ok(start), Ok(count)) => {
                if let Some(entry) = self.sections.get_mut(section) {
                    *entry = (start, count);
                }
            }
            _ => self.fits = false,
        }
    }

    /// The image; none where it is larger than one can be.
    pub(crate) fn finish(self, texts: String) -> Option<Tree> {
        let records = self.finish_records(&texts)?;
        Some(Tree::of_parts(records, texts))
    }

    /// The image without its texts.
    pub(super) fn finish_records(mut self, texts: &str) -> Option<Vec<u8>> {
        let start = u32::try_from(self.out.len()).ok()?;
        let length = u32::try_from(self.out.len() + texts.len()).ok()?;
        if !self.fits {
            return None;
        }
        let mut header = Vec::with_capacity(HEADER);
        header.extend(MAGIC);
        VERSION.write(&mut header);
        0_u64.write(&mut header);
        length.write(&mut header);
        start.write(&mut header);
        self.seed.number().write(&mut header);
        for (start, count) in self.sections {
            start.write(&mut header);
            count.write(&mut header);
        }
        let (_, checked) = header.split_at(CHECKED);
        self.patch(CHECKED, checked);
        let sum = {
            let checked = self.out.get(CHECKED..).unwrap_or_default();
            checksum([checked, texts.as_bytes()])
        };
        let (beginning, _) = header.split_at(CHECKSUM);
        self.patch(0, beginning);
        self.patch(CHECKSUM, &sum.to_le_bytes());
        Some(self.out)
    }

    fn patch(&mut self, at: usize, bytes: &[u8]) {
        for (to, from) in self.out.iter_mut().skip(at).zip(bytes) {
            *to = *from;
        }
    }
}
