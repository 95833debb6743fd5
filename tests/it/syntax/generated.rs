//! Whatever the input, reading ends, does not panic, and cannot lose a mistake.

use std::path::Path;

use aclc::source::Sources;
use aclc::syntax;
use proptest::prelude::*;

use super::read_alone;

/// The words of valid programs, and some that look like them.
fn words() -> Vec<String> {
    let folder = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/cases/syntax/trees"
    ));
    let mut words: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .flat_map(|entry| {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            text.split(' ').map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    words.extend(
        [
            "(", ")", "{", "}", "[", "]", "\"", "#", "${", "\n", "\n\n", ",", "=", "==",
        ]
        .map(str::to_owned),
    );
    words.sort();
    words.dedup();
    words
}

/// The tree stands for the text only if nothing is wrong with it, and what is
/// bad is said.
fn check(text: &str) -> Result<(), TestCaseError> {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    let (tree, problems) = syntax::parse(&sources, id);
    let whole = syntax::parse_whole(&sources, id);
    prop_assert!(tree.bad.is_empty() || problems.has_errors());
    prop_assert_eq!(whole.is_some(), problems.is_empty());
    if let Some(whole) = whole {
        let whole = format!("{:?}", whole.items);
        prop_assert_eq!(&format!("{:?}", tree.items), &whole);
        prop_assert_eq!(&read_alone(text), &whole);
    }
    for problem in problems.iter() {
        let place = problem.place().unwrap().range();
        prop_assert!(place.start < place.end, "{:?}", problem);
        prop_assert!(text.get(place).is_some(), "{:?}", problem);
    }
    syntax::references(id, text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(text) = syntax::read("a.acl", &bytes) {
            check(&text)?;
        }
    }

    #[test]
    fn any_words(words in prop::collection::vec(prop::sample::select(words()), 0..40)) {
        check(&words.join(" "))?;
    }

    #[test]
    fn programs_with_a_piece_cut_out_or_doubled(
        case in prop::sample::select(cases()),
        from in any::<prop::sample::Index>(),
        length in 0..60_usize,
        doubled in any::<bool>(),
    ) {
        let characters: Vec<char> = case.chars().collect();
        let from = from.index(characters.len());
        let to = (from + length).min(characters.len());
        let middle = if doubled { &characters[from..to] } else { &[] };
        let text: String = characters[..to]
            .iter()
            .take(if doubled { to } else { from })
            .chain(middle)
            .chain(&characters[to..])
            .collect();
        check(&text)?;
    }

    #[test]
    fn programs_with_a_word_changed(
        case in prop::sample::select(cases()),
        at in any::<prop::sample::Index>(),
        word in prop::sample::select(words()),
    ) {
        let mut words: Vec<&str> = case.split(' ').collect();
        let at = at.index(words.len());
        words[at] = &word;
        check(&words.join(" "))?;
    }
}

fn cases() -> Vec<String> {
    let folder = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/cases/syntax/trees"
    ));
    let mut cases: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    cases.sort();
    cases
}
