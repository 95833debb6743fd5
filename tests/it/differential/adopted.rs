//! Random programs as the text that a person would own: it compiles to the same program, or there is no text.

use std::cell::RefCell;
use std::collections::BTreeMap;

use aclc::adopt::adopt;
use aclc::diag::Severity;
use aclc::format::program::Style;
use aclc::iam::{Principal, PrincipalMatch};
use aclc::load::Input;
use aclc::model::Program;
use aclc::source::Sources;
use aclc::target::tree::build_tree;
use aclc::verify::read_back;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::compare::decide_with_tree;
use super::draw::Draw;
use super::model::{program, tapes, written};
use super::request::draw_request;
use super::statement::{add_statement, list_statements, statements};
use super::text::compile_input;

/// What the language does not say, or says only where the rest of the program agrees.
const REFUSED: [&str; 7] = [
    // An account without a number is all there is.
    "no account is called `default`",
    // A resource is of the account that its ARN names.
    "no account of the program has the number",
    "this ARN is of the account",
    ": resource arn:aws:",
    // What allows nothing, and says so by nothing.
    "has no `can` line",
    "has the allow list",
    // A value that no operator with variables has: `${` cannot be told from one.
    "would make a policy variable of it",
];

/// What became of the programs.
#[derive(Debug, Default)]
struct Fates {
    kept: usize,
    requests: usize,
    /// Those that the language cannot say, by what was said of them.
    refused: BTreeMap<String, usize>,
}

fn come_back(
    program: &Program,
    requests: &[Vec<u16>],
    fates: &RefCell<Fates>,
) -> Result<(), String> {
    if written(program)?.is_none() {
        return Ok(());
    }
    let mut fates = fates.borrow_mut();
    let text = match adopt(program, Style::default()) {
        Ok(text) => text,
        Err(found) => {
            for problem in found.iter() {
                let said = [problem.message.as_str()].into_iter();
                let said = said.chain(problem.hints.iter().map(String::as_str));
                let said = said.collect::<Vec<_>>().join("; ");
                *fates.refused.entry(said).or_default() += 1;
            }
            return Ok(());
        }
    };
    let (compiled, found) = compile_input(Input::Text {
        name: "adopted.acl".to_owned(),
        bytes: text.as_bytes().to_vec(),
    });
    let Some(compiled) = compiled else {
        let mut errors = found.iter().filter(|it| it.severity == Severity::Error);
        return Err(format!("{:#?}\n{text}", errors.next()));
    };
    let tree = build_tree(program, &Sources::new()).map_err(|error| error.to_string())?;
    let files = compiled.documents.files.iter();
    let files = files.map(|file| (file.path.as_str(), file.text.as_str()));
    let differences = read_back(program, files).verify(program, &tree);
    if !differences.is_empty() {
        return Err(format!("{differences:#?}\n{text}"));
    }
    let statements = statements(&mut program.clone());
    for tape in requests {
        let asked = draw_request(&mut Draw::new(tape), program, &statements);
        let meant = decide_with_tree(&tree, &asked);
        let found = decide_with_tree(&compiled.tree, &asked);
        if meant != found {
            return Err(format!(
                "the program: {meant:?}, its text: {found:?}\nasked: {asked:?}\n{text}"
            ));
        }
        fates.requests += 1;
    }
    fates.kept += 1;
    Ok(())
}

/// An account by its ARN instead of its number, which is the same (IAM User Guide, "AWS JSON policy elements:
/// Principal"); the comparison of documents tells the two apart.
fn spell_out_accounts(program: &mut Program) {
    let partition = program.settings.partition.clone();
    for document in program.documents() {
        for statement in program.statements_mut(document).into_iter().flatten() {
            let principals = match &mut statement.principals {
                Some(PrincipalMatch::Any(list) | PrincipalMatch::NoneOf(list)) => {
                    list.as_mut_slice()
                }
                Some(PrincipalMatch::Everyone) | None => &mut [],
            };
            for principal in principals {
                if let Principal::Aws(name) = principal
                    && name.len() == 12
                    && name.bytes().all(|byte| byte.is_ascii_digit())
                {
                    *name = format!("arn:{partition}:iam::{name}:root");
                }
            }
        }
    }
}

#[test]
fn a_program_comes_back_from_its_text_or_has_none() {
    let usual = super::config();
    let cases = usual.cases.div_ceil(4);
    let fates = RefCell::new(Fates::default());
    let result = TestRunner::new(Config { cases, ..usual }).run(&tapes(0..24), |tapes| {
        let mut program = program(&tapes, add_statement);
        spell_out_accounts(&mut program);
        come_back(&program, &tapes.requests, &fates)
            .map_err(|wrong| TestCaseError::fail(format!("{wrong}\n{}", list_statements(&program))))
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let fates = fates.into_inner();
    eprintln!("{fates:#?}");
    assert!(
        fates.kept * 2 > cases as usize,
        "most programs have no text"
    );
    for said in fates.refused.keys() {
        let is_known = REFUSED.iter().any(|known| said.contains(known));
        assert!(is_known, "refused for a new reason: {said}");
    }
}
