//! The lints: where each fires and where it must not.

mod dates;
mod documents;
mod elements;
mod escalation;
mod exposure;
mod fit;
mod grants;
mod names;
mod questions;
mod tokens;
mod trusts;

use std::collections::BTreeSet;
use std::fs;

use aclc::catalog::Catalog;
use aclc::diag::Code;
use aclc::lint::{Options, lint, rules};
use aclc::load::{Input, Texts, load};
use aclc::resolve::resolve;
use aclc::syntax::parse_all;

/// The lines of a program that a lint points at, in order, each without its
/// indentation.
fn found(code: Code, text: &str) -> Vec<String> {
    found_at(code, text, &Options::new())
}

fn found_at(code: Code, text: &str, options: &Options) -> Vec<String> {
    let input = Input::Text {
        name: "program.acl".to_owned(),
        bytes: text.into(),
    };
    let (texts, loaded) = load(&[input], &mut Texts::default());
    let sources = texts.sources;
    let (asts, parsed) = parse_all(&sources);
    let (program, resolved) = resolve(&asts, &sources, Default::default());
    for diagnostics in [loaded, parsed, resolved] {
        let errors: Vec<_> = diagnostics.iter().map(|it| &it.message).collect();
        assert!(!diagnostics.has_errors(), "{errors:?}");
    }
    lint(&program, Catalog::built_in(), options)
        .iter()
        .filter(|diagnostic| diagnostic.code == code)
        .map(|diagnostic| {
            let place = diagnostic.place().expect("a lint has a place");
            let start = text[..place.range().start]
                .rfind('\n')
                .map_or(0, |at| at + 1);
            text[start..]
                .lines()
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
        .collect()
}

/// The messages of a lint.
fn messages(code: Code, text: &str) -> Vec<String> {
    let input = Input::Text {
        name: "program.acl".to_owned(),
        bytes: text.into(),
    };
    let (texts, _) = load(&[input], &mut Texts::default());
    let sources = texts.sources;
    let (program, resolved) = resolve(&parse_all(&sources).0, &sources, Default::default());
    assert!(!resolved.has_errors());
    lint(&program, Catalog::built_in(), &Options::new())
        .iter()
        .filter(|diagnostic| diagnostic.code == code)
        .map(|diagnostic| diagnostic.message.clone())
        .collect()
}

/// The hints of a lint.
fn hints(code: Code, text: &str) -> Vec<String> {
    texts(&[code], text)
        .iter()
        .filter_map(|text| Some(text.split_once('\n')?.1.to_owned()))
        .collect()
}

#[test]
fn every_rule_has_a_file_and_every_file_a_rule() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| Some(name.strip_suffix(".rs")?.to_owned()))
        .filter(|name| name != "mod")
        .collect();
    let rows: BTreeSet<String> = rules().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(files, rows);
}

#[test]
fn every_rule_has_a_code_of_the_lints() {
    let codes: Vec<u16> = rules().map(|(_, code)| code.number()).collect();
    assert!(codes.is_sorted_by(|one, next| one < next), "{codes:?}");
    // What is said of documents as of the language's own lines.
    let of_lines = [402, 1110, 1111, 1112];
    // What is said where a document is read.
    let of_reading = [1136];
    let is_lint = |code: &u16| {
        let is_in_range = (800..900).contains(code) || (1120..1300).contains(code);
        (is_in_range || of_lines.contains(code)) && !of_reading.contains(code)
    };
    let lints = aclc::diag::codes::ALL.iter().map(|code| code.number());
    assert_eq!(lints.filter(is_lint).collect::<Vec<_>>(), codes);
}

/// What some lints say, hints included, one text a finding.
fn texts(codes: &[Code], text: &str) -> Vec<String> {
    let input = Input::Text {
        name: "program.acl".to_owned(),
        bytes: text.into(),
    };
    let (texts, _) = load(&[input], &mut Texts::default());
    let sources = texts.sources;
    let (program, resolved) = resolve(&parse_all(&sources).0, &sources, Default::default());
    let errors: Vec<_> = resolved.iter().map(|it| &it.message).collect();
    assert!(!resolved.has_errors(), "{errors:?} in {text}");
    lint(&program, Catalog::built_in(), &Options::new())
        .iter()
        .filter(|diagnostic| codes.contains(&diagnostic.code))
        .map(|diagnostic| format!("{}\n{}", diagnostic.message, diagnostic.hints.join("\n")))
        .collect()
}
