//! Random programs as the compiler's model holds them.

use std::cell::RefCell;
use std::ops::Range;

use aclc::diag::{Diagnostic, codes};
use aclc::model::Program;
use aclc::source::Sources;
use aclc::target::iam::{Output, emit};
use aclc::target::tree::build_tree;
use aclc::verify::read_back;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::compare::{Tally, Targets, compare};
use super::draw::Draw;
use super::request::draw_request;
use super::statement::{add_own_statement, add_statement, fill_empty, list_statements, statements};
use super::world::draw_world;

/// What decides a case: a tape for the program's bones, one for each statement, one for each request.
#[derive(Clone, Debug)]
pub(super) struct Tapes {
    world: Vec<u16>,
    statements: Vec<Vec<u16>>,
    pub(super) requests: Vec<Vec<u16>>,
}

pub(super) fn tapes(count: Range<usize>) -> impl Strategy<Value = Tapes> {
    let numbers = any::<u16>();
    let world = vec(numbers, 0..100);
    let statements = vec(vec(numbers, 0..28), count);
    let requests = vec(vec(numbers, 0..48), 1..25);
    // The first is made simpler first: what is asked, then what was not needed for it.
    (requests, statements, world).prop_map(|(requests, statements, world)| Tapes {
        world,
        statements,
        requests,
    })
}

pub(super) fn program(tapes: &Tapes, add: fn(&mut Draw<'_>, &mut Program)) -> Program {
    let mut program = draw_world(&mut Draw::new(&tapes.world));
    for tape in &tapes.statements {
        add(&mut Draw::new(tape), &mut program);
    }
    fill_empty(&mut program);
    program
}

/// A program and its requests, made of one tape: all forms of it decide the same, and it reads back as itself.
pub(crate) fn differ_on_tape(tape: &[u16]) -> Result<(), String> {
    let mut numbers = tape.iter().copied();
    let mut tapes = |count: usize, length: usize| -> Vec<Vec<u16>> {
        (0..count)
            .map(|_| numbers.by_ref().take(length).collect())
            .collect()
    };
    let world = tapes(1, 60).concat();
    let count = world.first().map_or(0, |first| usize::from(first % 16));
    let drawn = Tapes {
        statements: tapes(count, 28),
        requests: tapes(12, 40),
        world,
    };
    let program = program(&drawn, add_statement);
    let fail = |wrong: String| format!("{wrong}\n{}", list_statements(&program));
    check(&program, &drawn.requests, &RefCell::new(Tally::default())).map_err(fail)?;
    reads_back(&program).map_err(fail)
}

/// Whether what is written of a program is the program.
fn reads_back(program: &Program) -> Result<(), String> {
    let Some(output) = written(program)? else {
        return Ok(());
    };
    let tree = build_tree(program, &Sources::new()).map_err(|error| error.to_string())?;
    let files = output.files.iter();
    let files = files.map(|file| (file.path.as_str(), file.text.as_str()));
    let found = read_back(program, files).verify(program, &tree);
    if found.is_empty() {
        Ok(())
    } else {
        Err(format!("{found:#?}"))
    }
}

/// Runs random programs; `add` puts a statement into one.
fn run(config: Config, tapes: impl Strategy<Value = Tapes>, add: fn(&mut Draw<'_>, &mut Program)) {
    let tally = RefCell::new(Tally::default());
    let result = TestRunner::new(config).run(&tapes, |tapes| {
        let program = program(&tapes, add);
        check(&program, &tapes.requests, &tally)
            .map_err(|wrong| TestCaseError::fail(format!("{wrong}\n{}", list_statements(&program))))
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    eprintln!("{:?}", tally.borrow());
    tally.into_inner().check();
}

/// The documents of a program; none where AWS would not take one of them either, which is not often.
pub(super) fn written(program: &Program) -> Result<Option<Output>, String> {
    let (output, diagnostics) = emit(program);
    let is_too_large = |diagnostic: &Diagnostic| diagnostic.code == codes::DOCUMENT_TOO_LARGE;
    if diagnostics.has_errors() && diagnostics.iter().all(is_too_large) {
        return Ok(None);
    }
    if diagnostics.has_errors() {
        return Err(format!("a program that is no program: {diagnostics:#?}"));
    }
    Ok(Some(output))
}

fn check(program: &Program, requests: &[Vec<u16>], tally: &RefCell<Tally>) -> Result<(), String> {
    let Some(output) = written(program)? else {
        return Ok(());
    };
    let tree = build_tree(program, &Sources::new()).map_err(|error| error.to_string())?;
    let targets = Targets::new(&tree, &output.files);
    let statements = statements(&mut program.clone());
    for tape in requests {
        let asked = draw_request(&mut Draw::new(tape), program, &statements);
        compare(&targets, &asked, tally)?;
    }
    Ok(())
}

#[test]
fn the_tree_decides_as_the_documents_say() {
    run(super::config(), tapes(0..24), add_statement);
}

/// Documents that are merged and split, and more conditions than one request remembers the results of.
#[test]
fn large_trees_decide_as_the_documents_say() {
    let usual = super::config();
    let cases = usual.cases.div_ceil(8);
    run(Config { cases, ..usual }, tapes(60..200), add_own_statement);
}

/// Every program, however its statements are merged, moved and cut, is what its documents are read back as.
#[test]
fn what_is_written_reads_back_as_the_program() {
    let usual = super::config();
    let small = (
        tapes(0..24),
        Just(add_statement as fn(&mut Draw<'_>, &mut Program)),
    );
    let large = (
        tapes(40..120),
        Just(add_own_statement as fn(&mut Draw<'_>, &mut Program)),
    );
    let either = prop_oneof![6 => small, 1 => large];
    let cases = usual.cases.div_ceil(2);
    let result = TestRunner::new(Config { cases, ..usual }).run(&either, |(tapes, add)| {
        let program = program(&tapes, add);
        reads_back(&program)
            .map_err(|wrong| TestCaseError::fail(format!("{wrong}\n{}", list_statements(&program))))
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
