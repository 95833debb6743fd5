//! What the service catalog costs: its bytes, loading it, look-ups in it, and
//! `check` of a program with all that it knows over one that knows the names of
//! actions alone.
//!
//! `cargo bench --bench catalog` takes the program of 100,000 grants;
//! `cargo bench --bench catalog -- 1000` the one with so many.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot go on may stop"
)]

#[allow(dead_code, reason = "other benchmarks use the rest")]
mod workload;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aclc::catalog::{
    Action, ArnFormat, Catalog, ConditionKey, Draft, DraftAction, DraftService, ResourceType,
    encode,
};
use aclc::{Input, Options, Texts, compile};
use workload::{Size, Workload};

/// Runs of which the middle one counts.
const RUNS: usize = 5;

const BUILT_IN: &[u8] = include_bytes!("../src/catalog/built-in.catalog");

fn main() {
    let wanted: Option<u64> = std::env::args().find_map(|argument| argument.parse().ok());
    let wanted = wanted.unwrap_or(100_000);
    println!("built in                 {:>10} bytes", BUILT_IN.len());
    let load = middle(|| Catalog::read(BUILT_IN).unwrap());
    println!(
        "load                     {:>10.2} ms",
        load.as_secs_f64() * 1e3
    );
    look_ups();
    let size = Size::ALL.into_iter().find(|size| size.grants == wanted);
    let text = Workload::new(size.unwrap()).text();
    let names = Arc::new(Catalog::read(&encode(&names_alone()).unwrap()).unwrap());
    for lints in [false, true] {
        let command = if lints { "check" } else { "compile" };
        let without = middle(|| whole(&text, lints, Some(Arc::clone(&names))));
        let with = middle(|| whole(&text, lints, None));
        println!(
            "{command:<8} {wanted:>7} grants  {:>10.1} ms, {:.1} ms with names alone: {:.2}",
            with.as_secs_f64() * 1e3,
            without.as_secs_f64() * 1e3,
            with.as_secs_f64() / without.as_secs_f64()
        );
    }
}

/// One of each kind, over everything that there is.
fn look_ups() {
    let catalog = Catalog::built_in();
    let actions: Vec<String> = catalog.actions().map(|it| it.to_string()).collect();
    let keys: Vec<&str> = catalog.condition_keys().map(ConditionKey::name).collect();
    let types = catalog.resource_types().flat_map(ResourceType::formats);
    let arns: Vec<String> = types.map(ArnFormat::pattern).collect();
    let each = |name: &str, count: usize, work: &dyn Fn()| {
        let time = middle(work).as_secs_f64() * 1e9 / count as f64;
        println!("{name:<24} {time:>10.0} ns");
    };
    each("look up an action", actions.len(), &|| {
        for action in &actions {
            black_box(catalog.action(action));
        }
    });
    each("look up a key", keys.len(), &|| {
        for key in &keys {
            black_box(catalog.condition_key(key));
        }
    });
    each("types of an ARN", arns.len(), &|| {
        for arn in &arns {
            black_box(catalog.resource_types_of(arn));
        }
    });
}

/// The names of all actions with their levels, and nothing else.
fn names_alone() -> Draft {
    let catalog = Catalog::built_in();
    let action = |action: Action<'_>| DraftAction {
        name: action.name().to_owned(),
        level: action.level(),
        former: action.is_former(),
        keys: Vec::new(),
        uses: Vec::new(),
        dependents: Vec::new(),
    };
    let services = catalog.services().map(|service| DraftService {
        prefix: service.prefix().to_owned(),
        title: service.title().to_owned(),
        resource_control: service.has_resource_control(),
        keys: Vec::new(),
        resource_types: Vec::new(),
        actions: service.actions().map(action).collect(),
    });
    Draft {
        version: catalog.version().to_owned(),
        date: catalog.date().to_owned(),
        sources: Vec::new(),
        services: services.collect(),
        keys: Vec::new(),
    }
}

fn whole(text: &str, lints: bool, catalog: Option<Arc<Catalog>>) {
    let mut texts: Texts = [("workload.acl", text)].into_iter().collect();
    let inputs = [Input::File("workload.acl".to_owned())];
    let options = Options {
        lints,
        catalog,
        ..Options::default()
    };
    let compilation = compile(&inputs, &mut texts, &options);
    assert!(compilation.compiled.is_some());
}

fn middle<Result>(mut work: impl FnMut() -> Result) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}
