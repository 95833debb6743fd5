//! The one layout.

use aclc::format;
use aclc::source::Sources;
use aclc::syntax;
use proptest::prelude::*;

fn formatted(text: &str) -> Option<String> {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    match format::format(&sources, id) {
        Ok(text) => Some(text),
        Err(problems) => {
            let refused = problems
                .iter()
                .any(|problem| problem.code.name() == "ACL0190");
            assert!(!refused, "formatting changes what this means:\n{text}");
            None
        }
    }
}

/// What must hold for every text: formatting twice is formatting once, tree
/// and comments stay, lines have no blanks at their ends.
fn check(text: &str) -> String {
    let once = formatted(text).expect("a text without mistakes");
    let twice = formatted(&once).expect("the formatter writes what it can read");
    assert_eq!(once, twice, "of\n{text}");
    assert!(once.lines().all(|line| line.trim_end() == line), "{once}");
    assert!(!once.contains("\n\n\n") && !once.starts_with('\n') && !once.ends_with("\n\n"));
    once
}

#[test]
fn layouts() {
    insta::glob!("../../cases/format", "*.acl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        insta::assert_snapshot!(check(&text));
    });
}

#[test]
fn every_form() {
    insta::glob!("../../cases/syntax/trees", "*.acl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        insta::assert_snapshot!(check(&text));
    });
}

#[test]
fn the_examples_are_formatted() {
    insta::glob!("../../../docs/examples", "**/*.acl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        check(&text);
    });
}

#[test]
fn what_was_on_one_line_stays_within_the_width() {
    let text = std::fs::read_to_string("tests/cases/format/long.acl").unwrap();
    let wide: Vec<String> = check(&text)
        .lines()
        .filter(|line| line.chars().count() > format::WIDTH)
        .map(str::to_owned)
        .collect();
    assert!(
        wide.iter().all(|line| line.contains("cannot-be-broken")),
        "{wide:#?}"
    );
}

#[test]
fn a_text_with_mistakes_is_left_alone() {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", "group A can s3:* on * whne mfa\n");
    let problems = format::format(&sources, id).unwrap_err();
    assert_eq!(problems.len(), 1);
}

#[test]
fn another_meaning_is_noticed() {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", "group A can s3:* on * when mfa # why\n");
    let (tree, _) = syntax::parse(&sources, id);
    for (text, same) in [
        ("group A\ncan s3:* on * # why\nwhen mfa\n", true),
        ("group A can s3:* on * # why\n", false),
        ("group A can s3:* on * when mfa\n", false),
        ("group A can s3:* on * when mfa # why not\n", false),
        ("group A can s3:* on * unless mfa # why\n", false),
        ("group A can s3:* on * when (mfa) # why\n", false),
        ("group A can s3:* on \"*\" when mfa # why\n", false),
        ("group A { can s3:* on * when mfa } # why\n", false),
        ("group A can s3:* on * when mfa # why\ngroup B\n", false),
        ("group A can s3:* on * whne mfa # why\n", false),
    ] {
        assert_eq!(format::means_the_same(&tree, text), same, "{text}");
    }
}

#[test]
fn an_empty_file_stays_empty() {
    assert_eq!(check(""), "");
    assert_eq!(check("\n\n  \n"), "");
    assert_eq!(check("\n# x\n\n\n"), "# x\n");
}

fn sources_of_text() -> Vec<String> {
    let mut texts: Vec<String> = [
        "tests/cases/syntax/trees",
        "tests/cases/format",
        "docs/examples",
    ]
    .iter()
    .flat_map(|folder| std::fs::read_dir(folder).unwrap())
    .map(|entry| entry.unwrap().path())
    .filter(|path| path.extension().is_some_and(|extension| extension == "acl"))
    .map(|path| std::fs::read_to_string(path).unwrap())
    .collect();
    texts.sort();
    texts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Line ends, empty lines and comments in place of blanks.
    #[test]
    fn any_layout_of_a_program(
        text in prop::sample::select(sources_of_text()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..6_u8), 1..12),
    ) {
        let blanks: Vec<usize> = text.match_indices([' ', '\n']).map(|(at, _)| at).collect();
        let mut changed = text.clone();
        let mut places: Vec<(usize, u8)> = changes
            .iter()
            .map(|(index, change)| (blanks[index.index(blanks.len())], *change))
            .collect();
        places.sort_unstable();
        places.dedup_by_key(|(at, _)| *at);
        for (at, change) in places.into_iter().rev() {
            let new = ["\n", "\n\n\n", " # behind\n", "\n# alone\n", "\n\n  # alone, {\n\n", "  # a\n # b\n"];
            changed.replace_range(at..=at, new[usize::from(change)]);
        }
        // In a string or a comment the change may be a mistake, or none.
        if formatted(&changed).is_some() {
            check(&changed);
        }
    }

    /// Programs put together from pieces that are valid alone.
    #[test]
    fn any_declarations(
        lines in prop::collection::vec(prop::sample::select(declarations()), 1..8),
        joints in prop::collection::vec(prop::sample::select(vec![" ", "\n", "\n\n", "\n\n\n\n", " # c\n", "\n# c\n"]), 8),
    ) {
        let text: String = lines
            .iter()
            .zip(&joints)
            .flat_map(|(line, joint)| [line.as_str(), joint])
            .collect();
        if formatted(&text).is_some() {
            check(&text);
        }
    }
}

fn declarations() -> Vec<String> {
    sources_of_text()
        .iter()
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|line| formatted(line).is_some())
        .collect()
}
