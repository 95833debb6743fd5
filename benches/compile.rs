//! Text to both targets: how long each stage takes, against what pest alone
//! takes to walk the same text in the same run.
//!
//! `cargo bench --bench compile` measures the programs of all sizes;
//! `cargo bench --bench compile -- 1000` the one with so many grants; with
//! `--count` behind it nothing is timed, and text is walked and compiled once, for
//! a profiler that counts instructions.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on may stop"
)]

#[allow(dead_code, reason = "other benchmarks use the rest")]
mod workload;

use std::hint::black_box;
use std::time::{Duration, Instant};

use aclc::source::Sources;
use aclc::{Compilation, Input, Options, Texts, compile, resolve, syntax, target, verify};
use workload::{Size, Workload};

/// Runs of which the middle one counts.
const RUNS: usize = 5;

fn main() {
    let wanted: Option<u64> = std::env::args().find_map(|argument| argument.parse().ok());
    let wanted = Size::ALL
        .into_iter()
        .filter(|size| wanted.is_none_or(|grants| grants == size.grants));
    if std::env::args().any(|argument| argument == "--count") {
        return wanted.for_each(count);
    }
    println!(
        "grants  text MB  pest walk |  syntax  resolve  IAM JSON    tree  verify     all |  all/pest  µs a grant  peak MiB"
    );
    for size in wanted {
        println!("{}", row(size));
    }
}

/// Does once what is measured.
fn count(size: Size) {
    let text = Workload::new(size).text();
    black_box(syntax::walk(&text).unwrap());
    black_box(whole(&text));
}

fn row(size: Size) -> String {
    let workload = Workload::new(size);
    let text = workload.text();
    let pest = median(|| {
        black_box(syntax::walk(&text).unwrap());
    });
    let mut sources = Sources::new();
    sources.add("workload.acl", text.as_str());
    let stages: Vec<[Duration; 5]> = (0..RUNS).map(|_| stages(&sources)).collect();
    let stage = |index: usize| middle(stages.iter().map(|run| run[index]).collect());
    let all = middle((0..RUNS).map(|_| timed(|| whole(&text)).0).collect());
    format!(
        "{:>6}  {:>7.2}  {:>6.1} ms | {:>7.1} {:>8.1} {:>9.1} {:>7.1} {:>7.1} {:>7.1} | {:>9.2} {:>11.2} {:>9}",
        workload.size.grants,
        text.len() as f64 / 1e6,
        milliseconds(pest),
        milliseconds(stage(0)),
        milliseconds(stage(1)),
        milliseconds(stage(2)),
        milliseconds(stage(3)),
        milliseconds(stage(4)),
        milliseconds(all),
        all.as_secs_f64() / pest.as_secs_f64(),
        all.as_secs_f64() * 1e6 / size.grants as f64,
        peak_mebibytes().map_or("?".to_owned(), |peak| peak.to_string()),
    )
}

/// Syntax, resolve, IAM JSON, tree, verify.
fn stages(sources: &Sources) -> [Duration; 5] {
    let (syntax, (asts, problems)) = timed(|| syntax::parse_all(sources));
    assert!(!problems.has_errors());
    let (resolve, (program, problems)) =
        timed(|| resolve::resolve(&asts, sources, Default::default()));
    assert!(!problems.has_errors(), "{:?}", problems.iter().next());
    let (json, documents) = timed(|| target::iam::emit(&program));
    assert!(!documents.1.has_errors(), "{:?}", documents.1.iter().next());
    let (tree, built) = timed(|| target::tree::build_tree(&program, sources).unwrap());
    let (verify, found) = timed(|| {
        let files = documents.0.files.iter();
        let files = files.map(|file| (file.path.as_str(), file.text.as_str()));
        verify::read_back(&program, files).verify(&program, &built)
    });
    assert!(found.is_empty(), "{:?}", found.iter().next());
    black_box((documents, built));
    [syntax, resolve, json, tree, verify]
}

/// The pipeline as the command runs it: stages that do not need each other run
/// side by side.
fn whole(text: &str) -> Compilation {
    let mut texts: Texts = [("workload.acl", text)].into_iter().collect();
    let inputs = [Input::File("workload.acl".to_owned())];
    let options = Options {
        verify: true,
        ..Options::default()
    };
    let compilation = compile(&inputs, &mut texts, &options);
    assert!(compilation.compiled.is_some());
    compilation
}

fn timed<Result>(work: impl FnOnce() -> Result) -> (Duration, Result) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

fn median(mut work: impl FnMut()) -> Duration {
    middle((0..RUNS).map(|_| timed(&mut work).0).collect())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The most memory that this process has had, where the system tells (Linux).
fn peak_mebibytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes / 1024)
}
