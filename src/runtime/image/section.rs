//! The sections of an image, in the order of its table of sections.

use super::{ImageError, Policy, Record};
use crate::runtime::arena::{Id, Text};
use crate::runtime::index::{Head, Longer};
use crate::runtime::pattern::{Pattern, Piece};
use crate::runtime::tree::{
    Account, ActionClass, ArnSlot, Atom, Entity, Key, Level, NameSlot, NumberSlot, Operand,
    Organization, Owner, PrincipalEntry, Session, StandIn, Statement, Tag, Unit,
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
    ENTITY_IDS: "entity places" of Id<Entity>,
    TAGS: "tags" of Tag,
    LINES: "lines" of Text,
    SESSIONS: "session policies" of Session,
    OWNERS: "owners" of Owner,
    OWNER_HEADS: "owner heads" of Head<Owner>,
    OWNER_IDS: "owner places" of Id<Owner>,
    ACCOUNTS: "accounts" of Account,
    LEVELS: "levels" of Level,
    UNIT_IDS: "unit places" of Id<Unit>,
    UNITS: "units" of Unit,
    CLASS_HEADS: "class heads" of Head<ActionClass>,
    CLASS_LONGER: "class patterns" of Longer<ActionClass>,
    CLASS_IDS: "class places" of Id<ActionClass>,
    ACTION_CLASSES: "action classes" of ActionClass,
    STATEMENT_HEADS: "statement heads" of Head<Statement>,
    STATEMENT_LONGER: "statement patterns" of Longer<Statement>,
    STATEMENT_IDS: "statement places" of Id<Statement>,
    STATEMENTS: "statements" of Statement,
    PRINCIPALS: "principals" of PrincipalEntry,
    ATOM_IDS: "atom places" of Id<Atom>,
    ATOMS: "atoms" of Atom,
    OPERANDS: "operands" of Operand,
    BYTES: "bytes" of u8,
    PATTERN_IDS: "pattern places" of Id<Pattern>,
    PATTERNS: "patterns" of Pattern,
    PIECES: "pieces" of Piece,
    KEYS: "keys" of Key,
}

/// How many there are.
pub(crate) const COUNT: usize = TITLES.len();
