//! Random programs as the compiler's model holds them.

use std::cell::RefCell;

use aclc::model::Program;
use aclc::source::Sources;
use aclc::target::iam::emit;
use aclc::target::tree::build_tree;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

use super::compare::{Tally, compare};
use super::draw::Draw;
use super::folder::Folder;
use super::request::draw_request;
use super::statement::{add_statement, fill_empty, list_statements, statements};
use super::world::draw_world;

/// What decides a case: a tape for the program's bones, one for each statement, one for each request.
#[derive(Clone, Debug)]
struct Tapes {
    world: Vec<u16>,
    statements: Vec<Vec<u16>>,
    requests: Vec<Vec<u16>>,
}

fn tapes() -> impl Strategy<Value = Tapes> {
    let numbers = any::<u16>();
    let world = vec(numbers.clone(), 0..100);
    let statements = vec(vec(numbers.clone(), 0..28), 0..24);
    let requests = vec(vec(numbers, 0..48), 1..13);
    // The first is made simpler first: what is asked, then what was not needed for it.
    (requests, statements, world).prop_map(|(requests, statements, world)| Tapes {
        world,
        statements,
        requests,
    })
}

fn program(tapes: &Tapes) -> Program {
    let mut program = draw_world(&mut Draw::new(&tapes.world));
    for tape in &tapes.statements {
        add_statement(&mut Draw::new(tape), &mut program);
    }
    fill_empty(&mut program);
    program
}

#[test]
fn the_tree_decides_as_the_documents_say() {
    let tally = RefCell::new(Tally::default());
    let result = TestRunner::new(super::config()).run(&tapes(), |tapes| {
        let program = program(&tapes);
        let (output, diagnostics) = emit(&program);
        if diagnostics.has_errors() {
            return Err(TestCaseError::fail(format!(
                "a program that is no program: {diagnostics:#?}\n{}",
                list_statements(&program)
            )));
        }
        let tree = build_tree(&program, &Sources::new()).map_err(|error| {
            TestCaseError::fail(format!("{error}\n{}", list_statements(&program)))
        })?;
        let folder = Folder::read(&output.files);
        let statements = statements(&mut program.clone());
        for tape in &tapes.requests {
            let asked = draw_request(&mut Draw::new(tape), &program, &statements);
            compare(&tree, &folder, &asked, &tally).map_err(|difference| {
                TestCaseError::fail(format!("{difference}\n{}", list_statements(&program)))
            })?;
        }
        Ok(())
    });
    let tally = tally.into_inner();
    eprintln!("{tally:?}");
    if let Err(error) = result {
        panic!("{error}");
    }
    tally.check();
}
