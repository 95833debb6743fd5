//! Which texts a program is made of.

use aclc::diag::{Format, render};
use aclc::load::{Input, LoadError, Loader, Texts, load};

fn file(path: &str) -> Input {
    Input::File(path.to_owned())
}

/// The names of what is loaded, then what is wrong.
fn loaded(inputs: &[Input], texts: &[(&str, &str)]) -> (Vec<String>, String) {
    let mut texts: Texts = texts.iter().copied().collect();
    let (loaded, found) = load(inputs, &mut texts);
    let sources = loaded.sources;
    let names = sources.iter().map(|(_, source)| source.name().to_owned());
    (names.collect(), render(Format::Short, &sources, &found))
}

#[test]
fn what_is_used_is_loaded_after_what_was_given() {
    let texts = [
        ("team/a.acl", "use \"../shared/s.acl\"\nuse \"b.acl\"\n"),
        ("team/b.acl", "user B\n"),
        ("shared/s.acl", "use \"deep/d.acl\""),
        ("shared/deep/d.acl", "user D\n"),
        ("c.acl", "user C\n"),
    ];
    let (names, problems) = loaded(&[file("team/a.acl"), file("c.acl")], &texts);
    assert_eq!(problems, "");
    assert_eq!(
        names,
        [
            "team/a.acl",
            "c.acl",
            "shared/s.acl",
            "team/b.acl",
            "shared/deep/d.acl"
        ]
    );
}

#[test]
fn a_file_is_read_once_however_it_is_named() {
    let texts = [
        ("a.acl", "use \"./b.acl\" use \"x/../b.acl\"\n"),
        ("b.acl", "use \"a.acl\"\n"),
    ];
    let given = [file("a.acl"), file("./a.acl"), file("x/../b.acl")];
    let (names, problems) = loaded(&given, &texts);
    assert_eq!(problems, "");
    assert_eq!(names, ["a.acl", "b.acl"]);
}

#[test]
fn a_text_without_a_file_uses_files() {
    let stdin = Input::Text {
        name: "<stdin>".to_owned(),
        bytes: b"\xef\xbb\xbfuse \"b.acl\"".to_vec(),
    };
    let (names, problems) = loaded(&[stdin], &[("b.acl", "user B")]);
    assert_eq!(problems, "");
    assert_eq!(names, ["<stdin>", "b.acl"]);
}

#[test]
fn comments_and_strings_use_nothing() {
    let texts = [("a.acl", "# use \"x.acl\"\nlet t = \"use\" , \"x.acl\"\n")];
    let (names, problems) = loaded(&[file("a.acl")], &texts);
    assert_eq!(problems, "");
    assert_eq!(names, ["a.acl"]);
}

#[test]
fn every_bad_path_is_an_error_at_its_place() {
    let text = "use \"gone.acl\"\n\
                use \"lib\"\n\
                use \"a.acl\"\n\
                use \"/etc/x.acl\"\n\
                use \"C:/x.acl\"\n\
                use \"lib\\\\x.acl\"\n\
                use \"\"\n\
                use \"vendor.json\"\n\
                use \"../../up.acl\"\n";
    let texts = [("a.acl", text), ("lib/x.acl", "")];
    let (names, problems) = loaded(&[file("a.acl")], &texts);
    assert_eq!(names, ["a.acl"]);
    insta::assert_snapshot!(problems);
}

#[test]
fn given_paths_that_lead_nowhere_are_errors() {
    let given = [file("gone.acl"), file("lib"), file("policy.JSON")];
    let (names, problems) = loaded(&given, &[("lib/x.acl", "")]);
    assert_eq!(names, [""; 0]);
    insta::assert_snapshot!(problems);
}

#[test]
fn other_bytes_than_utf_8_are_refused() {
    let stdin = |bytes: &[u8]| Input::Text {
        name: "<stdin>".to_owned(),
        bytes: bytes.to_vec(),
    };
    for bytes in [&b"user A\nuser \xff"[..], b"\xff\xfeu\0", b"\xc3"] {
        let (names, problems) = loaded(&[stdin(bytes)], &[]);
        assert_eq!(names, [""; 0]);
        assert!(
            problems.starts_with("error[ACL0052]: `<stdin>` is not UTF-8"),
            "{problems}"
        );
    }
}

/// A loader whose file is there and cannot be read.
struct Locked;

impl Loader for Locked {
    fn identity(&mut self, path: &str) -> Result<String, LoadError> {
        Ok(path.to_owned())
    }

    fn read(&mut self, _path: &str) -> Result<Vec<u8>, LoadError> {
        Err(LoadError::Other("permission denied".to_owned()))
    }
}

#[test]
fn what_cannot_be_read_is_reported_once() {
    let (loaded, found) = load(&[file("a.acl"), file("a.acl")], &mut Locked);
    let sources = loaded.sources;
    assert_eq!(
        render(Format::Short, &sources, &found),
        "error[ACL0051]: `a.acl` cannot be read: permission denied\n"
    );
}
