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
use std::time::Instant;

use aclc::runtime::{
    Caller, ContextEntry, ContextValue, Decision, EntityKind, Policy, Request, Tree,
};
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

/// What a request gives beside.
fn context_of(asked: &Asked) -> [ContextEntry<'_>; 4] {
    std::array::from_fn(|place| (KEYS[place], ContextValue::One(&asked.context[place])))
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
        let context = context_of(asked);
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
        let (callers, contexts) = (self.callers(), self.contexts());
        let requests = self.batch(&callers, &contexts);
        for (answer, asked) in self.tree.decide_batch(&requests).zip(&self.asked) {
            let allows = answer.unwrap().decision() == Decision::Allow;
            assert_eq!(allows, self.plain.allows(asked), "{asked:?}");
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
        let batch = self.batch_time(&callers);
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
        println!(
            "{:<20} {batch:>8.0} {:>8} {:>8} {:>8.2} {:>8.1}",
            "batch",
            "",
            "",
            batch / floor,
            plain / batch
        );
        self.report_image(size);
        let two = threads(count, |place| self.by_strings(&asked[place]));
        println!("2 threads: {two:.2} times the decisions");
    }

    /// The requests, as one batch of callers that are resolved.
    fn batch<'s>(
        &'s self,
        callers: &'s [Caller<'s>],
        contexts: &'s [[ContextEntry<'s>; 4]],
    ) -> Vec<Request<'s>> {
        let asked = self.asked.iter().zip(callers).zip(contexts);
        asked
            .map(|((asked, caller), context)| {
                Request::new(caller, &asked.action, &asked.resource).with_context(context)
            })
            .collect()
    }

    fn contexts(&self) -> Vec<[ContextEntry<'_>; 4]> {
        self.asked.iter().map(context_of).collect()
    }

    /// Nanoseconds a decision of a batch, whose requests are made before: the
    /// middle one of the rounds.
    fn batch_time(&self, callers: &[Caller<'_>]) -> f64 {
        let contexts = self.contexts();
        let requests = self.batch(callers, &contexts);
        let mut times: Vec<f64> = (0..measure::ROUNDS)
            .map(|_| {
                let start = Instant::now();
                for answer in self.tree.decide_batch(&requests) {
                    black_box(answer.unwrap().decision());
                }
                start.elapsed().as_secs_f64() * 1e9 / requests.len() as f64
            })
            .collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    }

    /// What the image takes, and how long it takes to load.
    fn report_image(&self, size: Size) {
        let image = self.tree.to_bytes();
        let mut times: Vec<f64> = (0..measure::ROUNDS)
            .map(|_| {
                let start = Instant::now();
                black_box(Policy::from_bytes(&image).unwrap());
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        // What is of users alone, of groups their share left out; the rest is of grants.
        let policy = self.tree.policy();
        let taken = |names: &[&str]| -> usize {
            let sections = policy.sections();
            sections
                .filter(|section| names.contains(&section.name))
                .map(|section| section.record_size * section.records)
                .sum()
        };
        let users = policy
            .entities()
            .filter(|entity| entity.kind == EntityKind::User);
        let (users, names) = users.fold((0, 0), |(users, names), entity| {
            (users + 1, names + entity.name.len())
        });
        let entities = taken(&["name slots", "entities"]) * users / policy.entities().count();
        let of_users = entities + taken(&["sources"]) + names;
        println!(
            "image: {} bytes, {:.1} a user, {:.1} a grant; {:.2} ms to load",
            image.len(),
            of_users as f64 / size.users as f64,
            (image.len() - of_users) as f64 / size.grants as f64,
            times[times.len() / 2]
        );
    }

    /// Decides each request ten times, and nothing else.
    fn count(&self, what: &str) {
        let callers = self.callers();
        let contexts = self.contexts();
        let requests = self.batch(&callers, &contexts);
        if what == "batch" {
            for _ in 0..10 {
                for answer in self.tree.decide_batch(&requests) {
                    black_box(answer.unwrap().decision());
                }
            }
            return;
        }
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
