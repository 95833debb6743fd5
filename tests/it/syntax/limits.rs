//! Input that is too deep, too long or never ends.

use aclc::source::Sources;
use aclc::syntax;

use super::list;

fn problems(text: String) -> String {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    let (_, problems) = syntax::parse(&sources, id);
    list(&sources, &problems)
}

fn codes(text: String) -> Vec<&'static str> {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    let (_, problems) = syntax::parse(&sources, id);
    problems.iter().map(|problem| problem.code.name()).collect()
}

#[test]
fn brackets_up_to_the_limit() {
    let nested =
        |depth: usize| format!("let x when {}mfa{}\n", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(problems(nested(syntax::MAX_NESTING)), "");
    assert_eq!(codes(nested(syntax::MAX_NESTING + 1)), ["ACL0102"]);
}

#[test]
fn a_hundred_thousand_brackets() {
    for bracket in [
        "(",
        "[",
        "{",
        "let x when (",
        "group A {",
        "for a in b {",
        "not (",
        " in account x {\n",
    ] {
        let codes = codes(bracket.repeat(100_000));
        assert!(!codes.is_empty());
        assert!(codes.len() < 100, "{bracket}: {}", codes.len());
    }
    for text in [")", "]", "}"] {
        assert_eq!(codes(text.repeat(100_000)), ["ACL0103"]);
    }
}

#[test]
fn the_limit_is_said_at_the_bracket_that_passes_it() {
    let text = format!("let x when {}mfa", "(".repeat(100));
    assert_eq!(
        problems(text),
        "ACL0102 brackets are nested more than 64 deep
    \
         at 1:76 `(`
    \
         = name a part of it with `let` and use the name"
    );
}

#[test]
fn what_follows_too_deep_a_declaration_is_read() {
    let mut sources = Sources::new();
    let text = format!("let x when {}\nuser A\n", "(".repeat(100));
    let id = sources.add("a.acl", text);
    let (tree, problems) = syntax::parse(&sources, id);
    assert_eq!(problems.len(), 1);
    assert_eq!(tree.outline(), "user A\n");
}

#[test]
fn one_line_of_ten_megabytes() {
    let words = "s3:GetObject, ".repeat(10 << 20 >> 4);
    assert_eq!(problems(format!("group A can {words} s3:Put on *\n")), "");
    let word = "x".repeat(10 << 20);
    assert_eq!(problems(format!("group {word}: a\n")), "");
    assert_eq!(codes(word), ["ACL0101"]);
    assert_eq!(
        codes(format!("let x = \"{}", "x".repeat(10 << 20))),
        ["ACL0104"]
    );
}

#[test]
fn a_row_of_not() {
    assert_eq!(
        problems(format!("let x when {}mfa\n", "not ".repeat(8))),
        ""
    );
    assert_eq!(
        codes(format!("let x when {}mfa\n", "not ".repeat(100_000))),
        ["ACL0102"]
    );
}

#[test]
fn many_bad_characters_are_not_all_reported() {
    assert_eq!(codes("\0".repeat(1_000_000)).len(), 50);
}

#[test]
fn an_empty_file_is_a_program() {
    for text in ["", "\n\n", "# nothing\n", "  \r\n"] {
        assert_eq!(problems(text.to_owned()), "");
    }
}

/// Each of these took time with the square of its length, or could.
#[test]
fn many_mistakes_of_one_kind() {
    for (line, most) in [
        ("zzz zzz\n", 100),
        ("in x\n", 100),
        ("in x {\n}\n", 100),
        ("${", 1),
        ("'", 50_000),
        ("\"\n", 100_000),
        ("x#", 100_000),
        ("a#b ", 100_000),
        ("group A can\n", 100_000),
        ("group A: a,\n", 100_000),
        (" region", 1),
        ("user A { zzz", 100),
    ] {
        let found = codes(line.repeat(100_000)).len();
        assert!((1..=most).contains(&found), "{line:?}: {found}");
    }
    let block = "    zzz\n".repeat(20_000);
    assert_eq!(codes(format!("group A {{\n{block}}}\n")).len(), 20_000);
}
