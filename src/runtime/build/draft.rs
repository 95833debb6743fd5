use super::{BuildError, BuildErrorKind};
use crate::runtime::Tree;
use crate::runtime::action::{ActionBeginning, ActionName, ActionNumber};
use crate::runtime::arena::{Arena, Id, Text, Texts};
use crate::runtime::candidate::Candidate;
use crate::runtime::image::{Writer, section};
use crate::runtime::index::{OwnerHead, ResourceHead};
use crate::runtime::pattern::{Parts, Pattern, Piece};
use crate::runtime::source::Source;
use crate::runtime::spelling::Prefix;
use crate::runtime::tree::{
    Account, Atom, Entity, Entry, Family, File, Key, Level, Lookup, Operand, Organization, Origin,
    Owner, PrincipalEntry, PrincipalTest, Session, Sid, StandIn, Statement, Tag, Unit, UnitActions,
};

/// The records of a tree that is being made, kind by kind, until they are
/// written one after the other.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) texts: Texts,
    /// What only explanations need: it comes behind all other texts, so that an
    /// image can do without.
    pub(super) labels: Texts,
    pub(super) lines: Arena<Text>,
    pub(super) pieces: Arena<Piece>,
    pub(super) prefixes: Arena<Prefix>,
    pub(super) parts: Arena<Parts>,
    pub(super) patterns: Arena<Pattern>,
    pub(super) pattern_ids: Arena<Id<Pattern>>,
    pub(super) keys: Arena<Key>,
    pub(super) bytes: Arena<u8>,
    pub(super) operands: Arena<Operand>,
    pub(super) atoms: Arena<Atom>,
    pub(super) atom_ids: Arena<Id<Atom>>,
    pub(super) principal_tests: Arena<PrincipalTest>,
    pub(super) principals: Arena<PrincipalEntry>,
    pub(super) statements: Arena<Statement>,
    pub(super) origins: Arena<Origin>,
    pub(super) sids: Arena<Sid>,
    pub(super) files: Arena<File>,
    pub(super) candidates: Arena<Candidate>,
    pub(super) resource_heads: Arena<ResourceHead>,
    pub(super) lookups: Arena<Lookup>,
    pub(super) entries: Arena<Entry>,
    pub(super) action_names: Arena<ActionName>,
    pub(super) action_beginnings: Arena<ActionBeginning>,
    pub(super) action_numbers: Arena<ActionNumber>,
    pub(super) units: Arena<Unit>,
    pub(super) unit_actions: Arena<UnitActions>,
    pub(super) unit_ids: Arena<Id<Unit>>,
    pub(super) levels: Arena<Level>,
    pub(super) accounts: Arena<Account>,
    pub(super) tags: Arena<Tag>,
    pub(super) entities: Arena<Entity>,
    pub(super) families: Arena<Family>,
    pub(super) sources: Arena<Source>,
    pub(super) owners: Arena<Owner>,
    pub(super) owner_heads: Arena<OwnerHead>,
    pub(super) sessions: Arena<Session>,
    pub(super) organizations: Arena<Organization>,
    pub(super) stand_ins: Arena<StandIn>,
}

impl Draft {
    pub(super) fn text(&self, text: Text) -> &str {
        self.texts.get(text)
    }

    /// Writes the image.
    pub(super) fn write(mut self) -> Result<Tree, BuildError> {
        let labels = core::mem::take(&mut self.labels).into_string();
        let behind = self.texts.push(&labels).start;
        let files = self.files.all_mut().iter_mut().map(|file| &mut file.name);
        let sids = self.sids.all_mut().iter_mut().map(|sid| &mut sid.text);
        for label in files.chain(sids) {
            label.start = label.start.saturating_add(behind);
        }
        let too_large = || BuildErrorKind::TooLarge.at("", 0);
        let (seed, tables) = self.tables().ok_or_else(too_large)?;
        let mut writer = Writer::new(seed);
        writer.all(self.stand_ins.all());
        writer.all(self.organizations.all());
        writer.slots(section::NAME_SLOTS, &tables.names);
        writer.slots(section::ARN_SLOTS, &tables.arns);
        writer.slots(section::NUMBER_SLOTS, &tables.numbers);
        writer.all(self.entities.all());
        writer.all(self.sources.all());
        writer.all(self.families.all());
        writer.all(self.tags.all());
        writer.all(self.lines.all());
        writer.all(self.sessions.all());
        writer.all(self.owners.all());
        writer.all(self.owner_heads.all());
        writer.all(self.accounts.all());
        writer.all(self.levels.all());
        writer.all(self.unit_ids.all());
        writer.slots(section::ACTION_SLOTS, &tables.actions);
        writer.all(self.action_names.all());
        writer.all(self.action_beginnings.all());
        writer.all(self.action_numbers.all());
        writer.all(self.units.all());
        writer.all(self.unit_actions.all());
        writer.all(self.entries.all());
        writer.all(self.lookups.all());
        writer.all(self.resource_heads.all());
        writer.all(self.candidates.all());
        writer.all(self.statements.all());
        writer.all(self.origins.all());
        writer.all(self.sids.all());
        writer.all(self.files.all());
        writer.all(self.principal_tests.all());
        writer.all(self.principals.all());
        writer.all(self.atom_ids.all());
        writer.all(self.atoms.all());
        writer.all(self.operands.all());
        writer.all(self.bytes.all());
        writer.all(self.pattern_ids.all());
        writer.all(self.patterns.all());
        writer.all(self.parts.all());
        writer.all(self.pieces.all());
        writer.all(self.prefixes.all());
        writer.all(self.keys.all());
        writer
            .finish(self.texts.into_string())
            .ok_or_else(too_large)
    }
}
