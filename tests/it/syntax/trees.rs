//! Every form of the language and the tree it makes.

use aclc::source::Sources;
use aclc::syntax;

use super::list;

#[test]
fn every_form() {
    insta::glob!("../../cases/syntax/trees", "*.acl", |path| {
        let mut sources = Sources::new();
        let text = std::fs::read_to_string(path).unwrap();
        let id = sources.add("case.acl", text);
        let (tree, problems) = syntax::parse(&sources, id);
        assert_eq!(list(&sources, &problems), "");
        assert!(tree.bad.is_empty());
        insta::assert_snapshot!(tree.outline());
    });
}

#[test]
fn comments_are_kept_with_their_places() {
    let mut sources = Sources::new();
    let text = "# first  \n  # second\ngroup A: a # third\n\"#\" ";
    let id = sources.add("a.acl", text);
    let (tree, _) = syntax::parse(&sources, id);
    let comments: Vec<(&str, bool, &str)> = tree
        .comments
        .iter()
        .map(|comment| (comment.text, comment.own_line, sources.text(comment.span)))
        .collect();
    assert_eq!(
        comments,
        [
            ("# first", true, "# first"),
            ("# second", true, "# second"),
            ("# third", false, "# third")
        ]
    );
}

#[test]
fn spans_end_with_the_last_word() {
    let mut sources = Sources::new();
    let text = "group A can s3:Get on * # why\n\n# next\nrole R { can a:b on * # x\n }  \n";
    let id = sources.add("a.acl", text);
    let (tree, _) = syntax::parse(&sources, id);
    let items: Vec<&str> = tree
        .items
        .iter()
        .map(|item| sources.text(item.span))
        .collect();
    assert_eq!(
        items,
        ["group A can s3:Get on *", "role R { can a:b on * # x\n }"]
    );
}
