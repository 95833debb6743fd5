//! The algebra of patterns against brute force over all short texts.

use aclc::iam::pattern::{covers, overlap};
use proptest::prelude::*;

/// A plain reading of `*` and `?`.
fn matches(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|skipped| matches(rest, &text[skipped..])),
        Some(('?', rest)) => !text.is_empty() && matches(rest, &text[1..]),
        Some((first, rest)) => text.first() == Some(first) && matches(rest, &text[1..]),
    }
}

/// Every text of up to six letters of a small alphabet.
fn texts() -> Vec<Vec<char>> {
    let mut all = vec![Vec::new()];
    let mut last = all.clone();
    for _ in 0..6 {
        last = last
            .iter()
            .flat_map(|text| {
                ['a', 'b', 'c'].map(|letter| {
                    let mut longer: Vec<char> = text.clone();
                    longer.push(letter);
                    longer
                })
            })
            .collect();
        all.extend(last.iter().cloned());
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Patterns of four characters have a text of at most six in common if
    /// they have one at all, and `c` stands for a letter that neither holds.
    #[test]
    fn overlap_is_a_text_in_common(one in "[ab*?]{0,3}", other in "[ab*?]{0,3}") {
        let split = |pattern: &str| pattern.chars().collect::<Vec<char>>();
        let (first, second) = (split(&one), split(&other));
        let common = texts()
            .iter()
            .any(|text| matches(&first, text) && matches(&second, text));
        prop_assert_eq!(overlap(&one, &other), common);
        prop_assert_eq!(overlap(&other, &one), common);
    }

    #[test]
    fn what_is_covered_matches_nothing_else(wide in "[ab*?]{0,4}", narrow in "[ab*?]{0,4}") {
        let split = |pattern: &str| pattern.chars().collect::<Vec<char>>();
        let (first, second) = (split(&wide), split(&narrow));
        let inside = texts()
            .iter()
            .all(|text| matches(&first, text) || !matches(&second, text));
        if covers(&wide, &narrow) {
            prop_assert!(inside, "{} does not cover {}", wide, narrow);
        }
        let is_plain = !narrow.contains(['*', '?']);
        if is_plain {
            prop_assert_eq!(covers(&wide, &narrow), inside);
        }
    }
}

#[test]
fn covers_sees_the_covers_that_people_write() {
    for (wide, narrow) in [
        ("*", "*"),
        ("*", "s3:*"),
        ("s3:*", "s3:get*"),
        ("s3:get*", "s3:getobject"),
        ("s3:*object", "s3:*object"),
        ("s3:?et*", "s3:get*"),
        ("s3:*", "s3:?"),
    ] {
        assert!(covers(wide, narrow), "{wide} covers {narrow}");
    }
    for (wide, narrow) in [
        ("s3:*", "*"),
        ("s3:get*", "s3:*"),
        ("s3:get", "s3:getobject"),
        ("s3:?", "s3:*"),
        ("", "a"),
    ] {
        assert!(!covers(wide, narrow), "{wide} does not cover {narrow}");
    }
}
