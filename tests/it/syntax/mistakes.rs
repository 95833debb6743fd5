//! What is said of what cannot be read.

use aclc::source::Sources;
use aclc::syntax;

use super::list;

#[test]
fn every_mistake() {
    insta::glob!("../../cases/syntax/errors", "*.acl", |path| {
        let mut sources = Sources::new();
        let text = std::fs::read_to_string(path).unwrap();
        let id = sources.add("case.acl", text);
        let (tree, problems) = syntax::parse(&sources, id);
        assert!(problems.has_errors());
        let read = tree.outline();
        insta::assert_snapshot!(format!(
            "{}\n\n-- read --\n{read}",
            list(&sources, &problems)
        ));
    });
}

#[test]
fn nine_mistakes_are_nine_errors() {
    let text = "\
groop D: d
group A: a,
group B can s3:Get onn *
group C { can s3:Get on * whne mfa
    can s3:Put on *
    may asume R }
let x = \"open
role R { max 2h }
group E can a:b on * when (mfa
group F: fine
group G: a#b
user region
";
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    let (tree, problems) = syntax::parse(&sources, id);
    let lines: Vec<u32> = problems
        .iter()
        .map(|problem| sources.position(problem.place().unwrap()).line)
        .collect();
    let mut sorted = lines.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        [1, 2, 3, 4, 6, 7, 8, 9, 11, 12],
        "{}",
        list(&sources, &problems)
    );
    assert_eq!(tree.outline(), "group F\n  : fine\n");
}

/// The beginning of a declaration with a mistake could mean something else.
#[test]
fn nothing_of_a_bad_declaration_is_used() {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", "group A can s3:* on * whne mfa\ngroup B: b\n");
    let (tree, _) = syntax::parse(&sources, id);
    assert_eq!(tree.outline(), "group B\n  : b\n");
    let bad: Vec<&str> = tree.bad.iter().map(|span| sources.text(*span)).collect();
    assert_eq!(bad, ["group A can s3:* on * whne mfa"]);
}

#[test]
fn every_reserved_word_is_refused_as_a_name_and_taken_in_quotes() {
    for word in syntax::RESERVED {
        let mut sources = Sources::new();
        let bare = sources.add("a.acl", format!("group {word}: a\n"));
        let quoted = sources.add("b.acl", format!("group \"{word}\": a\n"));
        let longer = sources.add("c.acl", format!("group {word}s-x: {word}_1\n"));
        let (_, problems) = syntax::parse(&sources, bare);
        assert_eq!(problems.len(), 1, "{word}");
        for fine in [quoted, longer] {
            let (_, problems) = syntax::parse(&sources, fine);
            assert!(problems.is_empty(), "{word}: {}", list(&sources, &problems));
        }
    }
}

#[test]
fn the_page_lists_every_reserved_word() {
    let page = aclc::diag::codes::RESERVED_WORD.page();
    let table: Vec<&str> = page
        .split("```text")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    assert_eq!(table, syntax::RESERVED);
    assert!(table.is_sorted());
}

/// The grammar's table and the one in Rust.
#[test]
fn no_other_word_is_reserved() {
    let grammar = include_str!("../../../grammar/acl.pest");
    for word in grammar
        .split(|character: char| !character.is_ascii_lowercase())
        .filter(|word| !word.is_empty() && !syntax::is_reserved(word))
    {
        let mut sources = Sources::new();
        let id = sources.add("a.acl", format!("group {word}: {word}\n"));
        let (_, problems) = syntax::parse(&sources, id);
        assert!(problems.is_empty(), "{word}");
    }
}

#[test]
fn bytes_that_are_no_text() {
    let refused = |bytes: &[u8]| {
        let problem = syntax::read("a.acl", bytes).unwrap_err();
        format!("{} {}", problem.code, problem.message)
    };
    assert_eq!(
        refused(b"group A: a\nuser \xe9"),
        "ACL0052 `a.acl` is not UTF-8: byte 16, on line 2, is 0xE9"
    );
    assert_eq!(
        refused(&vec![b' '; syntax::MAX_FILE_BYTES + 1]),
        "ACL0001 `a.acl` is 67108865 bytes long; a file may have 67108864"
    );
    assert_eq!(syntax::read("a", b"\xef\xbb\xbfuser A").unwrap(), "user A");
    assert_eq!(syntax::read("a", b"").unwrap(), "");
}

#[test]
fn files_that_a_text_uses() {
    let text =
        "use \"a.acl\"\ngroup A { can \"use\" on * } use \"b/c.acl\" # use \"d\"\n\"use\" use x\n";
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    let paths: Vec<&str> = syntax::references(id, text)
        .programs
        .iter()
        .map(|path| path.text)
        .collect();
    assert_eq!(paths, ["a.acl", "b/c.acl"]);
}
