//! An entity's statements as its inline policy and, where they are too many for
//! that, managed policies beside it.

use std::borrow::Cow;
use std::collections::HashSet;

use super::cut::cut_statement;
use super::document::{EMPTY_DOCUMENT, size_of};
use super::merge::merge_statements;
use crate::iam::quotas::MANAGED_POLICY;
use crate::model::Statement;
use crate::source::Span;

/// The characters of a piece of a statement: a managed policy's, less the
/// number that is added to the piece's `Sid`.
const PIECE: usize = MANAGED_POLICY - EMPTY_DOCUMENT - 8;

/// What an entity may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// The characters of its inline policy.
    pub(super) inline: usize,
    /// How many more managed policies may be attached to it.
    pub(super) managed: usize,
}

impl Room {
    /// The characters of all documents together.
    fn total(self) -> usize {
        self.inline + self.managed * MANAGED_POLICY
    }
}

/// An entity's statements, spread over documents.
#[derive(Debug)]
pub(super) struct Packed<'s> {
    /// The inline policy; may be empty.
    pub(super) inline: Bin<'s>,
    /// Managed policies, none of them empty.
    pub(super) managed: Vec<Bin<'s>>,
}

/// Why statements do not fit.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Overflow {
    /// All documents are full, and this many characters are left over.
    Full(usize),
    /// The statement from this place is larger than a document even when it is
    /// cut as far as can be; so many characters remain.
    Statement(Span, usize),
}

/// The statements of one document.
#[derive(Debug)]
pub(super) struct Bin<'s> {
    /// What it holds so far.
    pub(super) statements: Vec<Cow<'s, Statement>>,
    /// Its characters.
    pub(super) size: usize,
    limit: usize,
}

impl<'s> Bin<'s> {
    fn new(limit: usize) -> Self {
        Self {
            statements: Vec::new(),
            size: EMPTY_DOCUMENT,
            limit,
        }
    }

    fn has_room(&self, size: usize) -> bool {
        let comma = usize::from(!self.statements.is_empty());
        self.size + comma + size <= self.limit
    }

    fn add(&mut self, statement: Cow<'s, Statement>, size: usize) {
        self.size += size + usize::from(!self.statements.is_empty());
        self.statements.push(statement);
    }
}

/// Puts the statements into the inline policy as they are if they fit; else
/// merged; else each, in order, into the first document that has room for it.
///
/// # Errors
///
/// Statements that do not fit even so.
pub(super) fn pack_statements<'s>(
    statements: Vec<Cow<'s, Statement>>,
    room: Room,
) -> Result<Packed<'s>, Overflow> {
    let mut sizes: Vec<usize> = statements.iter().map(|it| size_of(it)).collect();
    let mut statements = statements;
    if !fits(&sizes, room.inline) {
        statements = merge_statements(statements);
        sizes = statements.iter().map(|it| size_of(it)).collect();
    }
    Packing::new(room, &statements).pack(statements, &sizes)
}

fn fits(sizes: &[usize], limit: usize) -> bool {
    let commas = sizes.len().saturating_sub(1);
    EMPTY_DOCUMENT + commas + sizes.iter().sum::<usize>() <= limit
}

struct Packing<'s> {
    room: Room,
    packed: Packed<'s>,
    sids: HashSet<String>,
    left_over: usize,
}

impl<'s> Packing<'s> {
    fn new(room: Room, statements: &[Cow<'s, Statement>]) -> Self {
        Self {
            room,
            packed: Packed {
                inline: Bin::new(room.inline),
                managed: Vec::new(),
            },
            sids: statements.iter().filter_map(|it| it.sid.clone()).collect(),
            left_over: 0,
        }
    }

    fn pack(
        mut self,
        statements: Vec<Cow<'s, Statement>>,
        sizes: &[usize],
    ) -> Result<Packed<'s>, Overflow> {
        for (statement, size) in statements.into_iter().zip(sizes) {
            if let Some(bin) = self.bin_with_room(*size) {
                bin.add(statement, *size);
                continue;
            }
            let pieces = cut_statement(&statement, PIECE, self.room.total())
                .map_err(|size| Overflow::Statement(statement.origin, size))?;
            for piece in self.name_pieces(pieces) {
                let size = size_of(&piece);
                match self.bin_with_room(size) {
                    Some(bin) => bin.add(Cow::Owned(piece), size),
                    None => self.left_over += size,
                }
            }
        }
        match self.left_over {
            0 => Ok(self.packed),
            left_over => Err(Overflow::Full(left_over)),
        }
    }

    /// The first document with room for a statement of this size; a fresh one
    /// if none has and another may be attached.
    fn bin_with_room(&mut self, size: usize) -> Option<&mut Bin<'s>> {
        let Packed { inline, managed } = &mut self.packed;
        if inline.has_room(size) {
            return Some(inline);
        }
        let place = match managed.iter().position(|bin| bin.has_room(size)) {
            Some(place) => place,
            None => {
                let fresh = Bin::new(MANAGED_POLICY);
                if managed.len() >= self.room.managed || !fresh.has_room(size) {
                    return None;
                }
                managed.push(fresh);
                managed.len() - 1
            }
        };
        managed.get_mut(place)
    }

    /// Gives the pieces of a statement with a `Sid` names of their own, since no
    /// two statements of a document may share one.
    fn name_pieces(&mut self, mut pieces: Vec<Statement>) -> Vec<Statement> {
        if pieces.len() > 1 {
            let mut number = 0usize;
            for piece in &mut pieces {
                let Some(sid) = piece.sid.take() else { break };
                let name = loop {
                    number += 1;
                    let name = format!("{sid}{number}");
                    if self.sids.insert(name.clone()) {
                        break name;
                    }
                };
                piece.sid = Some(name);
            }
        }
        pieces
    }
}
