//! Patterns: what they match, and that no pattern takes long.

use aclc::runtime::Decision::{Allow, ImplicitDeny};
use proptest::prelude::*;

use super::source::{check, decide, tree};

/// Whether a resource pattern matches an object of bucket `b`.
fn matches(pattern: &str, key: &str) -> bool {
    let tree = tree(&format!(
        "user Ann can s3:GetObject on \"arn:aws:s3:::b/{pattern}\""
    ));
    decide(
        &tree,
        "user/Ann",
        "s3:GetObject",
        &format!("arn:aws:s3:::b/{key}"),
        &[],
    ) == Ok(Allow)
}

#[test]
fn wildcards_match_without_backtracking() {
    let long = "a".repeat(100_000);
    let many = "a*".repeat(200);
    assert!(!matches(&format!("{many}b"), &long));
    assert!(matches(&format!("{many}a"), &long));
    assert!(!matches(
        &format!("*{}b*", "?a*".repeat(100)),
        &long[..20_000]
    ));
}

#[test]
fn heads_that_begin_each_other_are_all_found() {
    let heads: Vec<String> = (1..400).map(|length| "a".repeat(length)).collect();
    let source: String = heads
        .iter()
        .map(|head| {
            format!(
                "user Ann can s3:Get{}* on arn:aws:s3:::{head}, arn:aws:s3:::{head}/*\n",
                head.len()
            )
        })
        .collect();
    let tree = tree(&source);
    for (length, head) in heads
        .iter()
        .enumerate()
        .map(|(place, head)| (place + 1, head))
    {
        let action = format!("s3:get{length}");
        let other = format!("s3:get9{length}");
        check(
            &tree,
            &[
                ("user/Ann", &action, &format!("arn:aws:s3:::{head}"), Allow),
                (
                    "user/Ann",
                    &action,
                    &format!("arn:aws:s3:::{head}/x"),
                    Allow,
                ),
                (
                    "user/Ann",
                    &action,
                    &format!("arn:aws:s3:::{head}b"),
                    ImplicitDeny,
                ),
                (
                    "user/Ann",
                    &other,
                    &format!("arn:aws:s3:::{head}c"),
                    ImplicitDeny,
                ),
            ],
        );
    }
}

/// The textbook's way: `matched[i]` says whether the pattern so far matches
/// the first `i` characters.
fn textbook(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut matched = vec![false; text.len() + 1];
    matched[0] = true;
    for piece in pattern.chars() {
        let mut next = vec![false; text.len() + 1];
        for end in 0..=text.len() {
            next[end] = match piece {
                '*' => matched[end] || (end > 0 && next[end - 1]),
                '?' => end > 0 && matched[end - 1],
                literal => end > 0 && matched[end - 1] && text[end - 1] == literal,
            };
        }
        matched = next;
    }
    matched[text.len()]
}

proptest! {
    #[test]
    fn patterns_match_as_in_the_textbook(pattern in "[ab/?*é]{1,12}", text in "[ab/é]{0,14}") {
        prop_assert_eq!(matches(&pattern, &text), textbook(&pattern, &text));
    }
}

/// Up to four segments of up to 200 symbols, of few characters, so that most of
/// a segment is in most places; `$` is a variable.
fn long_pattern() -> impl Strategy<Value = Vec<String>> {
    let segment = prop_oneof![
        "[a]{0,130}[?]{0,3}[aé]{0,3}",
        "[a?]{0,200}[ab]",
        "[a]{60,70}[?][$]?[aé]{0,3}",
        "[$]?[a?]{0,3}[$]",
        "([?]a){0,70}b?",
    ];
    prop::collection::vec(segment, 1..5)
}

/// A text that a pattern matches: for each of its segments, what stands for the
/// `*` before it and for its `?`s.
fn filled(segments: &[String], value: &str, runs: &[(usize, char)], others: &[char]) -> String {
    let mut others = others.iter().cycle();
    let mut text = String::new();
    for (place, (segment, (length, unit))) in segments.iter().zip(runs).enumerate() {
        if place > 0 {
            text.extend(std::iter::repeat_n(*unit, *length));
        }
        for symbol in segment.chars() {
            match symbol {
                '?' => text.extend(others.next()),
                '$' => text.push_str(value),
                literal => text.push(literal),
            }
        }
    }
    text
}

proptest! {
    #[test]
    fn long_patterns_match_as_in_the_textbook(
        segments in long_pattern(),
        value in "a{0,70}b?",
        runs in prop::collection::vec((0usize..1_200, prop::char::ranges(vec!['a'..='b', 'é'..='é'].into())), 5),
        others in prop::collection::vec(prop::char::ranges(vec!['a'..='b', '€'..='€', '𝒶'..='𝒶'].into()), 1..9),
        changed in prop::option::of((any::<prop::sample::Index>(), "[abé]?")),
    ) {
        let pattern = segments.join("*");
        let mut text = filled(&segments, &value, &runs, &others);
        if let Some((place, other)) = changed && !text.is_empty() {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let at = places[place.index(places.len())];
            let length = text[at..].chars().next().map_or(0, char::len_utf8);
            text.replace_range(at..at + length, &other);
        }
        let source = pattern.replace('$', "${aws:UserAgent}");
        let tree = tree(&format!("user Ann can s3:GetObject on \"arn:aws:s3:::b/{source}\""));
        let resource = format!("arn:aws:s3:::b/{text}");
        let found = decide(&tree, "user/Ann", "s3:GetObject", &resource, &[("aws:UserAgent", &value)]);
        let is_expected = textbook(&pattern.replace('$', &value), &text);
        prop_assert_eq!(found, Ok(if is_expected { Allow } else { ImplicitDeny }));
    }

    #[test]
    fn long_actions_match_as_in_the_textbook(
        pattern in "([aB?]{0,90}[*]){1,4}[aA?]{0,3}",
        text in "[aAbB]{0,300}",
    ) {
        let tree = tree(&format!("user Ann can s3:{pattern} on arn:aws:s3:::b/k"));
        let found = decide(&tree, "user/Ann", &format!("s3:{text}"), "arn:aws:s3:::b/k", &[]);
        let is_expected = textbook(&pattern.to_lowercase(), &text.to_lowercase());
        prop_assert_eq!(found, Ok(if is_expected { Allow } else { ImplicitDeny }));
    }
}
