//! Where in a table a name is, in any case.
//!
//! The tables are sorted, but a search through them reads a name at every step,
//! most of which lie far apart. A hash leads to the one in question. Each index
//! is made when it is first asked, and of the actions one for each service, for
//! most programs name the actions of few.

use core::ops::Range;
use std::sync::OnceLock;

use super::tables::{Tables, small};

/// The names of one list of rows.
#[derive(Debug)]
pub(super) struct NameIndex {
    /// A power of two of them, at least two for each row: the place of a row,
    /// or that there is none. A row whose slot is taken lies in the next free
    /// one.
    slots: Box<[u32]>,
}

/// In a slot without a row.
const FREE: u32 = u32::MAX;

impl NameIndex {
    /// Of the rows in a range, with the name of each.
    pub(super) fn new<'n>(rows: Range<u32>, name_of: impl Fn(u32) -> &'n str) -> Self {
        let size = (rows.len() * 2).next_power_of_two();
        let mut slots = vec![FREE; size].into_boxed_slice();
        for row in rows {
            let mut slot = slot(name_of(row), size);
            while slots.get(slot).is_some_and(|taken| *taken != FREE) {
                slot = (slot + 1) % size;
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = row;
            }
        }
        Self { slots }
    }

    /// The row with a name.
    pub(super) fn find<'n>(&self, name: &str, name_of: impl Fn(u32) -> &'n str) -> Option<u32> {
        let size = self.slots.len();
        let mut slot = slot(name, size);
        // Half of the slots are free, so that this ends.
        loop {
            let row = *self.slots.get(slot)?;
            if row == FREE || name_of(row).eq_ignore_ascii_case(name) {
                return (row != FREE).then_some(row);
            }
            slot = (slot + 1) % size;
        }
    }
}

/// Where a name belongs among so many slots, in whatever case it is.
fn slot(name: &str, size: usize) -> usize {
    /// The bit by which capitals differ from small letters; other characters
    /// fall together with others, which costs no more than a second compare.
    const CASE: u64 = 0x2020_2020_2020_2020;
    /// 2^64 over the golden ratio.
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = name.len() as u64;
    for piece in name.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(piece) {
            *to = *from;
        }
        hash = (hash.rotate_left(29) ^ (u64::from_le_bytes(bytes) | CASE)).wrapping_mul(SPREAD);
    }
    // The uppermost bits alone hang on all bytes.
    let slot = hash.checked_shr(u64::BITS - size.trailing_zeros());
    usize::try_from(slot.unwrap_or_default()).unwrap_or_default()
}

/// The indices of a catalog.
#[derive(Debug)]
pub(super) struct Names {
    services: OnceLock<NameIndex>,
    keys: OnceLock<NameIndex>,
    /// By service.
    actions: OnceLock<Box<[OnceLock<NameIndex>]>>,
}

impl Names {
    pub(super) const fn new() -> Self {
        Self {
            services: OnceLock::new(),
            keys: OnceLock::new(),
            actions: OnceLock::new(),
        }
    }

    /// The service with a prefix.
    pub(super) fn service(&self, tables: &Tables, prefix: &str) -> Option<u32> {
        let rows = &tables.services;
        let name_of = names_of(tables, rows, |row| row.prefix);
        let index = || NameIndex::new(0..small(rows.len()), &name_of);
        self.services.get_or_init(index).find(prefix, &name_of)
    }

    /// The condition key with exactly this name.
    pub(super) fn key(&self, tables: &Tables, name: &str) -> Option<u32> {
        let rows = &tables.keys;
        let name_of = names_of(tables, rows, |row| row.name);
        let index = || NameIndex::new(0..small(rows.len()), &name_of);
        self.keys.get_or_init(index).find(name, &name_of)
    }

    /// The action of a service with a name.
    pub(super) fn action(&self, tables: &Tables, service: u32, name: &str) -> Option<u32> {
        let name_of = names_of(tables, &tables.actions, |row| row.name);
        let none_yet = || tables.services.iter().map(|_| OnceLock::new()).collect();
        let of_services = self.actions.get_or_init(none_yet);
        let rows = &tables.services.get(service as usize)?.actions;
        let index = || NameIndex::new(rows.clone(), &name_of);
        let of_service = of_services.get(service as usize)?;
        of_service.get_or_init(index).find(name, &name_of)
    }
}

/// The name of each row of a list.
fn names_of<'t, Row>(
    tables: &'t Tables,
    rows: &'t [Row],
    text: impl Fn(&Row) -> u32,
) -> impl Fn(u32) -> &'t str {
    move |row| {
        let row = rows.get(row as usize);
        row.map_or("", |row| tables.texts.get(text(row)))
    }
}
