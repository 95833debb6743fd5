//! The pieces of a file, read on all cores.
//!
//! A batch of pieces is read at once, which saves pest a start for each; only
//! where one of them has a mistake is each read alone. That both give the same
//! tree is what makes the cuts right at all.

use core::ops::Range;

use super::parse::{File, Read};
use crate::cores;

/// How many bytes of text a batch has, about.
const BATCH: usize = 16 << 10;

/// What became of a piece, or of some that were read at once.
pub(super) struct Outcome<'s> {
    /// The first of the pieces.
    pub(super) first: usize,
    /// What they hold; `None` where the scanner found one broken.
    pub(super) read: Option<Read<'s>>,
}

/// Reads all pieces; the outcomes are in their order.
pub(super) fn read_pieces<'s>(file: &File<'s>, pieces: &[Range<usize>]) -> Vec<Outcome<'s>> {
    let batches = batches(pieces);
    let outcomes = cores::map(&batches, 2, |batch| read_batch(file, pieces, batch.clone()));
    outcomes.into_iter().flatten().collect()
}

fn batches(pieces: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut batches = Vec::new();
    let mut first = 0;
    let mut size = 0;
    for (index, piece) in pieces.iter().enumerate() {
        size += piece.len();
        if size >= BATCH {
            batches.push(first..index + 1);
            first = index + 1;
            size = 0;
        }
    }
    if first < pieces.len() {
        batches.push(first..pieces.len());
    }
    batches
}

fn read_batch<'s>(
    file: &File<'s>,
    pieces: &[Range<usize>],
    batch: Range<usize>,
) -> Vec<Outcome<'s>> {
    let first = batch.start;
    let chosen = pieces.get(batch).unwrap_or_default();
    if let [start, .., end] = chosen {
        let whole = start.start..end.end;
        if !file.is_broken(&whole)
            && let Ok(items) = file.read(&whole)
        {
            let read = Some(Ok(items));
            return vec![Outcome { first, read }];
        }
    }
    chosen
        .iter()
        .zip(first..)
        .map(|(piece, first)| Outcome {
            first,
            read: (!file.is_broken(piece)).then(|| file.read(piece)),
        })
        .collect()
}
