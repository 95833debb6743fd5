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
