use alloc::string::String;
use alloc::vec::Vec;

use super::{BuildError, BuildErrorKind};
use crate::runtime::Tree;
use crate::runtime::arena::{Arena, Id, Text, Texts};
use crate::runtime::image::hash::{self, checksum, table};
use crate::runtime::image::{Field, HEADER, MAGIC, Record, TABLE, VERSION, section};
use crate::runtime::index::{Head, Longer};
use crate::runtime::pattern::{Pattern, Piece};
use crate::runtime::tree::{
    Account, ActionClass, Atom, Entity, Key, Level, Operand, Organization, Owner, PrincipalEntry,
    Session, StandIn, Statement, Tag, Unit,
};

/// The records of a tree that is being made, kind by kind, until they are
/// written one after the other.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) texts: Texts,
    pub(super) lines: Arena<Text>,
    pub(super) pieces: Arena<Piece>,
    pub(super) patterns: Arena<Pattern>,
    pub(super) pattern_ids: Arena<Id<Pattern>>,
    pub(super) keys: Arena<Key>,
    pub(super) bytes: Arena<u8>,
    pub(super) operands: Arena<Operand>,
    pub(super) atoms: Arena<Atom>,
    pub(super) atom_ids: Arena<Id<Atom>>,
    pub(super) principals: Arena<PrincipalEntry>,
    pub(super) statements: Arena<Statement>,
    pub(super) statement_ids: Arena<Id<Statement>>,
    pub(super) statement_heads: Arena<Head<Statement>>,
    pub(super) statement_longer: Arena<Longer<Statement>>,
    pub(super) action_classes: Arena<ActionClass>,
    pub(super) class_ids: Arena<Id<ActionClass>>,
    pub(super) class_heads: Arena<Head<ActionClass>>,
    pub(super) class_longer: Arena<Longer<ActionClass>>,
    pub(super) units: Arena<Unit>,
    pub(super) unit_ids: Arena<Id<Unit>>,
    pub(super) levels: Arena<Level>,
    pub(super) accounts: Arena<Account>,
    pub(super) tags: Arena<Tag>,
    pub(super) entities: Arena<Entity>,
    pub(super) entity_ids: Arena<Id<Entity>>,
    pub(super) owners: Arena<Owner>,
    pub(super) owner_heads: Arena<Head<Owner>>,
    pub(super) owner_ids: Arena<Id<Owner>>,
    pub(super) sessions: Arena<Session>,
    pub(super) organizations: Arena<Organization>,
    pub(super) stand_ins: Arena<StandIn>,
    /// Entities by the hash of kind and name, in order.
    pub(super) names: Vec<(u64, Id<Entity>)>,
    /// Entities by the hash of their ARN, in order.
    pub(super) arns: Vec<(u64, Id<Entity>)>,
    /// Accounts by the hash of their number, in order.
    pub(super) numbers: Vec<(u64, Id<Account>)>,
}

/// An image that is being written.
struct Writer {
    out: Vec<u8>,
    sections: [(u32, u32); section::COUNT],
    fits: bool,
}

impl Draft {
    pub(super) fn text(&self, text: Text) -> &str {
        self.texts.get(text)
    }

    /// Writes the image.
    pub(super) fn write(self) -> Result<Tree, BuildError> {
        let mut writer = Writer {
            out: alloc::vec![0; HEADER],
            sections: [(0, 0); section::COUNT],
            fits: true,
        };
        writer.all(&self.stand_ins);
        writer.all(&self.organizations);
        writer.slots(section::NAME_SLOTS, &self.names);
        writer.slots(section::ARN_SLOTS, &self.arns);
        writer.slots(section::NUMBER_SLOTS, &self.numbers);
        writer.all(&self.entities);
        writer.all(&self.entity_ids);
        writer.all(&self.tags);
        writer.all(&self.lines);
        writer.all(&self.sessions);
        writer.all(&self.owners);
        writer.all(&self.owner_heads);
        writer.all(&self.owner_ids);
        writer.all(&self.accounts);
        writer.all(&self.levels);
        writer.all(&self.unit_ids);
        writer.all(&self.units);
        writer.all(&self.class_heads);
        writer.all(&self.class_longer);
        writer.all(&self.class_ids);
        writer.all(&self.action_classes);
        writer.all(&self.statement_heads);
        writer.all(&self.statement_longer);
        writer.all(&self.statement_ids);
        writer.all(&self.statements);
        writer.all(&self.principals);
        writer.all(&self.atom_ids);
        writer.all(&self.atoms);
        writer.all(&self.operands);
        writer.all(&self.bytes);
        writer.all(&self.pattern_ids);
        writer.all(&self.patterns);
        writer.all(&self.pieces);
        writer.all(&self.keys);
        writer.finish(self.texts.into_string())
    }
}

impl Writer {
    fn all<T: Record>(&mut self, arena: &Arena<T>) {
        self.begin(T::SECTION, arena.all().len());
        self.out.reserve(arena.all().len() * T::SIZE);
        for record in arena.all() {
            record.encode(&mut self.out);
        }
    }

    fn slots<T: Record>(&mut self, section: usize, entries: &[(u64, Id<T>)]) {
        self.fits &= entries.len() <= hash::LIMIT;
        let slots = table(entries);
        self.begin(section, slots.len());
        for slot in slots {
            slot.write(&mut self.out);
        }
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

    fn finish(mut self, texts: String) -> Result<Tree, BuildError> {
        let too_large = || BuildErrorKind::TooLarge.at("", 0);
        let start = u32::try_from(self.out.len()).map_err(|_| too_large())?;
        let length = u32::try_from(self.out.len() + texts.len()).map_err(|_| too_large())?;
        if !self.fits {
            return Err(too_large());
        }
        let mut header = Vec::with_capacity(HEADER);
        header.extend(MAGIC);
        VERSION.write(&mut header);
        0_u64.write(&mut header);
        length.write(&mut header);
        start.write(&mut header);
        for (start, count) in self.sections {
            start.write(&mut header);
            count.write(&mut header);
        }
        let (_, checked) = header.split_at(TABLE - 8);
        self.patch(TABLE - 8, checked);
        let sum = {
            let checked = self.out.get(TABLE - 8..).unwrap_or_default();
            checksum([checked, texts.as_bytes()])
        };
        let (beginning, _) = header.split_at(8);
        self.patch(0, beginning);
        self.patch(8, &sum.to_le_bytes());
        Ok(Tree::of_parts(self.out, texts))
    }

    fn patch(&mut self, at: usize, bytes: &[u8]) {
        for (to, from) in self.out.iter_mut().skip(at).zip(bytes) {
            *to = *from;
        }
    }
}
