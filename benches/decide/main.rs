//! What a decision costs, against two yardsticks in the same run: the least
//! that anything could do, and what one would write by hand.
//!
//! `cargo bench --bench decide` measures the programs of all sizes;
//! `cargo bench --bench decide -- 1000` the one with so many grants. With
//! `--count floor|plain|strings|resolved|batch` it only decides, for a profiler.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on may stop"
)]

mod floor;
mod measure;
mod plain;
mod requests;
#[path = "../workload/mod.rs"]
mod workload;

use std::hint::black_box;

use aclc::runtime::{Caller, ContextEntry, ContextValue, Decision, Request, Tree};
use aclc::{Input, Options, Texts, compile};
use floor::{Floor, block};
use measure::{Times, measure, threads};
use plain::Plain;
use requests::{Asked, KEYS};
use workload::{Size, Workload};

/// How many requests are asked.
const REQUESTS: usize = 10_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let wanted: Option<u64> = arguments.iter().find_map(|argument| argument.parse().ok());
    let counted = arguments
        .iter()
        .position(|argument| argument == "--count")
        .map(|place| arguments[place + 1].as_str());
    for size in Size::ALL {
        if wanted.is_some_and(|grants| grants != size.grants) {
            continue;
        }
        let workload = Workload::new(size);
        let plain = Plain::new(&workload);
        let asked = requests::draw(&workload, &plain, REQUESTS);
        let subject = Subject {
            tree: build(&workload),
            floor: Floor::new(&workload, &asked),
            blocks: asked.iter().map(|asked| block(&asked.resource)).collect(),
            plain,
            asked,
        };
        subject.check();
        match counted {
            Some(what) => subject.count(what),
            None => subject.report(size),
        }
    }
}

fn build(workload: &Workload) -> Tree {
    let text = workload.text();
    let mut texts: Texts = [("workload.acl", text.as_str())].into_iter().collect();
    let inputs = [Input::File("workload.acl".to_owned())];
    let compilation = compile(&inputs, &mut texts, &Options::default());
    compilation.compiled.unwrap().tree
}

/// What is measured.
struct Subject {
    tree: Tree,
    floor: Floor,
    blocks: Vec<[u8; 64]>,
    plain: Plain,
    asked: Vec<Asked>,
}

impl Subject {
    fn by_strings(&self, asked: &Asked) -> bool {
        let caller = self.tree.principal(&asked.principal).unwrap();
        self.resolved(asked, &caller)
    }

    fn resolved(&self, asked: &Asked, caller: &Caller<'_>) -> bool {
        let context: [ContextEntry<'_>; 4] =
            std::array::from_fn(|place| (KEYS[place], ContextValue::One(&asked.context[place])));
        let request = Request::new(caller, &asked.action, &asked.resource).with_context(&context);
        self.tree.decide(&request).unwrap().decision() == Decision::Allow
    }

    fn callers(&self) -> Vec<Caller<'_>> {
        self.asked
            .iter()
            .map(|asked| self.tree.principal(&asked.principal).unwrap())
            .collect()
    }

    /// All of them give one answer, and half of the answers are yes.
    fn check(&self) {
        let mut allowed = 0;
        for asked in &self.asked {
            let expected = self.plain.allows(asked);
            assert_eq!(self.by_strings(asked), expected, "{asked:?}");
            allowed += usize::from(expected);
        }
        assert_eq!(allowed * 2, self.asked.len());
    }

    fn report(&self, size: Size) {
        let count = self.asked.len();
        let callers = self.callers();
        let asked = &self.asked;
        let rows = [
            (
                "floor",
                measure(count, |place| {
                    self.floor.allows(&asked[place], &self.blocks[place])
                }),
            ),
            (
                "plain interpreter",
                measure(count, |place| self.plain.allows(&asked[place])),
            ),
            (
                "from strings",
                measure(count, |place| self.by_strings(&asked[place])),
            ),
            (
                "principal resolved",
                measure(count, |place| self.resolved(&asked[place], &callers[place])),
            ),
        ];
        let floor = rows[0].1.mean;
        let plain = rows[1].1.mean;
        println!(
            "\n{} groups / {} users / {} grants",
            size.groups, size.users, size.grants
        );
        println!(
            "{:<20} {:>8} {:>8} {:>8} {:>8} {:>8}",
            "", "ns", "median", "p99", "/ floor", "plain /"
        );
        for (name, Times { mean, median, p99 }) in rows {
            println!(
                "{name:<20} {mean:>8.0} {median:>8.0} {p99:>8.0} {:>8.2} {:>8.1}",
                mean / floor,
                plain / mean
            );
        }
        let two = threads(count, |place| self.by_strings(&asked[place]));
        println!("2 threads: {two:.2} times the decisions");
    }

    /// Decides each request ten times, and nothing else.
    fn count(&self, what: &str) {
        let callers = self.callers();
        for _ in 0..10 {
            for (place, asked) in self.asked.iter().enumerate() {
                black_box(match what {
                    "floor" => self.floor.allows(asked, &self.blocks[place]),
                    "plain" => self.plain.allows(asked),
                    "strings" => self.by_strings(asked),
                    "resolved" => self.resolved(asked, &callers[place]),
                    _ => false,
                });
            }
        }
    }
}
