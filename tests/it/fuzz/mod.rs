//! The fuzz targets over their corpus, and over changes to it.
//!
//! libFuzzer looks further, for it sees which code an input reaches (`tests/fuzz`, docs/CONTRIBUTING.md); this runs
//! wherever `cargo test` does. What either has found stays in the corpus.

#[path = "../../fuzz/src/targets.rs"]
mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use targets::{TARGETS, Target};

use crate::differential::draw::{Draw, tape};
use crate::import::managed_policies;

/// Fragments of all the languages that are read.
const WORDS: &[&str] = &[
    "group ",
    "user ",
    "role ",
    "can ",
    "cannot ",
    " on ",
    " when ",
    " unless ",
    "{",
    "}",
    "(",
    ")",
    "\"",
    ",",
    "*",
    "?",
    "${aws:username}",
    "${*}",
    "${",
    "arn:aws:s3:::",
    "s3:",
    "test \"t\" { ",
    " and ",
    " or ",
    "not ",
    "for n in 1..3 {",
    "{n}",
    "let x = ",
    "policy P(a) {",
    "has P(",
    "boundary ",
    "until 2026-01-01",
    " as X",
    "# ",
    "\n",
    "\u{e9}",
    "\u{1f980}",
    "\u{0}",
    "\u{202e}",
    "[",
    "]",
    ":",
    "\\u0041",
    "\\",
    "null",
    "1e9",
    "-0",
    "\"Version\":\"2012-10-17\"",
    "\"Statement\":[",
    "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}",
    "\"NotAction\":",
    "\"Condition\":{",
    "\"StringLike\":{\"aws:x\":[\"*\"]}",
    "\"Principal\":\"*\"",
    "any of ",
    "all of ",
    "tag principal.team == \"a\"",
    "mfa",
];

/// Of AWS's policies, every so-many-th is a start.
const SOME_POLICIES: usize = 40;

/// How often each file of a corpus is changed: `FUZZ_CASES` for a whole target.
fn cases() -> usize {
    let wanted = std::env::var("FUZZ_CASES").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(400)
}

/// What a target starts from: what it has found, and the inputs of other tests.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = files(&root.join("tests/fuzz/corpus").join(name));
    match name {
        "program" | "format" => {
            found.extend(files(&root.join("docs/examples")));
            found.extend(files(&root.join("tests/cases/verify")));
            found.extend(files(&root.join("tests/cases/lower")));
            found.extend(files(&root.join("tests/cases/syntax")));
        }
        "simulate" => {
            for file in files(&root.join("tests/cases/iam")) {
                found.extend(file.split(|byte| *byte == b'\n').map(<[u8]>::to_vec));
            }
        }
        "image" => {
            let examples = files(&root.join("docs/examples"));
            found.extend(examples.iter().map(|program| image_of(program)));
        }
        "document" | "adopt" => {
            let mut documents = files(&root.join("tests/cases/adopt"));
            let managed = managed_policies().into_iter().step_by(SOME_POLICIES);
            documents.extend(managed.map(|(_, document)| document.into_bytes()));
            for (place, document) in documents.into_iter().enumerate() {
                // What kind of policy it is taken for.
                let kind = u8::try_from(place % 9).unwrap();
                found.push([&[0], document.as_slice()].concat());
                found.push([&[kind], document.as_slice()].concat());
            }
        }
        "differ" => {}
        other => panic!("`{other}` has no corpus"),
    }
    found
}

/// The image of a program.
fn image_of(program: &[u8]) -> Vec<u8> {
    let input = aclc::Input::Text {
        name: "example.acl".to_owned(),
        bytes: program.to_vec(),
    };
    let options = aclc::Options::default();
    let compilation = aclc::compile(&[input], &mut aclc::Texts::default(), &options);
    compilation.compiled.unwrap().tree.to_bytes()
}

/// Every file below a folder, in order of name.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut folders = vec![folder.to_owned()];
    let mut paths: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Changes an input in a few places.
fn change(draw: &mut Draw<'_>, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = draw.pick(corpus).clone();
    for _ in 0..1 + draw.below(4) {
        let at = draw.below(bytes.len() + 1);
        let end = (at + draw.below(24)).min(bytes.len());
        match draw.below(6) {
            0 => drop(bytes.splice(at..at, draw.pick(WORDS).bytes())),
            1 => drop(bytes.splice(at..end, draw.pick(WORDS).bytes())),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let copy = bytes[at..end].to_vec();
                let to = draw.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            4 => {
                let other = draw.pick(corpus);
                let from = draw.below(other.len() + 1);
                let to = (from + draw.below(80)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << draw.below(8);
                }
            }
        }
    }
    bytes
}

fn run((name, target): Target) {
    let corpus = corpus(name);
    assert!(!corpus.is_empty(), "{name} has nothing to start from");
    if let Some(folder) = std::env::var_os("FUZZ_SEEDS") {
        let folder = Path::new(&folder).join(name);
        fs::create_dir_all(&folder).unwrap();
        for (place, bytes) in corpus.iter().enumerate() {
            fs::write(folder.join(format!("seed-{place}")), bytes).unwrap();
        }
    }
    let check = |bytes: &[u8]| {
        let held = catch_unwind(|| target(bytes));
        assert!(held.is_ok(), "{name}: {:?}", String::from_utf8_lossy(bytes));
    };
    for bytes in &corpus {
        check(bytes);
    }
    for seed in 0..cases() as u64 {
        check(&change(&mut Draw::new(&tape(seed, 64)), &corpus));
    }
}

#[test]
fn any_text_is_compiled_or_refused() {
    run(TARGETS[0]);
}

#[test]
fn any_json_is_a_document_or_refused() {
    run(TARGETS[1]);
}

#[test]
fn any_text_keeps_its_meaning_when_it_is_laid_out() {
    run(TARGETS[2]);
}

#[test]
fn any_bytes_make_a_program_that_decides_one_way() {
    run(TARGETS[3]);
}

#[test]
fn any_line_is_a_case_or_refused() {
    run(TARGETS[4]);
}

#[test]
fn any_bytes_are_an_image_or_refused() {
    run(TARGETS[5]);
}

#[test]
fn any_json_becomes_a_program_or_is_refused() {
    run(TARGETS[6]);
}

/// A target that the corpus does not reach would not be tested by it.
#[test]
fn every_target_has_its_binary() {
    let manifest = include_str!("../../fuzz/Cargo.toml");
    for (name, _) in TARGETS {
        assert!(
            manifest.contains(&format!("fuzz_targets/{name}.rs")),
            "{name}"
        );
    }
}
