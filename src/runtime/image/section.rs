//! The sections of an image, in the order of its table of sections.

use super::{ImageError, Policy, Record};
use crate::runtime::action::{ActionBeginning, ActionName, ActionNumber, ActionSlot};
use crate::runtime::arena::{Id, Text};
use crate::runtime::candidate::Candidate;
use crate::runtime::index::{OwnerHead, ResourceHead};
use crate::runtime::pattern::{Parts, Pattern, Piece};
use crate::runtime::source::Source;
use crate::runtime::spelling::Prefix;
use crate::runtime::tree::{
    Account, ArnSlot, Atom, Entity, Entry, Family, File, Key, Level, Lookup, NameSlot, NumberSlot,
    Operand, Organization, Origin, Owner, PrincipalEntry, PrincipalTest, Session, Sid, StandIn,
    Statement, Tag, Unit, UnitActions,
};

/// Declares the sections, numbered in order: what each is called in the
/// description of the format, and what it holds.
macro_rules! sections {
    ($($section:ident: $title:literal of $type:ty,)*) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "only numbers the constants")]
        enum Number { $($section,)* }

        $(pub(crate) const $section: usize = Number::$section as usize;)*

        /// Their names.
        pub(crate) const TITLES: &[&str] = &[$($title,)*];

        /// The bytes of a record of each.
        pub(super) const SIZES: &[usize] = &[$(<$type as Record>::SIZE,)*];

        /// Checks every record of every section.
        pub(super) fn check(policy: Policy<'_>) -> Result<(), ImageError> {
            $(policy.check_section::<$type>()?;)*
            Ok(())
        }
    };
}

sections! {
    STAND_INS: "stand-ins" of StandIn,
    ORGANIZATIONS: "organizations" of Organization,
    NAME_SLOTS: "name slots" of NameSlot,
    ARN_SLOTS: "ARN slots" of ArnSlot,
    NUMBER_SLOTS: "number slots" of NumberSlot,
    ENTITIES: "entities" of Entity,
    SOURCES: "sources" of Source,
    FAMILIES: "families" of Family,
    TAGS: "tags" of Tag,
    LINES: "lines" of Text,
    SESSIONS: "session policies" of Session,
    OWNERS: "owners" of Owner,
    OWNER_HEADS: "owner heads" of OwnerHead,
    ACCOUNTS: "accounts" of Account,
    LEVELS: "levels" of Level,
    UNIT_IDS: "unit places" of Id<Unit>,
    ACTION_SLOTS: "action slots" of ActionSlot,
    ACTION_NAMES: "action names" of ActionName,
    ACTION_BEGINNINGS: "action beginnings" of ActionBeginning,
    ACTION_NUMBERS: "action numbers" of ActionNumber,
    UNITS: "units" of Unit,
    UNIT_ACTIONS: "actions of units" of UnitActions,
    ENTRIES: "entries" of Entry,
    LOOKUPS: "lookups" of Lookup,
    RESOURCE_HEADS: "resource heads" of ResourceHead,
    CANDIDATES: "candidates" of Candidate,
    STATEMENTS: "statements" of Statement,
    ORIGINS: "origins" of Origin,
    SIDS: "sids" of Sid,
    FILES: "files" of File,
    PRINCIPAL_TESTS: "principal tests" of PrincipalTest,
    PRINCIPALS: "principals" of PrincipalEntry,
    ATOM_IDS: "atom places" of Id<Atom>,
    ATOMS: "atoms" of Atom,
    OPERANDS: "operands" of Operand,
    BYTES: "bytes" of u8,
    PATTERN_IDS: "pattern places" of Id<Pattern>,
    PATTERNS: "patterns" of Pattern,
    PARTS: "parts" of Parts,
    PIECES: "pieces" of Piece,
    PREFIXES: "prefixes" of Prefix,
    KEYS: "keys" of Key,
}

/// How many there are.
pub(crate) const COUNT: usize = TITLES.len();
