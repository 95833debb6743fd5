//! Bytes to tables. Nothing in them is trusted: every count is held against
//! what is there, every index against its table, and every order that look-ups
//! rely on is checked here.

use core::cmp::Ordering;
use core::ops::Range;

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

use super::bytes::Reader;
use super::tables::{
    ActionRow, KeyRow, Runs, ServiceRow, Tables, Texts, TypeRow, UseRow, compare_ignoring_case,
    small,
};
use super::{AccessLevel, FORMAT_VERSION, MARK, ReadError};
use crate::iam::ValueType;

/// How large a catalog may be as a file, in bytes. The built-in one has less
/// than a tenth.
const FILE_LIMIT: usize = 4 << 20;

/// How large it may be unpacked, in bytes, and how long its texts together.
const UNPACKED_LIMIT: usize = 32 << 20;

pub(super) fn read(bytes: &[u8]) -> Result<Tables, ReadError> {
    if bytes.len() > FILE_LIMIT {
        return Err(ReadError::TooLarge);
    }
    let rest = bytes.strip_prefix(&MARK).ok_or(ReadError::NotACatalog)?;
    let (version, packed) = rest
        .split_first()
        .ok_or(ReadError::Damaged("it ends too early"))?;
    if *version != FORMAT_VERSION {
        return Err(ReadError::Version(*version));
    }
    let unpacked = decompress_to_vec_zlib_with_limit(packed, UNPACKED_LIMIT).map_err(|error| {
        match error.status {
            TINFLStatus::HasMoreOutput => ReadError::TooLarge,
            _ => ReadError::Damaged("it cannot be unpacked"),
        }
    })?;
    let mut reader = Reader::new(&unpacked);
    let tables = Tables::default().fill(&mut reader)?;
    reader.finish()?;
    Ok(tables)
}

impl Tables {
    fn fill(mut self, reader: &mut Reader<'_>) -> Result<Self, ReadError> {
        self.texts = texts(reader)?;
        self.version = self.text(reader)?;
        self.date = self.text(reader)?;
        for _ in 0..reader.count()? {
            let source = [self.text(reader)?, self.text(reader)?, self.text(reader)?];
            self.sources.push(source);
        }
        self.read_keys(reader)?;
        self.key_sets = sets(reader, self.keys.len())?;
        self.read_services(reader)?;
        self.read_types(reader)?;
        self.read_actions(reader)?;
        self.read_uses(reader)?;
        self.read_dependents(reader)?;
        Ok(self)
    }

    fn text(&self, reader: &mut Reader<'_>) -> Result<u32, ReadError> {
        reader.index(self.texts.len())
    }

    fn key_set(&self, reader: &mut Reader<'_>) -> Result<u32, ReadError> {
        reader.index(self.key_sets.len())
    }

    fn read_keys(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        for _ in 0..reader.count()? {
            let name = self.text(reader)?;
            let (value_type, many) = value_type(reader.byte()?)?;
            let row = KeyRow {
                name,
                value_type,
                many,
            };
            let before = self.keys.last().map(|before| before.name);
            self.check_order(before, name)?;
            self.keys.push(row);
        }
        Ok(())
    }

    fn read_services(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let (mut types, mut actions) = (0, 0);
        for _ in 0..reader.count()? {
            let row = ServiceRow {
                prefix: self.text(reader)?,
                title: self.text(reader)?,
                resource_control: flag(reader)?,
                keys: self.key_set(reader)?,
                types: run(&mut types, reader.number()?)?,
                actions: run(&mut actions, reader.number()?)?,
            };
            let before = self.services.last().map(|before| before.prefix);
            self.check_order(before, row.prefix)?;
            self.services.push(row);
        }
        Ok(())
    }

    fn read_types(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let mut formats = 0;
        for (service, types) in self.runs(|service| &service.types) {
            let mut before = None;
            for _ in types {
                let name = self.text(reader)?;
                let row = TypeRow {
                    service,
                    name,
                    formats: run(&mut formats, reader.number()?)?,
                    keys: self.key_set(reader)?,
                };
                self.check_order(before, name)?;
                before = Some(name);
                self.types.push(row);
            }
        }
        for _ in 0..formats {
            let format = self.text(reader)?;
            self.formats.push(format);
        }
        Ok(())
    }

    /// Column after column, for equal things side by side pack better.
    fn read_actions(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let mut last = 0;
        for (service, actions) in self.runs(|service| &service.actions) {
            let mut before = None;
            for _ in actions {
                let name = step(last, reader.number()?, self.texts.len())?;
                last = name;
                self.check_order(before, name)?;
                before = Some(name);
                self.actions.push(ActionRow {
                    service,
                    name,
                    level: AccessLevel::Read,
                    former: false,
                    keys: 0,
                    uses: 0..0,
                    dependents: 0,
                });
            }
        }
        let sets = self.key_sets.len();
        let mut uses = 0;
        for action in &mut self.actions {
            (action.level, action.former) = level(reader.byte()?)?;
        }
        for action in &mut self.actions {
            action.keys = reader.index(sets)?;
        }
        for action in &mut self.actions {
            action.uses = run(&mut uses, reader.number()?)?;
        }
        Ok(())
    }

