//! The pieces of a file, read on all cores.
//!
//! A batch of pieces is read at once, which saves pest a start for each; only
//! where one of them has a mistake is each read alone. That both give the same
//! tree is what makes the cuts right at all.

use core::num::NonZero;
use core::ops::Range;
use core::sync::atomic::{AtomicUsize, Ordering};

use super::parse::{File, Read};

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
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    // Each worker takes the next batch, so that none waits for a slow one.
    let work = || {
        let mut read = Vec::new();
        while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            read.extend(read_batch(file, pieces, batch.clone()));
        }
        read
    };
    if cores.min(batches.len()) < 2 {
        return work();
    }
    let mut outcomes = std::thread::scope(|scope| {
        let helpers: Vec<_> = (1..cores.min(batches.len()))
            .map(|_| scope.spawn(work))
            .collect();
        let mut outcomes = work();
        for helper in helpers {
            match helper.join() {
                Ok(read) => outcomes.extend(read),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        outcomes
    });
    outcomes.sort_unstable_by_key(|outcome| outcome.first);
    outcomes
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
