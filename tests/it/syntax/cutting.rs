//! Files are cut where declarations begin and the pieces read alone; reading a
//! file whole must give the same tree.

use aclc::source::Sources;
use aclc::syntax;

fn same(text: &str) {
    let mut sources = Sources::new();
    let id = sources.add("case.acl", text);
    let (tree, problems) = syntax::parse(&sources, id);
    let whole = syntax::parse_whole(&sources, id);
    assert_eq!(
        problems.is_empty().then(|| format!("{:?}", tree.items)),
        whole.map(|tree| format!("{:?}", tree.items)),
        "{text}"
    );
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