    fn read_uses(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        for action in &self.actions {
            let types = self
                .services
                .get(action.service as usize)
                .map_or(0..0, |service| service.types.clone());
            let mut before = None;
            for _ in action.uses.clone() {
                let written = reader.number()?;
                let index = types.start.saturating_add(written >> 1);
                if index >= types.end || before.is_some_and(|before| before >= index) {
                    return Err(ReadError::Damaged(
                        "an action has a resource type that is not there",
                    ));
                }
                before = Some(index);
                self.uses.push(UseRow {
                    resource_type: index,
                    required: written & 1 == 1,
                    keys: 0,
                });
            }
        }
        let sets = self.key_sets.len();
        for usage in &mut self.uses {
            usage.keys = reader.index(sets)?;
        }
        Ok(())
    }

    fn read_dependents(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        self.action_sets = sets(reader, self.actions.len())?;
        let sets = self.action_sets.len();
        for action in &mut self.actions {
            action.dependents = reader.index(sets)?;
        }
        Ok(())
    }

    /// Every service with a run of its own.
    fn runs(&self, of: impl Fn(&ServiceRow) -> &Range<u32>) -> Vec<(u32, Range<u32>)> {
        self.services
            .iter()
            .zip(0..)
            .map(|(service, index)| (index, of(service).clone()))
            .collect()
    }

    fn check_order(&self, before: Option<u32>, name: u32) -> Result<(), ReadError> {
        let name = self.texts.get(name);
        let ascends = before.is_none_or(|before| {
            compare_ignoring_case(self.texts.get(before), name) == Ordering::Less
        });
        if ascends && !name.is_empty() {
            Ok(())
        } else {
            Err(ReadError::Damaged("names are out of order"))
        }
    }
}

/// The texts, each with as many bytes of the one before as they share.
fn texts(reader: &mut Reader<'_>) -> Result<Texts, ReadError> {
    let count = reader.count()?;
    let mut shared = Vec::with_capacity(count);
    for _ in 0..count {
        shared.push(reader.number()? as usize);
    }
    let mut lengths = Vec::with_capacity(count);
    for _ in 0..count {
        lengths.push(reader.number()? as usize);
    }
    let mut texts = Texts::default();
    let mut text = String::new();
    for (shared, length) in shared.into_iter().zip(lengths) {
        let more = reader.take(length)?;
        // Names go to terminals and into documents.
        let is_plain = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
        if shared > text.len() || !more.iter().all(is_plain) {
            return Err(ReadError::Damaged("a text is not plain"));
        }
        text.truncate(shared);
        text.push_str(str::from_utf8(more).unwrap_or_default());
        if texts.size() + text.len() > UNPACKED_LIMIT {
            return Err(ReadError::TooLarge);
        }
        texts.push(&text);
    }
    Ok(texts)
}

/// Sets of indices, each ascending: the first, then how far the next one is.
fn sets(reader: &mut Reader<'_>, limit: usize) -> Result<Runs, ReadError> {
    let mut sets = Runs::default();
    let mut set = Vec::new();
    for _ in 0..reader.count()? {
        set.clear();
        let mut next = 0_u32;
        for _ in 0..reader.count()? {
            let element = next.saturating_add(reader.number()?);
            if element as usize >= limit {
                return Err(ReadError::Damaged("something refers to what is not there"));
            }
            set.push(element);
            next = element + 1;
        }
        sets.push(set.iter().copied());
    }
    Ok(sets)
}

/// The next so many of a table.
fn run(end: &mut u32, length: u32) -> Result<Range<u32>, ReadError> {
    let start = *end;
    *end = start
        .checked_add(length)
        .filter(|end| *end as usize <= UNPACKED_LIMIT)
        .ok_or(ReadError::TooLarge)?;
    Ok(start..*end)
}

/// An index that is so far from another: even numbers lead up, odd ones down.
fn step(from: u32, distance: u32, limit: usize) -> Result<u32, ReadError> {
    let half = distance >> 1;
    let to = if distance & 1 == 0 {
        from.checked_add(half)
    } else {
        from.checked_sub(half)
    };
    to.filter(|to| *to < small(limit))
        .ok_or(ReadError::Damaged("something refers to what is not there"))
}

fn flag(reader: &mut Reader<'_>) -> Result<bool, ReadError> {
    match reader.byte()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(ReadError::Damaged("a yes or no is neither")),
    }
}

/// The number of a level, and eight more where the action is a former one.
fn level(byte: u8) -> Result<(AccessLevel, bool), ReadError> {
    let level = AccessLevel::ALL
        .into_iter()
        .find(|level| level.wire() == byte & 7)
        .filter(|_| byte < 16);
    level
        .map(|level| (level, byte >= 8))
        .ok_or(ReadError::Damaged("there is no such access level"))
}

/// The number of a type, and eight more where a request has many values.
fn value_type(byte: u8) -> Result<(ValueType, bool), ReadError> {
    let value_type = match byte & 7 {
        0 => ValueType::String,
        1 => ValueType::Numeric,
        2 => ValueType::Date,
        3 => ValueType::Bool,
        4 => ValueType::Binary,
        5 => ValueType::Ip,
        6 => ValueType::Arn,
        _ => return Err(ReadError::Damaged("there is no such type of value")),
    };
    if byte < 16 {
        Ok((value_type, byte >= 8))
    } else {
        Err(ReadError::Damaged("there is no such type of value"))
    }
}
