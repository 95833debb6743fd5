//! Programs as text that a person can own: what is written compiles to the
//! same documents.

mod decisions;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use aclc::adopt::adopt;
use aclc::format::program::Style;
use serde_json::Value;

use crate::import::managed_policies;
use aclc::import::{self, Given};
use aclc::{Compiled, Input, Options, Texts, compile, import_documents};

/// Compiles one text; nothing where it has errors.
fn compiled(text: &str) -> Option<Compiled> {
    let mut texts: Texts = [("program.acl", text)].into_iter().collect();
    let inputs = [Input::File("program.acl".to_owned())];
    compile(&inputs, &mut texts, &Options::default()).compiled
}

/// Every `.acl` file below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "acl") {
            found.push(path);
        }
    }
}

/// The first document that is not the same in both, or is only in one. The keys
/// of an object, such as those of a condition, may come in another order; so may
/// the statements of a trust policy, which stand where the text says who may
/// assume.
fn difference(original: &Compiled, made: &Compiled) -> Option<String> {
    let sorted = |compiled: &Compiled| -> BTreeMap<String, Value> {
        let files = compiled.documents.files.iter();
        files
            .map(|file| (file.path.clone(), serde_json::from_str(&file.text).unwrap()))
            .collect()
    };
    let (one, other) = (sorted(original), sorted(made));
    let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let path = paths
        .into_iter()
        .find(|path| !match (one.get(*path), other.get(*path)) {
            (Some(one), Some(other)) if path.ends_with(".trust.json") => {
                says_all(one, other) && says_all(other, one)
            }
            (one, other) => one == other,
        })?;
    Some(format!(
        "{path} was\n{}\nand is\n{}\n",
        serde_json::to_string_pretty(&one.get(path)).unwrap(),
        serde_json::to_string_pretty(&other.get(path)).unwrap()
    ))
}

/// Whether the first document has every statement of the other.
fn says_all(one: &Value, other: &Value) -> bool {
    let list = |document: &Value| {
        document["Statement"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    };
    let said = list(one);
    list(other).iter().all(|statement| said.contains(statement))
}

#[test]
fn every_valid_program_comes_back_from_its_text() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files(&root.join("docs/examples"), &mut paths);
    files(&root.join("tests/cases"), &mut paths);
    let mut checked = 0;
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let Some(original) = compiled(&text) else {
            continue;
        };
        let again = match adopt(&original.program, Style::default()) {
            Ok(again) => again,
            Err(problems) => panic!("{}: {:#?}", path.display(), problems),
        };
        if again.is_empty() {
            // Names alone come to nothing.
            assert_eq!(original.documents.files.len(), 1, "{}", path.display());
            continue;
        }
        let Some(made) = compiled(&again) else {
            panic!("{}: does not compile:\n{again}", path.display());
        };
        if let Some(difference) = difference(&original, &made) {
            panic!("{}: {difference}\n{again}", path.display());
        }
        checked += 1;
        if std::env::var_os("SHOW").is_some() {
            println!("==== {}\n{again}", path.display());
        }
    }
    assert!(checked >= 25, "{checked}");
}

#[test]
fn every_managed_policy_of_aws_comes_back_from_its_text() {
    let mut verbatim = 0;
    let mut operators = 0;
    let mut all = String::new();
    for (name, document) in managed_policies() {
        let given = [Given::Text {
            name: format!("{name}.json"),
            text: document.clone(),
        }];
        let adoption = import_documents(&given, &import::Options::default());
        let Some(text) = adoption.text else {
            panic!("{name}: {:#?}\n{document}", adoption.diagnostics);
        };
        let statements = |text: &str, word: &str| text.matches(word).count();
        verbatim += statements(&text, "    verbatim ");
        operators += statements(&text, "(aws:");
        all.push_str(&text);
        all.push('\n');
    }
    if let Some(path) = std::env::var_os("SHOW") {
        fs::write(path, &all).unwrap();
    }
    println!("{verbatim} verbatim, {operators} by name");
}

/// What `aclc import` says to a file: the text, then what is to be said of it.
fn imported(path: &Path) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    let given = [Given::Text {
        name: name.to_owned(),
        text: fs::read_to_string(path).unwrap(),
    }];
    let adoption = import_documents(&given, &import::Options::default());
    let mut shown = adoption.text.unwrap_or_default();
    shown.push_str(&crate::import::shown(
        &adoption.sources,
        &adoption.diagnostics,
    ));
    shown
}

#[test]
fn documents_read_as_a_person_would_have_written_them() {
    insta::glob!("../../cases/adopt/documents", "*.json", |path| {
        let shown = imported(path);
        assert!(!shown.contains("error["), "{shown}");
        insta::assert_snapshot!(shown);
    });
}

#[test]
fn a_whole_account_is_one_program() {
    insta::glob!("../../cases/adopt/accounts", "*.json", |path| {
        let shown = imported(path);
        assert!(!shown.contains("error["), "{shown}");
        insta::assert_snapshot!(shown);
    });
}

#[test]
fn what_cannot_be_imported_is_an_error_where_it_stands() {
    insta::glob!("../../cases/adopt/wrong", "*.json", |path| {
        let shown = imported(path);
        assert!(shown.contains("error["), "{shown}");
        insta::assert_snapshot!(shown);
    });
}
