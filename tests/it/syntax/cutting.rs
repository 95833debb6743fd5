//! Files are cut where declarations begin and the pieces read alone; reading a
//! file whole must give the same tree.

use aclc::source::Sources;
use aclc::syntax;

use super::read_alone;

fn same(text: &str) {
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    let (tree, problems) = syntax::parse(&sources, id);
    let whole = syntax::parse_whole(&sources, id);
    assert_eq!(problems.is_empty(), whole.is_some(), "{text}");
    if let Some(whole) = whole {
        let whole = format!("{:?}", whole.items);
        assert_eq!(format!("{:?}", tree.items), whole, "{text}");
        assert_eq!(read_alone(text), whole, "{text}");
    }
}

/// Large enough for several batches, with and without a mistake in one.
#[test]
fn long_files_are_read_in_batches() {
    let line = "group A can s3:GetObject on lake/* when\n    region in us-east-1 # why\n";
    let mut text = line.repeat(2_000);
    same(&text);
    let middle = text.len() / 2;
    let at = middle + text[middle..].find("group").unwrap();
    text.insert_str(at, "group B can a:b onn\n");
    let mut sources = Sources::new();
    let id = sources.add("a.acl", text);
    let (tree, problems) = syntax::parse(&sources, id);
    assert_eq!(problems.len(), 1);
    assert_eq!(tree.bad.len(), 1);
    assert_eq!(tree.items.len(), 2_000);
    assert!(tree.items.is_sorted_by_key(|item| item.span.start));
    let last = tree.items.last().unwrap();
    assert!(sources.text(last.span).ends_with("us-east-1"));
}

#[test]
fn every_case_reads_the_same_whole() {
    insta::glob!("../../cases/syntax", "*/*.acl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        same(&text);
    });
}

/// A line end in place of every blank, one after the other and all at once: a
/// declaration word may then begin a line where no declaration does.
#[test]
fn line_ends_anywhere_read_the_same_whole() {
    insta::glob!("../../cases/syntax/trees", "*.acl", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let text: String = text
            .lines()
            .filter(|line| !line.contains(['#', '"']))
            .collect::<Vec<_>>()
            .join("\n");
        same(&text);
        same(&text.replace(' ', "\n"));
        for (offset, _) in text.match_indices(' ') {
            let mut broken = text.clone();
            broken.replace_range(offset..=offset, "\n");
            same(&broken);
        }
    });
}
