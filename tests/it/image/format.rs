//! The page of the format, against what is written.

use std::fs;

use aclc::runtime::Policy;

use super::image;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats/image.md");

/// The multiplication of the page, with the halves of its product joined.
fn fold(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    u64::try_from(product & u128::from(u64::MAX)).unwrap() ^ u64::try_from(product >> 64).unwrap()
}

/// The checksum, as the page describes it.
fn checksum(bytes: &[u8], start_of_texts: usize) -> u64 {
    const SEED: u64 = 0x243F_6A88_85A3_08D3;
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut lanes = [SEED, SEED ^ 1, SEED ^ 2, SEED ^ 3];
    let texts = start_of_texts.clamp(16.min(bytes.len()), bytes.len());
    let parts = [bytes.get(16..texts).unwrap_or_default(), &bytes[texts..]];
    for part in parts {
        let mut padded = part.to_vec();
        padded.resize((part.len() / 32 + 1) * 32, 0);
        for block in padded.chunks(32) {
            for (lane, group) in lanes.iter_mut().zip(block.chunks(8)) {
                *lane = fold(
                    *lane ^ u64::from_le_bytes(group.try_into().unwrap()),
                    FACTOR,
                );
            }
        }
    }
    let total = u64::try_from(parts[0].len() + parts[1].len()).unwrap();
    lanes
        .into_iter()
        .fold(total, |sum, lane| fold(sum ^ lane, FACTOR))
}

/// Makes an image consistent in its beginning, length and checksum.
pub(super) fn seal(bytes: &mut [u8]) {
    if bytes.len() < 24 {
        return;
    }
    let length = u32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(b"aclt");
    bytes[4..8].copy_from_slice(&1_u32.to_le_bytes());
    bytes[16..20].copy_from_slice(&length.to_le_bytes());
    let texts = u32::from_le_bytes(bytes[20..24].try_into().unwrap());
    let sum = checksum(bytes, usize::try_from(texts).unwrap());
    bytes[8..16].copy_from_slice(&sum.to_le_bytes());
}

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
    let statements = word(24 + number("statements").unwrap() * 8);
    let effect = word(statements + 4);
    let file = text(statements + 16);
    let line = word(statements + 24);
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
