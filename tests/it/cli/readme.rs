//! What the README shows of the command is what the command prints.

use std::fs;
use std::path::Path;

use super::{Folder, Ran, aclc};

/// A block of the README: the words behind its fence, and its text.
type Block = (String, String);

fn blocks() -> Vec<Block> {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let mut blocks = Vec::new();
    let mut parts = readme.split("\n```");
    // Text and blocks take turns.
    parts.next();
    while let Some(block) = parts.next() {
        let (words, text) = block.split_once('\n').unwrap();
        blocks.push((words.to_owned(), format!("{text}\n")));
        parts.next();
    }
    blocks
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with the README's program in it, and the examples.
fn folder(program: &str) -> Folder {
    let folder = Folder::new(&[("team.acl", program)]);
    for entry in fs::read_dir(root().join("docs/examples")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        folder.write(&format!("docs/examples/{name}"), &text);
    }
    folder
}

fn said(ran: &Ran) -> String {
    format!("{}{}", ran.stdout, ran.stderr)
}

#[test]
fn commands_print_what_is_shown() {
    let blocks = blocks();
    let (_, program) = blocks.iter().find(|(words, _)| words == "acl").unwrap();
    let folder = folder(program);
    let mut count = 0;
    for (_, text) in &blocks {
        let Some(shown) = text.strip_prefix("$ aclc ") else {
            continue;
        };
        let joined = shown.replace("\\\n", " ");
        let (command, shown) = joined.split_once('\n').unwrap();
        let ran = aclc(command.split_whitespace()).within(folder.path()).run();
        assert_eq!(said(&ran), shown, "aclc {command}");
        count += 1;
    }
    assert!(count >= 3, "only {count} commands were found");
}

#[test]
fn mistakes_are_drawn_as_is_shown() {
    let blocks = blocks();
    let failing = blocks.iter().position(|(words, _)| words == "acl fails");
    let [(_, program), (_, shown)] = &blocks[failing.unwrap()..][..2] else {
        panic!("nothing is shown of the program that fails");
    };
    let folder = folder(program);
    let ran = aclc(["check", "team.acl"]).within(folder.path()).run();
    assert_eq!(said(&ran), *shown);
}
