//! Random programs as the compiler's model holds them.

use std::cell::RefCell;
use std::ops::Range;

use aclc::diag::{Diagnostic, codes};
use aclc::model::Program;
use aclc::source::Sources;
use aclc::target::iam::emit;
use aclc::target::tree::build_tree;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::compare::{Tally, compare};
use super::draw::Draw;
use super::folder::Folder;
use super::request::draw_request;
use super::statement::{add_own_statement, add_statement, fill_empty, list_statements, statements};
use super::world::draw_world;

/// What decides a case: a tape for the program's bones, one for each statement, one for each request.
#[derive(Clone, Debug)]
struct Tapes {
    world: Vec<u16>,
    statements: Vec<Vec<u16>>,
    requests: Vec<Vec<u16>>,
}

fn tapes(count: Range<usize>) -> impl Strategy<Value = Tapes> {
    let numbers = any::<u16>();
    let world = vec(numbers, 0..100);
    let statements = vec(vec(numbers, 0..28), count);
    let requests = vec(vec(numbers, 0..48), 1..13);
    // The first is made simpler first: what is asked, then what was not needed for it.
    (requests, statements, world).prop_map(|(requests, statements, world)| Tapes {
        world,
        statements,
        requests,
    })
}

fn program(tapes: &Tapes, add: fn(&mut Draw<'_>, &mut Program)) -> Program {
    let mut program = draw_world(&mut Draw::new(&tapes.world));
    for tape in &tapes.statements {
        add(&mut Draw::new(tape), &mut program);
    }
    fill_empty(&mut program);
    program
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

fn check(program: &Program, requests: &[Vec<u16>], tally: &RefCell<Tally>) -> Result<(), String> {
    let (output, diagnostics) = emit(program);
    let is_too_large = |diagnostic: &Diagnostic| diagnostic.code == codes::DOCUMENT_TOO_LARGE;
    if diagnostics.has_errors() && diagnostics.iter().all(is_too_large) {
        // Not often: a document that AWS would not take either.
        return Ok(());
    }
    if diagnostics.has_errors() {
        return Err(format!("a program that is no program: {diagnostics:#?}"));
    }
    let tree = build_tree(program, &Sources::new()).map_err(|error| error.to_string())?;
    let folder = Folder::read(&output.files);
    let statements = statements(&mut program.clone());
    for tape in requests {
        let asked = draw_request(&mut Draw::new(tape), program, &statements);
        compare(&tree, &folder, &asked, tally)?;
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
