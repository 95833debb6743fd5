//! The shape of the source holds by itself: imports go down the ranks of
//! `docs/ARCHITECTURE.md`, and what touches the world stays in its room.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Rooms that may touch files, clocks, the environment and terminals.
const OUTWARD: &[&str] = &["cli", "build", "disk"];

/// What only those rooms may name.
const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::time",
    "std::net",
    "std::process",
    "std::os",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "std::io::IsTerminal",
];

/// Words that mean the same.
const WORLD_WORDS: &[&str] = &[
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "now_utc",
    "now_local",
];

#[test]
fn imports_go_down_the_ranks() {
    let ranks = ranks();
    let mut wrong = Vec::new();
    for file in files() {
        let from = ranks[&file.room];
        for room in file.imported_rooms() {
            let Some(to) = ranks.get(&room) else {
                // A macro or a re-export at the root belongs to no room.
                wrong.push(format!("{}: `{room}` is no room", file.name));
                continue;
            };
            if room != file.room && *to >= from {
                wrong.push(format!(
                    "{}: `{}` (rank {from}) imports `{room}` (rank {to})",
                    file.name, file.room
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_has_a_rank_and_every_rank_a_room() {
    let ranked: Vec<String> = ranks().into_keys().collect();
    let mut rooms: Vec<String> = files().into_iter().map(|file| file.room).collect();
    rooms.sort();
    rooms.dedup();
    assert_eq!(ranked, rooms);
}

#[test]
fn only_what_faces_the_world_touches_it() {
    let mut wrong = Vec::new();
    for file in files() {
        if OUTWARD.contains(&file.room.as_str()) {
            continue;
        }
        for path in paths(&file.code) {
            let forbidden = WORLD
                .iter()
                .find(|world| path == **world || path.starts_with(&format!("{world}::")));
            wrong.extend(forbidden.map(|_| format!("{}: `{path}`", file.name)));
        }
        let words = WORLD_WORDS.iter().filter(|word| {
            file.code
                .match_indices(**word)
                .any(|(at, _)| !file.code[..at].ends_with(is_word))
        });
        wrong.extend(words.map(|word| format!("{}: `{word}`", file.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_grammar_does_not_leave_syntax() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|file| file.room != "syntax") {
        let grammar = paths(&file.code).into_iter().filter(|path| {
            path.starts_with("pest") || (path.contains("syntax::") && path.ends_with("::Rule"))
        });
        wrong.extend(grammar.map(|path| format!("{}: `{path}`", file.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_evaluator_needs_no_std() {
    let mut wrong = Vec::new();
    for file in files() {
        if file.room != "runtime" && file.room != "iam" {
            continue;
        }
        let std = paths(&file.code);
        let std = std.iter().filter(|path| path.starts_with("std"));
        wrong.extend(std.map(|path| format!("{}: `{path}`", file.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn paths_are_read_from_code_alone() {
    let code = strip(
        r##"
        //! [`crate::cli`]
        use crate::{diag::{Code, codes as c}, source::Span};
        use super::super::lint::Lint; /* crate::cli */
        const TEXT: &str = "crate::cli \" crate::cli";
        const RAW: &str = r#"crate::cli " "#;
        fn quote(c: char) -> bool { c == '"' || std::fs::exists(crate::model::X) }
        "##,
    );
    assert_eq!(
        paths(&code),
        [
            "crate::diag::Code",
            "crate::diag::codes",
            "crate::source::Span",
            "super::super::lint::Lint",
            "std::fs::exists",
            "crate::model::X",
        ]
    );
}

#[test]
fn paths_that_climb_to_the_root_name_a_room() {
    let file = |name: &str, code: &str| File {
        name: name.to_owned(),
        room: "lint".to_owned(),
        code: code.to_owned(),
    };
    let rooms = |name, code| file(name, code).imported_rooms();
    assert_eq!(rooms("lint/mod.rs", "super::cli::Exit"), ["cli"]);
    assert_eq!(rooms("lint/star.rs", "super::super::cli::Exit"), ["cli"]);
    assert_eq!(rooms("lint/star.rs", "super::Lint"), [""; 0]);
    assert_eq!(rooms("lint.rs", "super::cli"), ["cli"]);
    assert_eq!(
        rooms("lint.rs", "crate::{diag, cli::Exit}"),
        ["diag", "cli"]
    );
}

/// One source file.
struct File {
    /// Its path below `src/`.
    name: String,
    /// The first part of its path.
    room: String,
    /// Its text without comments and strings.
    code: String,
}

impl File {
    /// The rooms that its paths lead to.
    fn imported_rooms(&self) -> Vec<String> {
        let depth = self.depth();
        let room = |path: String| {
            let parts: Vec<&str> = path.split("::").collect();
            let climbed = parts.iter().take_while(|part| **part == "super").count();
            match parts.as_slice() {
                ["crate", room, ..] => Some((*room).to_owned()),
                _ if climbed > 0 && climbed == depth => {
                    parts.get(climbed).map(|room| (*room).to_owned())
                }
                _ => None,
            }
        };
        paths(&self.code).into_iter().filter_map(room).collect()
    }

    /// How many `super` lead from it to the root.
    fn depth(&self) -> usize {
        let parts = self.name.split('/').count();
        if self.name.ends_with("/mod.rs") {
            parts - 1
        } else {
            parts
        }
    }
}

/// Every file of every room, in order; the crate's roots are in none.
fn files() -> Vec<File> {
    let source = Path::new(ROOT).join("src");
    let mut paths = Vec::new();
    walk(&source, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&source).unwrap().to_str().unwrap();
            let name = name.replace('\\', "/");
            let room = name.split('/').next().unwrap();
            File {
                room: room.trim_end_matches(".rs").to_owned(),
                code: strip(&fs::read_to_string(&path).unwrap()),
                name,
            }
        })
        .filter(|file| file.room != "lib" && file.room != "main")
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The table of rooms in `docs/ARCHITECTURE.md`.
fn ranks() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(Path::new(ROOT).join("docs/ARCHITECTURE.md")).unwrap();
    let row = |line: &str| {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let rank = cells.next()?.parse().ok()?;
        let room = cells.next()?.trim_matches('`');
        let room = room.trim_end_matches('/').trim_end_matches(".rs");
        Some((room.to_owned(), rank))
    };
    // Other tables of that page begin with numbers too.
    let table = text
        .lines()
        .skip_while(|line| !line.starts_with("| rank |"))
        .take_while(|line| line.starts_with('|'));
    let ranks: BTreeMap<String, usize> = table.filter_map(row).collect();
    assert!(ranks.len() > 5, "the table of rooms is not where it was");
    ranks
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Every path in the code that begins at a crate, `use` groups taken apart.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(is_word) {
        let before = &rest[..at];
        let text = &rest[at..];
        let word_end = text.find(|c| !is_word(c)).unwrap_or(text.len());
        if text[word_end..].starts_with("::") && !before.ends_with("::") {
            let start = found.len();
            let length = read_tree(text, "", &mut found);
            found[start..].iter_mut().for_each(|path| {
                path.truncate(path.trim_end_matches(':').len());
            });
            rest = &text[length..];
        } else {
            rest = &text[word_end..];
        }
    }
    let heads = ["crate", "super", "std", "pest", "pest_derive"];
    found.retain(|path| {
        heads
            .iter()
            .any(|head| path.split("::").next() == Some(head))
    });
    found
}

/// Reads `a::b`, `a::{b, c::d}`; returns how many bytes it takes.
fn read_tree(text: &str, prefix: &str, found: &mut Vec<String>) -> usize {
    let mut at = text.len() - text.trim_start().len();
    let start = at;
    loop {
        at += text[at..].find(|c| !is_word(c)).unwrap_or(text.len() - at);
        if !text[at..].starts_with("::") {
            break;
        }
        at += 2;
        if text[at..].starts_with('{') {
            let prefix = format!("{prefix}{}", &text[start..at]);
            at += 1;
            while !text[at..].trim_start().is_empty() {
                at += text[at..].len() - text[at..].trim_start().len();
                if text[at..].starts_with('}') {
                    return at + 1;
                }
                at += read_tree(&text[at..], &prefix, found);
                let next = text[at..].find([',', '}']).unwrap_or(text.len() - at);
                at += next;
                if text[at..].starts_with(',') {
                    at += 1;
                }
            }
            return at;
        }
    }
    found.push(format!("{prefix}{}", &text[start..at]));
    at.max(1)
}

/// Code without comments, and with its strings and characters emptied.
fn strip(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let raw = raw_string(rest);
        let taken = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let (Some(length), false) = (raw, out.ends_with(is_word)) {
            length
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' && is_char_literal(rest) {
            quoted(rest, '\'')
        } else {
            out.push(first);
            first.len_utf8()
        };
        rest = &rest[taken..];
    }
    out
}

/// The length of a raw string that begins here.
fn raw_string(text: &str) -> Option<usize> {
    let body = text.strip_prefix('b').unwrap_or(text).strip_prefix('r')?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let body = body[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let opened = text.len() - body.len();
    Some(
        body.find(&end)
            .map_or(text.len(), |at| opened + at + end.len()),
    )
}

/// The length of a quoted text that begins here.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if !escaped && character == quote {
            return at + 1;
        }
        escaped = !escaped && character == '\\';
    }
    text.len()
}

/// Tells `'a'` from the lifetime `'a`.
fn is_char_literal(text: &str) -> bool {
    let mut characters = text.chars().skip(1);
    match characters.next() {
        Some('\\') => true,
        Some(_) => characters.next() == Some('\''),
        None => false,
    }
}
