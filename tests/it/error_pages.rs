//! Every code has its page, and the pages say what is so.

use std::fs;
use std::path::Path;

use aclc::diag::codes;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors");

/// Set to write the index anew.
const UPDATE: &str = "ACLC_UPDATE_DOCS";

#[test]
fn every_page_has_the_title_of_its_code() {
    for code in codes::ALL {
        let title = format!("# {code}: {}\n\n", code.title());
        assert!(
            code.page().starts_with(&title),
            "docs/errors/{code}.md does not begin with\n{title}"
        );
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
