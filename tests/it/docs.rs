//! Every program in the documentation compiles, or fails where it says so.

use std::fs;
use std::path::Path;

use aclc::ask::run_tests;
use aclc::diag::{Format, render};
use aclc::format::format;
use aclc::source::Sources;
use aclc::{Input, Options, Texts, compile, syntax};

use super::pages::{Block, blocks, pages};

/// What the word behind `acl` may be.
const ATTRIBUTES: [&str; 4] = ["fails", "fixed", "fragment", "now"];

#[test]
fn every_program_in_the_pages_is_what_it_says() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, text) in pages() {
        // Those have tests of their own.
        if name.starts_with("docs/errors/") {
            continue;
        }
        for block in blocks(&text) {
            count += 1;
            if let Err(reason) = check(&block) {
                wrong.push(format!("{name}:{}: {reason}", block.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 10, "only {count} programs were found");
}

#[test]
fn pages_without_programs_are_not_overlooked() {
    for page in ["docs/guide.md", "docs/language.md"] {
        let found = pages().into_iter().find(|(name, _)| name == page);
        let (_, text) = found.unwrap_or_default();
        assert!(!blocks(&text).is_empty(), "{page} has no program");
    }
}

#[test]
fn every_example_compiles_holds_its_tests_and_is_laid_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "acl") {
            continue;
        }
        count += 1;
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let mut texts: Texts = [(name.as_str(), text.as_str())].into_iter().collect();
        let inputs = [Input::File(name.clone())];
        let compilation = compile(&inputs, &mut texts, &Options::default());
        let found = render(
            Format::Short,
            &compilation.sources,
            &compilation.diagnostics,
        );
        let compiled = compilation.compiled.unwrap_or_else(|| panic!("{found}"));
        let trials = run_tests(&compiled.program, &compiled.tree);
        assert!(trials.failed.is_empty(), "{name}: {:#?}", trials.failed);
        assert!(trials.passed > 0, "{name} has no test");
        let (id, _) = compilation.sources.iter().next().unwrap();
        let laid_out = format(&compilation.sources, id).unwrap();
        assert_eq!(
            laid_out, text,
            "{name} is not laid out; run `aclc fmt docs/examples`"
        );
    }
    assert!(count >= 8, "only {count} examples were found");
}

/// The chapter on services leads through code that is built and tested; what it
/// shows is a part of it, letter by letter.
#[test]
fn the_code_in_the_chapter_on_services_is_that_of_a_tested_crate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = [
        "tests/notes/build.rs",
        "tests/notes/src/main.rs",
        "tests/notes/access/notes.acl",
        "examples/service/src/guard.rs",
        "examples/service/src/policy.rs",
        "examples/service/tests/access.rs",
    ];
    let files = crates.map(|path| fs::read_to_string(root.join(path)).unwrap());
    let page = fs::read_to_string(root.join("docs/service.md")).unwrap();
    let mut count = 0;
    for (number, block) in page.split("\n```").enumerate() {
        let code = ["rust\n", "acl\n"]
            .iter()
            .find_map(|word| block.strip_prefix(word));
        // A block that has ended is followed by text.
        let Some(code) = code else {
            continue;
        };
        count += 1;
        let is_shown = files.iter().any(|file| file.contains(code));
        assert!(is_shown, "block {number} is in no tested file:\n{code}");
    }
    assert!(count >= 6, "only {count} blocks were found");
}

fn check(block: &Block) -> Result<(), String> {
    for attribute in &block.attributes {
        let name = attribute.split('=').next().unwrap();
        if !ATTRIBUTES.contains(&name) {
            return Err(format!("`{attribute}` is not an attribute"));
        }
    }
    if block.has("fragment") {
        return parses(block);
    }
    let compilation = block.compile();
    let found = render(
        Format::Short,
        &compilation.sources,
        &compilation.diagnostics,
    );
    match (block.has("fails"), compilation.diagnostics.has_errors()) {
        (true, false) => Err("it does not fail".to_owned()),
        (false, true) => Err(format!("it fails:\n{found}")),
        (true, true) | (false, false) => Ok(()),
    }
}

/// A fragment leans on what the page says around it, so that only its form can
/// be held to.
fn parses(block: &Block) -> Result<(), String> {
    let mut sources = Sources::new();
    sources.add("page.acl", block.text.as_str());
    let (_, problems) = syntax::parse_all(&sources);
    if problems.has_errors() {
        return Err(render(Format::Short, &sources, &problems));
    }
    Ok(())
}
