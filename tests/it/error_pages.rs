//! Every code has its page, and the pages say what is so.

use std::fs;
use std::path::Path;

use aclc::diag::{Code, Format, codes, render};

use super::pages::{Block, blocks};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors");

/// Set to write the index anew.
const UPDATE: &str = "ACLC_UPDATE_DOCS";

#[test]
fn every_page_has_the_title_of_its_code() {
    for code in codes::ALL {
        let title = format!("# {code}: {}", code.title());
        let first_line = code.page().lines().next();
        assert_eq!(first_line, Some(title.as_str()), "docs/errors/{code}.md");
    }
}

#[test]
fn every_page_has_a_code() {
    let mut pages: Vec<String> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    pages.sort();
    let mut expected: Vec<String> = codes::ALL.iter().map(|code| format!("{code}.md")).collect();
    expected.sort();
    assert_eq!(pages, expected);
}

#[test]
fn codes_are_in_order_and_none_occurs_twice() {
    let numbers: Vec<u16> = codes::ALL.iter().map(|code| code.number()).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
}

/// Codes whose pages have no example that runs, and why.
const NO_EXAMPLE: &[(Code, &str)] = &[
    (codes::FILE_TOO_LARGE, "the example would be too large"),
    (codes::FORBIDDEN_CHARACTER, "a reader would not see it"),
    (codes::FILE_UNREADABLE, "about a file's permissions"),
    (codes::NOT_UTF8, "a page is UTF-8"),
    (codes::FORMAT_REFUSED, "about a mistake in the compiler"),
    (codes::CANNOT_KEEP, "about a document that is imported"),
    (codes::NOT_A_DOCUMENT, "about a document that is imported"),
    (codes::WHAT_IS_IT, "about a document that is imported"),
    (codes::DUMP_FIELD, "about an account that is imported"),
    (codes::DUMP_INCOMPLETE, "about an account that is imported"),
    (
        codes::DOCUMENT_ENCODING,
        "about an account that is imported",
    ),
    (codes::PAST_LIMITS, "about a document that is imported"),
    (codes::REQUEST, "about the command line"),
    (codes::DOUBTFUL_REQUEST, "about the command line"),
    (codes::CATALOG_UNREADABLE, "about the command line"),
    (codes::OUTPUT_UNWRITABLE, "about the output folder"),
    (codes::SECOND_DOCUMENT, "about two files of a command line"),
    (codes::OUTPUT_NOT_OURS, "about the output folder"),
    (
        codes::MALFORMED_STATEMENT,
        "about a mistake in the compiler",
    ),
    (codes::WRITTEN_DIFFERS, "about a mistake in the compiler"),
    (codes::BUILD_SETTINGS, "about a build script"),
    (codes::NO_CONSTANT, "about a build script"),
    (codes::IMAGE_UNREADABLE, "about a file that is no text"),
    (codes::IMAGE_GIVEN, "about a file that is no text"),
    (codes::OWN_SERVICE, "about a service that an option names"),
    (codes::FOREIGN_DOCUMENT, "about the output folder"),
    (codes::NO_TESTS, "about a command"),
    (codes::NEAR_ACTIONS, "about a service that an option names"),
    (codes::TEST_FAILED, "about a build script"),
    (
        codes::CONTRADICTION_WITHIN,
        "about a mistake in the compiler",
    ),
];

#[test]
fn every_failing_example_yields_its_code() {
    let mut wrong = Vec::new();
    for code in codes::ALL.iter().filter(|code| needs_example(**code)) {
        let examples = examples(*code, "fails");
        if examples.is_empty() {
            wrong.push(format!("{code}: there is no failing example"));
        }
        for example in examples {
            let compilation = example.compile();
            if !compilation
                .diagnostics
                .iter()
                .any(|found| found.code == *code)
            {
                let found = render(
                    Format::Short,
                    &compilation.sources,
                    &compilation.diagnostics,
                );
                wrong.push(format!("{code}: the failing example yields\n{found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fixed_example_is_without_errors_and_its_code() {
    let mut wrong = Vec::new();
    for code in codes::ALL.iter().filter(|code| needs_example(**code)) {
        let examples = examples(*code, "fixed");
        if examples.is_empty() {
            wrong.push(format!("{code}: there is no fixed example"));
        }
        for example in examples {
            let compilation = example.compile();
            let has_code = compilation
                .diagnostics
                .iter()
                .any(|found| found.code == *code);
            if compilation.diagnostics.has_errors() || has_code {
                let found = render(
                    Format::Short,
                    &compilation.sources,
                    &compilation.diagnostics,
                );
                wrong.push(format!("{code}: the fixed example yields\n{found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_codes_without_examples_have_none() {
    for (code, why) in NO_EXAMPLE {
        assert!(
            examples(*code, "fails").is_empty(),
            "{code} has one, though it is {why}"
        );
    }
}

fn needs_example(code: Code) -> bool {
    NO_EXAMPLE.iter().all(|(without, _)| *without != code)
}

fn examples(code: Code, attribute: &str) -> Vec<Block> {
    let mut blocks = blocks(code.page());
    blocks.retain(|block| block.has(attribute));
    blocks
}

#[test]
fn the_index_lists_every_code() {
    let path = Path::new(FOLDER).join("README.md");
    let index = index();
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&path, &index).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written, index,
        "run the tests with {UPDATE}=1 to write it anew"
    );
}

fn index() -> String {
    let mut index = String::from(
        "# Messages by code\n\n\
         Every message has a code that stays the same for good. `aclc explain-code ACL0201` prints\n\
         the same pages.\n\n\
         | code | | about |\n| --- | --- | --- |\n",
    );
    for code in codes::ALL {
        let severity = code.severity().name();
        index.push_str(&format!(
            "| [{code}]({code}.md) | {severity} | {} |\n",
            code.title().replace('|', "\\|")
        ));
    }
    index
}

/// The page that says what of other tools' checks is covered.
const COVERAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/lints/COVERAGE.md");

#[test]
fn every_code_that_the_coverage_names_is_one() {
    let page = fs::read_to_string(COVERAGE).unwrap();
    let named: Vec<&str> = page
        .match_indices("[ACL")
        .map(|(at, _)| &page[at + 1..at + 8])
        .collect();
    assert!(named.len() > 100, "only {} codes", named.len());
    for name in named {
        assert!(Code::from_name(name).is_some(), "{name}");
        let link = format!("[{name}](../errors/{name}.md)");
        assert!(page.contains(&link), "{link}");
    }
}
