//! What is written is read back and held against the program: every change to it is found, and nothing else.

mod mutation;

use aclc::Input;
use aclc::diag::Diagnostics;
use aclc::model::{Program, Statement};
use aclc::pipeline::Compiled;
use aclc::source::Sources;
use aclc::target::iam::OutputFile;
use aclc::target::tree::build_tree;
use aclc::verify::read_back;
use serde_json::Value;

use crate::differential::text::compile_input;
use mutation::{document_mutations, manifest_mutations};

fn compile_file(path: &str) -> Compiled {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    let (compiled, diagnostics) = compile_input(Input::File(path));
    compiled.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

/// Statements enough for several documents, some of which are merged.
fn crowded() -> Compiled {
    let mut text = "group Many {\n".to_owned();
    for number in 0..60 {
        let name = format!("{number}{}", "x".repeat(90));
        text.push_str(&format!("can s3:GetObject on arn:aws:s3:::lake/{name}\n"));
        text.push_str(&format!(
            "can sqs:SendMessage on arn:aws:sqs:us-east-1:111111111111:{number} when aws:PrincipalTag/team == \"t{number}\"\n"
        ));
    }
    text.push_str("}\n");
    let input = Input::Text {
        name: "crowded.acl".to_owned(),
        bytes: text.into_bytes(),
    };
    let (compiled, diagnostics) = compile_input(input);
    compiled.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

fn verify(compiled: &Compiled, files: &[OutputFile]) -> Diagnostics {
    let files = files
        .iter()
        .map(|file| (file.path.as_str(), file.text.as_str()));
    read_back(&compiled.program, files).verify(&compiled.program, &compiled.tree)
}

/// Changes every file in every way, one change at a time.
fn every_change_is_found(compiled: &Compiled, least: usize) {
    let files = &compiled.documents.files;
    assert_eq!(verify(compiled, files).iter().next(), None);
    let mut changes = 0;
    let mut missed = Vec::new();
    for (place, file) in files.iter().enumerate() {
        let value: Value = serde_json::from_str(&file.text).unwrap();
        let mutations = if file.path == "manifest.json" {
            manifest_mutations(&value, files)
        } else {
            document_mutations(&value)
        };
        for (what, mutated) in mutations {
            let mut changed = files.clone();
            changed[place].text = mutated.to_string();
            changes += 1;
            let found = verify(compiled, &changed);
            if !found.has_errors() {
                missed.push(format!("{}: {what}", file.path));
            }
        }
        let mut fewer = files.clone();
        fewer.remove(place);
        changes += 1;
        if !verify(compiled, &fewer).has_errors() {
            missed.push(format!("{}: taken away", file.path));
        }
    }
    assert!(
        missed.is_empty(),
        "{} of {changes} changes are not found:\n{}",
        missed.len(),
        missed.join("\n")
    );
    assert!(changes >= least, "only {changes} changes were made");
}

#[test]
fn every_change_to_an_estate_is_found() {
    every_change_is_found(&compile_file("tests/cases/verify/estate.acl"), 800);
}

#[test]
fn every_change_to_merged_and_split_documents_is_found() {
    let compiled = crowded();
    let paths: Vec<&str> = compiled
        .documents
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    assert!(paths.contains(&"groups/Many.1.json"), "{paths:?}");
    every_change_is_found(&compiled, 700);
}

#[test]
fn every_change_to_the_first_example_is_found() {
    every_change_is_found(&compile_file("docs/examples/ml-team.acl"), 200);
}

#[test]
fn a_difference_names_the_statement_and_its_place() {
    let compiled = compile_file("tests/cases/verify/estate.acl");
    let mut files = compiled.documents.files.clone();
    let readers = files
        .iter_mut()
        .find(|file| file.path == "main/groups/Readers.json")
        .unwrap();
    readers.text = readers
        .text
        .replace("\"s3:DeleteObject\"", "\"s3:DeleteObjectx\"");
    let found = verify(&compiled, &files);
    let origin = &compiled
        .program
        .groups
        .iter()
        .find(|group| group.entity.name == "Readers")
        .unwrap()
        .statements
        .iter()
        .find(|statement| statement.actions.patterns() == ["s3:DeleteObject"])
        .unwrap()
        .origin;
    let lost = found.iter().next().unwrap();
    assert_eq!(lost.place(), Some(*origin));
    assert_eq!(
        lost.message,
        "what is written of the group `Readers` does not say this: `Deny s3:DeleteObject on arn:aws:s3:::lake/* under conditions`"
    );
    let gained = found.iter().nth(1).unwrap();
    assert!(gained.message.contains("says what the program does not"));
}

/// A tree of another program, as one would be that reads the documents otherwise.
fn is_found_by_requests(compiled: &Compiled, change: impl Fn(&mut Program)) -> bool {
    let mut other = compiled.program.clone();
    change(&mut other);
    let tree = build_tree(&other, &Sources::new()).unwrap();
    let files = compiled.documents.files.iter();
    let files = files.map(|file| (file.path.as_str(), file.text.as_str()));
    let read_back = read_back(&compiled.program, files);
    read_back.verify(&compiled.program, &tree).has_errors()
}

/// Requests alone show a statement that is not there, and one without its condition.
#[test]
fn requests_find_what_a_tree_lacks() {
    let compiled = compile_file("tests/cases/verify/estate.acl");
    let count = statements(&mut compiled.program.clone()).len();
    let mut missed = Vec::new();
    for place in 0..count {
        let (list, at) = statements(&mut compiled.program.clone())[place];
        let dropped = is_found_by_requests(&compiled, |program| {
            lists(program)[list].remove(at);
        });
        let bare = is_found_by_requests(&compiled, |program| {
            lists(program)[list][at].condition.clear();
        });
        let statement = lists(&mut compiled.program.clone())[list][at].clone();
        if !dropped {
            missed.push(format!("without {statement:?}"));
        }
        if !bare && !statement.condition.is_empty() {
            missed.push(format!("without the condition of {statement:?}"));
        }
    }
    assert!(count > 20, "only {count} statements");
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// Every list of statements of a program.
fn lists(program: &mut Program) -> Vec<&mut Vec<Statement>> {
    let mut lists: Vec<&mut Vec<Statement>> = Vec::new();
    lists.extend(program.groups.iter_mut().map(|it| &mut it.statements));
    lists.extend(program.users.iter_mut().map(|it| &mut it.statements));
    for role in &mut program.roles {
        lists.push(&mut role.statements);
        lists.push(&mut role.trust);
    }
    lists.extend(program.policies.iter_mut().map(|it| &mut it.statements));
    lists.extend(program.boundaries.iter_mut().map(|it| &mut it.statements));
    lists.extend(program.guardrails.iter_mut().map(|it| &mut it.statements));
    lists.extend(program.resources.iter_mut().map(|it| &mut it.statements));
    lists
}

/// Where each statement is: which list, and where in it.
fn statements(program: &mut Program) -> Vec<(usize, usize)> {
    let lists = lists(program);
    let places = lists.iter().enumerate();
    places
        .flat_map(|(list, statements)| (0..statements.len()).map(move |at| (list, at)))
        .collect()
}

/// The manifest has accounts in order of their names, so another one can be the first.
#[test]
fn the_order_of_accounts_does_not_matter() {
    let compiled = compile_file("docs/examples/organization.acl");
    assert_eq!(
        verify(&compiled, &compiled.documents.files).iter().next(),
        None
    );
}

/// Every program of the repository that compiles reads back as itself.
#[test]
fn every_example_reads_back_as_itself() {
    let folder = format!("{}/docs/examples", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "acl") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let compiled = compile_file(&format!("docs/examples/{name}"));
            let found = verify(&compiled, &compiled.documents.files);
            assert_eq!(found.iter().next(), None, "{name}");
        }
    }
}
