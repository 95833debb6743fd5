//! Times of something that is done many times, in nanoseconds.

use std::hint::black_box;
use std::thread;
use std::time::Instant;

use super::requests::shuffle;
use super::workload::Random;

/// Rounds, each of which does everything once, in another order.
pub(crate) const ROUNDS: usize = 21;

/// What one takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    /// When done one after the other: the middle one of the rounds' means.
    pub(crate) mean: f64,
    /// Timed singly, without what a clock takes: the middle one.
    pub(crate) median: f64,
    /// Of a hundred the second slowest, in the calmest round.
    pub(crate) p99: f64,
}

/// Measures something that is done for every number below `count`.
pub(crate) fn measure(count: usize, one: impl Fn(usize) -> bool) -> Times {
    let mut random = Random(3);
    let mut order: Vec<usize> = (0..count).collect();
    let mut means = Vec::new();
    for _ in 0..ROUNDS {
        shuffle(&mut order, &mut random);
        let start = Instant::now();
        for place in &order {
            black_box(one(*place));
        }
        means.push(start.elapsed().as_secs_f64() * 1e9 / count as f64);
    }
    let clock = singly(&order, |_| true);
    let mut medians = Vec::new();
    let mut p99s = Vec::new();
    for _ in 0..ROUNDS {
        shuffle(&mut order, &mut random);
        let times = singly(&order, &one);
        medians.push(times[count / 2] - clock[count / 2]);
        p99s.push(times[count * 99 / 100] - clock[count / 2]);
    }
    Times {
        mean: middle(means),
        median: middle(medians),
        p99: p99s.into_iter().fold(f64::INFINITY, f64::min),
    }
}

/// The time of each, sorted.
fn singly(order: &[usize], one: impl Fn(usize) -> bool) -> Vec<f64> {
    let mut times: Vec<f64> = order
        .iter()
        .map(|place| {
            let start = Instant::now();
            black_box(one(*place));
            start.elapsed().as_secs_f64() * 1e9
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

/// How many times as much two threads do as one.
pub(crate) fn threads(count: usize, one: impl Fn(usize) -> bool + Sync) -> f64 {
    let rounds = |threads: usize| {
        let start = Instant::now();
        thread::scope(|scope| {
            for thread in 0..threads {
                let one = &one;
                scope.spawn(move || {
                    let mut random = Random(thread as u64);
                    let mut order: Vec<usize> = (0..count).collect();
                    for _ in 0..ROUNDS {
                        shuffle(&mut order, &mut random);
                        for place in &order {
                            black_box(one(*place));
                        }
                    }
                });
            }
        });
        threads as f64 / start.elapsed().as_secs_f64()
    };
    let ratios = (0..5).map(|_| rounds(2) / rounds(1)).collect();
    middle(ratios)
}

fn middle(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
