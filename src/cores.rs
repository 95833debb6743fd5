//! Work on all cores.

use core::num::NonZero;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::panic::resume_unwind;
use std::thread;

/// Into how many runs the items of one core are cut, so that a core which is
/// done early takes over from others.
const RUNS: usize = 8;

/// What `work` makes of every item, in the order of the items.
///
/// Fewer items than `few` are not worth another thread. A panic goes on in the
/// caller.
pub(crate) fn map<Item: Sync, Made: Send>(
    items: &[Item],
    few: usize,
    work: impl Fn(&Item) -> Made + Sync,
) -> Vec<Made> {
    // To count the cores takes longer than a small program does.
    let is_enough = items.len() >= few.max(2);
    let cores = if is_enough {
        thread::available_parallelism().map_or(1, NonZero::get)
    } else {
        1
    };
    if cores < 2 {
        return items.iter().map(work).collect();
    }
    let runs: Vec<&[Item]> = items.chunks(items.len().div_ceil(cores * RUNS)).collect();
    let next = AtomicUsize::new(0);
    let take_runs = || {
        let mut made = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(run) = runs.get(place) else {
                return made;
            };
            made.push((place, run.iter().map(&work).collect::<Vec<Made>>()));
        }
    };
    let mut made = thread::scope(|scope| {
        let helpers: Vec<_> = (1..cores.min(runs.len()))
            .map(|_| scope.spawn(take_runs))
            .collect();
        let mut made = take_runs();
        for helper in helpers {
            made.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    });
    made.sort_unstable_by_key(|(place, _)| *place);
    made.into_iter().flat_map(|(_, made)| made).collect()
}
