//! The page of the format, against what is written.

use std::fs;

use aclc::runtime::Policy;

use super::image;
use super::probe::seal;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats/image.md");

#[test]
fn the_checksum_is_as_described() {
    let image = image();
    let mut sealed = image.clone();
    sealed[8..16].fill(0);
    seal(&mut sealed);
    assert_eq!(sealed, image);
}

/// Number, name and record size of each section, from the page's table.
#[test]
fn the_table_of_sections_is_as_described() {
    let page = fs::read_to_string(PAGE).unwrap();
    let mut rows = Vec::new();
    for line in page.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, number, name, size, ..] = cells.as_slice()
            && let (Ok(number), Ok(size)) = (number.parse::<usize>(), size.parse::<usize>())
        {
            rows.push((number, (*name).to_owned(), size));
        }
    }
    let image = image();
    let policy = Policy::from_bytes(&image).unwrap();
    let mut sections: Vec<_> = policy
        .sections()
        .enumerate()
        .map(|(number, section)| (number, section.name.to_owned(), section.record_size))
        .collect();
    let texts = sections.pop().unwrap();
    assert_eq!(texts.1, "texts");
    assert_eq!(rows, sections);
}

/// The operators stand in the order of their numbers.
#[test]
fn the_operators_are_numbered_as_described() {
    let page = fs::read_to_string(PAGE).unwrap();
    let mut rows: Vec<_> = aclc::iam::operators::ROWS.iter().collect();
    rows.sort_by_key(|row| row.wire);
    let names: Vec<String> = rows.iter().map(|row| format!("`{}`", row.name)).collect();
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains(&names.join(", ")), "{names:?}");
}

/// The image of the page's example, walked with nothing but what the page says.
#[test]
fn a_reader_of_the_page_finds_a_statement() {
    let image = image();
    let word = |at: usize| {
        let bytes = image[at..at + 4].try_into().unwrap();
        usize::try_from(u32::from_le_bytes(bytes)).unwrap()
    };
    let texts = word(20);
    let text = |at: usize| {
        let start = texts + word(at);
        std::str::from_utf8(&image[start..start + word(at + 4)]).unwrap()
    };
    let policy = Policy::from_bytes(&image).unwrap();
    let number = |name: &str| policy.sections().position(|section| section.name == name);
    let section = |name: &str| word(32 + number(name).unwrap() * 8);
    let effect = word(section("statements"));
    let origin = section("origins");
    let file = text(section("files") + 8 * word(origin));
    let line = word(origin + 4);
    let view = policy
        .policies()
        .next()
        .unwrap()
        .statements()
        .next()
        .unwrap();
    assert_eq!(file, view.provenance.file);
    assert_eq!(u32::try_from(line).unwrap(), view.provenance.line);
    assert_eq!(effect, view.provenance.effect as usize);
}
