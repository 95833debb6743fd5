//! The programs of `docs/examples` and `tests/cases`.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

use aclc::load::Input;

use super::compare::{Tally, Targets, compare};
use super::draw::{Draw, tape};
use super::request::draw_request;
use super::statement::statements;
use super::text::compile_input;

/// Every `.acl` file below a folder of the repository, in order.
fn programs(below: &str) -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(below)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "acl") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Puts requests to every program that compiles, and tells how many did.
fn decide_all(below: &str, tally: &RefCell<Tally>) -> usize {
    let requests = super::config().cases.div_ceil(4);
    let mut compiled_programs = 0;
    for path in programs(below) {
        let Some(compiled) = compile_input(Input::File(path.to_string_lossy().into_owned())).0
        else {
            continue;
        };
        compiled_programs += 1;
        let mut program = compiled.program;
        let statements = statements(&mut program);
        let targets = Targets::new(&compiled.tree, &compiled.documents.files);
        for seed in 0..u64::from(requests) {
            let tape = tape(seed, 48);
            let asked = draw_request(&mut Draw::new(&tape), &program, &statements);
            if let Err(difference) = compare(&targets, &asked, tally) {
                panic!("{} (seed {seed}): {difference}", path.display());
            }
        }
    }
    compiled_programs
}

#[test]
fn the_examples_decide_as_their_documents_say() {
    let tally = RefCell::new(Tally::default());
    assert_eq!(
        decide_all("docs/examples", &tally),
        programs("docs/examples").len()
    );
    tally.into_inner().check();
}

#[test]
fn the_cases_decide_as_their_documents_say() {
    let tally = RefCell::new(Tally::default());
    let count = decide_all("tests/cases", &tally);
    assert!(count >= 10, "only {count} programs compile");
    tally.into_inner().check();
}
